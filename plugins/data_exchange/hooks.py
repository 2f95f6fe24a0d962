"""Table of contents: everything that data exchange contributes to the platform."""

from collections.abc import Sequence

from core.declarations import DemoPart, Example, Job, Seed, WarningRule
from core.desk_declarations import DeskCard, DeskForm, DeskPage, WorkQueue
from core.extension import Extension
from core.hookspecs import hookimpl
from core.saved_examples import examples_in
from core.store.events import Subscriber
from plugins.data_exchange import demo, desk, events, resolvers, types, types_staging, warnings
from plugins.data_exchange.seeds import SEEDS


@hookimpl
def type_extensions() -> Sequence[Extension]:
    return [*types.extensions, *types_staging.extensions, *resolvers.extensions]


@hookimpl
def subscribers() -> Sequence[Subscriber]:
    return events.SUBSCRIBERS


@hookimpl
def jobs() -> Sequence[Job]:
    return events.JOBS


@hookimpl
def warning_rules() -> Sequence[WarningRule]:
    return warnings.RULES


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
def examples() -> Sequence[Example]:
    return examples_in("plugins.data_exchange")
