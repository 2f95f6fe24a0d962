"""The numbers of the board: the summary, and what has crossed a boundary since the last sweep.

Between midnight and the sweep a colour on a record, a warning and a board are the same: the few
dates that crossed are counted where they belong now.
"""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    and_,
    case,
    func,
    literal,
    literal_column,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession

from core.register.colours import COLOUR_TYPE, WarningColour
from core.warnings.models import Watch, WatchCount
from core.warnings.steps import Step, moved_between
from core.warnings.versions import Rule, known_rules


@dataclass(frozen=True, slots=True)
class Cell:
    """How many records of a rule in a town have a colour."""

    rule_code: str
    town_id: int | None
    colour: WarningColour
    number: int


async def numbers(session: AsyncSession, codes: Collection[str], today: dt.date) -> list[Cell]:
    """The cells of rules on `today`, as far as the session reads; those of nothing are left out.

    Four statements at most, whatever the rules and towns: none for each of them.
    """
    known = await known_rules(session, codes)
    if not known:
        return []
    summary = select(
        WatchCount.rule_code, WatchCount.town_id, WatchCount.colour, WatchCount.number
    ).where(WatchCount.rule_code.in_(sorted(codes)), WatchCount.number != 0)
    found: Counter[tuple[str, int | None, WarningColour]] = Counter()
    for code, town, colour, number in await session.execute(summary):
        found[code, town, colour] += number
    crossed = {code: bands for code, rule in known.items() if (bands := _bands(rule, today))}
    if crossed:
        moved: Any = await session.execute(_crossed(crossed))
        for code, town, was, colour, number in moved:
            found[code, town, was] -= number
            found[code, town, colour] += number
    return [
        Cell(*place, number)
        for place, number in sorted(found.items(), key=_by_place)
        if number and known[place[0]].on(known[place[0]].day(today)) is not None
    ]


def _bands(rule: Rule, today: dt.date) -> list[Step]:
    """Which dates have another colour than when the rule was swept; none where it is up to date."""
    day = rule.day(today)
    before, now = rule.swept(), rule.on(day)
    if rule.as_of is None or before is None or now is None or now.limits:
        return []
    return moved_between(before.steps(rule.as_of), now.steps(day))


def _crossed(crossed: Mapping[str, list[Step]]) -> Any:
    colour = case(
        *((_inside(code, step), literal(step.colour, COLOUR_TYPE)) for code, step in _each(crossed))
    )
    inside = or_(*(_inside(code, step) for code, step in _each(crossed)))
    return (
        select(Watch.rule_code, Watch.town_id, Watch.colour, colour, func.count())
        .where(Watch.until.is_(None), inside, Watch.colour != colour)
        .group_by(Watch.rule_code, Watch.town_id, Watch.colour, literal_column("4"))
    )


def _each(crossed: Mapping[str, list[Step]]) -> Iterator[tuple[str, Step]]:
    return ((code, step) for code, steps in crossed.items() for step in steps)


def _inside(code: str, step: Step) -> ColumnElement[bool]:
    dates = Watch.due_on.between(literal(step.first, Date), literal(step.last, Date))
    return and_(Watch.rule_code == code, dates)


def _by_place(cell: tuple[tuple[str, int | None, WarningColour], int]) -> tuple[str, int, str]:
    (code, town, colour), _ = cell
    return code, town or 0, colour.value
