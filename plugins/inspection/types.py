"""Hazards and what becomes of them, patrols, checklists and law as clients see them."""

import datetime as dt

import strawberry
from sqlalchemy import Date, case, func, type_coerce

from core.extension import extend
from core.policy.vocabulary import Tier
from core.store.scope import TODAY
from plugins.inspection import models as m
from plugins.inspection.types_law import Checklist, ChecklistItem, LegalBasis
from schema.fields import (
    aggregate,
    by_id,
    column,
    computed,
    connection,
    key,
    personal,
    to_many,
    to_one,
)
from schema.ids import Node
from schema.roots import Query
from schema.services.files import Attachment, attachments_of
from schema.services.matters import Matter
from schema.shared.register import VERSION, Division, Enterprise, Site

TOWN = "镇街\nThe town in which it is dealt with."
ENTERPRISE = "企业；未明确的为空\nThe enterprise; null where there is none, or it is not known."
PHOTOS = "照片\nIts photos."


@strawberry.type(
    description="隐患：从发现到销号\nSomething dangerous, from its report to its closing."
)
class Hazard(Node):
    id: strawberry.ID = key(m.Hazard.id)
    grade: m.HazardGrade = column(m.Hazard.grade, "等级\nHow grave.", where=True)
    category: m.HazardCategory = column(m.Hazard.category, "类别\nWhat kind.", where=True)
    what: str = column(m.Hazard.what, "情况\nWhat is dangerous.")
    place: str = column(m.Hazard.place, "地点\nWhere, in the finder's words.")
    subject: str | None = column(
        m.Hazard.subject, "有关设备或许可的标识\nId of the device or licence.", where=True
    )
    found_on: dt.date = column(
        m.Hazard.found_on, "发现日期\nWhen it was found.", where=True, order=True
    )
    found_by: Tier = column(m.Hazard.found_by, "发现方\nBy which tier.", where=True)
    source: m.HazardSource = column(m.Hazard.source, "来源\nHow it was found.", where=True)
    stop_at_once: bool = column(
        m.Hazard.stop_at_once, "须立即停止\nWhether to stop at once.", where=True
    )
    measures: str = column(m.Hazard.measures, "现场措施\nWhat was done on the spot.")
    closed_on: dt.date | None = column(
        m.Hazard.closed_on, "办结日期\nWhen it was closed or dismissed.", where=True
    )
    proposed_term: dt.date | None = computed(
        type_coerce(TODAY + case((m.Hazard.grade == m.HazardGrade.SERIOUS, 7), else_=15), Date),
        "建议整改期限：严重七日，一般十五日\nA term to propose: 7 days for serious ones, else 15.",
    )
    version: int = column(m.Hazard.version, VERSION)
    matter: Matter | None = to_one(
        Matter, "办理进度\nWhere it stands.", by=m.Hazard.matter_id, where=True
    )
    enterprise: Enterprise | None = to_one(
        Enterprise, ENTERPRISE, by=m.Hazard.enterprise_id, where=True
    )
    site: Site | None = to_one(Site, "场所\nThe site.", by=m.Hazard.site_id)
    town: Division | None = to_one(Division, TOWN, by=m.Hazard.town_id, where=True)
    attachments: list[Attachment] = attachments_of(PHOTOS)


@strawberry.type(
    description="责令改正通知书；两人签发前为草稿，无文号\n"
    "An order to put things right; a draft without a number until two officers have signed."
)
class RectificationOrder(Node):
    id: strawberry.ID = key(m.RectificationOrder.id)
    number: str | None = column(m.RectificationOrder.number, "文号\nIts number.", where=True)
    authority: str = column(m.RectificationOrder.authority, "机关\nWho orders.")
    issued_on: dt.date | None = column(
        m.RectificationOrder.issued_on, "签发日期\nDay of issue.", where=True
    )
    items: list[str] = column(m.RectificationOrder.items, "整改事项\nWhat to put right, from 1.")
    due_on: dt.date = column(m.RectificationOrder.due_on, "整改期限\nThe term.", where=True)
    extended_to: dt.date | None = column(
        m.RectificationOrder.extended_to, "延期至\nThe term after its one extension."
    )
    term: dt.date = computed(
        func.coalesce(m.RectificationOrder.extended_to, m.RectificationOrder.due_on),
        "现行期限\nThe last day that counts now.",
        where=True,
    )
    appeal: str = column(m.RectificationOrder.appeal, "救济途径\nHow to appeal.")
    violated: LegalBasis | None = to_one(
        LegalBasis, "违反的规定\nWhat was violated.", by=m.RectificationOrder.violated_id
    )
    basis: LegalBasis | None = to_one(
        LegalBasis, "责令依据\nThe power to order.", by=m.RectificationOrder.basis_id
    )
    hazard: Hazard | None = to_one(
        Hazard, "隐患\nThe hazard.", by=m.RectificationOrder.hazard_id, where=True
    )
    enterprise: Enterprise | None = to_one(
        Enterprise, ENTERPRISE, by=m.RectificationOrder.enterprise_id
    )


@strawberry.type(description="整改报告\nWhat the enterprise says that it has put right.")
class RectificationReport(Node):
    id: strawberry.ID = key(m.RectificationReport.id)
    reported_on: dt.date = column(m.RectificationReport.reported_on, "报告日期\nWhen.")
    text: str = column(m.RectificationReport.text, "说明\nWhat was done.")
    done_items: list[int] = column(
        m.RectificationReport.done_items, "已完成的事项序号\nNumbers of the items done."
    )
    hazard: Hazard | None = to_one(
        Hazard, "隐患\nThe hazard.", by=m.RectificationReport.hazard_id, where=True
    )
    attachments: list[Attachment] = attachments_of(PHOTOS)


@strawberry.type(description="复查\nWhat was found when it was looked at once more.")
class Reinspection(Node):
    id: strawberry.ID = key(m.Reinspection.id)
    inspected_on: dt.date = column(m.Reinspection.inspected_on, "复查日期\nWhen.")
    tier: Tier = column(m.Reinspection.tier, "复查方\nBy which tier.")
    notes: str = column(m.Reinspection.notes, "情况\nWhat was found.")
    passed_items: list[int] = column(
        m.Reinspection.passed_items, "通过的事项序号\nNumbers of the items that passed."
    )
    passed: bool = column(m.Reinspection.passed, "全部通过\nWhether none is left.", where=True)
    hazard: Hazard | None = to_one(
        Hazard, "隐患\nThe hazard.", by=m.Reinspection.hazard_id, where=True
    )
    attachments: list[Attachment] = attachments_of(PHOTOS)


@strawberry.type(description="巡查记录\nOne visit by a checklist.")
class Patrol(Node):
    id: strawberry.ID = key(m.Patrol.id)
    place: str = column(m.Patrol.place, "地点\nWhere, in words.")
    started_at: dt.datetime = column(
        m.Patrol.started_at, "开始时间\nWhen it began.", where=True, order=True
    )
    ended_at: dt.datetime = column(m.Patrol.ended_at, "结束时间\nWhen it ended.")
    tier: Tier = column(m.Patrol.tier, "巡查方\nBy which tier.", where=True)
    second_officer: str | None = personal(
        m.Patrol.second_officer, "第二名检查人员\nThe second officer."
    )
    refused_to_sign: bool = column(
        m.Patrol.refused_to_sign, "当事人拒绝签字\nWhether they refused to sign.", where=True
    )
    witness: str | None = personal(m.Patrol.witness, "见证人\nThe witness of a refusal.")
    remarks: str = column(m.Patrol.remarks, "备注\nRemarks.")
    checklist: Checklist | None = to_one(
        Checklist,
        "所用检查表版本\nThe version it was made by.",
        by=m.Patrol.checklist_id,
        where=True,
    )
    enterprise: Enterprise | None = to_one(
        Enterprise, ENTERPRISE, by=m.Patrol.enterprise_id, where=True
    )
    site: Site | None = to_one(Site, "场所\nThe site.", by=m.Patrol.site_id)
    town: Division | None = to_one(Division, TOWN, by=m.Patrol.town_id, where=True)


@strawberry.type(description="检查项结果\nThe answer to one item.")
class PatrolAnswer(Node):
    id: strawberry.ID = key(m.PatrolAnswer.id)
    result: m.PatrolResult = column(m.PatrolAnswer.result, "结果\nPass or fail.", where=True)
    note: str = column(m.PatrolAnswer.note, "说明\nWhat was noted.")
    item: ChecklistItem | None = to_one(
        ChecklistItem, "检查项\nThe item.", by=m.PatrolAnswer.item_id
    )
    hazard: Hazard | None = to_one(
        Hazard, "上报的隐患\nThe hazard that it opened.", by=m.PatrolAnswer.hazard_id
    )
    patrol: Patrol | None = to_one(
        Patrol, "巡查\nIts patrol.", by=m.PatrolAnswer.patrol_id, where=True
    )
    attachments: list[Attachment] = attachments_of(PHOTOS)


extensions = [
    extend(
        Checklist,
        items=to_many(
            ChecklistItem,
            "检查项，按序号\nIts items, by number.",
            by=m.ChecklistItem.checklist_id,
            order_by=m.ChecklistItem.number,
        ),
    ),
    extend(
        Hazard,
        orders=to_many(
            RectificationOrder, "责令改正\nThe order.", by=m.RectificationOrder.hazard_id
        ),
        reports=to_many(
            RectificationReport, "整改报告\nReports.", by=m.RectificationReport.hazard_id
        ),
        reinspections=to_many(Reinspection, "复查\nRe-inspections.", by=m.Reinspection.hazard_id),
        patrol_answers=to_many(
            PatrolAnswer, "来自的检查项\nThe answer that opened it.", by=m.PatrolAnswer.hazard_id
        ),
    ),
    extend(
        Patrol, answers=to_many(PatrolAnswer, "各项结果\nAnswers.", by=m.PatrolAnswer.patrol_id)
    ),
    extend(
        Enterprise,
        hazards=to_many(
            Hazard,
            "隐患，最近的在前\nIts hazards, latest first.",
            by=m.Hazard.enterprise_id,
            order_by=m.Hazard.found_on.desc(),
            where=True,
        ),
        open_hazard_count=aggregate(
            Hazard,
            func.count(case((m.Hazard.closed_on.is_(None), 1))),
            "未办结隐患数\nHow many hazards are open.",
            by=m.Hazard.enterprise_id,
        ),
        patrols=to_many(
            Patrol,
            "巡查，最近的在前\nPatrols to it, latest first.",
            by=m.Patrol.enterprise_id,
            order_by=m.Patrol.started_at.desc(),
        ),
    ),
    extend(
        Query,
        hazard=by_id(Hazard, "一项隐患\nOne hazard."),
        hazards=connection(
            Hazard, "隐患，最近的在前\nHazards, latest first.", order_by=m.Hazard.found_on.desc()
        ),
        patrol=by_id(Patrol, "一次巡查\nOne patrol."),
        patrols=connection(
            Patrol, "巡查，最近的在前\nPatrols, latest first.", order_by=m.Patrol.started_at.desc()
        ),
        checklist=by_id(Checklist, "一份检查表\nOne version of a checklist."),
        checklists=connection(
            Checklist, "检查表，含旧版\nChecklists, old ones too.", order_by=m.Checklist.code
        ),
        checklist_items=connection(
            ChecklistItem,
            "检查项\nItems of checklists, by number.",
            order_by=m.ChecklistItem.number,
        ),
        legal_bases=connection(
            LegalBasis, "法律条款，含失效的\nArticles, old ones too.", order_by=m.LegalBasis.act
        ),
        rectification_order=by_id(RectificationOrder, "一份责令改正通知书\nOne order."),
        rectification_orders=connection(
            RectificationOrder,
            "责令改正通知书，最近的在前\nOrders, latest first.",
            order_by=m.RectificationOrder.id.desc(),
        ),
    ),
]
