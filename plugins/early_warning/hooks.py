"""Table of contents: everything that early warning contributes to the platform."""

from collections.abc import Sequence

from core.declarations import Example, Job
from core.desk_declarations import DeskCard, DeskForm, DeskPage, DueList, WorkQueue
from core.extension import Extension
from core.hookspecs import hookimpl
from core.saved_examples import examples_in
from core.store.events import Subscriber
from plugins.early_warning import (
    desk,
    events,
    resolvers_acts,
    resolvers_backtests,
    resolvers_boards,
    resolvers_rules,
    types,
    types_boards,
    types_hits,
    types_told,
)
from plugins.early_warning.desk import of_enterprise, pages, pages_measures


@hookimpl
def type_extensions() -> Sequence[Extension]:
    return [
        *types.extensions,
        *types_hits.extensions,
        *types_told.extensions,
        *resolvers_acts.extensions,
        *resolvers_rules.extensions,
        *types_boards.extensions,
        *resolvers_boards.extensions,
        *resolvers_backtests.extensions,
    ]


@hookimpl
def subscribers() -> Sequence[Subscriber]:
    return events.SUBSCRIBERS


@hookimpl
def jobs() -> Sequence[Job]:
    return events.JOBS


@hookimpl
def work_queues() -> Sequence[WorkQueue]:
    return desk.QUEUES


@hookimpl
def due_lists() -> Sequence[DueList]:
    return desk.DUE_LISTS


@hookimpl
def desk_pages() -> Sequence[DeskPage]:
    return [*desk.PAGES, *pages.PAGES, *pages_measures.PAGES, *of_enterprise.PAGES]


@hookimpl
def desk_forms() -> Sequence[DeskForm]:
    return desk.FORMS


@hookimpl
def examples() -> Sequence[Example]:
    return examples_in("plugins.early_warning")


@hookimpl
def desk_cards() -> Sequence[DeskCard]:
    return pages.CARDS
