"""Stand-ins and extra duties, dated: one officer appoints, the other confirms, either ends them."""

import datetime as dt

import strawberry

from core.extension import extend
from core.identity import models as m
from core.identity import stand_ins as service
from core.policy.vocabulary import Action
from core.store.unit import UnitOfWork
from schema.enums import show_enum
from schema.fields import column, computed, connection, key, to_many, to_one
from schema.ids import Node, key_of
from schema.operations import mutation
from schema.payloads import ChangeInput, MutationInput
from schema.request import Request
from schema.roots import Mutation, Query
from schema.shared.identity_types import FIRST_DAY, Account, Post

LAST_DAY = "终止日：自该日起失效\nThe first day on which it is no longer in force."

show_enum(
    m.DutyKind,
    "代理或临时授权\nWhat a temporary duty is.",
    {
        "STAND_IN": "代理\nStand-in for a post's holder.",
        "EXTRA": "临时授权\nExtra duty for a time.",
    },
)


@strawberry.type(
    description="代理与临时授权：到期自行终止；系统管理员提出，安全管理员确认\n"
    "A role on the place of a post for some days; it ends by itself. Two officers make it."
)
class TemporaryDuty(Node):
    """A stand-in, or an extra duty for a time."""

    id: strawberry.ID = key(m.TemporaryDuty.id)
    kind: m.DutyKind = column(m.TemporaryDuty.kind, "种类\nStand-in or extra duty.", where=True)
    role: str = column(m.TemporaryDuty.role, "角色代码\nThe role that it gives.", where=True)
    valid_from: dt.date = column(m.TemporaryDuty.valid_from, FIRST_DAY, where=True)
    valid_to: dt.date = column(m.TemporaryDuty.valid_to, LAST_DAY, where=True)
    reason: str = column(m.TemporaryDuty.reason, "理由\nWhy.")
    confirmed: bool = computed(
        m.TemporaryDuty.confirmed_at.is_not(None),
        "已确认\nWhether the second officer has confirmed it.",
        where=True,
    )
    appointed_at: dt.datetime = column(m.TemporaryDuty.appointed_at, "提出时间\nWhen appointed.")
    confirmed_at: dt.datetime | None = column(
        m.TemporaryDuty.confirmed_at, "确认时间\nWhen confirmed."
    )
    ended_reason: str | None = column(
        m.TemporaryDuty.ended_reason, "提前终止或不予确认的理由\nWhy ended early or declined."
    )
    version: int = column(m.TemporaryDuty.version, "版本\nFor `expectedVersion`.")
    account: Account | None = to_one(
        Account, "履职的账号\nWho acts.", by=m.TemporaryDuty.account_id, where=True
    )
    post: Post | None = to_one(
        Post, "所在的岗位\nOn the place of which post.", by=m.TemporaryDuty.post_id, where=True
    )


@strawberry.input(description="指定代理人的输入\nWhat `appointStandIn` takes.")
class AppointStandInInput(MutationInput):
    """Who stands in for which post, from when to when; `reason` must be given."""

    account_id: strawberry.ID = strawberry.field(description="代理人\nWho stands in.")
    post_id: strawberry.ID = strawberry.field(description="被代理的岗位\nFor which post.")
    valid_from: dt.date = strawberry.field(description=FIRST_DAY)
    valid_to: dt.date = strawberry.field(description=LAST_DAY)


@strawberry.input(description="临时授权的输入\nWhat `grantDuty` takes.")
class GrantDutyInput(MutationInput):
    """Which role the holder of a post gets besides, from when to when; `reason` must be given."""

    post_id: strawberry.ID = strawberry.field(description="岗位\nTo the holder of which post.")
    role: str = strawberry.field(description="另加的角色\nThe extra role, see `roles`.")
    valid_from: dt.date = strawberry.field(description=FIRST_DAY)
    valid_to: dt.date = strawberry.field(description=LAST_DAY)


@strawberry.input(description="确认代理或授权的输入\nWhat `confirmTemporaryDuty` takes.")
class ConfirmTemporaryDutyInput(ChangeInput):
    """Which one."""

    id: strawberry.ID = strawberry.field(description="代理或临时授权\nWhich one.")


@strawberry.input(description="终止代理或授权的输入\nWhat `endTemporaryDuty` takes.")
class EndTemporaryDutyInput(MutationInput):
    """Which one, and when; `reason` must be given. Before it is confirmed, this declines it."""

    id: strawberry.ID = strawberry.field(description="代理或临时授权\nWhich one.")
    day: dt.date = strawberry.field(description="终止日\nThe first day without it.")


@mutation(
    "指定代理人，待安全管理员确认，须写明理由\n"
    "Appoint a stand-in for a post; it counts once the security officer confirms. Give the reason.",
    on=TemporaryDuty,
    action=Action.CREATE,
)
async def appoint_stand_in(
    work: UnitOfWork, request: Request, input: AppointStandInInput
) -> m.TemporaryDuty:
    """Let an account act in place of a post's holder."""
    account, post = key_of(Account, input.account_id), key_of(Post, input.post_id)
    credentials = request.services.credentials
    return await service.appoint_stand_in(work, credentials, account, post, _term(request, input))


@mutation(
    "给任职人临时另加职责，待安全管理员确认，须写明理由\n"
    "Give a post's holder another role for a time; the security officer confirms. Give the reason.",
    on=TemporaryDuty,
    action=Action.CREATE,
)
async def grant_duty(work: UnitOfWork, request: Request, input: GrantDutyInput) -> m.TemporaryDuty:
    """Give the holder of a post another role on the same place."""
    credentials, post = request.services.credentials, key_of(Post, input.post_id)
    return await service.grant_duty(work, credentials, post, input.role, _term(request, input))


@mutation(
    "确认代理或临时授权\nPut a stand-in or an extra duty in force, as the second officer.",
    on=TemporaryDuty,
    action=Action.CONFIRM,
)
async def confirm_temporary_duty(
    work: UnitOfWork, request: Request, input: ConfirmTemporaryDutyInput
) -> m.TemporaryDuty:
    """The second officer's part."""
    duty, credentials = key_of(TemporaryDuty, input.id), request.services.credentials
    return await service.confirm_duty(work, credentials, duty, input.expected_version)


@mutation(
    "提前终止或不予确认，须写明理由\nEnd it early, or decline it; give the reason.",
    on=TemporaryDuty,
    action=Action.WITHDRAW,
)
async def end_temporary_duty(work: UnitOfWork, input: EndTemporaryDutyInput) -> m.TemporaryDuty:
    """End it from a day on."""
    duty = key_of(TemporaryDuty, input.id)
    return await service.end_duty(work, duty, input.day, input.reason or "")


def _term(request: Request, input: AppointStandInInput | GrantDutyInput) -> service.Term:
    longest = request.services.settings.stand_in_days
    return service.Term(input.valid_from, input.valid_to, input.reason or "", longest)


extensions = [
    extend(
        Post,
        temporary_duties=to_many(
            TemporaryDuty,
            "代理与临时授权，含已结束的\nStand-ins and extra duties, ended ones too.",
            by=m.TemporaryDuty.post_id,
            order_by=m.TemporaryDuty.valid_from,
        ),
    ),
    extend(
        Query,
        temporary_duties=connection(
            TemporaryDuty,
            "代理与临时授权，最近的在前\nStand-ins and extra duties, newest first.",
            order_by=m.TemporaryDuty.id.desc(),
        ),
    ),
    extend(Mutation, appoint_stand_in, grant_duty, confirm_temporary_duty, end_temporary_duty),
]
