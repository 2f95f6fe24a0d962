"""`policyMatrix`: who may do what, on which rows; under any version, against any other."""

import asyncio
from typing import Annotated

import strawberry
from strawberry.types.info import Info

from core.errors import InvalidInput
from core.extension import extend
from core.policy.compiler import compile_table
from core.policy.rules import DecisionTable
from core.policy.stored import rules_of, set_dormant_aside
from core.policy.vocabulary import Tier
from core.workbench.matrix import Chosen, Decided, MatrixCell, MatrixLine, matrix
from schema.operations import query
from schema.reading.rows import limit_of
from schema.request import Request
from schema.roots import Query
from schema.shared.policy import RoleEntry
from schema.shared.policy_types import PolicyRule


@strawberry.type(description="一项决定\nWhat is decided: an effect, and on which rows.")
class PolicyDecided:
    """An effect and its scopes."""

    effect: str = strawberry.field(description="效力\nallow, mask or deny.")
    scopes: list[str] = strawberry.field(description="范围\nOn which rows.")

    @classmethod
    def of(cls, found: Decided) -> "PolicyDecided":
        """As data."""
        return cls(effect=found.effect, scopes=list(found.scopes))


@strawberry.type(description="矩阵的一格\nOne role's decision.")
class PolicyMatrixCell:
    """One role's decision, and what it was under the other version."""

    role: str = strawberry.field(description="角色\nThe role.")
    effect: str = strawberry.field(description="效力\nallow, mask or deny.")
    scopes: list[str] = strawberry.field(description="范围\nOn which rows.")
    former: PolicyDecided | None = strawberry.field(
        description="对比版本的决定；相同为空\nWhat the compared version decides, if otherwise."
    )

    @classmethod
    def of(cls, cell: MatrixCell) -> "PolicyMatrixCell":
        """As data."""
        former = None if cell.former is None else PolicyDecided.of(cell.former)
        return cls(
            role=cell.role, effect=cell.now.effect, scopes=list(cell.now.scopes), former=former
        )


@strawberry.type(description="矩阵的一行：一项资源的一种操作\nOne action on one resource.")
class PolicyMatrixLine:
    """One action on one resource."""

    resource: str = strawberry.field(description="资源\nWhat a rule names.")
    action: str = strawberry.field(description="操作\nThe action.")
    cells: list[PolicyMatrixCell] = strawberry.field(
        description="规则提到的角色，其余禁止\nRoles that rules speak of; others are denied."
    )

    @classmethod
    def of(cls, line: MatrixLine) -> "PolicyMatrixLine":
        """As data."""
        cells = [PolicyMatrixCell.of(cell) for cell in line.cells]
        return cls(resource=line.resource, action=line.action, cells=cells)


@strawberry.type(description="策略矩阵：谁可以对什么做什么\nWho may do what, on which rows.")
class PolicyMatrix:
    """One page of the matrix."""

    version: int = strawberry.field(description="策略版本\nWhich version it shows.")
    compared_to: int | None = strawberry.field(description="对比的版本\nThe other version.")
    total_count: int = strawberry.field(description="行数\nHow many lines match.")
    end_cursor: str | None = strawberry.field(
        description="下一页由此开始；最后一页为空\nWhere the next page begins; null on the last."
    )
    roles: list[RoleEntry] = strawberry.field(description="列：角色\nThe columns.")
    lines: list[PolicyMatrixLine] = strawberry.field(description="本页的行\nLines of this page.")


@strawberry.input(description="策略矩阵的筛选\nWhat `policyMatrix` shows.")
class PolicyMatrixInput:
    """What is left out does not narrow."""

    role: str | None = strawberry.field(default=None, description="角色\nOne role.")
    tier: Tier | None = strawberry.field(default=None, description="层级\nOne tier.")
    plugin: str | None = strawberry.field(default=None, description="子系统\nOne subsystem.")
    resource: str | None = strawberry.field(
        default=None, description="资源名称的开头\nHow the resource's name begins."
    )
    action: str | None = strawberry.field(default=None, description="操作\nOne action.")
    version: int | None = strawberry.field(
        default=None, description="版本号，空为现行\nWhich version; the one in force if empty."
    )
    compare_to: int | None = strawberry.field(
        default=None,
        description="对比的版本号：只列不同之处\nAnother version: only what differs is listed.",
    )
    first: int = strawberry.field(default=50, description="每页行数\nLines of a page.")
    after: str | None = strawberry.field(default=None, description="自此之后\nAfter this cursor.")


Given = Annotated[PolicyMatrixInput, strawberry.argument(description="筛选\nWhat to show.")]


@query("策略矩阵\nThe policy as a matrix: roles by resources by actions.", reads=PolicyRule)
async def policy_matrix(info: Info, input: Given) -> PolicyMatrix:
    """One page of the matrix, by resource and action."""
    request: Request = info.context
    table = await _table(request, input.version, "version")
    other = None
    if input.compare_to is not None:
        other = await _table(request, input.compare_to, "compareTo")
    chosen = Chosen(
        role=input.role or "",
        tier=input.tier,
        plugin=input.plugin or "",
        resource=input.resource or "",
        action=input.action or "",
    )
    lines = await asyncio.to_thread(matrix, table, chosen, other)
    left = [line for line in lines if f"{line.resource} {line.action}" > (input.after or "")]
    page = left[: limit_of(input.first)]
    more = len(left) > len(page)
    shown = [
        role
        for role in table.roles.values()
        if input.role in (None, "", role.name) and input.tier in (None, role.tier)
    ]
    return PolicyMatrix(
        version=table.version,
        compared_to=None if other is None else other.version,
        total_count=len(lines),
        end_cursor=f"{page[-1].resource} {page[-1].action}" if more and page else None,
        roles=[
            RoleEntry(name=r.name, tier=r.tier, chinese=r.chinese, english=r.english) for r in shown
        ],
        lines=[PolicyMatrixLine.of(line) for line in page],
    )


async def _table(request: Request, version: int | None, field: str) -> DecisionTable:
    """The decisions of a version; those of the request's own are at hand."""
    current = request.access.table
    if version is None or version == current.version:
        return current
    if version > current.version:
        raise InvalidInput("没有这个版本。", "There is no such version.", field=field)
    domain = request.services.assembly.domain
    async with request.store.reading(request.access) as session:
        rules = await rules_of(session, version)
    active, _ = set_dormant_aside(rules, domain)
    return await asyncio.to_thread(compile_table, active, domain, version)


extensions = [extend(Query, policy_matrix)]
