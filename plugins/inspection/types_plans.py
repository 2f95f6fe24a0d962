"""Plans of inspections and their tasks as clients see them."""

import datetime as dt

import strawberry
from sqlalchemy import Date, case, func

from core.extension import extend
from plugins.inspection import models_plans as m
from plugins.inspection.types_law import Checklist
from plugins.inspection.types_libraries import TOWN, Campaign, ObjectLibrary, OfficerCard
from schema.enums import show_enum
from schema.fields import (
    aggregate,
    by_id,
    column,
    computed,
    connection,
    count,
    key,
    personal,
    to_many,
    to_one,
)
from schema.ids import Node
from schema.roots import Query
from schema.services.draws import Draw
from schema.services.files import Attachment, attachments_of
from schema.services.matters import Matter
from schema.shared.register import VERSION, Division, Enterprise, EnterpriseCard

show_enum(
    m.PlanKind,
    "检查方式\nHow it is decided whom to inspect.",
    {
        "DOUBLE_RANDOM": "双随机\nDrawn at random, units and officers.",
        "DAILY": "日常\nDaily.",
        "CAMPAIGN": "专项\nA campaign.",
        "FLYING": "飞行检查\nUnannounced.",
    },
)
show_enum(
    m.TaskDisposal,
    "后续处置\nWhat follows.",
    {
        "NONE_NEEDED": "无需处置\nNothing is needed.",
        "RECTIFICATION": "责令整改\nPut right.",
        "CASE": "移交立案\nA case.",
    },
)


@strawberry.type(description="检查计划\nWhom to inspect, and how that was decided.")
class InspectionPlan(Node):
    id: strawberry.ID = key(m.InspectionPlan.id)
    number: str = column(m.InspectionPlan.number, "编号\nIts number.", where=True)
    title: str = column(m.InspectionPlan.title, "名称\nIts title.")
    kind: m.PlanKind = column(m.InspectionPlan.kind, "方式\nHow.", where=True)
    items: list[str] = column(m.InspectionPlan.items, "检查事项\nWhat is looked at.")
    starts_on: dt.date = column(
        m.InspectionPlan.starts_on, "开始\nFirst day.", where=True, order=True
    )
    ends_on: dt.date = column(m.InspectionPlan.ends_on, "截止\nLast day.", where=True)
    published_on: dt.date | None = computed(
        func.lower(m.InspectionPlan.published_during, type_=Date),
        "公示日期\nSince when it is public.",
    )
    version: int = column(m.InspectionPlan.version, VERSION)
    library: ObjectLibrary | None = to_one(
        ObjectLibrary, "对象库\nThe library drawn from.", by=m.InspectionPlan.library_id
    )
    checklist: Checklist | None = to_one(
        Checklist, "检查表\nThe checklist.", by=m.InspectionPlan.checklist_id
    )
    campaign: Campaign | None = to_one(
        Campaign, "专项整治\nIts campaign.", by=m.InspectionPlan.campaign_id, where=True
    )
    objects_draw: Draw | None = to_one(
        Draw, "抽取检查对象\nThe draw of units.", by=m.InspectionPlan.objects_draw_id
    )
    officers_draw: Draw | None = to_one(
        Draw, "抽取检查人员\nThe draw of officers.", by=m.InspectionPlan.officers_draw_id
    )


@strawberry.type(description="检查任务\nOne unit, two officers.")
class InspectionTask(Node):
    id: strawberry.ID = key(m.InspectionTask.id)
    number: str = column(m.InspectionTask.number, "编号\nIts number.", where=True)
    items: list[str] = column(m.InspectionTask.items, "检查事项\nWhat is looked at.")
    due_on: dt.date = column(m.InspectionTask.due_on, "截止\nLast day.", where=True, order=True)
    upper_inspected_on: dt.date | None = column(
        m.InspectionTask.upper_inspected_on,
        "三个月内上级已检查\nAn upper authority was there less than three months before.",
        where=True,
    )
    upper_within: int = column(
        m.InspectionTask.upper_within, "三个月内上级检查数\n1 where that is so.", where=True
    )
    visited_on: dt.date | None = column(m.InspectionTask.visited_on, "检查日期\nWhen.", where=True)
    findings: str = column(m.InspectionTask.findings, "检查情况\nWhat was found.")
    problems: list[str] = column(m.InspectionTask.problems, "发现问题\nProblems.")
    latitude: float | None = column(m.InspectionTask.latitude, "纬度\nLatitude.")
    longitude: float | None = column(m.InspectionTask.longitude, "经度\nLongitude.")
    refused_to_sign: bool = column(
        m.InspectionTask.refused_to_sign, "当事人拒绝签字\nWhether they refused to sign."
    )
    witness: str | None = personal(m.InspectionTask.witness, "见证人\nWitness of a refusal.")
    disposal: m.TaskDisposal | None = column(
        m.InspectionTask.disposal, "后续处置\nWhat follows.", where=True
    )
    follow_up: str = column(m.InspectionTask.follow_up, "处置跟踪\nWhat came of it.")
    closed_on: dt.date | None = column(
        m.InspectionTask.closed_on, "办结日期\nWhen it was closed.", where=True
    )
    version: int = column(m.InspectionTask.version, VERSION)
    plan: InspectionPlan | None = to_one(
        InspectionPlan, "计划\nIts plan.", by=m.InspectionTask.plan_id, where=True
    )
    inspected: EnterpriseCard | None = to_one(
        EnterpriseCard, "检查对象\nThe unit.", by=m.InspectionTask.inspected_id
    )
    officer: OfficerCard | None = to_one(
        OfficerCard, "主办人员\nThe officer in charge.", by=m.InspectionTask.officer_id, where=True
    )
    second_officer: OfficerCard | None = to_one(
        OfficerCard, "协办人员\nThe second officer.", by=m.InspectionTask.second_officer_id
    )
    town: Division | None = to_one(Division, TOWN, by=m.InspectionTask.town_id, where=True)
    matter: Matter | None = to_one(
        Matter, "办理进度\nWhere it stands.", by=m.InspectionTask.matter_id, where=True
    )
    attachments: list[Attachment] = attachments_of("照片\nIts photos.")


OPEN = func.count(case((m.InspectionTask.closed_on.is_(None), 1)))
extensions = [
    extend(
        OfficerCard,
        open_task_count=aggregate(
            InspectionTask, OPEN, "在办任务\nOpen tasks in charge.", by=m.InspectionTask.officer_id
        ),
        tasks=to_many(
            InspectionTask,
            "主办的任务\nTasks in charge.",
            by=m.InspectionTask.officer_id,
            order_by=m.InspectionTask.due_on,
            where=True,
        ),
    ),
    extend(
        InspectionPlan,
        tasks=to_many(
            InspectionTask,
            "任务\nIts tasks.",
            by=m.InspectionTask.plan_id,
            order_by=m.InspectionTask.due_on,
        ),
        task_count=count(InspectionTask, "任务数\nHow many.", by=m.InspectionTask.plan_id),
        open_task_count=aggregate(
            InspectionTask, OPEN, "在办任务\nHow many are open.", by=m.InspectionTask.plan_id
        ),
    ),
    extend(
        Enterprise,
        inspection_tasks=to_many(
            InspectionTask,
            "检查结果\nResults of inspections.",
            by=m.InspectionTask.enterprise_id,
            order_by=m.InspectionTask.due_on.desc(),
        ),
    ),
    extend(
        Query,
        inspection_plan=by_id(InspectionPlan, "一份检查计划\nOne plan."),
        inspection_plans=connection(
            InspectionPlan,
            "检查计划，最近的在前\nPlans, latest first.",
            order_by=m.InspectionPlan.starts_on.desc(),
        ),
        inspection_task=by_id(InspectionTask, "一项检查任务\nOne task."),
        inspection_tasks=connection(
            InspectionTask,
            "检查任务，先到期的在前\nTasks, the first due first.",
            order_by=m.InspectionTask.due_on,
        ),
    ),
]
