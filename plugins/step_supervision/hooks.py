"""Table of contents: everything that step supervision contributes to the platform."""

from collections.abc import Sequence

from core.declarations import DemoPart, Example, Procedure, WarningRule
from core.desk_declarations import DeskCard, DeskForm, DeskPage, WorkQueue
from core.extension import Extension
from core.hookspecs import hookimpl
from core.saved_examples import examples_in
from core.store.events import Subscriber
from plugins.step_supervision import (
    demo,
    desk,
    events,
    resolvers,
    resolvers_public,
    resolvers_statistics,
    types,
    types_public,
    warnings,
)
from plugins.step_supervision.procedures import PROCEDURES


@hookimpl
def type_extensions() -> Sequence[Extension]:
    return [
        *types.extensions,
        *types_public.extensions,
        *resolvers.extensions,
        *resolvers_public.extensions,
        *resolvers_statistics.extensions,
    ]


@hookimpl
def subscribers() -> Sequence[Subscriber]:
    return events.SUBSCRIBERS


@hookimpl
def warning_rules() -> Sequence[WarningRule]:
    return warnings.RULES


@hookimpl
def procedures() -> Sequence[Procedure]:
    return PROCEDURES


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
def desk_pages() -> Sequence[DeskPage]:
    return desk.PAGES


@hookimpl
def desk_forms() -> Sequence[DeskForm]:
    return desk.FORMS


@hookimpl
def examples() -> Sequence[Example]:
    return examples_in("plugins.step_supervision")
