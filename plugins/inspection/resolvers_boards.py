"""Counts over many hazards, one statement each: where they stand, and how many were put right."""

import datetime as dt
from typing import Annotated

import strawberry
from sqlalchemy import and_, case, func, select
from strawberry.types.info import Info

from core.procedures.models import Matter, MatterState
from core.register.colours import WarningColour
from core.store.scope import TODAY
from plugins.inspection import models as m
from plugins.inspection.types import Hazard, RectificationOrder
from schema.operations import query
from schema.services.matters import COLOUR
from schema.shared.boards import OfTown

First = Annotated[
    dt.date | None, strawberry.argument(description="起始日，默认年初\nFirst day; 1 January.")
]
Last = Annotated[
    dt.date | None, strawberry.argument(description="终止日，默认今天\nLast day; today.")
]


def period(info: Info, first: dt.date | None, last: dt.date | None) -> tuple[dt.date, dt.date]:
    """The days asked for; from the beginning of the year to today where none are."""
    today: dt.date = info.context.today
    return first or today.replace(month=1, day=1), last or today


@strawberry.type(description="隐患看板格\nHow many, by town, grade, step and lateness.")
class HazardBoardCell(OfTown):
    grade: m.HazardGrade = strawberry.field(description="等级\nHow grave.")
    step: str = strawberry.field(description="环节\nWhere they wait.")
    step_title: str = strawberry.field(description="环节名称\nThe step's name.")
    late: bool = strawberry.field(description="逾期\nWhether they are past their last day.")
    colour: WarningColour | None = strawberry.field(description="颜色\nHow near the day is.")
    count: int = strawberry.field(description="数量\nHow many hazards.")


@strawberry.type(description="整改率\nOrders of one town, and how many were put right.")
class RectificationRate(OfTown):
    ordered: int = strawberry.field(description="已责令\nOrders issued.")
    closed: int = strawberry.field(description="已销号\nPut right and closed.")
    in_time: int = strawberry.field(description="按期销号\nClosed within the term.")
    overdue: int = strawberry.field(description="逾期未改\nPast the term and not closed.")
    rate: float = strawberry.field(description="整改率\nClosed of ordered, from 0 to 1.")


@query(
    "隐患看板：未办结的按镇街、等级、环节、是否逾期计数\n"
    "Open hazards, counted by town, grade, step and lateness.",
    reads=Hazard,
)
async def hazard_board(info: Info) -> list[HazardBoardCell]:
    late = func.coalesce(Matter.due_on < TODAY, False).label("late")
    each = (
        select(
            m.Hazard.town_id,
            m.Hazard.grade,
            Matter.step,
            Matter.step_title,
            late,
            COLOUR.label("colour"),
        )
        .join(Matter, Matter.id == m.Hazard.matter_id)
        .where(Matter.state == MatterState.OPEN)
        .subquery()
    )
    cell = tuple(each.c)
    rows = await info.context.loading.rows(
        select(*cell, func.count()).group_by(*cell).order_by(*cell)
    )
    return [
        HazardBoardCell(
            town_id=town,
            grade=grade,
            step=step,
            step_title=title,
            late=is_late,
            colour=colour,
            count=count,
        )
        for town, grade, step, title, is_late, colour, count in rows
    ]


@query(
    "整改率：某期间签发的责令改正，按镇街\nOrders issued in a period, by town.",
    reads=RectificationOrder,
)
async def rectification_rates(
    info: Info, first: First = None, last: Last = None
) -> list[RectificationRate]:
    order, hazard = m.RectificationOrder, m.Hazard
    term = func.coalesce(order.extended_to, order.due_on)
    is_open, town = hazard.closed_on.is_(None), order.town_id
    rows = await info.context.loading.rows(
        select(
            town,
            func.count(),
            func.count(hazard.closed_on),
            func.count(case((hazard.closed_on <= term, 1))),
            func.count(case((and_(is_open, term < TODAY), 1))),
        )
        .join(hazard, hazard.id == order.hazard_id)
        .where(order.issued_on.between(*period(info, first, last)))
        .group_by(town)
        .order_by(town)
    )
    return [
        RectificationRate(
            town_id=key,
            ordered=ordered,
            closed=closed,
            in_time=in_time,
            overdue=overdue,
            rate=closed / ordered,
        )
        for key, ordered, closed, in_time, overdue in rows
    ]
