"""Table of contents: everything that inspection contributes to the platform."""

from collections.abc import Sequence

from core.declarations import (
    DemoPart,
    Example,
    Procedure,
    Seed,
    WarningRule,
)
from core.desk_declarations import DeskCard, DeskForm, DeskPage, DueList, WorkQueue
from core.extension import Extension
from core.hookspecs import hookimpl
from core.paper_declarations import Paper
from core.saved_examples import examples_in
from core.store.events import Subscriber
from plugins.inspection import demo, desk, resolvers, types, warnings
from plugins.inspection.desk.papers import PAPERS
from plugins.inspection.events import SUBSCRIBERS
from plugins.inspection.procedures import HAZARD
from plugins.inspection.seeds import SEEDS


@hookimpl
def type_extensions() -> Sequence[Extension]:
    return [*types.extensions, *resolvers.extensions]


@hookimpl
def warning_rules() -> Sequence[WarningRule]:
    return warnings.RULES


@hookimpl
def procedures() -> Sequence[Procedure]:
    return [HAZARD]


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
    return PAPERS


@hookimpl
def examples() -> Sequence[Example]:
    return examples_in("plugins.inspection")
