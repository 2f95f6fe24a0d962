"""Licence types, licences and their history, and what they add to shared types."""

import datetime as dt

import strawberry
from sqlalchemy import case, func

from core.extension import extend
from core.register.colours import WarningColour
from plugins.licensing import models as m
from schema.enums import show_enum
from schema.fields import (
    aggregate,
    by_id,
    column,
    computed,
    connection,
    count,
    key,
    to_many,
    to_one,
)
from schema.ids import Node
from schema.roots import Query
from schema.shared.register import CHANGE, VERSION, ChangeSet, Division, Enterprise, Site
from schema.values import tell

strawberry.enum(m.LeadUnit, description="期限单位\nHow the law counts a lead time.")
strawberry.enum(m.AuthorityLevel, description="发证层级\nWho grants such licences.")
strawberry.enum(m.LicenceOrigin, description="来源\nDecided here, or by another authority.")
show_enum(
    m.YearlyDuty,
    "年度事项\nWhat is needed every year, and by whom.",
    {
        "REPORT": "企业年度自查报告\nA report by the firm.",
        "FOLLOW_UP": "认证机构跟踪检查\nBy the body.",
    },
)
strawberry.enum(m.LicenceAct, description="许可事项\nWhat can happen to a licence.")
strawberry.enum(
    m.LicenceState,
    description="许可状态：撤销、撤回、吊销、注销是四种不同行为\n"
    "What a licence is today. Annulled, withdrawn, revoked, cancelled: four different legal acts.",
)


STATES = {
    "VALID": "有效\nValid",
    "SUSPENDED": "暂停\nSuspended",
    "EXPIRED": "已过期\nExpired",
    "RENEWAL_PENDING": "延续办理中\nBeing renewed",
    "DEEMED_RENEWED": "逾期未决视为准予延续\nDeemed renewed",
    "ANNULLED": "已撤销\nAnnulled",
    "WITHDRAWN": "已撤回\nWithdrawn",
    "REVOKED": "已吊销\nRevoked",
    "CANCELLED": "已注销\nCancelled",
}
"""The four that end a licence are four different legal acts (行政许可法 arts. 69, 70, 80)."""
tell(m.LicenceState, STATES)
tell(m.LicenceOrigin, {"LOCAL": "本局\nDecided here", "EXTERNAL": "外部机关\nAnother authority"})
tell(
    m.LicenceAct,
    {
        "REGISTERED": "登记\nRegistered",
        "SUSPENDED": "暂停\nSuspended",
        "RESTORED": "恢复\nRestored",
        "ANNULLED": "撤销\nAnnulled",
        "WITHDRAWN": "撤回\nWithdrawn",
        "REVOKED": "吊销\nRevoked",
        "CANCELLED": "注销\nCancelled",
        "RENEWAL_FILED": "申请延续\nApplied for renewal",
        "CHANGED": "变更\nChanged",
        "REISSUED": "补证\nReissued",
        "REASSIGNED": "更正持证人\nReassigned",
        "RENEWED": "准予延续\nRenewed",
        "RENEWAL_REFUSED": "不予延续\nRenewal refused",
    },
)


@strawberry.type(
    description="许可种类：带起止日期和法律依据\nA kind of licence, dated, with its legal basis."
)
class LicenceType(Node):
    id: strawberry.ID = key(m.LicenceType.id)
    code: str = column(m.LicenceType.code, "代码\nQS, SC, XK, CCC.", where=True, order=True)
    name: str = column(m.LicenceType.name, "名称\nName in Chinese.", where=True)
    name_en: str = column(m.LicenceType.name_en, "英文名称\nName in English.", where=True)
    authority_level: m.AuthorityLevel = column(
        m.LicenceType.authority_level, "发证层级\nWho grants it.", where=True
    )
    validity_years: int = column(m.LicenceType.validity_years, "有效期（年）\nYears of validity.")
    renewal_lead: int = column(
        m.LicenceType.renewal_lead, "延续申请提前量\nHow long before expiry to apply for renewal."
    )
    renewal_lead_unit: m.LeadUnit = column(
        m.LicenceType.renewal_lead_unit, "提前量单位\nUnit of the lead."
    )
    warning_rule: str = column(
        m.LicenceType.warning_rule, "预警规则代码\nThe rule that colours its licences.", where=True
    )
    yearly_duty: m.YearlyDuty | None = column(
        m.LicenceType.yearly_duty, "年度事项\nWhat its licences need every year.", where=True
    )
    legal_basis: str = column(m.LicenceType.legal_basis, "法律依据\nLegal basis.")
    valid_from: dt.date = column(m.LicenceType.valid_from, "施行日\nFirst day.", where=True)
    valid_to: dt.date | None = column(
        m.LicenceType.valid_to, "停止核发日\nThe first day on which none is granted.", where=True
    )


@strawberry.type(description="许可证\nA licence that an enterprise holds.")
class Licence(Node):
    id: strawberry.ID = key(m.Licence.id)
    number: str = column(m.Licence.number, "证号\nThe printed number.", where=True, order=True)
    covers: list[str] = column(m.Licence.covers, "许可范围\nWhat it allows.")
    authority: str = column(m.Licence.authority, "发证机关\nWho granted it.", where=True)
    issued_on: dt.date = column(m.Licence.issued_on, "发证日期\nGranted on.", where=True)
    valid_from: dt.date = column(m.Licence.valid_from, "有效期起\nFirst day.", where=True)
    valid_until: dt.date = column(
        m.Licence.valid_until, "有效期止：当日仍有效\nThe last valid day.", where=True, order=True
    )
    state: m.LicenceState = computed(
        m.state_of(), "业务日期的状态\nWhat it is on the business date.", where=True
    )
    colour: WarningColour | None = computed(
        m.licence_colour(),
        "预警颜色；已终止的许可无颜色\nHow near the last day is; none once it has ended.",
        where=True,
    )
    warning_rule: str = column(
        m.Licence.warning_rule, "预警规则代码\nThe rule that it stands under.", where=True
    )
    in_force: bool = computed(
        m.IN_FORCE, "未终止，可能已过期\nNobody has ended it; it may have expired.", where=True
    )
    renewal_pending: bool = computed(
        m.PENDING, "按时提出的延续申请待决定\nA timely renewal is being decided.", where=True
    )
    renew_by: dt.date | None = column(
        m.Licence.renew_by,
        "申请延续的最后日期；按工作日计算的，所涉年度放假安排未公布前为推算\n"
        "Last day to apply for renewal. Where the law counts working days it is a guess until the "
        "calendars of its years are published, and counted anew when somebody applies.",
        where=True,
    )
    renewal_applied_on: dt.date | None = column(
        m.Licence.renewal_applied_on,
        "待决定的延续申请日期\nThe pending application's day.",
        where=True,
    )
    yearly_due_on: dt.date | None = column(
        m.Licence.yearly_due_on,
        "年度报告或跟踪检查的应办日期\nBy when the next yearly duty is due.",
        where=True,
    )
    suspension: int = computed(
        case((m.Licence.status == m.LicenceStatus.SUSPENDED, 1), else_=0),
        "暂停为 1，否则为 0\n1 while it is suspended, else 0.",
    )
    held: int = computed(
        case((m.IN_FORCE, 1), else_=0), "未终止为 1，否则为 0\n1 while nobody has ended it, else 0."
    )
    ends_next_quarter: bool = computed(
        m.ENDS_NEXT_QUARTER,
        "下季度到期且未终止\nIn force, with its last day in the next quarter.",
        where=True,
    )
    origin: m.LicenceOrigin = column(
        m.Licence.origin,
        "来源；外部的只能填写备注\nEXTERNAL: only remarks change here.",
        where=True,
    )
    remarks: str | None = column(m.Licence.remarks, "备注\nRemarks.")
    version: int = column(m.Licence.version, VERSION)
    change: ChangeSet | None = to_one(ChangeSet, CHANGE, by=m.Licence.change_id)
    type: LicenceType | None = to_one(
        LicenceType, "种类\nKind of licence.", by=m.Licence.type_id, where=True
    )
    enterprise: Enterprise | None = to_one(
        Enterprise, "持证企业\nThe holder.", by=m.Licence.enterprise_id, where=True
    )
    site: Site | None = to_one(Site, "生产场所\nWhere it applies.", by=m.Licence.site_id)
    town: Division | None = to_one(Division, "镇街\nThe town.", by=m.Licence.town_id, where=True)


@strawberry.type(description="许可事项记录：只增不改\nOne act on a licence; never changed.")
class LicenceEvent(Node):
    id: strawberry.ID = key(m.LicenceEvent.id)
    act: m.LicenceAct = column(m.LicenceEvent.act, "事项\nWhat happened.", where=True)
    happened_on: dt.date = column(
        m.LicenceEvent.happened_on, "日期\nOn which day.", where=True, order=True
    )
    legal_basis: str = column(m.LicenceEvent.legal_basis, "法律依据\nBy which law.")
    reason: str = column(m.LicenceEvent.reason, "理由\nThe reason given.")
    timely: bool | None = column(
        m.LicenceEvent.timely, "延续申请是否按时\nOf an application for renewal: in time?"
    )
    decided_as: list[str] = column(
        m.LicenceEvent.decided_as, "办理人的角色\nThe roles that allowed it."
    )
    recorded_at: dt.datetime = column(m.LicenceEvent.recorded_at, "记录时间\nWhen recorded.")
    licence: Licence | None = to_one(
        Licence, "许可证\nThe licence.", by=m.LicenceEvent.licence_id, where=True
    )


extensions = [
    extend(
        Licence,
        predecessor=to_one(Licence, "所替代的许可\nWhat it replaced.", by=m.Licence.predecessor_id),
        events=to_many(
            LicenceEvent,
            "办理记录\nIts history.",
            by=m.LicenceEvent.licence_id,
            order_by=m.LicenceEvent.happened_on,
        ),
    ),
    extend(
        Enterprise,
        licences=to_many(
            Licence,
            "许可证\nIts licences, by last day.",
            by=m.Licence.enterprise_id,
            order_by=m.Licence.valid_until,
            where=True,
        ),
        licence_count=count(Licence, "许可证数\nHow many licences.", by=m.Licence.enterprise_id),
        next_licence_expiry=aggregate(
            Licence,
            func.min(m.NEXT_EXPIRY_DAY),
            "最早的到期日：不计已终止和已过期的\nEarliest last day of those still in force.",
            by=m.Licence.enterprise_id,
        ),
    ),
    extend(
        Query,
        licence=by_id(Licence, "一张许可证\nOne licence."),
        licences=connection(
            Licence, "许可证\nLicences, by last day.", order_by=m.Licence.valid_until
        ),
        licence_type=by_id(LicenceType, "一个许可种类\nOne kind of licence."),
        licence_types=connection(
            LicenceType, "许可种类\nKinds of licences, old ones too.", order_by=m.LicenceType.code
        ),
    ),
]
