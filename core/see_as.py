"""The header `Zhijian-See-As`: a query under the rights of a post, for an officer who may look.

Every use is an entry of the ledger, written before anything is read. The choice and the officer's
own right are checked with every request; whoever lacks the right gets an entry too, and nothing
else.
"""

from dataclasses import replace

from core.app import Application
from core.audit.ledger import OperationRecord, read_protected, refused
from core.errors import Unauthenticated, ZhijianError
from core.gateway.http import document_id
from core.policy.access import Access
from core.policy.vocabulary import Action
from schema.execution import Answer, Ask, refusal
from schema.shared.see_as import RESOURCE, Standing, placed


async def answer_as(application: Application, ask: Ask, header: str) -> Answer:
    """The answer to a query under the rights that the header names, or why not."""
    try:
        access = await _entered(application, ask, header)
    except ZhijianError as error:
        return refusal(error, ask.request_id)
    return await application.answer(_under(ask, access))


async def _entered(application: Application, ask: Ask, header: str) -> Access:
    officer, store = ask.access, application.store
    if officer.actor.account_id is None:
        raise Unauthenticated
    record = _record(ask, header)
    try:
        officer.require(RESOURCE, Action.READ)
        stand = await placed(store, officer, Standing.parse(header))
        access = await application.seen_as(officer, stand)
    except ZhijianError as error:
        await refused(store, officer, record, error)
        raise
    told = f"{stand.role}；{stand.words}".rstrip("；")
    # the document by its hash: what somebody types into it may be personal
    asked = ask.operation_name or document_id(ask.text)
    await read_protected(store, officer, _record(ask, f"{told}｜{asked}"))
    return access


def _record(ask: Ask, reason: str) -> OperationRecord:
    return OperationRecord(
        request_id=ask.request_id,
        operation="seeAs",
        action=Action.READ,
        resource=RESOURCE,
        reason=reason,
        ip=ask.ip,
    )


def _under(ask: Ask, access: Access) -> Ask:
    return replace(ask, access=access, token=None)
