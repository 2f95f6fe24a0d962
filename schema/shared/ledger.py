"""The ledger, to read: one's own acts for everybody, all of them for the audit officer."""

import datetime as dt

import strawberry
from strawberry.scalars import JSON

from core.audit import models as m
from core.audit.anchors import FILE
from core.audit.verify import verify
from core.extension import extend
from core.policy.vocabulary import Action
from schema.fields import by_id, column, connection, key
from schema.ids import Node
from schema.operations import mutation
from schema.payloads import MutationInput, Payload
from schema.request import Request
from schema.roots import Mutation, Query

strawberry.enum(m.Outcome, name="LedgerOutcome", description="结果\nWhat became of an operation.")


@strawberry.type(
    description="台账记录：谁、何时、从何处、对何事项、做了什么、结果如何；只增不改\n"
    "One operation: who, when, from where, on what, with which result. Never changed afterwards."
)
class LedgerEntry(Node):
    """One operation. Names and roles say what was true then; personal data occur as masks only."""

    id: strawberry.ID = key(m.LedgerEntry.id)
    at: dt.datetime = column(m.LedgerEntry.at, "时间\nWhen.", where=True)
    username: str = column(m.LedgerEntry.username, "用户名；公众为空\nWho.", where=True)
    roles: list[str] = column(m.LedgerEntry.roles, "当时的角色\nRoles held then.")
    tier: str = column(m.LedgerEntry.tier, "当时的层级\nTiers of the roles.")
    ip: str = column(m.LedgerEntry.ip, "网络地址\nFrom where.")
    operation: str = column(m.LedgerEntry.operation, "事项\nThe operation's name.", where=True)
    action: str = column(m.LedgerEntry.action, "操作\nThe action of the policy.", where=True)
    resource: str = column(m.LedgerEntry.resource, "资源\nOn what kind of thing.", where=True)
    subject: str | None = column(
        m.LedgerEntry.subject, "对象的全局标识\nGlobal id of the object.", where=True
    )
    outcome: m.Outcome = column(m.LedgerEntry.outcome, "结果\nWhat became of it.", where=True)
    code: str = column(m.LedgerEntry.code, "拒绝代码\nWhy it was refused.", where=True)
    reason: str = column(m.LedgerEntry.reason, "理由\nThe reason that was given.")
    changes: JSON = column(  # type: ignore[assignment]  # a list, but GraphQL only knows JSON
        m.LedgerEntry.changes, "改动前后\nRows before and after; personal data masked."
    )
    policy_version: int = column(m.LedgerEntry.policy_version, "策略版本\nThe policy then.")
    request_id: str = column(m.LedgerEntry.request_id, "请求编号\nThe request.", where=True)


@strawberry.input(description="查验台账的输入\nWhat `verifyLedger` takes.")
class VerifyLedgerInput(MutationInput):
    """Nothing of its own: the whole ledger is verified."""


@strawberry.type(description="查验台账的结果\nWhat `verifyLedger` gives.")
class VerifyLedgerPayload(Payload):
    """The report of the verifier."""

    intact: bool | None = strawberry.field(
        default=None, description="完好\nWhether nothing at all was found."
    )
    seals: int | None = strawberry.field(default=None, description="封存条数\nSeals looked at.")
    anchors: int | None = strawberry.field(default=None, description="锚定次数\nAnchors outside.")
    found: int | None = strawberry.field(default=None, description="问题数\nHow many findings.")
    findings: list[str] = strawberry.field(
        default_factory=list, description="问题，至多前一百处\nThe first hundred findings."
    )


@mutation(
    "查验台账：逐条核对封存与锚定\nVerify the whole ledger against its seals and anchors.",
    on=LedgerEntry,
    action=Action.VERIFY,
)
async def verify_ledger(
    request: Request,
    input: VerifyLedgerInput,  # noqa: ARG001  its type belongs to the schema
) -> VerifyLedgerPayload:
    """Recompute every seal. That somebody looked is itself an entry."""
    application = request.services
    anchors = application.settings.var_path / FILE
    report = await verify(application.endpoints.audit, anchors, application.clock)
    async with request.writing():
        pass
    return VerifyLedgerPayload(
        intact=report.intact,
        seals=report.seals,
        anchors=report.anchors,
        found=report.found,
        findings=[str(finding) for finding in report.findings[:100]],
    )


extensions = [
    extend(
        Query,
        ledger_entry=by_id(LedgerEntry, "一条台账记录\nOne entry of the ledger."),
        ledger_entries=connection(
            LedgerEntry,
            "台账，最近的在前\nThe ledger, newest first.",
            order_by=m.LedgerEntry.id.desc(),
        ),
    ),
    extend(Mutation, verify_ledger),
]
