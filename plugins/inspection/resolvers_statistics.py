"""Reports on letters: what they are about and where, and how many steps were done in time."""

import strawberry
from sqlalchemy import case, func, or_, select
from strawberry.types.info import Info

from core.extension import extend
from core.procedures.models import Matter, StepEvent
from plugins.inspection import models_letters as m
from plugins.inspection.models import HazardCategory
from plugins.inspection.resolvers_boards import First, Last, period
from plugins.inspection.types_letters import Complaint
from schema.operations import query
from schema.roots import Query
from schema.shared.boards import OfTown

MOST = 500
"""Cells of the statistics, the largest first."""


@strawberry.type(description="投诉统计：按镇街、类别、商品\nComplaints by town, kind and product.")
class ComplaintStatistic(OfTown):
    category: HazardCategory = strawberry.field(description="类别\nWhat kind.")
    product: str = strawberry.field(description="商品或服务\nThe product or service.")
    received: int = strawberry.field(description="收到\nReceived.")
    accepted: int = strawberry.field(description="受理\nAccepted.")
    settled: int = strawberry.field(description="达成协议\nAgreed.")
    ended: int = strawberry.field(description="终止调解\nEnded without agreement.")
    proven: int = strawberry.field(description="查实\nFound justified.")


@strawberry.type(description="投诉举报按期率：按环节\nHow many steps were done in time.")
class LetterTimeliness:
    procedure: str = strawberry.field(description="程序\nThe procedure, in Chinese.")
    step: str = strawberry.field(description="环节\nThe step, in Chinese.")
    done: int = strawberry.field(description="已办\nDone.")
    in_time: int = strawberry.field(description="按期\nDone in time.")
    rate: float = strawberry.field(description="按期率\nIn time of done, from 0 to 1.")


@query(
    "投诉统计：某期间收到的，按镇街、类别、商品计数，多的在前\n"
    "Complaints of a period by town, kind and product, the largest first.",
    reads=Complaint,
)
async def complaint_statistics(
    info: Info, first: First = None, last: Last = None
) -> list[ComplaintStatistic]:
    cell = (m.Complaint.town_id, m.Complaint.category, m.Complaint.product)
    settled = case((m.Complaint.result == m.MediationResult.SETTLED, 1))
    ended = case((m.Complaint.result == m.MediationResult.ENDED, 1))
    rows = await info.context.loading.rows(
        select(
            *cell,
            func.count(),
            func.count(m.Complaint.accepted_on),
            func.count(settled),
            func.count(ended),
            func.count(m.Complaint.proven_on),
        )
        .where(m.Complaint.received_on.between(*period(info, first, last)))
        .group_by(*cell)
        .order_by(func.count().desc(), *cell)
        .limit(MOST)
    )
    return [
        ComplaintStatistic(
            town_id=town,
            category=category,
            product=product,
            received=received,
            accepted=accepted,
            settled=agreed,
            ended=without,
            proven=proven,
        )
        for town, category, product, received, accepted, agreed, without, proven in rows
    ]


@query(
    "投诉举报按期率：某期间办的环节\nSteps of complaints and reports done in a period, in time.",
    reads=Complaint,
)
async def letter_timeliness(
    info: Info, first: First = None, last: Last = None
) -> list[LetterTimeliness]:
    resources = info.context.access.resources
    subject, report = resources[m.Complaint], resources[m.ViolationReport]
    step = (Matter.resource, StepEvent.step_title)
    day = func.date(func.timezone("Asia/Shanghai", StepEvent.at))
    rows = await info.context.loading.rows(
        select(*step, func.count(), func.count(case((StepEvent.on_time.is_(True), 1))))
        .join(Matter, Matter.id == StepEvent.matter_id)
        .where(
            or_(Matter.resource == subject, Matter.resource == report),
            StepEvent.on_time.is_not(None),
            day.between(*period(info, first, last)),
        )
        .group_by(*step)
        .order_by(*step)
    )
    return [
        LetterTimeliness(
            procedure="投诉" if resource == subject else "举报",
            step=title,
            done=done,
            in_time=in_time,
            rate=in_time / done,
        )
        for resource, title, done, in_time in rows
    ]


extensions = [extend(Query, complaint_statistics, letter_timeliness)]
