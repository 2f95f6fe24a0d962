"""What was watched on any day and in which colour: dated facts under the bands in force then.

A row of `watch` was so from `since` on, until the day `until`. A day to come shows what is known
today, under the bands that will be in force. Scopes are added by whoever runs the statements.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    Subquery,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    tuple_,
)

from core.register.colours import COLOUR_TYPE, WarningColour
from core.warnings import models as m
from core.warnings.bands import NEAREST_FIRST, in_force, last_day_of

Rows = Select[*tuple[Any, ...]]

LAST: Final = dt.date.max
"""The due day of what has none, in the order of lists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which of a day's rows; None and empty do not narrow."""

    rules: Sequence[str] = ()
    towns: Sequence[int] = ()
    colours: Sequence[WarningColour] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of the list begins: after this row."""

    due_on: dt.date
    key: int


def coloured_on(day: dt.date, today: dt.date, wanted: Wanted) -> Subquery:
    """Every row that is watched on a day: its key, rule, town, due day, and colour on that day."""
    w, limits = m.Watch, _limits(day)
    rows = (
        select(
            w.id,
            w.rule_code,
            w.town_id,
            w.due_on,
            _colour_on(day, limits).label("colour"),
            limits.c.version_id,
        )
        .join(limits, limits.c.code == w.rule_code)
        .where(w.since <= day, _is_open(day, today))
    )
    if wanted.rules:
        rows = rows.where(w.rule_code.in_(wanted.rules))
    if wanted.towns:
        rows = rows.where(w.town_id.in_(wanted.towns))
    return rows.subquery()


def _is_open(day: dt.date, today: dt.date) -> ColumnElement[bool]:
    # what is closed was closed by the business date; of what is open there are indexes
    is_open = m.Watch.until.is_(None)
    return is_open if day >= today else or_(is_open, m.Watch.until > day)


def board_on(day: dt.date, today: dt.date, wanted: Wanted) -> Rows:
    """(rule, town, colour, number, version of the rule) of a day."""
    each = coloured_on(day, today, wanted)
    cell = (each.c.rule_code, each.c.town_id, each.c.colour)
    return (
        select(*cell, func.count(), func.max(each.c.version_id))
        .where(*_of_colours(each, wanted))
        .group_by(*cell)
        .order_by(*cell)
    )


def summary(today: dt.date, wanted: Wanted) -> Rows:
    """(rule, town, colour, number, version, resource, whether it was swept to today) of today.

    A rule without numbers has one row, so that one which was not swept yet is known.
    """
    b, of, count, swept = m.WarningRuleBand, m.WarningRuleVersion, m.WatchCount, m.WatchSweep
    version = func.max(b.rule_version_id).label("version_id")
    rules = select(b.code, version).where(in_force(b, today)).group_by(b.code)
    if wanted.rules:
        rules = rules.where(b.code.in_(wanted.rules))
    rule = rules.subquery()
    of_towns = [count.town_id.in_(wanted.towns)] if wanted.towns else []
    fresh = and_(swept.as_of == today, swept.rule_version_id == rule.c.version_id)
    return (
        select(
            rule.c.code,
            count.town_id,
            count.colour,
            count.number,
            rule.c.version_id,
            of.resource,
            func.coalesce(fresh, False),
        )
        .join(of, of.id == rule.c.version_id)
        .outerjoin(swept, swept.rule_code == rule.c.code)
        .outerjoin(count, and_(count.rule_code == rule.c.code, *of_towns))
        .order_by(rule.c.code, count.town_id, count.colour)
    )


def list_on(day: dt.date, today: dt.date, wanted: Wanted, after: Place | None, first: int) -> Rows:
    """(row, colour, version of the rule): the earliest due day first, `first` and one more."""
    each = coloured_on(day, today, wanted)
    due = func.coalesce(each.c.due_on, LAST)
    rows = select(m.Watch, each.c.colour, each.c.version_id).join(each, each.c.id == m.Watch.id)
    if after is not None:
        place = (literal(after.due_on, Date), after.key)
        rows = rows.where(tuple_(due, each.c.id) > tuple_(*place))
    return rows.where(*_of_colours(each, wanted)).order_by(due, each.c.id).limit(first + 1)


def count_on(day: dt.date, today: dt.date, wanted: Wanted) -> Rows:
    """How many rows the list of a day has."""
    each = coloured_on(day, today, wanted)
    return select(func.count(each.c.id)).where(*_of_colours(each, wanted))


def _of_colours(each: Subquery, wanted: Wanted) -> list[ColumnElement[bool]]:
    return [each.c.colour.in_(wanted.colours)] if wanted.colours else []


def _limits(day: dt.date) -> Subquery:
    """The bands in force on a day, one row for each rule: the last due day of each colour."""
    b = m.WarningRuleBand
    today = literal(day, Date)
    last_day = case((b.unit != m.BandUnit.VALUE, last_day_of(b, today)))
    least = case((b.unit == m.BandUnit.VALUE, b.limit))
    columns = [
        func.max(value).filter(b.colour == colour).label(f"{name}_{colour.value}")
        for name, value in (("day", last_day), ("value", least))
        for colour in NEAREST_FIRST
    ]
    version = func.max(b.rule_version_id).label("version_id")
    return select(b.code, version, *columns).where(in_force(b, today)).group_by(b.code).subquery()


def _colour_on(day: dt.date, limits: Subquery) -> ColumnElement[WarningColour]:
    w = m.Watch
    cases: list[tuple[Any, WarningColour]] = [(w.due_on < day, WarningColour.EXPIRED)]
    cases += [(w.due_on <= limits.c[f"day_{c.value}"], c) for c in NEAREST_FIRST]
    cases += [(w.measure >= limits.c[f"value_{c.value}"], c) for c in NEAREST_FIRST]
    told = [(when, literal(colour, COLOUR_TYPE)) for when, colour in cases]
    return case(*told, else_=literal(WarningColour.GREEN, COLOUR_TYPE))
