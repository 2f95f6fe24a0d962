"""Why the policy answers as it does: for the person concerned, and for whoever reads the policy."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import strawberry
from sqlalchemy import ColumnElement, and_, or_, select
from strawberry.types.info import Info

from core.errors import InvalidInput
from core.extension import extend
from core.identity import models as m
from core.policy.access import Duty
from core.policy.explain import Decision, Explanation, Question, Standpoint
from core.policy.explain import explain as explained
from core.policy.vocabulary import Action
from core.policy.wording import Names
from core.register.models import Division, EnterpriseCard
from core.store.session import ACTION
from schema.ids import key_of
from schema.operations import query
from schema.request import Request
from schema.roots import Query
from schema.shared.identity_types import Account

strawberry.enum(
    Decision,
    name="PolicyDecision",
    description="结论：允许、禁止、脱敏、字段不可见、记录不可见\n"
    "Allowed, denied, masked, a field that is not shown, a row that is not shown.",
)


@strawberry.type(description="未起决定作用的规则\nA rule that spoke but did not decide.")
class LosingRule:
    """A losing rule and why it lost."""

    rule: str = strawberry.field(description="规则\nThe row.")
    origin: str = strawberry.field(description="来源\nWhere it is from.")
    why: str = strawberry.field(description="原因\nWhy it did not decide.")


@strawberry.type(description="解释\nWhy the policy answers as it does.")
class PolicyExplanation:
    """The answer, in words and in rules."""

    decision: Decision = strawberry.field(description="结论\nHow it turned out.")
    policy_version: int = strawberry.field(description="策略版本\nThe policy that decided.")
    why: str = strawberry.field(description="原因\nWhy.")
    scope: str = strawberry.field(description="范围\nOn which rows, in words.")
    ask: str = strawberry.field(description="如何办理\nWhom to ask for what.")
    rule: str | None = strawberry.field(description="起作用的规则\nThe row that decided.")
    origin: str | None = strawberry.field(description="规则来源\nWhere that row is from.")
    losing: list[LosingRule] = strawberry.field(description="其他规则\nRows that did not decide.")
    near: list[str] = strawberry.field(description="相近情形\nNear misses: who may do it.")

    @classmethod
    def of(cls, found: Explanation) -> "PolicyExplanation":
        """The explanation as data."""
        return cls(
            decision=found.decision,
            policy_version=found.policy,
            why=str(found.why),
            scope=str(found.scope),
            ask=str(found.ask),
            rule=None if found.winner is None else str(found.winner),
            origin=None if found.winner is None else found.winner.origin,
            losing=[
                LosingRule(rule=str(x.rule), origin=x.rule.origin, why=str(x.why))
                for x in found.losers
            ],
            near=[str(each) for each in found.near],
        )


@strawberry.input(description="要解释的问题\nWhat `explain` is asked.")
class ExplainInput:
    """An action on a resource, perhaps on one field or one row; for officers, of somebody else."""

    resource: str = strawberry.field(description="资源\nSuch as `core:Enterprise`.")
    action: str = strawberry.field(default="read", description="操作\nThe action.")
    field: str | None = strawberry.field(default=None, description="字段\nOne field of it.")
    object_id: strawberry.ID | None = strawberry.field(
        default=None, description="记录\nOne row, for the caller's own posts only."
    )
    role: str | None = strawberry.field(
        default=None, description="角色，三员可问\nAbout a role; for officers."
    )
    account_id: strawberry.ID | None = strawberry.field(
        default=None, description="账号，三员可问\nAbout another account; for officers."
    )


@query(
    "为什么可以或不可以\nWhy something is allowed, denied, masked or missing.",
    reads=None,
    open_because="speaks of the caller's own posts; of others only to officers",
)
async def explain(info: Info, input: ExplainInput) -> PolicyExplanation:
    """Explain one decision. Whether a row outside the scope exists is never told."""
    request: Request = info.context
    standpoint = await _standpoint(request, input)
    question = Question(
        resource=input.resource,
        action=input.action,
        field=input.field,
        row_in_scope=await _row_in_scope(request, input),
    )
    names = await _names(request, standpoint.duties)
    domain = request.services.assembly.domain
    return PolicyExplanation.of(explained(standpoint, domain, question, names))


async def _standpoint(request: Request, asked: ExplainInput) -> Standpoint:
    if asked.role is None and asked.account_id is None:
        return Standpoint.of(request.access)
    request.access.require("core:PolicyRule", Action.READ)
    if asked.object_id is not None:
        raise InvalidInput(
            "记录只对本人解释，不能与角色或账号同时查询。",
            "A row is explained to the person concerned, not together with a role or an account.",
            field="objectId",
        )
    table = request.access.table
    if asked.account_id is not None:
        return Standpoint(table, await _duties(request, key_of(Account, asked.account_id)))
    if asked.role is None or asked.role not in table.roles:
        raise InvalidInput(
            f"没有角色“{asked.role}”。", f"There is no role {asked.role}.", field="role"
        )
    return Standpoint.of_role(table, asked.role)


async def _duties(request: Request, account_id: int) -> tuple[Duty, ...]:
    """The posts of an account in force today, as far as the caller may read them."""
    held: Any = (
        select(m.Post.id, m.Post.role, m.Post.organisation_id, m.Post.enterprise_id)
        .where(m.Post.account_id == account_id, _in_force(m.Post, request.today))
        .order_by(m.Post.id)
    )
    posts = await request.loading.rows(held)
    with_divisions: Any = select(m.PostDivision.post_id, m.PostDivision.division_id).where(
        m.PostDivision.post_id.in_([post.id for post in posts]),
        _in_force(m.PostDivision, request.today),
    )
    attached = await request.loading.rows(with_divisions)
    return tuple(
        Duty(
            post.role,
            post.organisation_id,
            tuple(sorted(row.division_id for row in attached if row.post_id == post.id)),
            post.enterprise_id,
        )
        for post in posts
    )


def _in_force(dated: type[m.Post | m.PostDivision], day: dt.date) -> ColumnElement[bool]:
    return and_(dated.valid_from <= day, or_(dated.valid_to.is_(None), dated.valid_to > day))


async def _row_in_scope(request: Request, asked: ExplainInput) -> bool | None:
    """Whether the caller may act on the row. Absent and out of scope are one answer."""
    if asked.object_id is None:
        return None
    known = request.access.resources
    model = next((model for model, name in known.items() if name == asked.resource), None)
    if model is None:
        return False
    key = key_of(asked.resource.partition(":")[2], asked.object_id)
    statement = select(model.id).where(model.id == key)  # type: ignore[attr-defined]
    statement = statement.execution_options(**{ACTION: asked.action})
    return bool(await request.loading.rows(statement))


async def _names(request: Request, duties: Sequence[Duty]) -> Names:
    """The names of everything that the duties hold; labels that everybody may read."""
    wanted: dict[str, tuple[type, set[int]]] = {
        "divisions": (Division, {i for duty in duties for i in duty.divisions}),
        "enterprises": (EnterpriseCard, {d.enterprise_id for d in duties if d.enterprise_id}),
        "organisations": (m.Organisation, {d.organisation_id for d in duties}),
    }
    found: dict[str, dict[int, str]] = {}
    for kind, (model, ids) in wanted.items():
        statement = select(model.id, model.name).where(model.id.in_(ids))  # type: ignore[attr-defined]
        found[kind] = {row[0]: row[1] for row in await request.loading.rows(statement)}
    return lambda kind, ids: [found[kind][i] for i in ids if i in found[kind]]


extensions = [extend(Query, explain)]
