"""Makers of food, their grades, planned visits and inspections as clients see them."""

import datetime as dt

import strawberry

from core.extension import extend
from core.register.colours import WarningColour
from core.warnings.bands import rule_colour
from plugins.food_safety import models as m
from plugins.food_safety.types_law import FoodCategory
from plugins.inspection.api import Patrol
from plugins.licensing.api import Licence
from schema.fields import by_id, column, computed, connection, key, to_many, to_one
from schema.ids import Node
from schema.roots import Query
from schema.services.matters import Matter
from schema.shared.register import CHANGE, VERSION, ChangeSet, Division, Enterprise, Site

TOWN = "镇街\nThe town."
ENTERPRISE = "企业\nThe enterprise."
PROGRESS = "办理进度\nWhere it stands."
PRODUCER = "食品生产者\nThe maker."


@strawberry.type(description="食品生产者：一户一档\nA maker of food, with all that concerns it.")
class FoodProducer(Node):
    id: strawberry.ID = key(m.FoodProducer.id)
    kind: m.FoodProducerKind = column(m.FoodProducer.kind, "类型\nWhat is made.", where=True)
    scale: m.FoodScale = column(m.FoodProducer.scale, "规模\nHow much is made.", where=True)
    classes: list[str] = column(m.FoodProducer.classes, "食品类别编号\nCodes of its classes.")
    number: str | None = column(
        m.FoodProducer.number, "许可证或登记证编号\nOf its licence or registration.", where=True
    )
    grade: m.RiskLevel | None = column(
        m.FoodProducer.grade, "风险等级；未定级为空\nIts grade of risk.", where=True
    )
    grade_year: int | None = column(
        m.FoodProducer.grade_year, "定级年度\nThe year that it was graded for.", where=True
    )
    next_inspection_by: dt.date = column(
        m.FoodProducer.next_inspection_by,
        "最迟检查日期，按等级\nThe last day without an inspection, by its grade.",
        where=True,
        order=True,
    )
    last_inspected_on: dt.date | None = column(
        m.FoodProducer.last_inspected_on, "最近检查日期\nLast inspected on.", where=True
    )
    last_full_on: dt.date | None = column(
        m.FoodProducer.last_full_on, "最近全项目检查\nLast inspected over all items.", where=True
    )
    last_result: m.FoodResult | None = column(
        m.FoodProducer.last_result, "最近公示结果\nThe last published result.", where=True
    )
    held_until: dt.date | None = column(
        m.FoodProducer.held_until,
        "上级已检查，此日前不重复检查\nA higher level inspected; not repeated until then.",
        where=True,
    )
    colour: WarningColour | None = computed(
        rule_colour(m.FoodProducer.next_inspection_by, "F1"),
        "检查预警颜色\nHow near the last day is.",
        where=True,
    )
    version: int = column(m.FoodProducer.version, VERSION)
    change: ChangeSet | None = to_one(ChangeSet, CHANGE, by=m.FoodProducer.change_id)
    category: FoodCategory | None = to_one(
        FoodCategory, "主要类别\nIts class of most risk.", by=m.FoodProducer.category_id, where=True
    )
    licence: Licence | None = to_one(
        Licence, "生产许可证\nIts licence.", by=m.FoodProducer.licence_id, where=True
    )
    enterprise: Enterprise | None = to_one(
        Enterprise, ENTERPRISE, by=m.FoodProducer.enterprise_id, where=True
    )
    site: Site | None = to_one(Site, "场所\nThe site.", by=m.FoodProducer.site_id)
    town: Division | None = to_one(Division, TOWN, by=m.FoodProducer.town_id, where=True)


@strawberry.type(description="风险等级评定\nOne grading of a maker.")
class RiskGrade(Node):
    id: strawberry.ID = key(m.RiskGrade.id)
    year: int = column(m.RiskGrade.year, "年度\nFor which year.", where=True, order=True)
    static_points: int = column(m.RiskGrade.static_points, "静态分\nStatic points, of 40.")
    dynamic_points: int = column(m.RiskGrade.dynamic_points, "动态分\nDynamic points, of 60.")
    total: int = computed(
        m.RiskGrade.static_points + m.RiskGrade.dynamic_points, "总分\nAll points."
    )
    findings: list[str] = column(m.RiskGrade.findings, "评分依据\nWhat the points are for.")
    previous: m.RiskLevel | None = column(m.RiskGrade.previous, "原等级\nThe grade before.")
    grade: m.RiskLevel = column(m.RiskGrade.grade, "等级\nThe grade.", where=True)
    raised_for: str | None = column(
        m.RiskGrade.raised_for, "即时调高的原因\nWhy it goes up at once; null for the yearly one."
    )
    fixed_on: dt.date | None = column(m.RiskGrade.fixed_on, "定级日期\nFixed on.", where=True)
    version: int = column(m.RiskGrade.version, VERSION)
    matter: Matter | None = to_one(Matter, PROGRESS, by=m.RiskGrade.matter_id, where=True)
    producer: FoodProducer | None = to_one(
        FoodProducer, PRODUCER, by=m.RiskGrade.producer_id, where=True
    )
    enterprise: Enterprise | None = to_one(
        Enterprise, ENTERPRISE, by=m.RiskGrade.enterprise_id, where=True
    )
    town: Division | None = to_one(Division, TOWN, by=m.RiskGrade.town_id, where=True)


@strawberry.type(description="计划检查\nA visit of the yearly plan.")
class FoodVisit(Node):
    id: strawberry.ID = key(m.FoodVisit.id)
    year: int = column(m.FoodVisit.year, "年度\nOf which year.", where=True)
    number: int = column(m.FoodVisit.number, "第几次\nWhich of the year.")
    grade: m.RiskLevel = column(m.FoodVisit.grade, "依据等级\nThe grade behind it.", where=True)
    due_on: dt.date = column(m.FoodVisit.due_on, "最迟日期\nUntil when.", where=True, order=True)
    assigned_on: dt.date | None = column(
        m.FoodVisit.assigned_on, "指派日期\nAssigned on.", where=True
    )
    done_on: dt.date | None = column(m.FoodVisit.done_on, "完成日期\nDone on.", where=True)
    dropped_on: dt.date | None = column(
        m.FoodVisit.dropped_on, "取消日期\nNot wanted any more since.", where=True
    )
    producer: FoodProducer | None = to_one(
        FoodProducer, PRODUCER, by=m.FoodVisit.producer_id, where=True
    )
    town: Division | None = to_one(Division, TOWN, by=m.FoodVisit.town_id, where=True)


@strawberry.type(description="上级检查记录\nAn inspection by a higher level.")
class FoodUpperInspection(Node):
    id: strawberry.ID = key(m.FoodUpperInspection.id)
    level: m.InspectionLevel = column(m.FoodUpperInspection.level, "层级\nWhich.", where=True)
    inspected_on: dt.date = column(
        m.FoodUpperInspection.inspected_on, "检查日期\nWhen.", where=True, order=True
    )
    findings: str = column(m.FoodUpperInspection.findings, "情况\nWhat was found.")
    held_until: dt.date = column(
        m.FoodUpperInspection.held_until, "不重复检查至\nNot repeated until.", where=True
    )
    producer: FoodProducer | None = to_one(
        FoodProducer, PRODUCER, by=m.FoodUpperInspection.producer_id, where=True
    )


@strawberry.type(description="监督检查\nOne inspection of a maker of food.")
class FoodInspection(Node):
    id: strawberry.ID = key(m.FoodInspection.id)
    kind: m.FoodInspectionKind = column(m.FoodInspection.kind, "方式\nHow.", where=True)
    checklist_code: str = column(m.FoodInspection.checklist_code, "检查表\nBy which checklist.")
    inspected_on: dt.date | None = column(
        m.FoodInspection.inspected_on, "检查日期\nWhen.", where=True
    )
    result: m.FoodResult | None = column(m.FoodInspection.result, "结果\nResult.", where=True)
    proposal: m.FoodProposal | None = column(
        m.FoodInspection.proposal, "系统建议\nWhat follows by law.", where=True
    )
    failed_items: list[str] = column(
        m.FoodInspection.failed_items, "不合格项，重点项在前\nWhat failed, key items first."
    )
    key_failed: int = column(m.FoodInspection.key_failed, "重点项不合格数\nKey items failed.")
    general_failed: int = column(m.FoodInspection.general_failed, "一般项不合格数\nOthers failed.")
    told_on: dt.date | None = column(
        m.FoodInspection.told_on, "书面告知日期\nHanded over in writing on."
    )
    published_on: dt.date | None = column(
        m.FoodInspection.published_on, "公示日期\nPublished on.", where=True
    )
    closed_on: dt.date | None = column(
        m.FoodInspection.closed_on, "办结日期\nClosed on.", where=True
    )
    version: int = column(m.FoodInspection.version, VERSION)
    matter: Matter | None = to_one(Matter, PROGRESS, by=m.FoodInspection.matter_id, where=True)
    patrol: Patrol | None = to_one(
        Patrol, "检查记录：各项结果\nThe answers.", by=m.FoodInspection.patrol_id
    )
    visit: FoodVisit | None = to_one(
        FoodVisit, "所属计划\nThe planned visit.", by=m.FoodInspection.visit_id
    )
    producer: FoodProducer | None = to_one(
        FoodProducer, PRODUCER, by=m.FoodInspection.producer_id, where=True
    )
    enterprise: Enterprise | None = to_one(
        Enterprise, ENTERPRISE, by=m.FoodInspection.enterprise_id, where=True
    )
    town: Division | None = to_one(Division, TOWN, by=m.FoodInspection.town_id, where=True)


extensions = [
    extend(
        FoodProducer,
        grades=to_many(
            RiskGrade, "历次定级\nIts gradings.", by=m.RiskGrade.producer_id,
            order_by=m.RiskGrade.id.desc(),
        ),
        visits=to_many(
            FoodVisit, "计划检查\nPlanned visits.", by=m.FoodVisit.producer_id,
            order_by=m.FoodVisit.due_on, where=True,
        ),
        inspections=to_many(
            FoodInspection, "监督检查\nInspections.", by=m.FoodInspection.producer_id,
            order_by=m.FoodInspection.id.desc(), where=True,
        ),
        upper_inspections=to_many(
            FoodUpperInspection, "上级检查\nInspections by higher levels.",
            by=m.FoodUpperInspection.producer_id,
        ),
    ),
    extend(
        Enterprise,
        food_producers=to_many(
            FoodProducer, "食品生产者档案\nIts file as a maker of food.",
            by=m.FoodProducer.enterprise_id,
        ),
    ),
    extend(
        Query,
        food_producer=by_id(FoodProducer, "一户食品生产者\nOne maker."),
        food_producers=connection(
            FoodProducer, "食品生产者，最急的在前\nMakers, most urgent first.",
            order_by=m.FoodProducer.next_inspection_by,
        ),
        risk_grade=by_id(RiskGrade, "一次定级\nOne grading."),
        risk_grades=connection(
            RiskGrade, "风险定级，最近的在前\nGradings, latest first.",
            order_by=m.RiskGrade.id.desc(),
        ),
        food_visit=by_id(FoodVisit, "一次计划检查\nOne planned visit."),
        food_visits=connection(
            FoodVisit, "计划检查，最近的在前\nPlanned visits, nearest first.",
            order_by=m.FoodVisit.due_on,
        ),
        food_inspection=by_id(FoodInspection, "一次监督检查\nOne inspection."),
        food_inspections=connection(
            FoodInspection, "监督检查，最近的在前\nInspections, latest first.",
            order_by=m.FoodInspection.id.desc(),
        ),
        food_upper_inspections=connection(
            FoodUpperInspection, "上级检查，最近的在前\nBy higher levels, latest first.",
            order_by=m.FoodUpperInspection.inspected_on.desc(),
        ),
    ),
]  # fmt: skip
