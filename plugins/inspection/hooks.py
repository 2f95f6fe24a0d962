"""Table of contents: everything that inspection contributes to the platform."""

from collections.abc import Sequence

from core.declarations import (
    DemoPart,
    Example,
    Job,
    Procedure,
    Seed,
    Traced,
    WarningRule,
)
from core.desk_declarations import DeskCard, DeskForm, DeskPage, DueList, WorkQueue
from core.extension import Extension
from core.hookspecs import hookimpl
from core.import_declarations import Importable
from core.paper_declarations import Paper
from core.saved_examples import examples_in
from core.store.events import Subscriber
from plugins.inspection import (
    demo,
    desk,
    resolvers,
    resolvers_letters,
    resolvers_libraries,
    resolvers_plans,
    resolvers_statistics,
    service_daily,
    types,
    types_letters,
    types_libraries,
    types_past,
    types_plans,
    warnings,
)
from plugins.inspection.desk import of_enterprise
from plugins.inspection.desk.papers import PAPERS
from plugins.inspection.desk.traces import TRACES
from plugins.inspection.events import SUBSCRIBERS
from plugins.inspection.importables import IMPORTABLES
from plugins.inspection.procedures import PROCEDURES
from plugins.inspection.seeds import SEEDS


@hookimpl
def type_extensions() -> Sequence[Extension]:
    return [
        *types.extensions,
        *types_letters.extensions,
        *types_libraries.extensions,
        *types_past.extensions,
        *types_plans.extensions,
        *resolvers.extensions,
        *resolvers_letters.extensions,
        *resolvers_libraries.extensions,
        *resolvers_plans.extensions,
        *resolvers_statistics.extensions,
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
def jobs() -> Sequence[Job]:
    return service_daily.JOBS


@hookimpl
def subscribers() -> Sequence[Subscriber]:
    return SUBSCRIBERS


@hookimpl
def importables() -> Sequence[Importable]:
    return IMPORTABLES


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
def papers() -> Sequence[Paper]:
    return PAPERS


@hookimpl
def examples() -> Sequence[Example]:
    return examples_in("plugins.inspection")
