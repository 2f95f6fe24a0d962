"""How a mutation runs: policy, transaction, replay, ledger, and errors as data."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Any

from sqlalchemy.exc import DBAPIError
from strawberry.utils.str_converters import to_camel_case

from core.audit.ledger import OperationRecord, refused
from core.errors import StaleVersion, Subject, Unavailable, ZhijianError
from core.store.base import Base
from core.store.replay import Done, Replay, claim, remember
from core.store.unit import UnitOfWork
from schema.database_errors import typed
from schema.differences import changes_since
from schema.explaining.denials import explain_refusal
from schema.guards import Guard
from schema.ids import global_id
from schema.payloads import Payload, UserError
from schema.request import AlreadyDone, Request

BEYOND_LEDGER = frozenset({"DATABASE_AWAY", "CONNECTION_LOST", "DISK_FULL"})
"""Refusals that cannot be written into the ledger either: it lies on the same database."""
SECRET = frozenset({"password", "totp", "token", "secret"})
"""Words in the names of inputs that never enter a hash that is stored; `code` alone is another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutating:
    """One mutation, as declared."""

    name: str
    guard: Guard
    function: Callable[..., Any]
    payload: type[Payload]
    record: Any
    """The type of the row that a function with `work` acts upon."""
    field: str
    """The payload's field that shows that row."""
    takes: frozenset[str]
    """Which of `work`, `request` and `input` the function asks for."""


async def run(step: Mutating, request: Request, given: Any) -> Payload:
    """Do it, or say why not. Exactly one ledger entry either way."""
    record = request.operation = _operation(step, request, given)
    replay = Replay(step.name, getattr(given, "client_mutation_id", None) or "", _digest(given))
    request.replay = None if "work" in step.takes else replay
    try:
        if record.resource:
            request.access.require(record.resource, step.guard.action)
        if "work" in step.takes:
            payload = await _write(step, request, given, replay)
        else:
            payload = await _call(step, request=request, input=given)
    except AlreadyDone:
        payload = step.payload()  # nothing but that it happened: see `mutation`
    except ZhijianError as error:
        return await _refusal(step, request, given, record, error)
    except (DBAPIError, OSError) as error:
        if (known := typed(error)) is None:
            raise
        if isinstance(known, Unavailable) and known.stable_code in BEYOND_LEDGER:
            raise known from error
        return await _refusal(step, request, given, record, known)
    payload.client_mutation_id = getattr(given, "client_mutation_id", None)
    return payload


def name_subject(work: UnitOfWork, record: type[Any], key: int) -> None:
    """Say in the ledger entry of a work which object it was about."""
    if work.operation is not None:
        work.operation = replace(work.operation, subject=global_id(record.__name__, key))


async def _write(step: Mutating, request: Request, given: Any, replay: Replay) -> Payload:
    payload = step.payload()
    async with request.writing() as work:
        done = await claim(work, replay)
        if done is None:
            made = await _call(step, work=work, request=request, input=given)
            if isinstance(made, Payload):
                payload, made = made, made.row
            await work.session.flush()
            done = Done(_key(made))
            await remember(work, replay, _key(made))
        key = done.subject_id or 0
        name_subject(work, step.record, key)
    found = await request.loading.record(step.record, key)
    setattr(payload, step.field, found)
    return payload


async def _call(step: Mutating, **known: Any) -> Any:
    return await step.function(**{name: known[name] for name in step.takes})


def _key(row: Base) -> int:
    key: int = row.id  # type: ignore[attr-defined]
    return key


async def _refusal(
    step: Mutating, request: Request, given: Any, record: OperationRecord, error: ZhijianError
) -> Payload:
    await refused(request.store, request.access, record, error)
    if isinstance(error, StaleVersion):
        error.explain = {**(error.explain or {}), "changes": await changes_since(request, error)}
    about = Subject(record.resource, record.action) if record.resource else None
    await explain_refusal(request, error, about)
    return step.payload(
        user_errors=UserError.of(error),
        client_mutation_id=getattr(given, "client_mutation_id", None),
    )


def _operation(step: Mutating, request: Request, given: Any) -> OperationRecord:
    on = step.guard.on
    return OperationRecord(
        request_id=request.request_id,
        operation=to_camel_case(step.name),
        action=str(step.guard.action),
        resource="" if on is None else request.view.base.ownership.resource(on),
        subject=getattr(given, "id", None),
        reason=getattr(given, "reason", None) or "",
        ip=request.ip,
    )


def _digest(given: Any) -> str:
    parts = {
        f.name: repr(getattr(given, f.name))
        for f in fields(given)
        if f.name not in {"client_mutation_id", "code"} and not SECRET & set(f.name.split("_"))
    }
    return hashlib.sha256(repr(sorted(parts.items())).encode()).hexdigest()
