"""Inspections of the past as clients see them."""

import datetime as dt

import strawberry

from core.extension import extend
from plugins.inspection import models_past as m
from schema.enums import show_enum
from schema.fields import by_id, column, connection, key, to_many, to_one
from schema.ids import Node
from schema.roots import Query
from schema.shared.register import VERSION, Division, Enterprise

show_enum(
    m.Corrected,
    "整改情况\nWhether it had been put right.",
    {
        "YES": "已整改\nIt had been put right.",
        "NO": "未整改\nIt had not.",
        "NOT_REQUIRED": "无须说明\nNobody had to say.",
    },
)
TOWN = "镇街\nThe town."
WHOSE = "企业\nThe unit that was inspected."


@strawberry.type(
    description="历史检查：其他机关或本系统启用前的检查，来自导入的文件\n"
    "An inspection by another authority, or of the time before this system; imported."
)
class PastInspection(Node):
    id: strawberry.ID = key(m.PastInspection.id)
    authority: str = column(m.PastInspection.authority, "检查机关\nWho inspected.")
    number: str = column(m.PastInspection.number, "原编号\nIts number there.")
    inspected_on: dt.date = column(
        m.PastInspection.inspected_on, "检查日期\nWhen.", where=True, order=True
    )
    kind: str = column(m.PastInspection.kind, "检查类别，按原文\nWhat kind, in its own words.")
    in_compliance: bool | None = column(
        m.PastInspection.in_compliance, "合格与否\nWhether it was found in order.", where=True
    )
    version: int = column(m.PastInspection.version, VERSION)
    enterprise: Enterprise | None = to_one(
        Enterprise, WHOSE, by=m.PastInspection.enterprise_id, where=True
    )
    town: Division | None = to_one(Division, TOWN, by=m.PastInspection.town_id, where=True)


@strawberry.type(description="历史检查发现的问题\nSomething that a past inspection found.")
class PastFinding(Node):
    id: strawberry.ID = key(m.PastFinding.id)
    code: str = column(m.PastFinding.code, "条款\nThe article.")
    grade: str = column(m.PastFinding.grade, "等级，按原文\nHow grave, in its own words.")
    what: str = column(m.PastFinding.what, "问题\nWhat was found.")
    place: str = column(m.PastFinding.place, "地点\nWhere.")
    corrected: m.Corrected | None = column(
        m.PastFinding.corrected, "整改情况\nWhether it had been put right.", where=True
    )
    days_to_correct: int | None = column(
        m.PastFinding.days_to_correct, "整改期限（天）\nDays that were given."
    )
    corrected_on: dt.date | None = column(m.PastFinding.corrected_on, "整改日期\nWhen put right.")
    version: int = column(m.PastFinding.version, VERSION)
    inspection: PastInspection | None = to_one(
        PastInspection, "所属检查\nIts inspection.", by=m.PastFinding.inspection_id, where=True
    )
    enterprise: Enterprise | None = to_one(Enterprise, WHOSE, by=m.PastFinding.enterprise_id)
    town: Division | None = to_one(Division, TOWN, by=m.PastFinding.town_id)


extensions = [
    extend(
        PastInspection,
        findings=to_many(
            PastFinding,
            "发现的问题\nWhat was found.",
            by=m.PastFinding.inspection_id,
            order_by=m.PastFinding.id,
        ),
    ),
    extend(
        Enterprise,
        past_inspections=to_many(
            PastInspection,
            "历史检查，最近的在前\nPast inspections, latest first.",
            by=m.PastInspection.enterprise_id,
            order_by=m.PastInspection.inspected_on.desc(),
        ),
    ),
    extend(
        Query,
        past_inspection=by_id(PastInspection, "一次历史检查\nOne past inspection."),
        past_inspections=connection(
            PastInspection,
            "历史检查，最近的在前\nPast inspections, latest first.",
            order_by=m.PastInspection.inspected_on.desc(),
        ),
        past_findings=connection(
            PastFinding, "历史检查发现的问题\nWhat they found.", order_by=m.PastFinding.id
        ),
    ),
]
