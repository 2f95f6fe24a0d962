"""Editing the policy: a change is a draft; a second officer's signature puts it in force."""

import datetime as dt
from typing import Any

import strawberry
from sqlalchemy import select

from core.errors import InvalidInput, NotFound
from core.extension import extend
from core.policy import drafts as m
from core.policy.models import PolicyRule as StoredRule
from core.policy.rules import Rule
from core.policy.vocabulary import Action
from core.store.unit import UnitOfWork
from core.workbench import proposing
from core.workbench.proposing import Wanted
from core.workbench.scheduled import schedule
from core.workbench.signing import Activated, sign
from schema.ids import key_of
from schema.operations import mutation
from schema.payloads import MutationInput, Payload
from schema.request import Request
from schema.roots import Mutation
from schema.running import name_subject
from schema.shared.policy_types import (
    ACTION,
    EFFECT,
    ROWS,
    WHAT,
    WHO,
    PolicyRule,
    PolicyVersion,
)
from schema.workbench.drafts import PolicyDraft

DRAFT = "草案\nThe draft."
INTO = "加入自己的这份草案；不填则另立一份\nThe draft of yours to add to; without it, a new one."


@strawberry.input(description="一条规则\nThe five words of a row.")
class PolicyRowInput:
    """The five words of a row."""

    role: str = strawberry.field(description=WHO)
    resource: str = strawberry.field(description=WHAT)
    action: str = strawberry.field(description=ACTION)
    scope: str = strawberry.field(description=ROWS)
    effect: str = strawberry.field(description=EFFECT)

    def rule(self) -> Rule:
        """The row as a value."""
        return Rule(self.role, self.resource, self.action, self.scope, self.effect)


@strawberry.input(
    description="一处改动：只填 remove 为移除，只填 add 为增加，都填为替换\n"
    "One change: `remove`, `add`, or both to replace."
)
class PolicyChangeInput:
    """A removal, an addition, or a replacement."""

    add: PolicyRowInput | None = strawberry.field(
        default=None, description="增加的规则\nThe row to put in."
    )
    remove: PolicyRowInput | None = strawberry.field(
        default=None, description="移除的规则\nThe row to take out."
    )


@strawberry.input(description="提出改动的输入\nWhat `proposePolicy` takes.")
class ProposePolicyInput(MutationInput):
    """Changes; `reason` must be given for a new draft."""

    changes: list[PolicyChangeInput] = strawberry.field(description="改动\nWhat to change.")
    draft_id: strawberry.ID | None = strawberry.field(default=None, description=INTO)


@strawberry.input(description="提议增加规则的输入\nWhat `addPolicyRule` takes.")
class AddPolicyRuleInput(MutationInput):
    """The five words of a row; `reason` must be given for a new draft."""

    role: str = strawberry.field(description=WHO)
    resource: str = strawberry.field(description=WHAT)
    action: str = strawberry.field(description=ACTION)
    scope: str = strawberry.field(description=ROWS)
    effect: str = strawberry.field(description=EFFECT)
    draft_id: strawberry.ID | None = strawberry.field(default=None, description=INTO)


@strawberry.input(description="提议移除规则的输入\nWhat `removePolicyRule` takes.")
class RemovePolicyRuleInput(MutationInput):
    """Which row; `reason` must be given for a new draft."""

    id: strawberry.ID = strawberry.field(description="规则\nThe row.")
    draft_id: strawberry.ID | None = strawberry.field(default=None, description=INTO)


@strawberry.input(description="提议恢复旧版的输入\nWhat `rollBackPolicy` takes.")
class RollBackPolicyInput(MutationInput):
    """Which version; `reason` must be given."""

    number: int = strawberry.field(description="要恢复的版本号\nThe version to bring back.")


@strawberry.input(description="签署草案的输入\nWhat `signPolicy` takes.")
class SignPolicyInput(MutationInput):
    """Which draft, and when it is to come into force."""

    id: strawberry.ID = strawberry.field(description=DRAFT)
    at: dt.datetime | None = strawberry.field(
        default=None, description="何时生效；不填则立即\nWhen it comes into force; null: now."
    )


@strawberry.type(description="签署的结果\nWhat `signPolicy` gives.")
class SignPolicyPayload(Payload):
    """The draft, and the version that it became, unless its time is still to come."""

    policy_draft: PolicyDraft | None = strawberry.field(default=None, description=DRAFT)
    policy_version: PolicyVersion | None = strawberry.field(
        default=None, description="生效的版本\nThe version now in force."
    )


@strawberry.input(description="更新草案的输入\nWhat `rebasePolicy` takes.")
class RebasePolicyInput(MutationInput):
    """Which draft."""

    id: strawberry.ID = strawberry.field(description=DRAFT)


@strawberry.input(description="驳回草案的输入\nWhat `rejectPolicy` takes.")
class RejectPolicyInput(MutationInput):
    """Which draft; `reason` must be given."""

    id: strawberry.ID = strawberry.field(description=DRAFT)


@strawberry.input(description="撤回草案的输入\nWhat `withdrawPolicy` takes.")
class WithdrawPolicyInput(MutationInput):
    """Which draft; `reason` must be given."""

    id: strawberry.ID = strawberry.field(description=DRAFT)


@mutation(
    "提出策略改动，立即检查，签署后生效\n"
    "Propose changes: checked at once, in force once another officer has signed.",
    on=PolicyDraft,
    action=Action.CREATE,
)
async def propose_policy(
    work: UnitOfWork, request: Request, input: ProposePolicyInput
) -> m.PolicyDraft:
    """Propose changes, or add them to one's own draft."""
    wanted: list[Wanted] = []
    for change in input.changes:
        wanted += [(m.ChangeKind.REMOVE, change.remove.rule())] if change.remove else []
        wanted += [(m.ChangeKind.ADD, change.add.rule())] if change.add else []
    return await _proposed(work, request, input, wanted)


@mutation("提议增加一条规则\nPropose to put in one row.", on=PolicyDraft, action=Action.CREATE)
async def add_policy_rule(
    work: UnitOfWork, request: Request, input: AddPolicyRuleInput
) -> m.PolicyDraft:
    """Propose one more row."""
    rule = Rule(input.role, input.resource, input.action, input.scope, input.effect)
    return await _proposed(work, request, input, [(m.ChangeKind.ADD, rule)])


@mutation("提议移除一条规则\nPropose to take out one row.", on=PolicyDraft, action=Action.CREATE)
async def remove_policy_rule(
    work: UnitOfWork, request: Request, input: RemovePolicyRuleInput
) -> m.PolicyDraft:
    """Propose one row less."""
    rule = await _rule_in_force(work, key_of(PolicyRule, input.id))
    return await _proposed(work, request, input, [(m.ChangeKind.REMOVE, rule)])


@mutation(
    "提议恢复早先的版本\nPropose the rows of an earlier version.",
    on=PolicyDraft,
    action=Action.CREATE,
)
async def roll_back_policy(
    work: UnitOfWork, request: Request, input: RollBackPolicyInput
) -> m.PolicyDraft:
    """Propose the rows of an earlier version."""
    bench, reason = request.services.workbench, input.reason or ""
    return await proposing.roll_back(work, bench, input.number, reason)


@mutation(
    "把过时的草案更新到现行版本\nPut an outdated draft on top of the version in force.",
    on=PolicyDraft,
    action=Action.CREATE,
)
async def rebase_policy(
    work: UnitOfWork, request: Request, input: RebasePolicyInput
) -> m.PolicyDraft:
    """Put an outdated draft on top of the version in force; it is checked anew."""
    key = key_of(PolicyDraft, input.id)
    return await proposing.rebase(work, request.services.workbench, key)


@mutation(
    "驳回草案，须写明理由\nReject a draft; give the reason.", on=PolicyDraft, action=Action.DECIDE
)
async def reject_policy(work: UnitOfWork, input: RejectPolicyInput) -> m.PolicyDraft:
    """Reject a draft."""
    key = key_of(PolicyDraft, input.id)
    return await proposing.close(work, key, m.DraftState.REJECTED, input.reason or "")


@mutation(
    "撤回自己的草案，须写明理由\nTake back a draft of one's own; give the reason.",
    on=PolicyDraft,
    action=Action.WITHDRAW,
)
async def withdraw_policy(work: UnitOfWork, input: WithdrawPolicyInput) -> m.PolicyDraft:
    """Take back a draft of one's own."""
    key = key_of(PolicyDraft, input.id)
    return await proposing.close(work, key, m.DraftState.WITHDRAWN, input.reason or "")


@mutation(
    "签署他人的草案：立即或定时生效\nSign somebody else's draft: in force at once, or at a time.",
    on=PolicyDraft,
    action=Action.SIGN,
)
async def sign_policy(request: Request, input: SignPolicyInput) -> SignPolicyPayload:
    """Sign a draft."""
    key = key_of(PolicyDraft, input.id)
    activated: Activated | None
    async with request.writing() as work:
        name_subject(work, PolicyDraft, key)
        activated = await sign(work, request.services.workbench, key, input.at)
        if activated is None:
            await schedule(work, await m.draft_of(work.session, key))
    version = None
    if activated is not None:
        table, topic = activated
        await request.services.activate(table, topic)
        version = await request.loading.record(PolicyVersion, table.version)
    draft = await request.loading.record(PolicyDraft, key)
    return SignPolicyPayload(policy_draft=draft, policy_version=version)


async def _proposed(
    work: UnitOfWork, request: Request, input: Any, wanted: list[Wanted]
) -> m.PolicyDraft:
    bench = request.services.workbench
    if input.draft_id is not None:
        key = key_of(PolicyDraft, input.draft_id)
        return await proposing.amend(work, bench, key, wanted)
    return await proposing.propose(work, bench, wanted, input.reason or "")


async def _rule_in_force(work: UnitOfWork, key: int) -> Rule:
    found = await work.session.scalars(select(StoredRule).where(StoredRule.id == key))
    row = found.one_or_none()
    if row is None:
        raise NotFound(field="id")
    if row.removed_in is not None:
        raise InvalidInput("该规则已经移除。", "The row is no longer in force.", field="id")
    return row.as_rule()


extensions = [
    extend(
        Mutation,
        propose_policy,
        add_policy_rule,
        remove_policy_rule,
        roll_back_policy,
        rebase_policy,
        reject_policy,
        withdraw_policy,
        sign_policy,
    )
]
