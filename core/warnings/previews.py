"""What other bands would do: how many subjects would change their colour, by colour and town."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, FromClause, String, case, cast, func, literal, null, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.register.colours import Band, WarningColour, last_day
from core.warnings.models import BandUnit, Watch, WatchSweep
from core.warnings.terms import Terms
from core.warnings.versions import Version, known_rules
from core.warnings.watching import WatchedRule


@dataclass(frozen=True, slots=True)
class Moved:
    """So many subjects of a town would have another colour; None: no version is in force."""

    town_id: int | None
    was: WarningColour | None
    becomes: WarningColour
    number: int


@dataclass(frozen=True, slots=True)
class Preview:
    """How many are watched, and which of them would move."""

    watched: int
    moved: Sequence[Moved]


async def preview(session: AsyncSession, rule: WatchedRule, terms: Terms, day: dt.date) -> Preview:
    """Compare the bands in force on a day with others, over all that the rule watches now.

    Needs a session of the core's own work. A rule that no sweep has passed yet has no watches: its
    records are asked instead.
    """
    known = (await known_rules(session, [rule.code]))[rule.code]
    swept = await session.get(WatchSweep, rule.code)
    rows: FromClause = rule.truth.subquery() if swept is None else _open_watches(rule.code)
    was = _colour(rows, known.on(day), day)
    becomes = _colour(rows, _version(terms), day)
    each = select(rows.c.town_id, was.label("was"), becomes.label("becomes")).subquery()
    places = (each.c.town_id, each.c.was, each.c.becomes)
    counted = select(*places, func.count()).group_by(*places).order_by(*places)
    connection = await session.connection()
    found = [
        Moved(town, before and WarningColour[before], WarningColour[after], number)
        for town, before, after, number in (await connection.execute(counted)).all()
        if after is not None
    ]
    watched = sum(each.number for each in found)
    return Preview(watched, [each for each in found if each.was is not each.becomes])


def _open_watches(code: str) -> FromClause:
    return (
        select(Watch.town_id, Watch.due_on, Watch.measure)
        .where(Watch.rule_code == code, Watch.until.is_(None))
        .subquery()
    )


def _version(terms: Terms) -> Version:
    """Terms as the engine has a version, under no number."""
    value = BandUnit.VALUE.name
    dated = [(WarningColour[c], n, u) for c, n, u in terms.bands if u != value]
    return Version(
        0,
        dt.date.min,
        None,
        tuple(Band(c, n, "days" if u == BandUnit.DAYS.name else "months") for c, n, u in dated),
        tuple((n, WarningColour[c]) for c, n, u in terms.bands if u == value),
    )


def _colour(rows: FromClause, version: Version | None, day: dt.date) -> ColumnElement[Any]:
    """The name of a row's colour under a version; null where none is in force, or no value."""
    if version is None:
        return cast(null(), String)
    due, measure = rows.c.due_on, rows.c.measure
    reached = [(measure >= limit, colour) for limit, colour in version.limits]
    near = [(due <= last_day(band, day), band.colour) for band in version.bands]
    past = [] if version.limits else [(due < day, WarningColour.EXPIRED)]
    value = measure if version.limits else due
    cases = [*past, *near, *reached, (value.is_not(None), WarningColour.GREEN)]
    return case(*((when, literal(colour.name)) for when, colour in cases))
