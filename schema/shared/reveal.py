"""One personal value in clear: with a rule, a purpose and a reason, first written down."""

from dataclasses import replace
from typing import Any

import strawberry
from sqlalchemy import inspect, select

from core.audit import purposes as m
from core.audit.models import Outcome
from core.errors import Denied, InvalidInput, NotFound
from core.extension import extend
from core.policy.vocabulary import Action, Effect
from core.store.unit import UnitOfWork
from schema.fields import DataField, column, connection, key
from schema.ids import Node, key_of, parse_id
from schema.operations import mutation
from schema.payloads import MutationInput, Payload
from schema.request import Request
from schema.roots import Mutation, Query
from schema.sources import Value

RESOURCE = "core:Reveal"
SHORTEST = 4
"""Characters of a reason: more than a dash."""


@strawberry.type(description="查看明文的目的\nA purpose for which a value may be revealed.")
class RevealPurpose(Node):
    """One accepted purpose."""

    id: strawberry.ID = key(m.RevealPurpose.id)
    code: str = column(m.RevealPurpose.code, "代码\nIts code.", where=True)
    chinese: str = column(m.RevealPurpose.chinese, "中文名称\nIts name in Chinese.")
    english: str = column(m.RevealPurpose.english, "英文名称\nIts name in English.")
    legal_basis: str = column(m.RevealPurpose.legal_basis, "法律依据\nLegal basis.")


@strawberry.input(description="查看明文的输入\nWhat `reveal` takes.")
class RevealInput(MutationInput):
    """Which value, and for which purpose; `reason` must say in words what for."""

    id: strawberry.ID = strawberry.field(description="记录\nThe record.")
    field: str = strawberry.field(description="字段，如 phone\nWhich field of it, such as phone.")
    purpose_id: strawberry.ID = strawberry.field(description="目的\nThe purpose.")


@strawberry.type(description="查看明文的结果\nWhat `reveal` gives.")
class RevealPayload(Payload):
    """The value, once; the same `clientMutationId` does not show it again."""

    value: str | None = strawberry.field(default=None, description="明文\nThe value in clear.")


@mutation(
    "查看一项个人信息的明文，须有规则许可并写明目的，先记台账再显示\n"
    "Show one personal value in clear: with a rule, a purpose and a reason; first written down.",
    on=RESOURCE,
    action=Action.REVEAL,
)
async def reveal(request: Request, input: RevealInput) -> RevealPayload:
    """One value in clear; its entry in the ledger is committed before it is opened."""
    reason = (input.reason or "").strip()
    if len(reason) < SHORTEST:
        raise InvalidInput(
            "请写明查看的具体事由。", "Say in words what it is needed for.", field="reason"
        )
    record, value = _personal(request, input)
    if await request.shown(record, key_of(record, input.id)) is None:
        raise NotFound(field="id")
    resource = _allowed(request, record, input.field)
    async with request.writing() as work:
        purpose = await _purpose(work, key_of(RevealPurpose, input.purpose_id))
        sealed = await _sealed(work, request, record, value, key_of(record, input.id))
        if work.operation is not None:
            work.operation = replace(
                work.operation,
                outcome=Outcome.READ_PROTECTED,
                subject=input.id,
                resource=resource,
                reason=f"{purpose.chinese}｜{reason}",
            )
    return RevealPayload(value=None if sealed is None else sealed.clear())


def _personal(request: Request, input: RevealInput) -> tuple[type[Any], Value]:
    """The record's type and the field's place, as far as the caller's schema has them."""
    name, _ = parse_id(input.id)
    definition = request.view.get_type_by_name(name)
    field = definition and request.view.get_field_for_type(input.field, name)
    source = field.source if isinstance(field, DataField) else None
    if definition is None or not isinstance(source, Value) or not source.personal:
        raise InvalidInput(
            "没有这一项个人信息，或您无权看到。",
            "There is no such personal value, or not for you.",
            field="field",
            code="NOT_PERSONAL",
        )
    origin: type[Any] = definition.origin
    return origin, source


def _allowed(request: Request, record: type[Any], field: str) -> str:
    """The field's resource, if its rules let the caller see it at all and reveal it."""
    access, name = request.access, record.__name__
    resource = request.services.assembly.shape.types[name].fields[field].resource or ""
    seen = access.effect(resource, Action.READ) in (Effect.MASK, Effect.ALLOW)
    if not (seen and access.allows(resource, Action.REVEAL)):
        raise Denied(
            "没有规则允许您查看该项明文；如工作需要，请联系安全管理员。",
            "No rule lets you see this in clear; ask the security officer if you need it.",
            explain={"resource": resource, "action": "reveal", "policy": access.table.version},
        )
    return resource


async def _purpose(work: UnitOfWork, purpose_id: int) -> m.RevealPurpose:
    purpose = await work.session.get(m.RevealPurpose, purpose_id)
    if purpose is None or not purpose.in_force(work.today):
        raise InvalidInput(
            "没有这一目的，或已停用。", "There is no such purpose any more.", field="purposeId"
        )
    return purpose


async def _sealed(
    work: UnitOfWork, request: Request, record: type[Any], value: Value, row: int
) -> Any:
    """The value as it is stored, in the transaction of the entry, under the caller's reach."""
    model = request.view.catalogue.model(record)
    (primary,) = inspect(model).primary_key
    wanted = select(getattr(model, str(value.expression.key))).where(primary == row)
    found = (await work.session.execute(wanted)).one_or_none()
    if found is None:
        raise NotFound(field="id")
    return found[0]


extensions = [
    extend(
        Query,
        reveal_purposes=connection(
            RevealPurpose, "查看明文的目的\nPurposes of revealing.", order_by=m.RevealPurpose.id
        ),
    ),
    extend(Mutation, reveal),
]
