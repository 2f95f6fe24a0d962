"""The enums, the catalogue and the law of standards: what is the same for all."""

import datetime as dt

import strawberry

from plugins.standards import models as m
from plugins.standards import models_checks as mc
from schema.enums import show_enum
from schema.fields import column, computed, key, to_one
from schema.ids import Node
from schema.shared.register import VERSION

show_enum(
    m.StandardKind,
    "标准性质\nHow far a standard binds.",
    {
        "MANDATORY": "强制性\nMandatory.",
        "RECOMMENDED": "推荐性\nRecommended.",
        "GUIDANCE": "指导性技术文件\nA guidance document.",
        "GROUP": "团体标准\nOf an association.",
    },
)
STATUS = {
    "UPCOMING": "即将实施\nUpcoming",
    "CURRENT": "现行\nCurrent",
    "REPLACED": "被代替\nReplaced",
    "WITHDRAWN": "废止\nWithdrawn",
}
show_enum(m.StandardStatus, "标准状态\nWhat a standard is on the business date.", STATUS)
MODES = {"FILED": "备案\nFiled", "DECLARED": "自我声明公开\nDeclared"}
show_enum(m.FilingMode, "公开方式\nHow an own standard is made known.", MODES)
OWN_STATES = {
    "PENDING": "未公开\nNot yet published",
    "IN_FORCE": "有效\nIn force",
    "EXPIRED": "备案已过期\nIts filing has run out",
    "STRUCK_OFF": "已注销备案\nStruck off",
    "ABOLISHED": "企业已废止\nAbolished by the enterprise",
}
show_enum(m.OwnStandardState, "企业标准状态\nWhat an own standard is today.", OWN_STATES)
show_enum(
    m.UseRole,
    "执行或引用\nA product is made by it, or an own standard rests on it.",
    {"EXECUTED": "产品执行\nExecuted.", "BASIS": "企业标准引用\nA basis."},
)
show_enum(
    m.IndicatorSense,
    "指标方向\nOn which side of the value a product conforms.",
    {"AT_LEAST": "不小于\nAt least.", "AT_MOST": "不大于\nAt most."},
)
show_enum(
    mc.CheckVerdict,
    "核查结果\nThe answer to one point.",
    {
        "CONFORMING": "符合\nAs it should be.",
        "FAULTY": "不符合\nNot as it should be.",
        "NOT_APPLICABLE": "不适用\nNot applicable.",
    },
)
show_enum(
    mc.PilotKind,
    "项目类型\nA pilot, or the drafting of a standard.",
    {
        "PILOT": "标准化试点\nA pilot.",
        "NATIONAL_DRAFTING": "国家标准起草\nDrafting a national standard.",
        "INDUSTRY_DRAFTING": "行业标准起草\nDrafting an industry standard.",
        "LOCAL_DRAFTING": "地方标准起草\nDrafting a local standard.",
    },
)


@strawberry.type(
    description="企业标准公开规定：带起止日期\nHow own standards are made known: dated law."
)
class StandardRule(Node):
    id: strawberry.ID = key(m.StandardRule.id)
    mode: m.FilingMode = column(m.StandardRule.mode, "公开方式\nFiled or declared.", where=True)
    validity_years: int | None = column(
        m.StandardRule.validity_years, "备案有效年数\nYears for which a filing holds."
    )
    states_lower: bool = column(
        m.StandardRule.states_lower, "低于推荐性标准须明示\nAsking for less must be stated."
    )
    names_methods: bool = column(
        m.StandardRule.names_methods, "须写明试验方法\nTest methods must be named."
    )
    legal_basis: str = column(m.StandardRule.legal_basis, "法律依据\nLegal basis.")
    source: str = column(m.StandardRule.source, "出处和把握\nWhere the row is from, how sure.")
    valid_from: dt.date = column(m.StandardRule.valid_from, "施行日\nFirst day.", where=True)
    valid_to: dt.date | None = column(
        m.StandardRule.valid_to, "失效日\nThe first day without.", where=True
    )


@strawberry.type(
    description="标准：国家、行业、地方、团体标准的一个版本\nOne edition of a standard."
)
class Standard(Node):
    id: strawberry.ID = key(m.Standard.id)
    code: str = column(
        m.Standard.code, "编号，如 GB/T 1234-2025\nIts number.", where=True, order=True
    )
    prefix: str = column(m.Standard.prefix, "代号\nIts prefix, such as GB/T.", where=True)
    number: str = column(m.Standard.number, "顺序号\nIts serial.", where=True)
    part: str | None = column(m.Standard.part, "部分\nWhich part.")
    year: int = column(m.Standard.year, "年代号\nIts year.", where=True)
    title: str = column(m.Standard.title, "名称\nTitle in Chinese.", where=True)
    title_en: str | None = column(m.Standard.title_en, "英文名称\nTitle in English.")
    kind: m.StandardKind = column(m.Standard.kind, "性质\nHow far it binds.", where=True)
    status: m.StandardStatus = computed(
        m.status_of(), "业务日期的状态\nWhat it is on the business date.", where=True
    )
    issued_on: dt.date | None = column(m.Standard.issued_on, "发布日期\nIssued on.")
    effective_on: dt.date = column(
        m.Standard.effective_on, "实施日期\nIn force from.", where=True, order=True
    )
    withdrawn_on: dt.date | None = column(
        m.Standard.withdrawn_on,
        "废止日期：已公布的也在内\nThe first day without it, as announced.",
        where=True,
    )
    ics: str | None = column(m.Standard.ics, "国际标准分类\nICS.", where=True)
    ccs: str | None = column(m.Standard.ccs, "中国标准分类\nCCS.", where=True)
    version: int = column(m.Standard.version, VERSION)


@strawberry.type(description="标准的指标要求\nA value that a standard wants.")
class StandardIndicator(Node):
    id: strawberry.ID = key(m.StandardIndicator.id)
    name: str = column(m.StandardIndicator.name, "指标\nWhich indicator.", where=True)
    unit: str = column(m.StandardIndicator.unit, "单位\nUnit.")
    sense: m.IndicatorSense = column(m.StandardIndicator.sense, "方向\nAt least or at most.")
    value: float = column(m.StandardIndicator.value, "数值\nThe value.")
    standard: Standard | None = to_one(
        Standard, "标准\nIts standard.", by=m.StandardIndicator.standard_id, where=True
    )


@strawberry.type(description="代替通知的办理结果：只增不改\nWhat a notice of replacement did.")
class ReplacementNotice(Node):
    id: strawberry.ID = key(m.ReplacementNotice.id)
    published_on: dt.date = column(m.ReplacementNotice.published_on, "公布日期\nPublished on.")
    ends_on: dt.date = column(
        m.ReplacementNotice.ends_on, "旧标准废止日\nThe first day without the old one."
    )
    source: str = column(m.ReplacementNotice.source, "通知文号或来源\nWhich notice.")
    uses_flagged: int = column(
        m.ReplacementNotice.uses_flagged, "涉及的产品数\nHow many uses were flagged."
    )
    firms_told: int = column(
        m.ReplacementNotice.firms_told, "提醒的企业数\nHow many firms were told."
    )
    imported_on: dt.date = column(
        m.ReplacementNotice.imported_on, "录入日期\nImported on.", where=True, order=True
    )
    replaced: Standard | None = to_one(
        Standard, "旧标准\nThe old one.", by=m.ReplacementNotice.replaced_id, where=True
    )
    successor: Standard | None = to_one(
        Standard, "代替标准\nWhat takes its place.", by=m.ReplacementNotice.successor_id
    )


@strawberry.type(description="声明抽查的核查项\nOne point by which declarations are checked.")
class CheckPoint(Node):
    id: strawberry.ID = key(mc.CheckPoint.id)
    number: int = column(mc.CheckPoint.number, "序号\nIts number.", where=True, order=True)
    text: str = column(mc.CheckPoint.text, "内容\nWhat is asked, in Chinese.")
    text_en: str = column(mc.CheckPoint.text_en, "英文内容\nWhat is asked, in English.")
    legal_basis: str = column(mc.CheckPoint.legal_basis, "依据\nLegal basis.")
    valid_from: dt.date = column(mc.CheckPoint.valid_from, "启用日\nFirst day.")
    valid_to: dt.date | None = column(
        mc.CheckPoint.valid_to, "停用日\nThe first day without.", where=True
    )
