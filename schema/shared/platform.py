"""What the platform says of itself and of the caller: me, node, plugins."""

import datetime as dt
from typing import Any

import strawberry
from strawberry.types.info import Info

from core.extension import extend
from core.policy.access import Duty
from core.policy.rules import Role
from core.policy.vocabulary import Action
from schema.ids import Node, key_of, parse_id
from schema.operations import query
from schema.request import Request
from schema.roots import Query


@strawberry.type(description="所任岗位角色\nA role that the caller holds today.")
class HeldRole:
    """A role with its names."""

    name: str = strawberry.field(description="角色代码\nThe role's name in policy rows.")
    tier: str = strawberry.field(description="层级\nWhich tier it belongs to.")
    title: str = strawberry.field(description="名称\nChinese, then English.")
    stands_in_for: str | None = strawberry.field(
        description="代谁履职；本人岗位为空\nFor whom the caller stands in; null: an own post."
    )
    until: dt.date | None = strawberry.field(
        description="终止日：自该日起失效；空为不限\nThe first day without it; null: no end."
    )

    @classmethod
    def of(cls, duty: Duty, role: Role) -> "HeldRole":
        """A role with where it comes from."""
        return cls(
            name=role.name,
            tier=role.tier.value,
            title=f"{role.chinese} {role.english}",
            stands_in_for=duty.stands_for or None,
            until=duty.until,
        )


@strawberry.type(description="当前使用者\nWhoever asks.")
class Viewer:
    """The caller, as the policy sees them."""

    username: str = strawberry.field(description="用户名；公众为空\nEmpty for the public.")
    name: str = strawberry.field(description="姓名\nDisplay name.")
    roles: list[HeldRole] = strawberry.field(description="角色\nRoles in force today.")
    business_date: dt.date = strawberry.field(description="业务日期\nToday in Hangzhou.")
    policy_version: int = strawberry.field(description="策略版本\nThe policy that decides.")


@strawberry.type(description="子系统\nA plugin of the platform and its state.")
class PluginState:
    """One plugin."""

    name: str = strawberry.field(description="代码\nIts name.")
    title: str = strawberry.field(description="名称\nChinese and English.")
    requires: list[str] = strawberry.field(description="依赖\nPlugins that it requires.")
    serving: bool = strawberry.field(description="正常提供服务\nWhether it serves.")
    fault: str | None = strawberry.field(description="隔离原因\nWhy it is in quarantine.")


@query("当前使用者\nWho is asking.", reads=None, open_because="says only what the caller is")
def me(info: Info) -> Viewer:
    """The caller's own view of themselves."""
    access = info.context.access
    seats = {(duty.role, duty.stands_for, duty.until): duty for duty in access.actor.duties}
    return Viewer(
        username=access.actor.username,
        name=access.actor.name,
        roles=[
            HeldRole.of(duty, access.table.roles[duty.role])
            for duty in sorted(seats.values(), key=lambda each: (each.role, each.stands_for))
        ],
        business_date=access.today,
        policy_version=access.table.version,
    )


@query(
    "按全局标识读取记录\nThe record with this global id.",
    reads=None,
    open_because="the record's own type and scope decide",
)
async def node(info: Info, id: strawberry.ID) -> Node | None:
    """Any record that the caller may read; absent and hidden answer alike."""
    request: Request = info.context
    name, _ = parse_id(id)
    definition = request.view.get_type_by_name(name)
    origin: Any = getattr(definition, "origin", None)
    if origin is None or not issubclass(origin, Node) or origin is Node:
        return None
    resource = request.view.base.ownership.resource(origin)
    if not request.access.allows(resource, Action.READ):
        return None
    found: Node | None = await request.shown(origin, key_of(origin, id))
    return found


@query(
    "子系统清单\nThe platform's plugins.",
    reads="core:Query.plugins",
)
def plugins(info: Info) -> list[PluginState]:
    """Every plugin that was found, serving or not."""
    known = info.context.services.plugins.found.values()
    return [
        PluginState(
            name=plugin.name,
            title=plugin.manifest.title if plugin.manifest else plugin.name,
            requires=list(plugin.manifest.requires) if plugin.manifest else [],
            serving=plugin.fault is None,
            fault=plugin.fault,
        )
        for plugin in known
    ]


extensions = [extend(Query, me, node, plugins)]
