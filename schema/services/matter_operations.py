"""What may be done to any matter: thin, the rules are in core/procedures."""

import strawberry
from strawberry.types.info import Info

from core.extension import extend
from core.policy.vocabulary import Action
from core.procedures import acts, colleagues
from core.procedures import models as m
from core.procedures.acts import Asked
from core.store.unit import UnitOfWork
from schema.ids import global_id, key_of
from schema.operations import mutation, query
from schema.payloads import ChangeInput
from schema.request import Request
from schema.roots import Mutation, Query
from schema.services.matters import Matter
from schema.shared.identity_types import Account, Organisation
from schema.shared.register import Division


@strawberry.input(description="办理事项的输入\nWhich matter.")
class MatterInput(ChangeInput):
    """Base of the inputs: which matter, as it was read."""

    id: strawberry.ID = strawberry.field(description="事项\nThe matter.")

    def asked(self) -> Asked:
        """For the service."""
        return Asked(matter_id=key_of(Matter, self.id), expected_version=self.expected_version)


@strawberry.input(description="退回的输入，须写明理由\nWhat `returnMatter` takes.")
class ReturnMatterInput(MatterInput):
    """What `returnMatter` takes."""

    to: str | None = strawberry.field(
        default=None, description="退回到的环节，默认上一可退环节\nThe earlier step."
    )


@strawberry.input(description="要求补正的输入，须写明缺什么\nWhat `requestSupplement` takes.")
class RequestSupplementInput(MatterInput):
    """What `requestSupplement` takes."""


@strawberry.input(description="补正的输入，须写明补了什么\nWhat `supplementMatter` takes.")
class SupplementMatterInput(MatterInput):
    """What `supplementMatter` takes."""


@strawberry.input(description="转办的输入，须写明理由\nWhat `transferMatter` takes.")
class TransferMatterInput(MatterInput):
    """What `transferMatter` takes."""

    town_id: strawberry.ID = strawberry.field(description="转往的镇街\nThe town it belongs to.")


@strawberry.input(description="交办的输入\nWhat `delegateMatter` takes.")
class DelegateMatterInput(MatterInput):
    """What `delegateMatter` takes."""

    account_id: strawberry.ID = strawberry.field(description="同事\nThe colleague.")


@strawberry.input(description="催办的输入\nWhat `urgeMatter` takes.")
class UrgeMatterInput(MatterInput):
    """What `urgeMatter` takes."""


@strawberry.input(description="撤回的输入，须写明理由\nWhat `withdrawMatter` takes.")
class WithdrawMatterInput(MatterInput):
    """What `withdrawMatter` takes."""


@strawberry.input(description="抄送的输入\nWhat `copyMatter` takes.")
class CopyMatterInput(MatterInput):
    """What `copyMatter` takes."""

    organisation_ids: list[strawberry.ID] = strawberry.field(
        description="抄送单位\nWho may follow it from now on."
    )


@strawberry.input(description="中止计时的输入，须写明理由\nWhat `pauseMatter` takes.")
class PauseMatterInput(MatterInput):
    """What `pauseMatter` takes."""

    kind: str = strawberry.field(description="法定事由\nOne that the step's law excludes.")


@strawberry.input(description="恢复计时的输入\nWhat `resumeMatter` takes.")
class ResumeMatterInput(MatterInput):
    """What `resumeMatter` takes."""


@strawberry.input(description="延长期限的输入，须写明理由\nWhat `extendMatter` takes.")
class ExtendMatterInput(MatterInput):
    """What `extendMatter` takes."""


@mutation("退回\nReturn a matter to an earlier step.", on=Matter, action=Action.UPDATE)
async def return_matter(work: UnitOfWork, input: ReturnMatterInput) -> m.Matter:
    """Return a matter to an earlier step."""
    return await acts.send_back(work, input.asked(), input.to)


@mutation("要求补正\nAsk for what is missing; the clock stands.", on=Matter, action=Action.UPDATE)
async def request_supplement(work: UnitOfWork, input: RequestSupplementInput) -> m.Matter:
    """Ask for what is missing; the clock stands."""
    return await acts.request_supplement(work, input.asked())


@mutation("补正\nHand in what was missing; the clock runs.", on=Matter, action=Action.SUBMIT)
async def supplement_matter(work: UnitOfWork, input: SupplementMatterInput) -> m.Matter:
    """Hand in what was missing; the clock runs."""
    return await acts.supplement(work, input.asked())


@mutation("转办\nHand a matter to the town that it belongs to.", on=Matter, action=Action.UPDATE)
async def transfer_matter(work: UnitOfWork, input: TransferMatterInput) -> m.Matter:
    """Hand a matter to the town that it belongs to."""
    return await acts.transfer(work, input.asked(), key_of(Division, input.town_id))


@mutation("交办\nHand the step to one colleague.", on=Matter, action=Action.UPDATE)
async def delegate_matter(
    work: UnitOfWork, request: Request, input: DelegateMatterInput
) -> m.Matter:
    """Hand the step to one colleague."""
    account = key_of(Account, input.account_id)
    asked = input.asked()
    async with request.store.system() as session:
        await colleagues.require_colleague(session, work.access, account)
    return await acts.delegate(work, asked, account)


@mutation("催办\nRemind whoever has it in hand.", on=Matter, action=Action.SUBMIT)
async def urge_matter(work: UnitOfWork, input: UrgeMatterInput) -> m.Matter:
    """Remind whoever has it in hand."""
    return await acts.urge(work, input.asked())


@mutation("撤回\nTake back a matter that one has opened.", on=Matter, action=Action.WITHDRAW)
async def withdraw_matter(work: UnitOfWork, input: WithdrawMatterInput) -> m.Matter:
    """Take back a matter that one has opened."""
    return await acts.withdraw(work, input.asked())


@mutation("抄送\nLet other organisations follow a matter.", on=Matter, action=Action.UPDATE)
async def copy_matter(work: UnitOfWork, input: CopyMatterInput) -> m.Matter:
    """Let other organisations follow a matter."""
    keys = [key_of(Organisation, each) for each in input.organisation_ids]
    return await acts.copy_to(work, input.asked(), keys)


@mutation("中止计时\nStop the clock for a lawful reason.", on=Matter, action=Action.UPDATE)
async def pause_matter(work: UnitOfWork, input: PauseMatterInput) -> m.Matter:
    """Stop the clock for a lawful reason."""
    return await acts.pause(work, input.asked(), input.kind)


@mutation("恢复计时\nLet the clock run again.", on=Matter, action=Action.UPDATE)
async def resume_matter(work: UnitOfWork, input: ResumeMatterInput) -> m.Matter:
    """Let the clock run again."""
    return await acts.resume(work, input.asked())


@mutation("延长期限\nExtend the limit once.", on=Matter, action=Action.UPDATE)
async def extend_matter(work: UnitOfWork, input: ExtendMatterInput) -> m.Matter:
    """Extend the limit once."""
    return await acts.extend(work, input.asked())


@strawberry.type(description="可交办的同事\nA colleague to whom a step may be handed.")
class MatterColleague:
    """A person of the caller's own organisation who holds the same post."""

    account_id: strawberry.ID = strawberry.field(description="账号\nFor `delegateMatter`.")
    name: str = strawberry.field(description="姓名\nName.")
    role: str = strawberry.field(description="角色\nThe post.")


@query("可交办的同事，本单位同岗，不分页\nWho may be handed a step by the caller.", reads=Matter)
async def matter_colleagues(info: Info) -> list[MatterColleague]:
    """People of the caller's own organisations only: bounded by their size."""
    request: Request = info.context
    async with request.store.system() as session:
        found = await colleagues.colleagues_of(session, request.access)
    return [
        MatterColleague(
            account_id=strawberry.ID(global_id(Account.__name__, each.account_id)),
            name=each.name,
            role=each.role,
        )
        for each in found
    ]


extensions = [
    extend(Query, matter_colleagues),
    extend(
        Mutation,
        return_matter,
        request_supplement,
        supplement_matter,
        transfer_matter,
        delegate_matter,
        urge_matter,
        withdraw_matter,
        copy_matter,
        pause_matter,
        resume_matter,
        extend_matter,
    ),
]
