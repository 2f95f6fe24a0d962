"""Table of contents: everything that metrology contributes to the platform."""

from collections.abc import Sequence

from core.declarations import (
    DemoPart,
    Example,
    Procedure,
    Searchable,
    Seed,
    Traced,
    WarningRule,
)
from core.desk_declarations import DeskCard, DeskForm, DeskPage, DueList, PublicView, WorkQueue
from core.exchange_declarations import ExchangeMapping
from core.extension import Extension
from core.hookspecs import hookimpl
from core.saved_examples import examples_in
from plugins.metrology import (
    demo,
    desk,
    exchange,
    models,
    resolvers,
    resolvers_boards,
    types,
    types_roots,
    warnings,
)
from plugins.metrology.desk import of_enterprise
from plugins.metrology.desk.traces import TRACES
from plugins.metrology.procedures import PROCEDURES
from plugins.metrology.seeds import SEEDS


@hookimpl
def type_extensions() -> Sequence[Extension]:
    return [*types_roots.extensions, *resolvers.extensions, *resolvers_boards.extensions]


@hookimpl
def searchables() -> Sequence[Searchable]:
    return [Searchable(record=types.Instrument, text=models.Instrument.search_text)]


@hookimpl
def traces() -> Sequence[Traced]:
    return TRACES


@hookimpl
def warning_rules() -> Sequence[WarningRule]:
    return warnings.RULES


@hookimpl
def procedures() -> Sequence[Procedure]:
    return PROCEDURES


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
    return [*desk.PAGES, *of_enterprise.PAGES]


@hookimpl
def desk_forms() -> Sequence[DeskForm]:
    return desk.FORMS


@hookimpl
def public_views() -> Sequence[PublicView]:
    return desk.VIEWS


@hookimpl
def examples() -> Sequence[Example]:
    return examples_in("plugins.metrology")
