"""`matterBoard`: how much waits where, and what is late: for whoever answers for a unit."""

import datetime as dt

import strawberry
from sqlalchemy import func, select
from strawberry.types.info import Info

from core.extension import extend
from core.procedures import models as m
from core.store.scope import TODAY
from schema.operations import query
from schema.roots import Query
from schema.services.matters import Matter, ProcedureDefinition
from schema.shared.boards import OfTown


@strawberry.type(
    description="环节看板格：某镇街某程序某环节的在办与逾期件数\n"
    "Open and late matters of one town, procedure and step."
)
class MatterBoardCell(OfTown):
    """One cell of the board."""

    procedure_id: strawberry.Private[int]
    step: str = strawberry.field(description="环节\nThe step where they wait.")
    step_title: str = strawberry.field(description="环节名称\nThe step's name.")
    open: int = strawberry.field(description="在办件数\nHow many wait.")
    late: int = strawberry.field(description="逾期件数\nHow many of them are past their last day.")
    oldest_due_on: dt.date | None = strawberry.field(
        description="最早的期限\nThe earliest last day among them."
    )

    @strawberry.field(description="程序\nThe procedure.")
    async def procedure(self, info: Info) -> ProcedureDefinition | None:
        """By the batch loader of the request."""
        loading = info.context.loading
        found: ProcedureDefinition | None = await loading.record(
            ProcedureDefinition, self.procedure_id
        )
        return found


@query(
    "环节看板：在办与逾期事项按镇街、程序、环节计数，数量有限，不分页\n"
    "Open and late matters by town, procedure and step; the latest first.",
    reads=Matter,
)
async def matter_board(info: Info) -> list[MatterBoardCell]:
    """Counted in one statement over what the caller may see."""
    late = func.count().filter(m.Matter.due_on < TODAY)
    cell = (m.Matter.town_id, m.Matter.procedure_id, m.Matter.step, m.Matter.step_title)
    wanted = (
        select(*cell, func.count(), late, func.min(m.Matter.due_on))
        .where(m.Matter.state == m.MatterState.OPEN)
        .group_by(*cell)
        .order_by(late.desc(), *cell)
    )
    return [
        MatterBoardCell(
            town_id=town,
            procedure_id=procedure,
            step=step,
            step_title=title,
            open=waiting,
            late=overdue,
            oldest_due_on=oldest,
        )
        for town, procedure, step, title, waiting, overdue, oldest in (
            await info.context.loading.rows(wanted)
        )
    ]


extensions = [extend(Query, matter_board)]
