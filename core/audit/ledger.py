"""Writing the ledger: one entry for each accepted work, in its transaction, and for each refusal.

Entries go in by a Core statement on the session's connection, not through `session.add`: an entry
is not a row that anybody may act upon, so the unit of work's checks do not apply to it, and the
wall lets every transaction add one (core/store/wall.py). Nothing here catches an error: where no
entry can be written, nothing else is either.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, insert, inspect, text
from sqlalchemy.ext.asyncio import AsyncSession

from core.audit.changes import Change
from core.audit.models import LedgerEntry, Outcome, RowVersion
from core.errors import ZhijianError
from core.policy.access import Access

if TYPE_CHECKING:  # the unit of work and the store call this module
    from core.store.engine import Store
    from core.store.unit import UnitOfWork

LONGEST_TEXT: Final = 2_000
"""Characters kept of what a client may choose freely."""


@dataclass(frozen=True, slots=True)
class OperationRecord:
    """What the gateway knows of an operation and the unit of work does not."""

    request_id: str
    operation: str
    """The mutation or query, such as `submitDeclaration`."""
    action: str
    resource: str
    subject: str | None = None
    """The global id of the object, where the operation names one."""
    reason: str = ""
    ip: str = ""
    trace: str = ""
    outcome: Outcome = Outcome.ACCEPTED
    """What an accepted work was: a value that was revealed is no change."""


@dataclass(frozen=True, slots=True)
class BulkChanges:
    """What statements of a bulk load changed."""

    changes: list[dict[str, Any]]
    """{table, key, before, after}, as `core.audit.changes.plain_values` writes values."""
    versions: list[dict[str, Any]]
    """{table_name, key, version} of the rows that have a history."""


async def accepted(work: "UnitOfWork", operation: OperationRecord) -> None:
    """Write the entry of an accepted work into its own transaction, after its last flush."""
    values = {
        **_who(work.access),
        **_what(operation),
        "at": work.clock.now(),
        "outcome": operation.outcome,
        "reason": _clean(operation.reason or work.reason),
        "changes": changes_as_json(work.changes),
    }
    await _insert(work.session, values)
    await _index(work.session, work.changes)


async def accepted_in_bulk(
    session: AsyncSession,
    access: Access,
    operation: OperationRecord,
    at: dt.datetime,
    bulk: "BulkChanges",
) -> None:
    """Write the entry of rows that were stored by statements, into the same transaction."""
    values = {**_who(access), **_what(operation), "at": at, "outcome": operation.outcome}
    values |= {"reason": _clean(operation.reason), "changes": bulk.changes}
    await _insert(session, values)
    if bulk.versions:
        await _index_rows(session, bulk.versions)


async def refused(
    store: "Store", access: Access, operation: OperationRecord, error: BaseException
) -> None:
    """Write the entry of a refused operation, in a transaction of its own.

    Only the error's code is kept: its sentences may repeat what the person typed.
    """
    code = error.stable_code if isinstance(error, ZhijianError) else ZhijianError.code
    await _alone(store, access, [operation], Outcome.REFUSED, code)


async def read_protected(store: "Store", access: Access, *operations: OperationRecord) -> None:
    """Write the entries for protected data shown in clear; do it before they are shown."""
    await _alone(store, access, operations, Outcome.READ_PROTECTED, "")


async def asked(store: "Store", access: Access, operation: OperationRecord) -> None:
    """Write the entry of a question that is itself an act, such as why somebody may do something.

    Before it is answered, so that nothing is told without a trace.
    """
    await _alone(store, access, [operation], Outcome.ACCEPTED, "")


async def commanded(store: "Store", operation: OperationRecord, user: str) -> None:
    """Write the entry of what somebody did at the machine itself, where nobody signs in.

    `user` is the machine's: no account of the bureau.
    """
    who: dict[str, Any] = {"account_id": None, "username": _clean(user), "roles": [], "tier": ""}
    async with store.system() as session:
        values = {**who, **_what(operation), "at": store.clock.now(), "policy_version": 0}
        values |= {"outcome": Outcome.ACCEPTED, "changes": []}
        await _insert(session, values | {"reason": _clean(operation.reason)})


def changes_as_json(changes: Iterable[Change]) -> list[dict[str, Any]]:
    """What a unit of work changed, as the ledger keeps it; call it after the flush."""
    return [
        {"table": c.table, "key": _key(c.row), "before": c.before, "after": c.after}
        for c in changes
    ]


async def _alone(
    store: "Store",
    access: Access,
    operations: Sequence[OperationRecord],
    outcome: Outcome,
    code: str,
) -> None:
    async with store.system() as session:
        for operation in operations:
            values = {**_who(access), **_what(operation), "at": store.clock.now()}
            values |= {"outcome": outcome, "code": code, "changes": []}
            await _insert(session, values | {"reason": _clean(operation.reason)})


async def _insert(session: AsyncSession, values: Mapping[str, Any]) -> None:
    connection = await session.connection()
    # The transaction must be numbered before the entry is: the sealer relies on that order to know
    # when no lower entry can appear any more.
    await connection.execute(text("select pg_current_xact_id()"))
    # inline: RETURNING would ask for the right to read the entry, which not everybody has.
    await connection.execute(insert(LedgerEntry).inline(), dict(values))


async def _index(session: AsyncSession, changes: Iterable[Change]) -> None:
    """Note which versions of which rows the entry, which has just been written, is about."""
    rows = {id(c.row): c.row for c in changes if hasattr(c.row, "version") and hasattr(c.row, "id")}
    made = [
        {"table_name": row.__tablename__, "key": row.id, "version": row.version}
        for row in rows.values()
    ]
    if made:
        await _index_rows(session, made)


async def _index_rows(session: AsyncSession, made: Sequence[Mapping[str, Any]]) -> None:
    entry = func.currval(func.pg_get_serial_sequence("ledger_entry", "id"))
    await (await session.connection()).execute(
        insert(RowVersion).inline().values(entry_id=entry), [dict(row) for row in made]
    )


def _who(access: Access) -> dict[str, Any]:
    actor, table = access.asker, access.table
    return {
        "account_id": actor.account_id,
        "username": _clean(actor.username),
        "roles": sorted({duty.told for duty in actor.duties}),
        "tier": ",".join(sorted({table.tier(role).value for role in actor.roles})),
        "policy_version": table.version,
    }


def _what(operation: OperationRecord) -> dict[str, Any]:
    return {
        "request_id": _clean(operation.request_id),
        "operation": _clean(operation.operation),
        "action": str(operation.action),
        "resource": _clean(operation.resource),
        "subject": None if operation.subject is None else _clean(operation.subject),
        "ip": _clean(operation.ip),
        "code": "",
        "trace": _clean(operation.trace),
    }


def _clean(given: str) -> str:
    """Text that PostgreSQL stores: nobody escapes the ledger by a name that cannot be written."""
    return given[:LONGEST_TEXT].replace("\0", "\ufffd").encode("utf-8", "replace").decode()


def _key(row: Any) -> Any:
    state = inspect(row)
    key = list(state.identity or state.mapper.primary_key_from_instance(row))
    return key[0] if len(key) == 1 else key
