"""What subsystems declare to be traced, checked against the schema at start."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, UniqueConstraint, null

from core.declarations import Traced
from core.errors import PluginError
from core.policy.access import Access
from schema.catalogue import Catalogue
from schema.fields import plain
from schema.sources import Value
from schema.tiers.visibility import OPEN


@dataclass(frozen=True)
class Trace:
    """One kind of record in one schema: its numbers, its name, and what it hangs on."""

    declared: Traced
    catalogue: Catalogue

    @property
    def record(self) -> type[Any]:
        """The GraphQL type."""
        return self.declared.record

    def expression(self, name: str) -> Any:
        """The stored value behind a data field. Raises PluginError for a field that has none."""
        field = self.catalogue.fields(self.record).get(name)
        if field is None or not isinstance(field.source, Value) or field.source.personal:
            raise PluginError(f"the trace of {self.record.__name__} names no value {name!r}")
        return field.source.expression

    def hangs_on(self, what: str) -> Any:
        """The id of the enterprise, site, matter or change set of a row, as SQL; null for none."""
        given = getattr(self.declared, what, None)
        if given is not None:
            return plain(given)
        return self.catalogue.table(self.record).c.get(f"{what}_id", null())

    def seen(self, view: Any, access: Access) -> list[str]:
        """The numbers by which the caller may find the record: fields that his schema shows."""
        resource = view.base.ownership.resource(self.record)
        if not access.allows(resource, "read"):
            return []
        return [name for name in self.declared.numbers if self.shows(view, name)]

    def shows(self, view: Any, name: str) -> bool:
        """Whether the caller's schema shows a data field openly."""
        field = self.catalogue.fields(self.record).get(name)
        if field is None:
            return False
        shown = view.visibility.fields.get(self.record.__name__, {})
        return bool(shown.get(view.config.name_converter.get_graphql_name(field)) == OPEN)


def traces_of(declared: Iterable[Traced], catalogue: Catalogue) -> tuple[Trace, ...]:
    """The traces of one schema. Raises PluginError for a number that no index finds."""
    return tuple(_checked(Trace(each, catalogue)) for each in declared)


def _checked(trace: Trace) -> Trace:
    name = trace.record.__name__
    if not trace.declared.numbers:
        raise PluginError(f"the trace of {name} has no number")
    for each in trace.declared.numbers:
        column = trace.expression(each)
        if not isinstance(column, Column) or not any(head is column for head in _heads(column)):
            raise PluginError(f"the trace of {name} by {each!r}: no index begins with that column")
    if trace.declared.label:
        trace.expression(trace.declared.label)
    return trace


def _heads(column: Any) -> Iterator[Any]:
    """The first column of every index and unique key of a column's table."""
    for index in column.table.indexes:
        yield next(iter(index.columns), None)
    for constraint in column.table.constraints:
        if isinstance(constraint, UniqueConstraint):
            yield next(iter(constraint.columns), None)
