"""Table of contents: everything that enforcement contributes to the platform."""

from collections.abc import Sequence

from core.declarations import DemoPart, Example, Procedure, Seed, Traced, WarningRule
from core.desk_declarations import (
    DeskCard,
    DeskForm,
    DeskPage,
    PublicView,
    WorkQueue,
)
from core.extension import Extension
from core.hookspecs import hookimpl
from core.paper_declarations import Paper
from core.saved_examples import examples_in
from core.store.events import Subscriber
from plugins.enforcement import (
    demo,
    desk,
    resolvers,
    resolvers_boards,
    resolvers_decision,
    types_decision,
    types_law,
    warnings,
)
from plugins.enforcement.events import SUBSCRIBERS
from plugins.enforcement.procedures import PROCEDURES
from plugins.enforcement.seeds import SEEDS


@hookimpl
def type_extensions() -> Sequence[Extension]:
    return [
        *types_law.extensions,
        *types_decision.extensions,
        *resolvers.extensions,
        *resolvers_decision.extensions,
        *resolvers_boards.extensions,
    ]


@hookimpl
def warning_rules() -> Sequence[WarningRule]:
    return warnings.RULES


@hookimpl
def procedures() -> Sequence[Procedure]:
    return PROCEDURES


@hookimpl
def subscribers() -> Sequence[Subscriber]:
    return SUBSCRIBERS


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
def desk_pages() -> Sequence[DeskPage]:
    return desk.PAGES


@hookimpl
def desk_forms() -> Sequence[DeskForm]:
    return desk.FORMS


@hookimpl
def papers() -> Sequence[Paper]:
    return desk.PAPERS


@hookimpl
def traces() -> Sequence[Traced]:
    return desk.TRACES


@hookimpl
def public_views() -> Sequence[PublicView]:
    return desk.VIEWS


@hookimpl
def examples() -> Sequence[Example]:
    return examples_in("plugins.enforcement")
