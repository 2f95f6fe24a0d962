"""The yearly plan: how many visits a grade wants, spread over what is left of the year."""

import datetime as dt
import math
from collections.abc import Sequence
from typing import Final

from sqlalchemy import select

from core.policy.vocabulary import Action
from core.register.colours import months_after
from core.store.base import Base
from core.store.unit import UnitOfWork
from plugins.food_safety.models import FoodGradeBand, FoodProducer, FoodVisit

YEAR: Final = 365
GRACE_MONTHS: Final = 1
"""Whoever is graded anew is visited within a month at the earliest, whatever was missed before."""


def spread(first: dt.date, last: dt.date, count: int) -> list[dt.date]:
    """Last days of so many visits, evenly between two days; the last one ends the period."""
    span = (last - first).days
    return [first + dt.timedelta(days=span * n // count) for n in range(1, count + 1)]


def wanted(least: int, most: int, done: int, days_left: int) -> int:
    """How many more visits a year wants: its share of the most, and what the least still lacks."""
    share = math.ceil(most * min(days_left, YEAR) / YEAR)
    return max(0, min(most - done, max(least - done, share)))


def next_by(producer: FoodProducer, every_months: int, today: dt.date) -> dt.date:
    """The last day without an inspection, by the last one; never at once after a new grade."""
    soonest = months_after(today, GRACE_MONTHS)
    if producer.last_inspected_on is None:
        return months_after(today, every_months)
    return max(soonest, months_after(producer.last_inspected_on, every_months))


async def replan(
    work: UnitOfWork, producer: FoodProducer, band: FoodGradeBand, year: int, act: type[Base]
) -> list[FoodVisit]:
    """Make the open visits of a year what the grade wants, as part of a decision on `act`."""
    found = select(FoodVisit).where(FoodVisit.producer_id == producer.id, FoodVisit.year == year)
    known = list((await work.session.scalars(found.order_by(FoodVisit.number))).all())
    active = [each for each in known if each.done_on is None and each.dropped_on is None]
    done = sum(each.done_on is not None for each in known)
    first, last = max(work.today, dt.date(year, 1, 1)), dt.date(year, 12, 31)
    if last <= first:
        return active
    count = wanted(band.least_visits, band.most_visits, done, (last - first).days + 1)
    kept = _kept(active, count)
    for visit in active:
        if visit not in kept:
            await work.entail(visit, act, Action.DECIDE)
            visit.dropped_on = work.today
    days = spread(first, last, count) if count else []
    numbers = max((each.number for each in known), default=0)
    for place, day in enumerate(days):
        if place < len(kept):
            await _move(work, kept[place], band, day, act)
            continue
        numbers += 1
        kept.append(
            await work.entail(_visit(producer, band, year, numbers, day), act, Action.DECIDE)
        )
    return kept  # fmt: skip


def _kept(active: Sequence[FoodVisit], count: int) -> list[FoodVisit]:
    """Those in hand first, then by their days."""
    order = sorted(active, key=lambda each: (each.assigned_on is None, each.due_on))
    in_hand = sum(each.assigned_on is not None for each in active)
    return order[: max(count, in_hand)]


async def _move(
    work: UnitOfWork, visit: FoodVisit, band: FoodGradeBand, day: dt.date, act: type[Base]
) -> None:
    if visit.assigned_on is not None or (visit.due_on == day and visit.grade is band.grade):
        return
    await work.entail(visit, act, Action.DECIDE)
    visit.due_on, visit.grade = day, band.grade


def _visit(
    producer: FoodProducer, band: FoodGradeBand, year: int, number: int, day: dt.date
) -> FoodVisit:
    return FoodVisit(
        producer_id=producer.id,
        town_id=producer.town_id,
        year=year,
        number=number,
        grade=band.grade,
        due_on=day,
    )
