"""Table of contents: everything that standardization contributes to the platform."""

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
from core.extension import Extension
from core.hookspecs import hookimpl
from core.saved_examples import examples_in
from plugins.standards import (
    demo,
    desk,
    models,
    resolvers,
    types,
    types_checks,
    types_law,
    warnings,
)
from plugins.standards.desk.traces import TRACES
from plugins.standards.procedures import PROCEDURES
from plugins.standards.seeds import SEEDS


@hookimpl
def type_extensions() -> Sequence[Extension]:
    return [*types.extensions, *types_checks.extensions, *resolvers.extensions]


@hookimpl
def searchables() -> Sequence[Searchable]:
    return [
        Searchable(record=types_law.Standard, text=models.Standard.search_text),
        Searchable(record=types.StandardUse, text=models.StandardUse.search_text),
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
    return desk.PUBLIC


@hookimpl
def examples() -> Sequence[Example]:
    return examples_in("plugins.standards")
