"""What holds of samples whatever is sampled: pure functions, without a database.

Legal basis: 产品质量法 art. 15 (no more than needed), 食品安全法 art. 87, and the measures on
sampling of each subsystem, whose numbers (months of keeping) the caller brings as dated data.
"""

import datetime as dt
import decimal
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from core.errors import Denied, InvalidInput
from core.register.colours import months_after
from core.sampling.models import TestVerdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """How many months the reserve of a sample is kept after its verdict, by the law in force."""

    passed_months: int
    failed_months: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantities:
    """How much there was, how much was taken to be tested, and how much was sealed in reserve."""

    base: decimal.Decimal
    check: decimal.Decimal
    reserve: decimal.Decimal


def verdict_of(items: Iterable[TestVerdict]) -> TestVerdict:
    """The verdict of a sample: one failing item fails it; without a judged item there is none."""
    found = set(items)
    if TestVerdict.FAILED in found:
        return TestVerdict.FAILED
    return TestVerdict.PASSED if TestVerdict.PASSED in found else TestVerdict.NOT_JUDGED


def reserve_until(decided_on: dt.date, verdict: TestVerdict, keeping: Keeping) -> dt.date:
    """The last day on which the reserve is kept, in whole months; what is not judged as passed."""
    failed = verdict is TestVerdict.FAILED
    return months_after(decided_on, keeping.failed_months if failed else keeping.passed_months)


def require_two(first_officer: int, second_officer: int | None) -> None:
    """Raise InvalidInput (`TWO_OFFICERS`) unless two different officers took and sealed it."""
    if second_officer is None or second_officer == first_officer:
        raise InvalidInput(
            "抽样须由两名以上执法人员共同封样，请另一名人员签名。",
            "A sample is taken and sealed by two officers; let another one sign.",
            field="secondOfficer",
            code="TWO_OFFICERS",
        )


def require_apart(samplers: Collection[int | None], tester: int | None) -> None:
    """Raise Denied (`SAMPLER_TESTS`) where whoever took a sample would also report its test."""
    if tester is not None and tester in samplers:
        raise Denied(
            "抽样人员不得承担该样品的检验，请由他人录入检验结果。",
            "Whoever took the sample does not test it; somebody else records the result.",
            code="SAMPLER_TESTS",
        )


def require_quantities(taken: Quantities) -> None:
    """Raise InvalidInput (`SAMPLE_QUANTITY`) unless something was taken, of what was there."""
    if taken.check <= 0 or taken.reserve < 0 or taken.check + taken.reserve > taken.base:
        raise InvalidInput(
            "检样须大于零，检样与备样之和不得超过抽样基数。",
            "The test sample is more than nothing; with the reserve it is at most what was there.",
            field="checkQuantity",
            code="SAMPLE_QUANTITY",
        )
