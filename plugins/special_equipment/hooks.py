"""Table of contents: everything that special equipment contributes to the platform."""

from collections.abc import Sequence
from importlib import resources

from core.declarations import (
    DemoPart,
    Example,
    ExchangeMapping,
    Procedure,
    Searchable,
    Seed,
    WarningRule,
)
from core.desk_declarations import DeskCard, DeskForm, DeskPage, DueList, PublicView, WorkQueue
from core.extension import Extension
from core.hookspecs import hookimpl
from plugins.special_equipment import (
    demo,
    desk,
    exchange,
    models,
    resolvers,
    types,
    warnings,
)
from plugins.special_equipment.procedures import DECLARATION
from plugins.special_equipment.seeds import SEEDS


@hookimpl
def type_extensions() -> Sequence[Extension]:
    return [*types.extensions, *resolvers.extensions]


@hookimpl
def searchables() -> Sequence[Searchable]:
    return [Searchable(record=types.Equipment, text=models.Equipment.search_text)]


@hookimpl
def warning_rules() -> Sequence[WarningRule]:
    return warnings.RULES


@hookimpl
def procedures() -> Sequence[Procedure]:
    return [DECLARATION]


@hookimpl
def exchange_mappings() -> Sequence[ExchangeMapping]:
    return exchange.MAPPINGS


@hookimpl
def seeds() -> Sequence[Seed]:
    return SEEDS


@hookimpl
def demo_data() -> Sequence[DemoPart]:
    return demo.PARTS


@hookimpl
def desk_cards() -> Sequence[DeskCard]:
    return desk.CARDS


@hookimpl
def work_queues() -> Sequence[WorkQueue]:
    return desk.QUEUES


@hookimpl
def due_lists() -> Sequence[DueList]:
    return desk.DUE


@hookimpl
def desk_pages() -> Sequence[DeskPage]:
    return desk.PAGES


@hookimpl
def desk_forms() -> Sequence[DeskForm]:
    return desk.FORMS


@hookimpl
def public_views() -> Sequence[PublicView]:
    return desk.VIEWS


@hookimpl
def examples() -> Sequence[Example]:
    folder = resources.files("plugins.special_equipment").joinpath("examples")
    files = sorted(folder.iterdir(), key=lambda file: file.name)
    return [_example(file.read_text("utf-8")) for file in files if file.name.endswith(".graphql")]


def _example(text: str) -> Example:
    """A document whose first three lines are comments: title, description, role."""
    title, description, role, query = text.split("\n", 3)
    said = [line.removeprefix("#").strip() for line in (title, description, role)]
    return Example(title=said[0], description=said[1], role=said[2], query=query)
