"""A signed draft comes into force at its time: a job, in the signer's name, checked again then."""

import datetime as dt
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from core.audit import ledger
from core.audit.ledger import OperationRecord
from core.declarations import Job
from core.errors import Denied, PolicyError, Unavailable, ZhijianError
from core.jobs.context import JobContext
from core.jobs.queue import enqueue
from core.policy.access import ANONYMOUS, Access
from core.policy.drafts import DraftState, PolicyDraft
from core.store.unit import UnitOfWork
from core.workbench.signing import activate_signed


async def schedule(work: UnitOfWork, draft: PolicyDraft) -> None:
    """Leave the job behind that puts a scheduled draft into force."""
    at = draft.activate_at
    assert at is not None, "a scheduled draft has its time"  # noqa: S101
    payload = {"draft": draft.id, "at": at.isoformat()}
    await enqueue(work, ACTIVATE, payload, lock="policy", at=at)


async def _activate(context: JobContext, payload: Any) -> None:
    """Raises Unavailable when it is early by this clock: the queue tries again."""
    draft = await context.session.get(PolicyDraft, payload["draft"])
    if draft is None or not _is_meant(draft, payload["at"]):
        return
    if context.clock.now() < dt.datetime.fromisoformat(payload["at"]):
        raise Unavailable("尚未到生效时间。", "It is not yet time.")
    services = context.services
    operation = OperationRecord(
        request_id=f"job:{context.id}",
        operation="activatePolicy",
        action="sign",
        resource="core:PolicyDraft",
        reason=draft.reason,
    )
    signer = await _signer(services, draft)
    try:
        table, topic = await _put_in_force(services, signer, draft.id, operation)
    except (PolicyError, Denied) as error:
        await ledger.refused(services.store, signer, operation, error)
        await _give_back(context.session, draft, error)
    else:
        await services.activate(table, topic)


def _is_meant(draft: PolicyDraft, at: str) -> bool:
    """Whether this job is the one of the draft's present signature."""
    planned = draft.activate_at
    return draft.state is DraftState.SCHEDULED and planned == dt.datetime.fromisoformat(at)


async def _signer(services: Any, draft: PolicyDraft) -> Access:
    """The officer who signed, with the rights of today; nobody's, where the account is closed."""
    found = await services.actors.of_accounts([draft.signed_by])
    return services.access_of(found[0] if found else ANONYMOUS)  # type: ignore[no-any-return]


async def _put_in_force(
    services: Any, signer: Access, draft_id: int, operation: OperationRecord
) -> tuple[Any, int]:
    async with services.store.writing(signer, operation.reason) as work:
        work.operation = operation
        return await activate_signed(work, services.workbench, draft_id)


async def _give_back(session: AsyncSession, draft: PolicyDraft, error: ZhijianError) -> None:
    """The signature is void; somebody has to look at the draft again."""
    problems = error.problems[:3] if isinstance(error, PolicyError) else [str(error)]
    draft.state = DraftState.DRAFT
    draft.signed_by = draft.signer = draft.signed_at = draft.activate_at = None
    draft.closing_reason = "\n".join(["到时未能生效。 Not put into force at its time.", *problems])
    draft.faults = max(draft.faults, len(problems) if isinstance(error, PolicyError) else 0)
    draft.version += 1
    await session.flush()


ACTIVATE: Final = Job(name="core.activate_policy", run=_activate)
"""Put a signed draft into force at its time."""
