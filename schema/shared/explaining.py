"""Why the policy answers as it does: for the person concerned, and for whoever reads the policy."""

from typing import Final

import strawberry
from strawberry.types.info import Info

from core.audit.ledger import OperationRecord, asked
from core.errors import InvalidInput
from core.extension import extend
from core.policy.access import Actor, Duty
from core.policy.asking import Decision, Explanation, Question, Standpoint
from core.policy.explain import explain as explained
from core.policy.vocabulary import Action
from core.policy.wording import THEY, Row
from schema.explaining.denials import POLICY_READ
from schema.explaining.looking import Looking
from schema.ids import global_id, key_of
from schema.operations import query
from schema.request import Request
from schema.roots import Query
from schema.shared.identity_types import Account

COST: Final = 100
"""Objects that one explanation counts for: each leaves an entry in the ledger."""
LONGEST: Final = 200
"""Characters of a word that is asked about; the domain has none longer."""

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


@strawberry.type(description="一句解释\nOne sentence of an explanation.")
class ToldSentence:
    """One sentence, and what it is about."""

    about: str = strawberry.field(description="所指\nWhat it is about.")
    text: str = strawberry.field(description="文字\nThe sentence.")


@strawberry.type(description="解释\nWhy the policy answers as it does.")
class PolicyExplanation:
    """The answer, in words and in rules."""

    decision: Decision = strawberry.field(description="结论\nHow it turned out.")
    policy_version: int = strawberry.field(description="策略版本\nThe policy that decided.")
    why: str = strawberry.field(description="原因\nWhy.")
    scope: str = strawberry.field(description="范围\nOn which rows, in words.")
    ask: str = strawberry.field(
        description="如何办理：岗位和机构，不含个人\nWhom to ask: posts and offices, no persons."
    )
    rule: str | None = strawberry.field(description="起作用的规则\nThe row that decided.")
    rule_id: strawberry.ID | None = strawberry.field(description="规则的标识\nIts global id.")
    rule_since: int | None = strawberry.field(
        description="规则自哪一版起生效\nThe version of the policy that added it."
    )
    origin: str | None = strawberry.field(
        description="规则来源：默认文件及行号，或修改人\n"
        "Where that row is from: a default file and line, or the officer who wrote it."
    )
    losing: list[LosingRule] = strawberry.field(description="其他规则\nRows that did not decide.")
    near: list[str] = strawberry.field(description="相近情形\nNear misses: who may do it.")
    told: list[ToldSentence] = strawberry.field(
        description="逐句解释，按阅读顺序\nThe whole explanation, sentence by sentence."
    )

    @classmethod
    def of(cls, found: Explanation, rule: tuple[int, int] | None) -> "PolicyExplanation":
        """The explanation as data; `rule`: key and first version of the winning row."""
        return cls(
            decision=found.decision,
            policy_version=found.policy,
            why=str(found.why),
            scope=str(found.scope),
            ask=str(found.ask),
            rule=None if found.winner is None else str(found.winner),
            rule_id=None if rule is None else strawberry.ID(global_id("PolicyRule", rule[0])),
            rule_since=None if rule is None else rule[1],
            origin=None if found.winner is None else found.winner.origin,
            losing=[
                LosingRule(rule=str(x.rule), origin=x.rule.origin, why=str(x.why))
                for x in found.losers
            ],
            near=[str(each) for each in found.near],
            told=[
                ToldSentence(about=about, text=str(each))
                for about, each in (
                    ("原因\nWhy", found.why),
                    ("范围\nRows", found.scope),
                    *(("若是这样\nNear miss", near) for near in found.near),
                    ("请谁办理\nWhom to ask", found.ask),
                )
            ],
        )


@strawberry.input(description="要解释的问题\nWhat `explain` is asked.")
class ExplainInput:
    """An action on a resource, perhaps on one field or one row; for officers, of somebody else."""

    resource: str = strawberry.field(description="资源\nSuch as `core:Enterprise`.")
    action: str = strawberry.field(default="read", description="操作\nThe action.")
    field: str | None = strawberry.field(default=None, description="字段\nOne field of it.")
    object_id: strawberry.ID | None = strawberry.field(
        default=None,
        description="记录：只解释提问人自己看得到的\nOne row: explained only if the asker sees it.",
    )
    role: str | None = strawberry.field(
        default=None, description="角色，三员可问\nAbout a role; for officers."
    )
    account_id: strawberry.ID | None = strawberry.field(
        default=None, description="账号，三员可问\nAbout another account; for officers."
    )


@query(
    "为什么可以或不可以；每次提问记入台账\n"
    "Why something is allowed, denied, masked or missing. Each question is kept in the ledger.",
    reads=None,
    open_because="speaks of the caller's own posts; of others only to officers",
)
async def explain(info: Info, input: ExplainInput) -> PolicyExplanation:
    """Explain one decision. Whether a row that the asker cannot see exists is never told."""
    request: Request = info.context
    _bounded(input)
    request.services.spend(request.access, request.ip, COST)
    await asked(request.store, request.access, _entry(request, input))
    looking = Looking(request)
    standpoint = await _standpoint(request, input)
    row = await _row(looking, input)
    question = Question(
        resource=input.resource,
        action=input.action,
        field=input.field,
        rules=looking.field_rules(input.resource, input.field),
        row=row,
        missing=input.object_id is not None and row is None,
    )
    known = await looking.known(standpoint, question)
    found = explained(standpoint, request.services.assembly.domain, question, known.words)
    rule = known.written.get(found.winner.row) if found.winner else None
    return PolicyExplanation.of(found, rule)


def _bounded(asked_about: ExplainInput) -> None:
    words = (asked_about.resource, asked_about.action, asked_about.field, asked_about.role)
    if any(word is not None and len(word) > LONGEST for word in words):
        raise InvalidInput("所问的词过长。", "A word of the question is too long.")


def _entry(request: Request, about: ExplainInput) -> OperationRecord:
    of = about.role or about.account_id
    return OperationRecord(
        request_id=request.request_id,
        operation="explain",
        action=about.action,
        resource=f"{about.resource}.{about.field}" if about.field else about.resource,
        subject=about.object_id,
        reason=f"about {of}" if of else "",
        ip=request.ip,
    )


async def _row(looking: Looking, about: ExplainInput) -> Row | None:
    if about.object_id is None:
        return None
    key = key_of(about.resource.partition(":")[2], about.object_id)
    return await looking.row(about.resource, key)


async def _standpoint(request: Request, about: ExplainInput) -> Standpoint:
    if about.role is None and about.account_id is None:
        knows = request.access.allows(*POLICY_READ)
        return Standpoint.of(request.access, knows=knows)
    request.access.require(*POLICY_READ)
    table = request.access.table
    if about.account_id is not None:
        key = key_of(Account, about.account_id)
        duties = await _duties(request, key)
        return Standpoint(table, duties, account_id=key, whose=THEY, knows=True)
    if about.role is None or about.role not in table.roles:
        raise InvalidInput(
            f"没有角色“{about.role}”。", f"There is no role {about.role}.", field="role"
        )
    return Standpoint.of_role(table, about.role)


async def _duties(request: Request, account_id: int) -> tuple[Duty, ...]:
    """What an account holds today, stand-ins and extra duties too; a closed one holds nothing."""
    request.access.require("core:Post", Action.READ)
    found: list[Actor] = await request.services.actors.of_accounts([account_id])
    return found[0].duties if found else ()


extensions = [extend(Query, explain)]
