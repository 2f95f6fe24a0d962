"""How a mutation runs: policy, transaction, replay, ledger, and errors as data."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy.exc import DBAPIError, IntegrityError

from core.audit.ledger import OperationRecord, refused
from core.errors import Conflict, Unavailable, ZhijianError
from core.store.replay import Replay, remember, replayed
from schema.guards import Guard
from schema.ids import global_id
from schema.payloads import Payload, UserError
from schema.request import Request

SECRET = ("password", "totp", "code", "token", "secret")
"""Parts of inputs that never enter the ledger nor a hash that is stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutating:
    """One mutation, as declared."""

    name: str
    guard: Guard
    function: Callable[..., Any]
    payload: type[Payload]
    record: type[Any] | None
    field: str | None
    takes_request: bool


async def run(step: Mutating, request: Request, given: Any) -> Payload:
    """Do it, or say why not. Exactly one ledger entry either way."""
    record = _operation(step, request, given)
    try:
        if record.resource:
            request.access.require(record.resource, step.guard.action)
        if step.takes_request:
            payload: Payload = await step.function(request, given)
        else:
            payload = await _write(step, request, given, record)
    except ZhijianError as error:
        return await _refusal(step, request, given, record, error)
    except IntegrityError as error:
        return await _refusal(step, request, given, record, _conflict(error))
    except DBAPIError as error:
        if not error.connection_invalidated:
            raise
        away = Unavailable("数据库暂时无法使用，未作任何改动，请稍后重试。", "The database is away; try again.")
        return await _refusal(step, request, given, record, away)
    payload.client_mutation_id = getattr(given, "client_mutation_id", None)
    return payload


async def _write(step: Mutating, request: Request, given: Any, record: OperationRecord) -> Payload:
    assert step.record is not None
    replay = Replay(step.name, getattr(given, "client_mutation_id", None) or "", _digest(given))
    async with request.store.writing(request.access, record.reason) as work:
        work.operation = record
        key = await replayed(work, replay)
        if key is None:
            row = await step.function(work, given)
            await work.session.flush()
            key = row.id
            work.operation = record.about(global_id(step.record.__name__, key))
            await remember(work, replay, key)
    await request.refresh()
    found = await request.loading.record(step.record, key)
    return step.payload(**{step.field: found})  # type: ignore[misc]


async def _refusal(
    step: Mutating, request: Request, given: Any, record: OperationRecord, error: ZhijianError
) -> Payload:
    await refused(request.store, request.access, record, error)
    return step.payload(
        user_errors=[UserError.of(error)],
        client_mutation_id=getattr(given, "client_mutation_id", None),
    )


def _operation(step: Mutating, request: Request, given: Any) -> OperationRecord:
    on = step.guard.on
    return OperationRecord(
        request_id=request.request_id,
        operation=step.name,
        action=str(step.guard.action),
        resource="" if on is None else request.view.base.ownership.resource(on),
        subject=None,
        reason=getattr(given, "reason", None) or "",
        ip=request.ip,
    )


def _digest(given: Any) -> str:
    parts = {
        f.name: repr(getattr(given, f.name))
        for f in fields(given)
        if f.name != "client_mutation_id" and not any(word in f.name for word in SECRET)
    }
    return hashlib.sha256(repr(sorted(parts.items())).encode()).hexdigest()


def _conflict(error: IntegrityError) -> Conflict:
    name = getattr(getattr(error.orig, "__cause__", None), "constraint_name", None)
    return Conflict(
        "与已有记录冲突（编号或名称已被使用），未作任何改动。",
        "It collides with an existing record (a number or name is taken); nothing was changed.",
        code="TAKEN",
        explain={"constraint": name or "unknown"},
    )
