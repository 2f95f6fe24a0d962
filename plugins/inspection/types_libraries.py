"""Whom and what chance may choose, and campaigns, as clients see them."""

import datetime as dt

import strawberry
from sqlalchemy import Float, func, type_coerce

import plugins.inspection.types_law  # noqa: F401  it tells GraphQL of HazardCategory first
from core.extension import extend
from plugins.inspection import models_plans as m
from plugins.inspection.models import HazardCategory
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
from schema.shared.identity_types import Organisation
from schema.shared.register import VERSION, Division, Enterprise, EnterpriseCard

show_enum(
    m.OfficerStatus,
    "人员状态\nWhether an officer can be sent.",
    {
        "ACTIVE": "在岗\nActive.",
        "ON_LEAVE": "休假\nOn leave.",
        "SUSPENDED": "停止执法\nSuspended.",
        "LEFT": "离岗\nLeft.",
    },
)
show_enum(
    m.UpperLevel,
    "上级机关\nWhich upper authority.",
    {
        "NATIONAL": "国家级\nNational.",
        "PROVINCIAL": "省级\nProvincial.",
        "MUNICIPAL": "市级\nMunicipal.",
    },
)
TOWN = "镇街\nThe town."


@strawberry.type(description="抽查对象库\nThe units that one inspection item is about.")
class ObjectLibrary(Node):
    id: strawberry.ID = key(m.ObjectLibrary.id)
    code: str = column(m.ObjectLibrary.code, "事项代码\nThe item.", where=True, order=True)
    name: str = column(m.ObjectLibrary.name, "名称\nName in Chinese.")
    name_en: str = column(m.ObjectLibrary.name_en, "英文名称\nName in English.")
    category: HazardCategory = column(m.ObjectLibrary.category, "类别\nWhat kind.", where=True)


@strawberry.type(description="库中对象\nA unit in a library.")
class LibraryObject(Node):
    id: strawberry.ID = key(m.LibraryObject.id)
    number: str = column(m.LibraryObject.number, "编号\nIts key in draws.", where=True, order=True)
    weight: int = column(m.LibraryObject.weight, "权重\nHow many tickets it holds.", where=True)
    left_on: dt.date | None = column(m.LibraryObject.left_on, "移出\nWhen it left.", where=True)
    library: ObjectLibrary | None = to_one(
        ObjectLibrary, "对象库\nIts library.", by=m.LibraryObject.library_id, where=True
    )
    enterprise: EnterpriseCard | None = to_one(
        EnterpriseCard, "企业\nThe unit.", by=m.LibraryObject.enterprise_id
    )
    town: Division | None = to_one(Division, TOWN, by=m.LibraryObject.town_id, where=True)


@strawberry.type(description="执法人员\nWho may inspect.")
class OfficerCard(Node):
    id: strawberry.ID = key(m.OfficerCard.id)
    name: str | None = personal(m.OfficerCard.name, "姓名\nName.")
    card_no: str = column(m.OfficerCard.card_no, "执法证号\nCard number.", where=True, order=True)
    valid_to: dt.date = column(
        m.OfficerCard.valid_to, "有效期至\nThe card's last day.", where=True, order=True
    )
    qualifications: list[str] = column(m.OfficerCard.qualifications, "资格\nQualifications.")
    status: m.OfficerStatus = column(m.OfficerCard.status, "状态\nIf available.", where=True)
    version: int = column(m.OfficerCard.version, VERSION)
    organisation: Organisation | None = to_one(
        Organisation, "单位\nWhere they work.", by=m.OfficerCard.organisation_id, where=True
    )


@strawberry.type(description="上级检查记录\nAn inspection by an upper authority.")
class UpperInspection(Node):
    id: strawberry.ID = key(m.UpperInspection.id)
    level: m.UpperLevel = column(m.UpperInspection.level, "级别\nWhich level.", where=True)
    inspected_on: dt.date = column(
        m.UpperInspection.inspected_on, "检查日期\nWhen.", where=True, order=True
    )
    what: str = column(m.UpperInspection.what, "内容\nAbout what.")
    enterprise: Enterprise | None = to_one(
        Enterprise, "企业\nThe unit.", by=m.UpperInspection.enterprise_id
    )
    town: Division | None = to_one(Division, TOWN, by=m.UpperInspection.town_id, where=True)


@strawberry.type(description="专项整治\nAn effort of some months against one danger.")
class Campaign(Node):
    id: strawberry.ID = key(m.Campaign.id)
    title: str = column(m.Campaign.title, "名称\nIts title.", where=True)
    aim: str = column(m.Campaign.aim, "目标和范围\nIts aim.")
    legal_basis: str = column(m.Campaign.legal_basis, "依据\nLegal basis.")
    category: HazardCategory = column(m.Campaign.category, "类别\nWhat kind.", where=True)
    starts_on: dt.date = column(m.Campaign.starts_on, "开始\nFirst day.", where=True, order=True)
    ends_on: dt.date = column(m.Campaign.ends_on, "结束\nLast day.", where=True)
    version: int = column(m.Campaign.version, VERSION)


@strawberry.type(description="专项整治的镇街任务\nA town's share of a campaign.")
class CampaignTarget(Node):
    id: strawberry.ID = key(m.CampaignTarget.id)
    target: int = column(m.CampaignTarget.target, "应查\nHow many to inspect.")
    done: int = column(m.CampaignTarget.done, "已查\nHow many have been.")
    behind: int = column(
        m.CampaignTarget.behind, "落后百分点\nHundredths behind the calendar.", where=True
    )
    share: float = computed(
        type_coerce(m.CampaignTarget.done * 1.0 / m.CampaignTarget.target, Float),
        "完成率\nDone of target, 0 to 1.",
    )
    campaign: Campaign | None = to_one(
        Campaign, "专项整治\nThe campaign.", by=m.CampaignTarget.campaign_id, where=True
    )
    town: Division | None = to_one(Division, TOWN, by=m.CampaignTarget.town_id, where=True)


extensions = [
    extend(
        ObjectLibrary,
        object_count=count(LibraryObject, "对象数\nHow many units.", by=m.LibraryObject.library_id),
    ),
    extend(
        Campaign,
        targets=to_many(
            CampaignTarget, "镇街任务\nShares of the towns.", by=m.CampaignTarget.campaign_id
        ),
        total_target=aggregate(
            CampaignTarget,
            func.coalesce(func.sum(m.CampaignTarget.target), 0),
            "应查总数\nHow many to inspect.",
            by=m.CampaignTarget.campaign_id,
        ),
        total_done=aggregate(
            CampaignTarget,
            func.coalesce(func.sum(m.CampaignTarget.done), 0),
            "已查总数\nHow many have been.",
            by=m.CampaignTarget.campaign_id,
        ),
    ),
    extend(
        Enterprise,
        upper_inspections=to_many(
            UpperInspection,
            "上级检查\nInspections by upper authorities.",
            by=m.UpperInspection.enterprise_id,
            order_by=m.UpperInspection.inspected_on.desc(),
        ),
    ),
    extend(
        Query,
        object_libraries=connection(
            ObjectLibrary, "抽查对象库\nLibraries.", order_by=m.ObjectLibrary.code
        ),
        library_objects=connection(
            LibraryObject, "库中对象\nUnits in libraries.", order_by=m.LibraryObject.number
        ),
        officer_card=by_id(OfficerCard, "一名执法人员\nOne officer."),
        officer_cards=connection(
            OfficerCard, "执法人员库\nThe library of officers.", order_by=m.OfficerCard.card_no
        ),
        upper_inspections=connection(
            UpperInspection,
            "上级检查，最近的在前\nUpper inspections, latest first.",
            order_by=m.UpperInspection.inspected_on.desc(),
        ),
        campaign=by_id(Campaign, "一次专项整治\nOne campaign."),
        campaigns=connection(
            Campaign, "专项整治，最近的在前\nCampaigns.", order_by=m.Campaign.starts_on.desc()
        ),
        campaign_targets=connection(
            CampaignTarget, "专项整治镇街任务\nTargets of towns.", order_by=m.CampaignTarget.id
        ),
    ),
]
