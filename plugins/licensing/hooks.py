"""Table of contents: everything that licensing contributes to the platform."""

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
from plugins.licensing import (
    demo,
    demo_applications,
    desk,
    exchange,
    models,
    resolvers,
    resolvers_applications,
    resolvers_boards,
    types,
    types_applications,
    warnings,
)
from plugins.licensing.procedures import PROCEDURES
from plugins.licensing.seeds import SEEDS


@hookimpl
def type_extensions() -> Sequence[Extension]:
    return [
        *types.extensions,
        *types_applications.extensions,
        *resolvers.extensions,
        *resolvers_applications.extensions,
        *resolvers_boards.extensions,
    ]


@hookimpl
def searchables() -> Sequence[Searchable]:
    return [Searchable(record=types.Licence, text=models.Licence.search_text)]


@hookimpl
def traces() -> Sequence[Traced]:
    return [Traced(record=types.Licence, title="许可证\nLicence", numbers=("number",))]


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
    return [*demo.PARTS, DemoPart(make=demo_applications.make)]


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
    return desk.PUBLIC


@hookimpl
def examples() -> Sequence[Example]:
    return examples_in("plugins.licensing")
