"""The values of the enums, law and checklists as clients see them: what hazards rest on."""

import datetime as dt

import strawberry

from plugins.inspection import models as m
from schema.enums import show_enum
from schema.fields import column, key, to_one
from schema.ids import Node

show_enum(
    m.HazardGrade,
    "隐患等级\nHow grave a hazard is.",
    {"GENERAL": "一般\nGeneral.", "SERIOUS": "严重：应立即停止\nSerious: stopped at once."},
)
show_enum(
    m.HazardCategory,
    "隐患类别\nWhat kind of thing is hazardous.",
    {
        "SPECIAL_EQUIPMENT": "特种设备\nSpecial equipment.",
        "FOOD": "食品\nFood.",
        "PRODUCT": "工业产品\nIndustrial products.",
        "METROLOGY": "计量\nMetrology.",
        "OTHER": "其他\nAnything else.",
    },
)
show_enum(
    m.HazardSource,
    "隐患来源\nBy what a hazard came to be known.",
    {"REPORT": "上报\nA report.", "PATROL": "巡查\nA patrol.", "COMPLAINT": "投诉举报\nA letter."},
)
show_enum(
    m.LegalRole,
    "条款作用\nWhat an article is good for.",
    {"DUTY": "义务：被违反的规定\nA duty, to be violated.", "POWER": "职权\nA power to order."},
)
show_enum(
    m.PatrolResult,
    "检查结果\nThe answer to one item.",
    {
        "PASSED": "合格\nAs it should be.",
        "FAILED": "不合格\nNot as it should be.",
        "NOT_APPLICABLE": "不适用\nNot applicable.",
    },
)


@strawberry.type(
    description="法律条款：某一时期施行的原文\nAn article in the wording of a time: law as data."
)
class LegalBasis(Node):
    id: strawberry.ID = key(m.LegalBasis.id)
    act: str = column(m.LegalBasis.act, "法律名称\nThe law.", where=True, order=True)
    article: str = column(m.LegalBasis.article, "条\nThe article.", where=True)
    role: m.LegalRole = column(m.LegalBasis.role, "作用\nDuty or power.", where=True)
    category: m.HazardCategory | None = column(
        m.LegalBasis.category, "适用类别；空为通用\nWhat it is about; null: everything.", where=True
    )
    text: str = column(m.LegalBasis.text, "原文\nIts wording.")
    valid_from: dt.date = column(m.LegalBasis.valid_from, "施行日\nFirst day.", where=True)
    valid_to: dt.date | None = column(
        m.LegalBasis.valid_to, "失效日\nThe first day without.", where=True
    )


@strawberry.type(
    description="检查表的一个版本；巡查始终对应其所用版本\nOne version of a checklist."
)
class Checklist(Node):
    id: strawberry.ID = key(m.Checklist.id)
    code: str = column(m.Checklist.code, "代码\nC11, C01, C12, TOWN.", where=True, order=True)
    version: int = column(m.Checklist.version, "版本\nWhich version.", where=True)
    name: str = column(m.Checklist.name, "名称\nName in Chinese.")
    name_en: str = column(m.Checklist.name_en, "英文名称\nName in English.")
    category: m.HazardCategory = column(m.Checklist.category, "类别\nWhat it is about.", where=True)
    valid_from: dt.date = column(m.Checklist.valid_from, "启用日\nFirst day.", where=True)
    valid_to: dt.date | None = column(
        m.Checklist.valid_to, "停用日\nThe first day without.", where=True
    )


@strawberry.type(description="检查项\nOne item of a checklist.")
class ChecklistItem(Node):
    id: strawberry.ID = key(m.ChecklistItem.id)
    number: int = column(m.ChecklistItem.number, "序号\nIts number.", where=True)
    text: str = column(m.ChecklistItem.text, "内容\nWhat is asked, in Chinese.")
    text_en: str = column(m.ChecklistItem.text_en, "英文内容\nWhat is asked, in English.")
    is_key: bool = column(m.ChecklistItem.is_key, "重点项\nWhether it is a key item.", where=True)
    creates: m.HazardGrade | None = column(
        m.ChecklistItem.creates, "不合格时上报的隐患等级\nThe grade of hazard that a failure opens."
    )
    checklist: Checklist | None = to_one(
        Checklist, "检查表\nIts checklist.", by=m.ChecklistItem.checklist_id, where=True
    )
    legal_basis: LegalBasis | None = to_one(
        LegalBasis, "依据\nIts legal basis.", by=m.ChecklistItem.legal_basis_id
    )
