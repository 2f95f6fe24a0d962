"""The whole contract between the platform and a plugin. Every hook runs once, at start-up.

A hook takes nothing and returns data. Runtime reactions are typed events (`subscribers`).
"""

from collections.abc import Sequence

from pluggy import HookimplMarker, HookspecMarker

from core.declarations import (
    DemoPart,
    Example,
    ExchangeMapping,
    Job,
    Procedure,
    Searchable,
    Seed,
    WarningRule,
)
from core.extension import Extension
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
def subscribers() -> Sequence[Subscriber]:  # type: ignore[empty-body]
    """Reactions to events of other subsystems, in the transaction that publishes them."""


@hookspec
def jobs() -> Sequence[Job]:  # type: ignore[empty-body]
    """Work that transactions leave behind, and work of every day (`Periodic`)."""


@hookspec
def warning_rules() -> Sequence[WarningRule]:  # type: ignore[empty-body]
    """Dated facts that turn critical, for dynamic early warning."""


@hookspec
def procedures() -> Sequence[Procedure]:  # type: ignore[empty-body]
    """Procedures whose every step is recorded and clocked."""


@hookspec
def exchange_mappings() -> Sequence[ExchangeMapping]:  # type: ignore[empty-body]
    """How partners' feeds become rows."""


@hookspec
def seeds() -> Sequence[Seed]:  # type: ignore[empty-body]
    """Reference data, such as licence types with their dates."""


@hookspec
def demo_data() -> Sequence[DemoPart]:  # type: ignore[empty-body]
    """Rows for the demonstration."""


@hookspec
def examples() -> Sequence[Example]:  # type: ignore[empty-body]
    """Saved examples for GraphiQL."""
