"""What a conflict shows: how the record has changed since the caller read it, as he may see it.

The ledger knows everything; of it are told the data fields that the caller's own schema shows open,
of a record that he may read now, under their GraphQL names. Personal data never are. Of a field
that is computed, such as a state, the value of now is told. Who did it and why is told where the
policy lets the caller read that entry.
"""

import datetime as dt
import enum
from collections.abc import Iterable, Iterator
from typing import Any, Final

from sqlalchemy import Column
from sqlalchemy.sql import visitors

from core.audit.history import Step, steps_since
from core.audit.models import LedgerEntry
from core.errors import StaleVersion
from core.store.scope import admits
from schema.fields import DataField
from schema.ids import global_id
from schema.request import Request
from schema.sources import One, Value
from schema.tiers.visibility import OPEN

Change = dict[str, Any]


PROVENANCE: Final = frozenset({"change_id"})
"""Says where facts are from; it changes with every one of them, and is none itself."""


async def changes_since(request: Request, error: StaleVersion) -> list[Change]:
    """The changes that made the version stale, oldest first; none where the record is not seen."""
    definition = request.view.get_type_by_name(error.model.__name__)
    if definition is None:
        return []
    record = definition.origin
    now = await request.loading.record(record, error.key)
    if now is None:
        return []
    steps = await steps_since(request.store, error.model, error.key, error.expected)
    return list(_told(request, _shown(request, record), steps, now))


def _shown(request: Request, record: type[Any]) -> list[DataField]:
    """The fields of the row itself that the caller sees open."""
    seen = request.view.visibility.fields.get(record.__name__, {})
    return [
        field
        for field in request.view.catalogue.fields(record).values()
        if seen.get(_name(request, field)) == OPEN and _columns(field) - {"version"}
    ]


def _columns(field: DataField) -> set[str]:
    """The columns of the row that the field shows; none for personal data and for relations."""
    match field.source:
        case Value(personal=False, is_id=False, expression=expression):
            return {part.key for part in visitors.iterate(expression) if isinstance(part, Column)}
        case One(key=Column() as key):
            return {key.key} - PROVENANCE
    return set()


def _told(
    request: Request, fields: Iterable[DataField], steps: list[Step], now: Any
) -> Iterator[Change]:
    stored = {next(iter(_columns(f))): f for f in fields if not _is_computed(f)}
    for step in steps:
        for column in step.after:
            if (field := stored.get(column)) is not None:
                told = {"before": step.before.get(column), "after": step.after[column]}
                values = {side: _value(field, value) for side, value in told.items()}
                yield {"field": _name(request, field), **values, **_when(request, step.entry)}
    known = vars(now)  # without what plugins added, which is loaded only when asked for
    for field in (f for f in fields if _is_computed(f) and f.python_name in known):
        if touched := [step for step in steps if _columns(field) & set(step.after)]:
            value = _plain(known[field.python_name])
            yield {
                "field": _name(request, field),
                "after": value,
                **_when(request, touched[-1].entry),
            }


def _is_computed(field: DataField) -> bool:
    source = field.source
    return isinstance(source, Value) and not isinstance(source.expression, Column)


def _value(field: DataField, stored: Any) -> Any:
    if isinstance(field.source, One) and isinstance(stored, int):
        return global_id(field.source.target.__name__, stored)
    return stored


def _plain(value: Any) -> Any:
    if isinstance(value, enum.Enum):
        return value.name
    return value.isoformat() if isinstance(value, dt.date) else value


def _when(request: Request, entry: LedgerEntry) -> Change:
    """The time; the name and the reason where the caller may read the entry itself."""
    at = {"at": entry.at.isoformat()}
    if not admits(request.access.reach_of(LedgerEntry), entry, request.today):
        return at
    seen = request.view.visibility.fields.get(LedgerEntry.__name__, {})
    told = {"by": ("username", entry.username), "reason": ("reason", entry.reason)}
    return at | {name: value for name, (field, value) in told.items() if seen.get(field) == OPEN}


def _name(request: Request, field: DataField) -> str:
    name: str = request.view.config.name_converter.get_graphql_name(field)
    return name
