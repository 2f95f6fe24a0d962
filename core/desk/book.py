"""Everything that the desks offer, gathered from all plugins and checked against the schema."""

import base64
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final, Generic, TypeVar

from graphql import GraphQLSchema

from core.desk import checking
from core.desk.documents import Reading
from core.desk.words import OUTCOMES, Words, two
from core.desk_declarations import (
    Audience,
    DeskCard,
    DeskForm,
    DeskHome,
    DeskPage,
    DueList,
    PublicView,
    WorkQueue,
)
from core.errors import PluginError
from core.house import HOUSE
from core.paper_declarations import Paper
from core.papers.checking import paper, sources_in
from core.plugins import BROKEN, Plugins, worded
from core.policy.access import Access
from core.policy.vocabulary import Tier

P = TypeVar("P")
S = TypeVar("S", DeskPage, DeskForm, WorkQueue, Paper)
OWN: Final = "core"
"""In place of a plugin's name: the parts that the core itself declares."""
HOOKS: Final = (
    "desk_cards",
    "work_queues",
    "due_lists",
    "desk_pages",
    "desk_forms",
    "desk_homes",
    "papers",
    "public_views",
)
WITH_ADDRESS: Final = ("desk_pages", "desk_forms", "work_queues")


@dataclass(frozen=True, slots=True)
class Placed(Generic[P]):
    """A part of the desk and whose it is."""

    plugin: str
    part: P

    @property
    def path(self) -> str:
        """Its address, for parts with a slug."""
        return f"/desk/{self.plugin}/{self.part.slug}"  # type: ignore[attr-defined]


@dataclass
class Book:
    """The parts of all desks. What a person gets of them depends on the person's schema."""

    cards: list[Placed[DeskCard]] = field(default_factory=list)
    queues: list[Placed[WorkQueue]] = field(default_factory=list)
    due: list[Placed[DueList]] = field(default_factory=list)
    pages: list[Placed[DeskPage]] = field(default_factory=list)
    forms: list[Placed[DeskForm]] = field(default_factory=list)
    homes: dict[Tier, Placed[DeskHome]] = field(default_factory=dict)
    views: list[Placed[PublicView]] = field(default_factory=list)
    papers: list[Placed[Paper]] = field(default_factory=list)
    sources: dict[str, Mapping[str, str]] = field(default_factory=dict)
    """The templates of papers by plugin, with the shared modules, by file name."""
    readings: dict[str, Reading] = field(default_factory=dict)
    """Every document by its text, as the whole schema answers it."""
    folders: Mapping[str, Path] = field(default_factory=dict)
    """Where the templates of each plugin lie."""
    outcomes: dict[str, Words] = field(default_factory=lambda: dict(OUTCOMES))
    """What people call the ends of matters, by code."""

    def page(self, plugin: str, slug: str) -> Placed[DeskPage] | None:
        """The page at an address."""
        return _at(self.pages, plugin, slug)

    def page_of(self, key: str) -> str:
        """The address of the page that shows the record of a global id; empty where none does."""
        try:
            name = base64.b64decode(key, validate=True).decode().partition(":")[0]
        except ValueError:
            return ""
        for placed in self.pages:
            spot = placed.part.record and self.readings[placed.part.document].spot(
                placed.part.record
            )
            if spot and spot.named.name == name and not placed.part.part_of:
                return f"{placed.path}/{key}"
        return ""

    def queue(self, plugin: str, slug: str) -> Placed[WorkQueue] | None:
        """The queue at an address."""
        return _at(self.queues, plugin, slug)

    def form(self, plugin: str, slug: str) -> Placed[DeskForm] | None:
        """The form at an address."""
        return _at(self.forms, plugin, slug)

    def paper(self, plugin: str, slug: str) -> Placed[Paper] | None:
        """The paper at an address."""
        return _at(self.papers, plugin, slug)

    def record_page(self, plugin: str, name: str) -> Reading | None:
        """What a detail page reads, by `slug` as `plugin` says it, or `plugin/slug`."""
        owner, _, slug = (name if "/" in name else f"{plugin}/{name}").partition("/")
        placed = self.page(owner, slug)
        return self.readings[placed.part.document] if placed and placed.part.record else None

    def forms_on(self, plugin: str, page: str) -> list[Placed[DeskForm]]:
        """The forms that a page offers for its record or rows."""
        names = {page, f"{plugin}/{page}"}
        return [
            placed
            for placed in self.forms
            if any(on in names and (placed.plugin == plugin or "/" in on) for on in placed.part.on)
        ]


def _at(parts: Iterable[Placed[S]], plugin: str, slug: str) -> Placed[S] | None:
    return next((p for p in parts if (p.plugin, p.part.slug) == (plugin, slug)), None)


def meant_for(part: Audience, access: Access) -> bool:
    """Whether a person is among those for whom a part is meant."""
    roles = access.actor.roles
    tiers = {access.table.tier(role) for role in roles}
    return (not part.tiers or bool(tiers & set(part.tiers))) and (
        not part.roles or bool(set(roles) & set(part.roles))
    )


def linked(target: str, plugin: str) -> str:
    """The address of `slug` or `plugin/slug` as a part of `plugin` names it; empty stays so."""
    return f"/desk/{target if '/' in target else f'{plugin}/{target}'}" if target else ""


def read_desk(plugins: Plugins, schema: GraphQLSchema) -> tuple[Book, dict[str, str]]:
    """The book of everything sound, and the fault of each plugin whose parts are not."""
    folders = {p.name: p.folder / "desk" for p in plugins.serving if p.folder is not None}
    book, faults = Book(folders=folders), dict[str, str]()
    for _, procedure in plugins.contributions("procedures"):
        book.outcomes |= {code: two(said) for code, said in procedure.outcomes.items()}
    own = [(hook, part) for hook, parts in HOUSE.items() for part in parts]
    _enter(book, schema, OWN, own)
    for plugin in plugins.serving:
        given = [
            (hook, part)
            for hook in HOOKS
            for name, part in plugins.contributions(hook)
            if name == plugin.name
        ]
        try:
            _enter(book, schema, plugin.name, given)
        except BROKEN as error:
            faults[plugin.name] = worded(error)
    return book, faults


def _enter(book: Book, schema: GraphQLSchema, plugin: str, given: list[tuple[str, Any]]) -> None:
    places: dict[str, tuple[list[Any], Callable[..., Any]]] = {
        "desk_cards": (book.cards, checking.card),
        "work_queues": (book.queues, checking.queue),
        "due_lists": (book.due, checking.due_list),
        "desk_pages": (book.pages, checking.page),
        "desk_forms": (book.forms, checking.form),
        "public_views": (book.views, checking.public_view),
        "papers": (book.papers, partial(_paper, book, plugin)),
    }
    checking.refuse_doubles(part for hook, part in given if hook in WITH_ADDRESS)
    for hook, part in given:
        judge = checking.Judge(schema, book.readings)
        if hook == "desk_homes":
            home = checking.home(judge, part)
            book.homes[home.tier] = Placed(plugin, home)
        else:
            shelf, check = places[hook]
            shelf.append(Placed(plugin, check(judge, part)))


def _paper(book: Book, plugin: str, judge: checking.Judge, part: Paper) -> Paper:
    if book.paper(plugin, part.slug):
        raise PluginError(f"there are two papers called {part.slug!r}")
    if plugin not in book.sources:
        book.sources[plugin] = sources_in(book.folders[plugin].parent / "papers")
    return paper(judge, part, book.sources[plugin], partial(book.record_page, plugin))
