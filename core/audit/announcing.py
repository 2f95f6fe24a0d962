"""What a transaction changed, announced at its commit: types and keys, never contents.

Whoever hears it reads the row anew, under rights of their own. NOTIFY is part of the transaction:
what is rolled back is never announced.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from sqlalchemy import inspect, text
from sqlalchemy.ext.asyncio import AsyncSession

from core.audit.changes import Change

CHANNEL: Final = "zhijian_changes"
LARGEST: Final = 7_900
"""Bytes of one notification; PostgreSQL takes less than 8000."""
MOST: Final = 1_000
"""Rows of one type in one transaction; beyond that, only that many changed is told."""

Operation = Literal["created", "updated", "deleted", "missed"]

_NOTIFY = text("select pg_notify(:channel, each) from unnest(cast(:payloads as text[])) as each")
_KNOWN: Final[Mapping[str, Operation]] = {
    "created": "created",
    "updated": "updated",
    "deleted": "deleted",
    "missed": "missed",
}


@dataclass(frozen=True, slots=True)
class Changed:
    """One row that changed. `missed`: some rows of the type may have changed, nobody knows which.

    The key is then 0.
    """

    type: str
    key: int
    operation: Operation


async def announce(session: AsyncSession, changed: Iterable[Changed]) -> None:
    """Tell all workers at commit. A unit of work does it by itself; for bulk writes."""
    if payloads := list(packed(changed)):
        connection = await session.connection()
        await connection.execute(_NOTIFY, {"channel": CHANNEL, "payloads": payloads})


def changed_rows(changes: Iterable[Change], resources: Mapping[type, str]) -> list[Changed]:
    """The rows of a unit of work that the policy knows, each once."""
    found: dict[tuple[str, int], Operation] = {}
    for change in changes:
        resource, key = resources.get(type(change.row)), row_key(change.row)
        if resource is None or key is None:
            continue
        place = (resource.partition(":")[2], key)
        if found.get(place) == "created" and change.operation == "deleted":
            del found[place]
        else:
            found[place] = merged(found.get(place), change.operation)
    return [Changed(type_, key, operation) for (type_, key), operation in found.items()]


def merged(first: Operation | None, then: Operation) -> Operation:
    """Two changes of one row as one."""
    return "created" if first == "created" and then == "updated" else then


def packed(changed: Iterable[Changed]) -> Iterator[str]:
    """Payloads of notifications: `Type:key:operation`, several to one, by spaces."""
    by_type: dict[str, list[Changed]] = {}
    for change in changed:
        by_type.setdefault(change.type, []).append(change)
    payload = ""
    for type_, rows in by_type.items():
        many = len(rows) > MOST
        for each in [Changed(type_, 0, "missed")] if many else rows:
            word = f"{each.type}:{each.key}:{each.operation}"
            if len(payload) + len(word) >= LARGEST:
                yield payload
                payload = ""
            payload = f"{payload} {word}" if payload else word
    if payload:
        yield payload


def unpacked(payload: str) -> Iterator[Changed]:
    """What a notification tells; a word that is none of ours is skipped."""
    for word in payload.split():
        type_, _, rest = word.partition(":")
        key, _, operation = rest.partition(":")
        if key.isdecimal() and operation in _KNOWN:
            yield Changed(type_, int(key), _KNOWN[operation])


def row_key(row: Any) -> int | None:
    """The primary key of a flushed row, where it is one number."""
    state = inspect(row)
    key = tuple(state.identity or state.mapper.primary_key_from_instance(row))
    return key[0] if len(key) == 1 and isinstance(key[0], int) else None
