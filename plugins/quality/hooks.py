"""Table of contents: everything that quality supervision contributes to the platform."""

from collections.abc import Sequence

from core.declarations import DemoPart, Example, Procedure, Seed, Traced, WarningRule
from core.desk_declarations import DeskCard, DeskForm, DeskPage, DueList, PublicView, WorkQueue
from core.exchange_declarations import ExchangeMapping
from core.extension import Extension
from core.hookspecs import hookimpl
from core.paper_declarations import Paper
from core.saved_examples import examples_in
from core.store.events import Subscriber
from plugins.quality import (
    demo,
    desk,
    exchange,
    resolvers,
    service_reactions,
    types,
    types_checks,
    types_results,
    warnings,
)
from plugins.quality.desk.traces import TRACES
from plugins.quality.procedures import PROCEDURES
from plugins.quality.seeds import SEEDS


@hookimpl
def type_extensions() -> Sequence[Extension]:
    return [
        *types.extensions,
        *types_checks.extensions,
        *types_results.extensions,
        *resolvers.extensions,
    ]


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
def subscribers() -> Sequence[Subscriber]:
    return service_reactions.SUBSCRIBERS


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
def papers() -> Sequence[Paper]:
    return desk.PAPERS


@hookimpl
def public_views() -> Sequence[PublicView]:
    return desk.PUBLIC


@hookimpl
def examples() -> Sequence[Example]:
    return examples_in("plugins.quality")
