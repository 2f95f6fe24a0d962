"""The numbers of the board: the summary, and what has crossed a boundary since the last sweep.

Between midnight and the sweep a colour on a record, a warning and a board are the same: the few
dates that crossed are counted where they belong now.
"""

import datetime as dt
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ARRAY, Text, any_, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.register.colours import WarningColour
from core.warnings.crossing import bands_of, crossed_numbers, parameters
from core.warnings.models import WatchCount
from core.warnings.versions import known_rules

_SUMMARY: Final = select(
    WatchCount.rule_code, WatchCount.town_id, WatchCount.colour, WatchCount.number
).where(WatchCount.rule_code == any_(bindparam("codes", type_=ARRAY(Text))), WatchCount.number != 0)
_CROSSED: Final[Any] = crossed_numbers()


@dataclass(frozen=True, slots=True)
class Cell:
    """How many records of a rule in a town have a colour."""

    rule_code: str
    town_id: int | None
    colour: WarningColour
    number: int


async def numbers(session: AsyncSession, codes: Collection[str], today: dt.date) -> list[Cell]:
    """The cells of rules on `today`, as far as the session reads; those of nothing are left out.

    Three statements at most, whatever the rules and towns.
    """
    known = await known_rules(session, codes)
    if not known:
        return []
    found: Counter[tuple[str, int | None, WarningColour]] = Counter()
    for code, town, colour, number in await session.execute(_SUMMARY, {"codes": sorted(codes)}):
        found[code, town, colour] += number
    crossed = {code: bands for code, rule in known.items() if (bands := bands_of(rule, today))}
    if crossed:
        moved: Any = await session.execute(_CROSSED, parameters(crossed))
        for code, town, was, number, colour in moved:
            found[code, town, was] -= number
            found[code, town, colour] += number
    return [
        Cell(*place, number)
        for place, number in sorted(found.items(), key=_by_place)
        if number and known[place[0]].on(known[place[0]].day(today)) is not None
    ]


def _by_place(cell: tuple[tuple[str, int | None, WarningColour], int]) -> tuple[str, int, str]:
    (code, town, colour), _ = cell
    return code, town or 0, colour.value
