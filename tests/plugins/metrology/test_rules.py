"""What the law makes of numbers: pure functions over its rows."""

import datetime as dt

import pytest

from plugins.metrology.models import NEVER
from plugins.metrology.models_law import (
    InstrumentCategory,
    NetContentTolerance,
    SamplePlan,
    VerificationRule,
)
from plugins.metrology.seeds import rows_of
from plugins.metrology.service_rules import (
    covers,
    due_on,
    judge,
    rotate_until,
    rule_for,
    valid_until,
)

DAY = dt.date(2026, 11, 23)
RULES = [VerificationRule(**row) for row in rows_of(VerificationRule, "verification_rules")]
TOLERANCES = [
    NetContentTolerance(**row) for row in rows_of(NetContentTolerance, "net_content_tolerances")
]
PLANS = [SamplePlan(**row) for row in rows_of(SamplePlan, "sample_plans")]


@pytest.mark.parametrize(
    ("code", "regulation", "until"),
    [
        ("10.1", "JJG 539", dt.date(2027, 11, 22)),
        ("10", "JJG 13", dt.date(2027, 11, 22)),
        ("1", "JJG 4", dt.date(2027, 11, 22)),
        ("15", "JJG 443", dt.date(2027, 5, 22)),
        ("4", "JJG 111", None),
        ("55", "现行检定规程", dt.date(2027, 11, 22)),
    ],
)
def test_the_rule_of_a_category_and_how_long_it_holds(code, regulation, until):
    rule = rule_for(RULES, code, DAY)
    assert rule.regulation == regulation
    assert valid_until(rule, DAY) == until


def test_every_category_has_a_rule():
    codes = [row["code"] for row in rows_of(InstrumentCategory, "instrument_categories")]
    assert len({code for code in codes if "." not in code}) == 55
    assert all(rule_for(RULES, code, DAY) for code in codes)


def test_a_month_that_has_no_such_day_is_clipped():
    assert valid_until(rule_for(RULES, "15", DAY), dt.date(2026, 8, 31)) == dt.date(2027, 2, 27)
    leap = dt.date(2028, 2, 29)
    assert valid_until(rule_for(RULES, "9", leap), leap) == dt.date(2029, 2, 27)


def test_meters_are_replaced_and_lists_know_when_something_is_due():
    water = rule_for(RULES, "23", DAY)
    assert valid_until(water, DAY) is None
    assert rotate_until(water, dt.date(2020, 11, 24)) == DAY
    assert due_on(None, DAY) == DAY
    assert due_on(None, None) == NEVER


def test_an_authorisation_covers_parts_of_a_category_alone():
    assert covers(["1"], "1.2")
    assert not covers(["1"], "10")
    assert covers([], "46")


def goods(nominal, batch, actual):
    tolerance = next(t for t in TOLERANCES if t.over < nominal <= t.up_to)
    plan = max((p for p in PLANS if p.batch_from <= batch), key=lambda p: p.batch_from)
    return judge(nominal, actual, tolerance, plan)


@pytest.mark.parametrize(
    ("actual", "short", "far", "good"),
    [
        ([501.0] * 10, 0, 0, True),
        ([499.0] * 10, 0, 0, False),  # none is short by 15 g, but on average they are not full
        ([510.0] * 9 + [484.0], 1, 0, False),  # of ten none may be short
        ([520.0] * 9 + [469.0], 1, 1, False),
        ([500.0] * 9 + [499.0], 0, 0, True),  # the spread of the sample excuses a gram
    ],
)
def test_a_batch_of_500_g(actual, short, far, good):
    found = goods(500, 40, actual)
    assert (found.short, found.far_short, found.conforming) == (short, far, good)


def test_tolerances_follow_each_other_without_a_gap():
    ordered = sorted(TOLERANCES, key=lambda row: row.over)
    assert [a.up_to for a in ordered[:-1]] == [b.over for b in ordered[1:]]
