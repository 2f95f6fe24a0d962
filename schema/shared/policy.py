"""What rules may speak of: roles, and the closed vocabulary with every resource."""

import strawberry
from strawberry.types.info import Info

from core.extension import extend
from core.policy.rules import Resource
from core.policy.vocabulary import Action, Effect, Scope, Tier
from schema.operations import query
from schema.reading.rows import limit_of
from schema.roots import Query
from schema.shared.policy_types import PolicyRule


@strawberry.type(description="角色：一类岗位\nA role: a kind of post.")
class RoleEntry:
    """A role with its names."""

    name: str = strawberry.field(description="角色代码\nIts name in policy rows.")
    tier: Tier = strawberry.field(description="层级\nIts tier.")
    chinese: str = strawberry.field(description="中文名称\nIts title in Chinese.")
    english: str = strawberry.field(description="英文名称\nIts title in English.")


@strawberry.type(description="资源：规则可以提到的事物\nSomething that a rule may name.")
class PolicyResource:
    """One thing that rules may speak of."""

    name: str = strawberry.field(description="名称\nAs rules name it.")
    kind: str = strawberry.field(description="种类\nrecord, field or query.")
    actions: list[str] = strawberry.field(description="可用操作\nActions that it offers.")
    scopes: list[str] = strawberry.field(description="可用范围\nScopes that its rows have.")
    maskable: bool = strawberry.field(description="可脱敏\nWhether it can be masked.")
    personal: bool = strawberry.field(
        description="个人信息，须有自己的规则\nPersonal data: only a rule of its own shows it."
    )


@strawberry.type(description="策略用词：规则的全部用词和资源\nEvery word that a rule may hold.")
class PolicyDomain:
    """The closed vocabulary of rules, with one page of the resources."""

    actions: list[str] = strawberry.field(description="操作\nActions.")
    scopes: list[str] = strawberry.field(description="范围\nScopes.")
    effects: list[str] = strawberry.field(description="效力\nEffects.")
    total_count: int = strawberry.field(description="资源总数\nHow many resources match.")
    resources: list[PolicyResource] = strawberry.field(
        description="资源，按名称\nThe resources of this page, by name."
    )


@query("全部角色\nEvery role.", reads=None, open_because="which kinds of posts exist is public")
def roles(info: Info) -> list[RoleEntry]:
    """Every role with its tier and titles."""
    known = info.context.access.table.roles.values()
    return [
        RoleEntry(name=role.name, tier=role.tier, chinese=role.chinese, english=role.english)
        for role in known
    ]


@query("规则的用词和资源\nThe words and resources of rules.", reads=PolicyRule)
def policy_domain(info: Info, prefix: str = "", after: str = "", first: int = 100) -> PolicyDomain:
    """Resources whose name begins with `prefix`, a page after the name `after`."""
    known = info.context.services.assembly.domain.resources
    matching = sorted(name for name in known if name.startswith(prefix))
    page = [name for name in matching if name > after][: limit_of(first)]
    return PolicyDomain(
        actions=list(Action),
        scopes=list(Scope),
        effects=list(Effect),
        total_count=len(matching),
        resources=[_resource(known[name]) for name in page],
    )


def _resource(resource: Resource) -> PolicyResource:
    return PolicyResource(
        name=resource.name,
        kind=resource.kind,
        actions=sorted(resource.actions),
        scopes=sorted(resource.scopes),
        maskable=resource.maskable,
        personal=resource.personal,
    )


extensions = [extend(Query, roles, policy_domain)]
