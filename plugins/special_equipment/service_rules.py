"""What the law makes of dates: when a device is inspected next, and what a restart needs."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from core.register.colours import months_after
from plugins.special_equipment.models import InspectionCycle

IDLE_KINDS: Final = ("1000", "3000")
"""Boilers and lifts: idle for a year they are inspected before use, whatever their date says."""
IDLE_MONTHS: Final = 12
MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Inspected:
    """The inspection after which the next date is asked for."""

    on: dt.date
    due: dt.date | None = None
    """The date that stood before it; None when it was the first."""
    grade: int | None = None


def cycle_for(cycles: Iterable[InspectionCycle], code: str, on: dt.date) -> InspectionCycle | None:
    """The law for devices of a type on a day: the longest beginning of its code counts."""
    fits = [c for c in cycles if code.startswith(c.type_prefix) and c.in_force(on)]
    return max(fits, key=lambda cycle: len(cycle.type_prefix), default=None)


def next_inspection(
    cycle: InspectionCycle, acceptance: dt.date, last: Inspected | None = None
) -> dt.date | None:
    """The last day of use without another inspection; None where the inspecting body sets it.

    Anchored dates are the last days of months: of the month of acceptance, unless an inspection
    was earlier than the law lets it be; then of the month of that inspection from there on.
    """
    if not cycle.anchored:
        if last is None:
            return months_after(acceptance, MONTHS * cycle.first_years)
        years = _years(cycle, last.grade)
        return months_after(last.on, MONTHS * years) if years else None
    if last is None:
        return _following(cycle, acceptance, _month_end(acceptance))
    base = last.due or _following(cycle, acceptance, _month_end(acceptance))
    if _months(last.on, base) > cycle.early_months:
        base = _month_end(last.on)
    while _months(last.on, base) <= cycle.early_months:
        base = _following(cycle, acceptance, base)
    return base


def restart_needs_inspection(
    kind_code: str,
    *,
    stopped_on: dt.date | None,
    last_passed: dt.date | None,
    next_on: dt.date,
    on: dt.date,
) -> bool:
    """Whether a stopped device must be inspected before it is used from a day on."""
    if next_on < on:
        return True
    if kind_code not in IDLE_KINDS or stopped_on is None:
        return False
    idle = months_after(stopped_on, IDLE_MONTHS) <= on
    return idle and (last_passed is None or last_passed <= stopped_on)


def _years(cycle: InspectionCycle, grade: int | None) -> int:
    if not cycle.grade_years or grade is None:
        return cycle.years
    return cycle.grade_years[grade - 1] if grade <= len(cycle.grade_years) else 0


def _following(cycle: InspectionCycle, acceptance: dt.date, after: dt.date) -> dt.date:
    """The scheduled date after another one, which may lie in an earlier month of its year."""
    age = _months(acceptance, after)
    shift = -age % MONTHS
    scheduled = [MONTHS * years - shift for years in cycle.acceptance_years]
    first = MONTHS * cycle.first_years if age <= 0 else age + MONTHS * cycle.years
    later = [months for months in scheduled if months > age]
    return _month_end(months_after(acceptance.replace(day=1), min(later, default=first)))


def _months(first: dt.date, second: dt.date) -> int:
    return MONTHS * (second.year - first.year) + second.month - first.month


def _month_end(day: dt.date) -> dt.date:
    return months_after(day.replace(day=1), 1) - dt.timedelta(days=1)
