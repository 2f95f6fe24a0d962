"""The first page of a desk: what concerns me, what waits for me, what I may report, what is due."""

import asyncio
from collections.abc import Awaitable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, TypeVar
from urllib.parse import urlencode

from core.desk.book import Placed, linked, meant_for
from core.desk.described import operation
from core.desk.layout import Drawn, draw, rows_at
from core.desk.route import Stop, route_of, stops_of
from core.desk.shown import days_left
from core.desk.visit import Result, Visit, dig
from core.desk.words import COLOURS, ORDER, Words, two
from core.desk_declarations import (
    Audience,
    Column,
    DeskCard,
    DeskForm,
    DeskHome,
    DeskPage,
    Table,
    WorkQueue,
)
from core.policy.vocabulary import Tier

T = TypeVar("T")
A = TypeVar("A", bound=Audience)
PLAIN = DeskHome(tier=Tier.PUBLIC, title="我的工作台\nMy desk")


@dataclass(frozen=True, slots=True)
class ColourCount:
    """How many are of one colour, and the list of them."""

    colour: str
    words: Words
    count: int
    href: str
    offset: int = 0
    """How many stand before it in the bar."""


@dataclass(frozen=True, slots=True)
class CardView:
    """A card: counts by colour, or one number."""

    title: Words
    path: str
    counts: Sequence[ColourCount] = ()
    number: int | None = None

    @property
    def total(self) -> int:
        """How many all colours hold together."""
        return sum(each.count for each in self.counts)


@dataclass(frozen=True, slots=True)
class QueueView:
    """A queue: how many wait, how many are late, and the first of them."""

    slug: str
    title: Words
    path: str
    waiting: int
    overdue: int
    drawn: Drawn
    next_href: str = ""
    first_href: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A page or form to go to."""

    title: Words
    path: str
    mutation: str = ""
    quick: bool = False


@dataclass(frozen=True)
class HomeView:
    """Everything on the first page."""

    home: DeskHome
    cards: list[CardView] = field(default_factory=list)
    queues: list[QueueView] = field(default_factory=list)
    reports: list[Link] = field(default_factory=list)
    pages: list[Link] = field(default_factory=list)
    route: list[tuple[str, list[Stop]]] = field(default_factory=list)
    own: list[Drawn] = field(default_factory=list)


async def home_of(visit: Visit) -> HomeView:
    """The first page of a person's desk; its documents run side by side."""
    placed = _home(visit)
    home = placed.part
    wants = set(home.parts)
    found_cards, found_queues, stops, own = await asyncio.gather(
        cards_of(visit) if "cards" in wants else _none(),
        queues_of(visit) if "queues" in wants else _none(),
        stops_of(visit) if "due" in wants else _none(),
        _own(visit, placed),
    )
    return HomeView(
        home,
        found_cards,
        found_queues,
        reports_of(visit) if "reports" in wants else [],
        pages_of(visit),
        route_of(stops),
        own,
    )


async def cards_of(visit: Visit) -> list[CardView]:
    """The cards that this person's schema fills."""
    return await _each(_card(visit, placed) for placed in _meant(visit, visit.book.cards))


async def queues_of(visit: Visit) -> list[QueueView]:
    """The queues of this person."""
    return await _each(queue_of(visit, placed) for placed in _meant(visit, visit.book.queues))


def reports_of(visit: Visit) -> list[Link]:
    """The forms that need no record, quick ones first."""
    found = [
        Link(two(placed.part.title), placed.path, placed.part.mutation, placed.part.quick)
        for placed in _meant(visit, visit.book.forms)
        if not (placed.part.subject or placed.part.on) and may(visit, placed.part)
    ]
    return sorted(found, key=lambda link: not link.quick)


def pages_of(visit: Visit) -> list[Link]:
    """The lists that this person's schema has."""
    return [
        Link(two(placed.part.title), placed.path)
        for placed in _meant(visit, visit.book.pages)
        if _is_list(placed.part) and visit.reading(placed.part.document)
    ]


def _is_list(page: DeskPage) -> bool:
    return page.menu and not page.record and not page.part_of


def may(visit: Visit, form: DeskForm) -> bool:
    """Whether this person's schema has the form's mutation at all."""
    return operation(visit.schema, form.mutation) is not None


async def queue_of(
    visit: Visit, placed: Placed[WorkQueue], after: str | None = None
) -> QueueView | None:
    """A queue with its rows from a cursor on; None where this person's schema has none."""
    queue = placed.part
    result = await visit.read(queue.document, after=after)
    if result is None:
        return None
    columns = [c for c in queue.columns if isinstance(c, Column)]
    if queue.due:
        columns.append(Column(queue.due, "期限\nDue", "days"))
    table = Table(rows=queue.rows, columns=tuple(columns), page=queue.page, pick=queue.pick)
    drawn = draw(visit, placed.plugin, result, table)
    if drawn is None:
        return None
    rows = rows_at(result, queue.rows)
    waiting = drawn.total if drawn.total is not None else len(rows)
    overdue = result.at(queue.overdue) if queue.overdue else _late(visit, queue, rows)
    onward = f"{placed.path}?{urlencode({'after': drawn.next_cursor})}" if drawn.next_cursor else ""
    return QueueView(
        queue.slug,
        two(queue.title),
        placed.path,
        waiting,
        overdue or 0,
        drawn,
        onward,
        placed.path if after else "",
    )


def _late(visit: Visit, queue: WorkQueue, rows: list[Any]) -> int:
    due = [dig(row, queue.due) for row in rows] if queue.due else []
    return sum(days_left(day, visit.access.today)[1] for day in due if day)


async def _card(visit: Visit, placed: Placed[DeskCard]) -> CardView | None:
    card = placed.part
    result = await visit.read(card.document)
    if result is None:
        return None
    path = linked(card.page, placed.plugin)
    title = two(card.title)
    if card.number:
        return CardView(title, path, number=int(result.at(card.number) or 0))
    return CardView(title, path, _counts(path, _by_colour(card, result)))


def _by_colour(card: DeskCard, result: Result) -> dict[str, int]:
    counted: dict[str, int] = {}
    if card.counts:
        for row in rows_at(result, card.counts):
            counted[row["colour"]] = counted.get(row["colour"], 0) + row["count"]
        return counted
    return {
        name: (value or {}).get("totalCount", 0)
        for name, value in result.data.items()
        if name in COLOURS
    }


SOMETIMES: Final = "RENEWAL_PENDING"
"""A colour that most records never have: shown only where something has it."""


def _counts(path: str, by_colour: dict[str, int]) -> list[ColourCount]:
    found: list[ColourCount] = []
    offset = 0
    for colour in ORDER:
        count = by_colour.get(colour, 0)
        if not count and colour == SOMETIMES:
            continue
        href = f"{path}?colour={colour}" if path else ""
        found.append(ColourCount(colour, COLOURS[colour], count, href, offset))
        offset += count
    return found


async def _own(visit: Visit, placed: Placed[DeskHome]) -> list[Drawn]:
    home = placed.part
    result = await visit.read(home.document) if home.layout else None
    if result is None:
        return []
    drawn = [draw(visit, placed.plugin, result, section) for section in home.layout]
    return [each for each in drawn if each is not None]


def _home(visit: Visit) -> Placed[DeskHome]:
    """The arrangement of the person's tier."""
    tiers = [visit.access.table.tier(role) for role in visit.access.actor.roles]
    found = next((visit.book.homes[tier] for tier in tiers if tier in visit.book.homes), None)
    return found or Placed("core", replace(PLAIN))


def _meant(visit: Visit, parts: Iterable[Placed[A]]) -> list[Placed[A]]:
    return [placed for placed in parts if meant_for(placed.part, visit.access)]


async def _each(waited: Iterable[Awaitable[T | None]]) -> list[T]:
    return [found for found in await asyncio.gather(*waited) if found is not None]


async def _none() -> list[Any]:
    return []
