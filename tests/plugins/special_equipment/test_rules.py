"""Cycles at all their borders, as examples worked out by hand from the technical rules."""

import datetime as dt

import pytest

from plugins.special_equipment.models import InspectionCycle
from plugins.special_equipment.seeds import inspection_cycles
from plugins.special_equipment.service_rules import (
    Inspected,
    cycle_for,
    next_inspection,
    restart_needs_inspection,
)

CYCLES = [InspectionCycle(**row) for row in inspection_cycles()]
NOW, BEFORE = dt.date(2026, 11, 23), dt.date(2022, 6, 1)


def day(text):
    return None if text is None else dt.date.fromisoformat(text)


def after(code, accepted, last=None, due=None, grade=None, *, law=NOW):
    seen = last and Inspected(day(last), day(due), grade)
    return next_inspection(cycle_for(CYCLES, code, law), day(accepted), seen)


def test_a_lift_is_inspected_in_the_years_of_the_law():
    due, dates = None, []
    for _ in range(10):
        last = None if due is None else str(due)
        due = after("3110", "2020-03-15", last, last)
        dates.append(due)
    years = [2021, 2024, 2027, 2029, 2031, 2033, 2035, 2036, 2037, 2038]
    assert dates == [dt.date(year, 3, 31) for year in years]


@pytest.mark.parametrize(
    ("last", "due", "following"),
    [
        ("2024-01-01", "2024-03-31", "2027-03-31"),  # two months early: the month stays
        ("2023-12-31", "2024-03-31", "2026-12-31"),  # a day more: its month counts from here
        ("2024-03-31", "2024-03-31", "2027-03-31"),
        ("2024-05-20", "2024-03-31", "2027-03-31"),  # late: nothing is gained by it
        ("2027-02-01", "2024-03-31", "2029-03-31"),  # so late that it is the next one already
        ("2026-12-31", "2026-12-31", "2028-12-31"),  # the month that was moved stays moved
        ("2020-09-10", None, "2023-09-30"),
    ],
)
def test_the_month_of_acceptance_is_the_anchor(last, due, following):
    assert after("3110", "2020-03-15", last, due) == day(following)


def test_a_lift_of_the_leap_day_is_due_at_the_ends_of_february():
    assert after("3110", "2020-02-29") == dt.date(2021, 2, 28)
    assert after("3110", "2020-02-29", "2021-02-28", "2021-02-28") == dt.date(2024, 2, 29)


def test_before_2023_lifts_were_yearly_and_then_join_the_years_of_the_law():
    assert after("3110", "2019-05-06", "2020-05-10", "2020-05-31", law=BEFORE) == dt.date(
        2021, 5, 31
    )
    # year 5 was due under the old law; the next year of the new one is 7
    assert after("3110", "2019-05-06", "2024-05-10", "2024-05-31") == dt.date(2026, 5, 31)
    law = [cycle_for(CYCLES, "3110", on) for on in (dt.date(2023, 4, 1), dt.date(2023, 4, 2))]
    assert [each.acceptance_years[:2] for each in law] == [[], [1, 4]]


@pytest.mark.parametrize(
    ("code", "grade", "following"),
    [
        ("1100", None, "2026-06-01"),
        ("2170", 1, "2031-06-01"),
        ("2170", 2, "2031-06-01"),
        ("2170", 3, "2028-06-01"),
        ("2170", 4, None),  # the inspecting body sets it
        ("2170", 5, None),  # must not be used
        ("2210", None, "2026-06-01"),
        ("23T0", None, "2028-06-01"),
        ("4170", None, "2027-06-01"),
        ("4150", None, "2026-06-01"),
        ("4D00", None, "2027-06-01"),
        ("5110", None, "2027-06-01"),
        ("5200", None, "2026-06-01"),
        ("6A00", None, "2026-06-01"),
    ],
)
def test_other_kinds_count_from_the_inspection(code, grade, following):
    assert after(code, "2020-06-01", "2025-06-01", "2025-05-01", grade) == day(following)


@pytest.mark.parametrize(("code", "first"), [("2170", "2023-06-01"), ("1100", "2021-06-01")])
def test_the_first_inspection(code, first):
    assert after(code, "2020-06-01") == day(first)


def test_the_longest_beginning_of_a_code_counts_and_parts_have_no_cycle():
    assert cycle_for(CYCLES, "4150", NOW).years == 1
    assert cycle_for(CYCLES, "4110", NOW).years == 2
    assert cycle_for(CYCLES, "5110", BEFORE).years == 1
    assert cycle_for(CYCLES, "7110", NOW) is None
    assert cycle_for(CYCLES, "3110", dt.date(2003, 5, 31)) is None


@pytest.mark.parametrize(
    ("kind", "stopped", "passed", "next_on", "needed"),
    [
        ("4000", "2026-01-01", None, "2026-11-23", False),  # the last day still counts
        ("4000", "2026-01-01", None, "2026-11-22", True),
        ("4000", "2020-01-01", None, "2027-01-01", False),
        ("3000", "2025-11-24", None, "2027-01-01", False),  # a day less than a year
        ("3000", "2025-11-23", None, "2027-01-01", True),
        ("1000", "2025-11-23", "2025-11-23", "2027-01-01", True),
        ("1000", "2025-11-23", "2026-11-20", "2027-01-01", False),  # inspected since
        ("1000", "2025-11-23", "2026-11-20", "2026-11-01", True),
    ],
)
def test_what_a_restart_needs(kind, stopped, passed, next_on, needed):
    found = restart_needs_inspection(
        kind, stopped_on=day(stopped), last_passed=day(passed), next_on=day(next_on), on=NOW
    )
    assert found is needed
