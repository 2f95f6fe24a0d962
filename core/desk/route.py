"""The day's route: what is due on site, of all subsystems, grouped by town."""

import asyncio
from dataclasses import dataclass
from typing import Any, Final

from core.desk.book import Placed, linked, meant_for
from core.desk.layout import rows_at
from core.desk.shown import days_left, worst_first
from core.desk.visit import Visit, dig
from core.desk.words import Words, two
from core.desk_declarations import DueList

DUE_SHOWN: Final = 40


@dataclass(frozen=True, slots=True)
class Stop:
    """One object of the day's route."""

    town: str
    due: str
    what: str
    place: str
    colour: str
    words: Words
    late: bool
    href: str
    list_title: Words


async def stops_of(visit: Visit) -> list[Stop]:
    """What is due on site, of all subsystems."""
    meant = [placed for placed in visit.book.due if meant_for(placed.part, visit.access)]
    lists = [_stops_of(visit, placed) for placed in meant]
    return [stop for stops in await asyncio.gather(*lists) for stop in stops]


async def _stops_of(visit: Visit, placed: Placed[DueList]) -> list[Stop]:
    part = placed.part
    result = await visit.read(part.document)
    rows = [] if result is None else rows_at(result, part.rows)
    return [_stop(visit, placed, row) for row in rows if dig(row, part.due)]


def _stop(visit: Visit, placed: Placed[DueList], row: Any) -> Stop:
    part = placed.part
    due = str(dig(row, part.due))
    words, late = days_left(due, visit.access.today)
    page = linked(part.page, placed.plugin)
    return Stop(
        town=str(dig(row, part.town) or "") if part.town else "",
        due=due,
        what=str(dig(row, part.what) or "—"),
        place=str(dig(row, part.place) or "") if part.place else "",
        colour=str(dig(row, part.colour) or "") if part.colour else "",
        words=words,
        late=late,
        href=f"{page}/{row['id']}" if page and row.get("id") else "",
        list_title=two(part.title),
    )


def route_of(stops: list[Stop]) -> list[tuple[str, list[Stop]]]:
    """The most pressing stops by town: who is there does all that is due there."""
    pressing = sorted(stops, key=lambda stop: (stop.due, worst_first(stop.colour)))[:DUE_SHOWN]
    towns: dict[str, list[Stop]] = {}
    for stop in pressing:
        towns.setdefault(stop.town, []).append(stop)
    return sorted(towns.items(), key=lambda town: -len(town[1]))
