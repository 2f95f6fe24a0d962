"""Editing the policy: an edit is checked as a whole, stored with its reason, in force at once."""

from collections.abc import Awaitable, Callable
from typing import Any

import strawberry
from sqlalchemy import select

from core.errors import InvalidInput, NotFound
from core.extension import extend
from core.policy import models as m
from core.policy import service
from core.policy.rules import DecisionTable, Rule
from core.policy.stored import rows_in_force
from core.policy.vocabulary import Action
from core.store.freshness import bump
from core.store.unit import UnitOfWork
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
    PolicyProposal,
    PolicyRule,
    PolicyVersion,
)

POLICY = "policy"
"""The freshness topic under which all workers follow."""
NOW = "现行版本\nThe version in force now."

Edit = Callable[[UnitOfWork], Awaitable[DecisionTable]]


@strawberry.input(description="增加规则的输入\nWhat `addPolicyRule` takes.")
class AddPolicyRuleInput(MutationInput):
    """The five words of a row; `reason` must be given."""

    role: str = strawberry.field(description=WHO)
    resource: str = strawberry.field(description=WHAT)
    action: str = strawberry.field(description=ACTION)
    scope: str = strawberry.field(description=ROWS)
    effect: str = strawberry.field(description=EFFECT)


@strawberry.type(description="增加规则的结果\nWhat `addPolicyRule` gives.")
class AddPolicyRulePayload(Payload):
    """The new row and the new version."""

    policy_rule: PolicyRule | None = strawberry.field(default=None, description="规则\nThe row.")
    policy_version: PolicyVersion | None = strawberry.field(default=None, description=NOW)


@strawberry.input(description="移除规则的输入\nWhat `removePolicyRule` takes.")
class RemovePolicyRuleInput(MutationInput):
    """Which row; `reason` must be given."""

    id: strawberry.ID = strawberry.field(description="规则\nThe row.")


@strawberry.type(description="移除规则的结果\nWhat `removePolicyRule` gives.")
class RemovePolicyRulePayload(Payload):
    """The former row and the new version."""

    policy_rule: PolicyRule | None = strawberry.field(default=None, description="规则\nThe row.")
    policy_version: PolicyVersion | None = strawberry.field(default=None, description=NOW)


@strawberry.input(description="恢复策略的输入\nWhat `rollBackPolicy` takes.")
class RollBackPolicyInput(MutationInput):
    """Which version; `reason` must be given."""

    number: int = strawberry.field(description="要恢复的版本号\nThe version to bring back.")


@strawberry.type(description="恢复策略的结果\nWhat `rollBackPolicy` gives.")
class RollBackPolicyPayload(Payload):
    """The new version, with the old rows."""

    policy_version: PolicyVersion | None = strawberry.field(default=None, description=NOW)


@strawberry.input(description="采纳建议的输入\nWhat `acceptPolicyProposal` takes.")
class AcceptPolicyProposalInput(MutationInput):
    """Which proposal; `reason` must be given."""

    id: strawberry.ID = strawberry.field(description="建议\nThe proposal.")


@strawberry.type(description="采纳建议的结果\nWhat `acceptPolicyProposal` gives.")
class AcceptPolicyProposalPayload(Payload):
    """The decided proposal and the new version."""

    policy_proposal: PolicyProposal | None = strawberry.field(
        default=None, description="建议\nThe proposal."
    )
    policy_version: PolicyVersion | None = strawberry.field(default=None, description=NOW)


@strawberry.input(description="搁置建议的输入\nWhat `dismissPolicyProposal` takes.")
class DismissPolicyProposalInput(MutationInput):
    """Which proposal."""

    id: strawberry.ID = strawberry.field(description="建议\nThe proposal.")


@mutation(
    "增加一条规则，须写明理由\nPut one row into force; give the reason.",
    on=PolicyRule,
    action=Action.CREATE,
)
async def add_policy_rule(request: Request, input: AddPolicyRuleInput) -> AddPolicyRulePayload:
    """Put one row into force."""
    rule = Rule(input.role, input.resource, input.action, input.scope, input.effect)
    held: list[int] = []

    async def edit(work: UnitOfWork) -> DecisionTable:
        table = await service.add_rule(work, request.services.admission, rule, input.reason or "")
        row = next(
            row for row in await rows_in_force(work.session) if row.as_rule().row == rule.row
        )
        name_subject(work, PolicyRule, row.id)
        held.append(row.id)
        return table

    version = await _edited(request, edit)
    record = await request.loading.record(PolicyRule, held[0])
    return AddPolicyRulePayload(policy_rule=record, policy_version=version)


@mutation(
    "移除一条规则，须写明理由\nTake one row out of force; give the reason.",
    on=PolicyRule,
    action=Action.UPDATE,
)
async def remove_policy_rule(
    request: Request, input: RemovePolicyRuleInput
) -> RemovePolicyRulePayload:
    """Take one row out of force; it stays in the history."""
    key = key_of(PolicyRule, input.id)

    async def edit(work: UnitOfWork) -> DecisionTable:
        name_subject(work, PolicyRule, key)
        rule = await _rule_in_force(work, key)
        admission, reason = request.services.admission, input.reason or ""
        return await service.remove_rule(work, admission, rule, reason)

    version = await _edited(request, edit)
    record = await request.loading.record(PolicyRule, key)
    return RemovePolicyRulePayload(policy_rule=record, policy_version=version)


@mutation(
    "恢复早先的版本，须写明理由\nBring back an earlier version; give the reason.",
    on=PolicyVersion,
    action=Action.CREATE,
)
async def roll_back_policy(request: Request, input: RollBackPolicyInput) -> RollBackPolicyPayload:
    """Bring back the rows of an earlier version, as a new version."""

    async def edit(work: UnitOfWork) -> DecisionTable:
        admission, reason = request.services.admission, input.reason or ""
        return await service.rollback(work, admission, input.number, reason)

    return RollBackPolicyPayload(policy_version=await _edited(request, edit))


@mutation(
    "采纳待定建议，须写明理由\nPut a proposed default into force; give the reason.",
    on=PolicyProposal,
    action=Action.DECIDE,
)
async def accept_policy_proposal(
    request: Request, input: AcceptPolicyProposalInput
) -> AcceptPolicyProposalPayload:
    """Put a proposed default into force."""
    key = key_of(PolicyProposal, input.id)

    async def edit(work: UnitOfWork) -> DecisionTable:
        name_subject(work, PolicyProposal, key)
        admission, reason = request.services.admission, input.reason or ""
        return await service.accept_proposal(work, admission, key, reason)

    version = await _edited(request, edit)
    record = await request.loading.record(PolicyProposal, key)
    return AcceptPolicyProposalPayload(policy_proposal=record, policy_version=version)


@mutation(
    "搁置待定建议\nLeave a proposed default out for good.",
    on=PolicyProposal,
    action=Action.DECIDE,
)
async def dismiss_policy_proposal(
    work: UnitOfWork, input: DismissPolicyProposalInput
) -> m.PolicyProposal:
    """Leave a proposed default out for good."""
    return await service.dismiss_proposal(work, key_of(PolicyProposal, input.id))


async def _rule_in_force(work: UnitOfWork, key: int) -> Rule:
    # Not locked here: the service first waits for its turn, and looks again.
    found = await work.session.scalars(select(m.PolicyRule).where(m.PolicyRule.id == key))
    row = found.one_or_none()
    if row is None:
        raise NotFound(field="id")
    if row.removed_in is not None:
        raise InvalidInput("该规则已经移除。", "The row is no longer in force.", field="id")
    return row.as_rule()


async def _edited(request: Request, edit: Edit) -> Any:
    """Do an edit in one transaction, put its table in force, and give the version's record."""
    async with request.writing() as work:
        table = await edit(work)
        topic = await bump(work.session, POLICY)
    await request.services.activate(table, topic)
    return await request.loading.record(PolicyVersion, table.version)


extensions = [
    extend(
        Mutation,
        add_policy_rule,
        remove_policy_rule,
        roll_back_policy,
        accept_policy_proposal,
        dismiss_policy_proposal,
    )
]
