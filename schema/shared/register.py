"""The register's records: divisions, enterprises, their cards and sites, and key units."""

import datetime as dt

import strawberry

from core.declarations import Searchable, Traced
from core.extension import extend
from core.register import models as m
from core.register.colours import WarningColour
from core.register.divisions_data import DivisionKind
from schema.enums import show_enum
from schema.fields import by_id, column, connection, count, key, personal, to_many, to_one
from schema.ids import Node
from schema.roots import Query

CHANGE = "最近一次变更的批次\nThe change set that made it what it is."
VERSION = "版本，用于防止覆盖他人的修改\nFor `expectedVersion`: guards against overwriting."

strawberry.enum(
    WarningColour,
    description="预警颜色：一月内急红、三月内红、六月内黄、更久绿、已过期、延续办理中\n"
    "How near a due date is: URGENT within a month, RED, YELLOW, GREEN, past, or being renewed.",
)
strawberry.enum(DivisionKind, description="区划类别\nWhat sort of division it is.")
strawberry.enum(m.EnterpriseKind, description="主体类型\nWhat kind of party it is.")
strawberry.enum(m.EnterpriseStatus, description="经营状态\nWhether it is in business.")
show_enum(
    m.ChangeKind,
    "变更来由\nHow a change set came about.",
    {
        "DECLARATION": "申报\nDeclared, verified and confirmed.",
        "PATROL": "巡查更正\nCorrected on a patrol.",
        "IMPORT": "批量导入\nImported in a batch.",
        "EXCHANGE": "数据交换\nReceived from a partner.",
        "REFERENCE": "基础资料\nReference data and marks of the branch.",
        "DECISION": "行政决定\nDecided by an authority.",
    },
)
strawberry.enum(m.KeyUnitKind, description="重点类别\nWhy a unit is watched closely.")


@strawberry.type(
    description="行政区划：镇街会合并、划转，带起止日期，从不原地改名\n"
    "A town, street or district, dated: divisions merge and move, and never change in place."
)
class Division(Node):
    """A town, street or district."""

    id: strawberry.ID = key(m.Division.id)
    code: str = column(m.Division.code, "区划代码\nGB/T 2260.", where=True, order=True)
    name: str = column(m.Division.name, "名称\nName in Chinese.", where=True, order=True)
    name_en: str = column(m.Division.name_en, "英文名称\nName in pinyin.", where=True)
    kind: DivisionKind = column(m.Division.kind, "类别\nTown, street, ...", where=True)
    valid_from: dt.date = column(m.Division.valid_from, "设立日\nFirst day.", where=True)
    valid_to: dt.date | None = column(
        m.Division.valid_to,
        "撤销日：自该日起不再存在；现有的为空\nThe first day on which it no longer exists.",
        where=True,
    )


@strawberry.type(
    description="变更批次：入库监管信息都出自经确认的一批变更\n"
    "A confirmed set of changes: whatever the register holds comes from one."
)
class ChangeSet(Node):
    """Where a fact of the register is from."""

    id: strawberry.ID = key(m.ChangeSet.id)
    kind: m.ChangeKind = column(m.ChangeSet.kind, "来由\nHow it came about.")
    source: str = column(m.ChangeSet.source, "来源：子系统或数据来源\nThe subsystem or feed.")
    confirmed_at: dt.datetime = column(m.ChangeSet.confirmed_at, "确认时间\nWhen confirmed.")
    reason: str = column(m.ChangeSet.reason, "理由\nThe reason given.")


@strawberry.type(
    description="企业：一企一档，各子系统的信息都挂在这里\n"
    "A supervised unit: one enterprise, one file, on which every subsystem hangs its records."
)
class Enterprise(Node):
    """One enterprise, one file."""

    id: strawberry.ID = key(m.Enterprise.id)
    name: str = column(m.Enterprise.name, "名称\nRegistered name.", where=True, order=True)
    credit_code: str | None = column(
        m.Enterprise.credit_code, "统一社会信用代码\nUnified social credit code.", where=True
    )
    organisation_code: str | None = column(
        m.Enterprise.organisation_code, "组织机构代码\nOrganisation code.", where=True
    )
    registration_no: str | None = column(
        m.Enterprise.registration_no, "注册号\nOld business registration number.", where=True
    )
    kind: m.EnterpriseKind = column(m.Enterprise.kind, "主体类型\nKind of party.", where=True)
    status: m.EnterpriseStatus = column(m.Enterprise.status, "经营状态\nIn business?", where=True)
    industry_code: str | None = column(
        m.Enterprise.industry_code, "行业代码\nIndustry, GB/T 4754.", where=True
    )
    address: str = column(m.Enterprise.address, "住所\nRegistered address.", where=True)
    legal_representative: str | None = personal(
        m.Enterprise.legal_representative, "法定代表人\nLegal representative.", where=True
    )
    phone: str | None = personal(m.Enterprise.phone, "联系电话\nTelephone.", where=True)
    is_key_unit: bool = column(
        m.Enterprise.is_key_unit, "重点监管单位\nWhether it is a key supervised unit.", where=True
    )
    version: int = column(m.Enterprise.version, VERSION)
    change: ChangeSet | None = to_one(ChangeSet, CHANGE, by=m.Enterprise.change_id)
    town: Division | None = to_one(
        Division, "所在镇街\nThe town that it lies in.", by=m.Enterprise.town_id, where=True
    )


@strawberry.type(
    description="企业名片：只有名称和镇街，比企业档案更广泛可见\n"
    "The label of an enterprise: a name and a town, visible more widely than the record."
)
class EnterpriseCard(Node):
    """The label of an enterprise."""

    id: strawberry.ID = key(m.EnterpriseCard.id)
    name: str = column(m.EnterpriseCard.name, "名称\nName.", where=True, order=True)
    town: Division | None = to_one(
        Division, "所在镇街\nThe town that it lies in.", by=m.EnterpriseCard.town_id, where=True
    )
    enterprise: Enterprise | None = to_one(
        Enterprise, "企业档案；超出范围为空\nThe record, in scope.", by=m.EnterpriseCard.id
    )


@strawberry.type(
    description="场所：许可、设备挂在生产或使用场所\n"
    "A place of production or use; licences and equipment hang on sites."
)
class Site(Node):
    """A place of production or use."""

    id: strawberry.ID = key(m.Site.id)
    name: str = column(m.Site.name, "名称\nName.", where=True, order=True)
    address: str = column(m.Site.address, "地址\nAddress.", where=True)
    version: int = column(m.Site.version, VERSION)
    change: ChangeSet | None = to_one(ChangeSet, CHANGE, by=m.Site.change_id)
    enterprise: Enterprise | None = to_one(
        Enterprise, "所属企业\nWhose site it is.", by=m.Site.enterprise_id, where=True
    )
    town: Division | None = to_one(
        Division, "所在镇街\nThe town that it lies in.", by=m.Site.town_id, where=True
    )


@strawberry.type(
    description="重点监管单位的认定：由分局决定和解除\n"
    "The branch's decision that a unit is a key supervised unit, until it is released."
)
class KeyUnitDesignation(Node):
    """Why a unit is watched closely, since when and until when."""

    id: strawberry.ID = key(m.KeyUnitDesignation.id)
    kind: m.KeyUnitKind = column(m.KeyUnitDesignation.kind, "类别\nWhy.", where=True)
    reason: str = column(m.KeyUnitDesignation.reason, "认定理由\nThe reason given.")
    designated_on: dt.date = column(
        m.KeyUnitDesignation.designated_on, "认定日期\nFirst day.", where=True, order=True
    )
    released_on: dt.date | None = column(
        m.KeyUnitDesignation.released_on, "解除日期\nReleased on; empty while it holds.", where=True
    )
    release_reason: str | None = column(
        m.KeyUnitDesignation.release_reason, "解除理由\nWhy it was released."
    )
    version: int = column(m.KeyUnitDesignation.version, VERSION)
    enterprise: Enterprise | None = to_one(
        Enterprise, "单位\nThe unit.", by=m.KeyUnitDesignation.enterprise_id, where=True
    )
    town: Division | None = to_one(
        Division, "所在镇街\nThe town that it lies in.", by=m.KeyUnitDesignation.town_id, where=True
    )


searchables = [
    Searchable(record=Enterprise, text=m.Enterprise.search_text),
]
traces = [
    Traced(
        record=Enterprise,
        title="企业\nEnterprise",
        numbers=("credit_code",),
        label="name",
        enterprise=m.Enterprise.id,
    ),
]

extensions = [
    extend(
        Division,
        parent=to_one(
            Division, "上级区划\nWhat it belongs to.", by=m.Division.parent_id, where=True
        ),
        successor=to_one(
            Division, "承继的区划\nWhat it was merged or moved into.", by=m.Division.successor_id
        ),
        predecessors=to_many(
            Division,
            "并入的区划\nWhat was merged or moved into it.",
            by=m.Division.successor_id,
            order_by=m.Division.code,
        ),
        enterprises=connection(
            Enterprise,
            "企业\nEnterprises that lie in it.",
            by=m.Enterprise.town_id,
            order_by=m.Enterprise.name,
        ),
        enterprise_count=count(
            Enterprise, "企业数\nHow many enterprises lie in it.", by=m.Enterprise.town_id
        ),
    ),
    extend(
        Enterprise,
        sites=to_many(Site, "场所\nIts sites.", by=m.Site.enterprise_id, order_by=m.Site.name),
        designations=to_many(
            KeyUnitDesignation,
            "重点监管认定\nIts designations as a key unit, old and new.",
            by=m.KeyUnitDesignation.enterprise_id,
            order_by=m.KeyUnitDesignation.designated_on,
            where=True,
        ),
    ),
    extend(
        Query,
        division=by_id(Division, "一个区划\nOne division."),
        divisions=connection(
            Division, "区划\nDivisions, by code, old ones too.", order_by=m.Division.code
        ),
        enterprise=by_id(Enterprise, "一家企业\nOne enterprise."),
        enterprises=connection(
            Enterprise, "企业\nEnterprises, by name.", order_by=m.Enterprise.name
        ),
        enterprise_cards=connection(
            EnterpriseCard,
            "企业名片\nLabels of enterprises, by name.",
            order_by=m.EnterpriseCard.name,
        ),
        sites=connection(Site, "场所\nSites."),
        key_unit_designations=connection(
            KeyUnitDesignation, "重点监管认定\nDesignations of key units."
        ),
    ),
]
