"""Table of contents: everything that food safety contributes to the platform."""

from collections.abc import Sequence

from core.declarations import (
    DemoPart,
    Example,
    Procedure,
    Seed,
    Traced,
    WarningRule,
)
from core.desk_declarations import DeskCard, DeskForm, DeskPage, DueList, PublicView, WorkQueue
from core.extension import Extension
from core.hookspecs import hookimpl
from core.saved_examples import examples_in
from core.store.events import Subscriber
from plugins.food_safety import (
    demo,
    desk,
    resolvers,
    resolvers_logs,
    resolvers_samples,
    types,
    types_law,
    types_logs,
    types_samples,
    warnings,
)
from plugins.food_safety.desk.traces import TRACES
from plugins.food_safety.events import SUBSCRIBERS
from plugins.food_safety.procedures import PROCEDURES
from plugins.food_safety.seeds import SEEDS


@hookimpl
def type_extensions() -> Sequence[Extension]:
    return [
        *types_law.extensions,
        *types.extensions,
        *types_samples.extensions,
        *types_logs.extensions,
        *resolvers.extensions,
        *resolvers_samples.extensions,
        *resolvers_logs.extensions,
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
def subscribers() -> Sequence[Subscriber]:
    return list(SUBSCRIBERS)


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
    return examples_in("plugins.food_safety")
