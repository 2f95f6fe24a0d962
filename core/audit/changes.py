"""What a flush changes, as plain data: before and after, with personal data only as masks."""

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from core.store.personal import Personal, Sealed

Operation = Literal["created", "updated", "deleted"]


@dataclass(frozen=True, slots=True)
class Change:
    """One row's change. `before` is empty for a new row, `after` for a deleted one."""

    table: str
    row: Any
    """The ORM object; its key is known after the flush."""
    before: dict[str, Any]
    after: dict[str, Any]
    operation: Operation = "updated"


def changes_of(session: Session, rows: Iterable[Any]) -> list[Change]:
    """The changes that the coming flush will make to `rows`."""
    return [_change(session, row) for row in rows]


def _change(session: Session, row: Any) -> Change:
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    state = inspect(row)
    for attribute in state.mapper.column_attrs:
        history = state.attrs[attribute.key].history
        secret = attribute.key.endswith("_hash")  # of a token: no ledger needs it
        personal = secret or isinstance(attribute.columns[0].type, Personal)
        if row in session.deleted:
            before[attribute.key] = _plain(getattr(row, attribute.key), personal=personal)
        elif history.has_changes():
            if history.deleted:
                before[attribute.key] = _plain(history.deleted[0], personal=personal)
            added = history.added[0] if history.added else None
            after[attribute.key] = _plain(added, personal=personal)
    if row in session.new:
        return Change(row.__tablename__, row, {}, after, "created")
    operation: Operation = "deleted" if row in session.deleted else "updated"
    return Change(row.__tablename__, row, before, after, operation)


def plain_values(model: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    """Values of columns as the ledger keeps them, for rows that no session holds."""
    personal = _personal(model)
    return {name: _plain(value, personal=name in personal) for name, value in values.items()}


@cache
def _personal(model: Any) -> frozenset[str]:
    columns = inspect(model).local_table.c
    return frozenset(column.key for column in columns if isinstance(column.type, Personal))


def _plain(value: Any, *, personal: bool) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Sealed):
        return value.mask
    if personal:
        return "***"
    if isinstance(value, enum.Enum):
        return value.name
    if isinstance(value, list | tuple):
        return [_plain(each, personal=False) for each in value]
    return str(value)
