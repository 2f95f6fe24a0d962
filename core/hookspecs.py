"""The whole contract between the platform and a plugin. Every hook runs once, at start-up.

A hook takes nothing and returns data. Runtime reactions are typed events (`subscribers`).
"""

from collections.abc import Sequence

from pluggy import HookimplMarker, HookspecMarker

from core.declarations import (
    DemoPart,
    Example,
    Job,
    OutcomeEvent,
    Procedure,
    Searchable,
    Seed,
    Traced,
    WarningRule,
)
from core.desk_declarations import (
    DeskCard,
    DeskForm,
    DeskHome,
    DeskPage,
    DueList,
    PublicView,
    WorkQueue,
)
from core.exchange_declarations import ExchangeMapping
from core.extension import Extension
from core.import_declarations import Importable
from core.outgoing import Channel
from core.paper_declarations import Paper
from core.store.events import Subscriber

hookspec = HookspecMarker("zhijian")
hookimpl = HookimplMarker("zhijian")


@hookspec
def type_extensions() -> Sequence[Extension]:  # type: ignore[empty-body]
    """Fields for Query, Mutation, Subscription or a shared type."""


@hookspec
def searchables() -> Sequence[Searchable]:  # type: ignore[empty-body]
    """Records that the search across types finds."""


@hookspec
def traces() -> Sequence[Traced]:  # type: ignore[empty-body]
    """Records that are found by the exact number that they bear."""


@hookspec
def subscribers() -> Sequence[Subscriber]:  # type: ignore[empty-body]
    """Reactions to events of other subsystems, in the transaction that publishes them."""


@hookspec
def jobs() -> Sequence[Job]:  # type: ignore[empty-body]
    """Work that transactions leave behind, and work of every day (`Periodic`)."""


@hookspec
def channels() -> Sequence[Channel]:  # type: ignore[empty-body]
    """Ways by which messages leave the system, beside or in place of the core's."""


@hookspec
def warning_rules() -> Sequence[WarningRule]:  # type: ignore[empty-body]
    """Dated facts that turn critical, for dynamic early warning."""


@hookspec
def outcome_events() -> Sequence[OutcomeEvent]:  # type: ignore[empty-body]
    """What happens to watched records, for back-tests: failed inspections, accidents."""


@hookspec
def procedures() -> Sequence[Procedure]:  # type: ignore[empty-body]
    """Procedures whose every step is recorded and clocked."""


@hookspec
def exchange_mappings() -> Sequence[ExchangeMapping]:  # type: ignore[empty-body]
    """How partners' feeds become rows."""


@hookspec
def importables() -> Sequence[Importable]:  # type: ignore[empty-body]
    """Records that files may bring, and how a row of a file becomes one."""


@hookspec
def seeds() -> Sequence[Seed]:  # type: ignore[empty-body]
    """Reference data, such as licence types with their dates."""


@hookspec
def demo_data() -> Sequence[DemoPart]:  # type: ignore[empty-body]
    """Rows for the demonstration."""


@hookspec
def examples() -> Sequence[Example]:  # type: ignore[empty-body]
    """Saved examples for GraphiQL."""


@hookspec
def desk_cards() -> Sequence[DeskCard]:  # type: ignore[empty-body]
    """What concerns a person: counts by colour, and numbers, on the first page of the desk."""


@hookspec
def work_queues() -> Sequence[WorkQueue]:  # type: ignore[empty-body]
    """What waits for a person, with days left."""


@hookspec
def due_lists() -> Sequence[DueList]:  # type: ignore[empty-body]
    """Objects on site that are due, merged over all subsystems into a day's route."""


@hookspec
def desk_pages() -> Sequence[DeskPage]:  # type: ignore[empty-body]
    """Lists and detail pages of the desk."""


@hookspec
def desk_forms() -> Sequence[DeskForm]:  # type: ignore[empty-body]
    """What a person may report or do, from a form."""


@hookspec
def desk_homes() -> Sequence[DeskHome]:  # type: ignore[empty-body]
    """How the first page of a tier's desk is arranged."""


@hookspec
def papers() -> Sequence[Paper]:  # type: ignore[empty-body]
    """Official papers that are printed from records."""


@hookspec
def public_views() -> Sequence[PublicView]:  # type: ignore[empty-body]
    """What anybody may look up by its number, without an account."""
