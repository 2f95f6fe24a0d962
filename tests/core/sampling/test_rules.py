"""What holds of samples whatever is sampled."""

import datetime as dt
from decimal import Decimal

import pytest

from core.errors import Denied, InvalidInput
from core.sampling.models import TestVerdict as Verdict
from core.sampling.rules import (
    Keeping,
    Quantities,
    require_apart,
    require_quantities,
    require_two,
    reserve_until,
    verdict_of,
)

P, F, N = Verdict.PASSED, Verdict.FAILED, Verdict.NOT_JUDGED


@pytest.mark.parametrize(
    ("items", "verdict"),
    [([P, P], P), ([P, F, P], F), ([N, P], P), ([N, F], F), ([N], N), ([], N)],
)
def test_one_failing_item_fails_a_sample(items, verdict):
    assert verdict_of(items) is verdict


def test_the_reserve_is_kept_longer_when_it_failed_and_month_ends_are_clipped():
    keeping = Keeping(passed_months=3, failed_months=6)
    day = dt.date(2025, 11, 30)
    assert reserve_until(day, P, keeping) == dt.date(2026, 2, 28)
    assert reserve_until(day, F, keeping) == dt.date(2026, 5, 30)
    assert reserve_until(day, N, keeping) == dt.date(2026, 2, 28)


@pytest.mark.parametrize("second", [None, 7])
def test_one_officer_alone_seals_nothing(second):
    with pytest.raises(InvalidInput) as refused:
        require_two(7, second)
    assert refused.value.stable_code == "TWO_OFFICERS"
    require_two(7, 8)


def test_whoever_took_a_sample_does_not_test_it():
    with pytest.raises(Denied) as refused:
        require_apart((7, 8), 8)
    assert refused.value.stable_code == "SAMPLER_TESTS"
    require_apart((7, None), 9)
    require_apart((7, None), None)


@pytest.mark.parametrize("taken", [(10, 0, 1), (10, 6, 5), (10, 1, -1)])
def test_not_more_is_taken_than_there_is(taken):
    base, check, reserve = map(Decimal, taken)
    with pytest.raises(InvalidInput) as refused:
        require_quantities(Quantities(base=base, check=check, reserve=reserve))
    assert refused.value.stable_code == "SAMPLE_QUANTITY"
    require_quantities(Quantities(base=Decimal(10), check=Decimal(5), reserve=Decimal(5)))
