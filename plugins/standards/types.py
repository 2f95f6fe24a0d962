"""Own standards, their indicators, and what products execute, as clients see them."""

import datetime as dt

import strawberry
from sqlalchemy import case, func

from core.extension import extend
from core.register.colours import WarningColour
from core.warnings.bands import rule_colour
from plugins.standards import models as m
from plugins.standards import models_checks as mc
from plugins.standards.types_law import (
    CheckPoint,
    ReplacementNotice,
    Standard,
    StandardIndicator,
    StandardRule,
)
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
from schema.services.matters import Matter
from schema.shared.register import VERSION, Division, Enterprise

TOWN = "镇街\nThe town."
ENTERPRISE = "企业\nThe enterprise."


@strawberry.type(description="企业标准：备案或自我声明公开\nAn enterprise's own standard.")
class EnterpriseStandard(Node):
    id: strawberry.ID = key(m.EnterpriseStandard.id)
    number: str = column(
        m.EnterpriseStandard.number, "编号，如 Q/XYZ 001-2026\nIts number.", where=True, order=True
    )
    unusual_number: bool = column(
        m.EnterpriseStandard.unusual_number, "编号写法特殊\nThe number is unusual.", where=True
    )
    title: str = column(m.EnterpriseStandard.title, "名称\nIts title.", where=True)
    product: str = column(m.EnterpriseStandard.product, "产品\nWhich product.", where=True)
    mode: m.FilingMode = column(m.EnterpriseStandard.mode, "公开方式\nFiled, declared.", where=True)
    state: m.OwnStandardState = computed(m.own_state(), "状态\nWhat it is today.", where=True)
    in_force: bool = computed(
        m.COUNTS, "已公开且未终止\nPublished, and nobody has ended it.", where=True
    )
    issued_on: dt.date = column(m.EnterpriseStandard.issued_on, "发布日期\nIssued on.")
    published_on: dt.date | None = column(
        m.EnterpriseStandard.published_on, "公开或备案日期\nDeclared or filed on.", where=True
    )
    filing_no: str | None = column(
        m.EnterpriseStandard.filing_no, "备案号\nNumber of the filing.", where=True
    )
    valid_until: dt.date | None = column(
        m.EnterpriseStandard.valid_until,
        "备案有效期止\nThe last day of its filing.",
        where=True,
    )
    colour: WarningColour | None = computed(
        case((m.COUNTS, rule_colour(m.EnterpriseStandard.valid_until, "S1"))),
        "预警颜色；不过期的无颜色\nHow near the last day of the filing is.",
        where=True,
    )
    struck_off_on: dt.date | None = column(
        m.EnterpriseStandard.struck_off_on, "注销备案日期\nStruck off on.", where=True
    )
    abolished_on: dt.date | None = column(
        m.EnterpriseStandard.abolished_on, "企业废止日期\nAbolished on.", where=True
    )
    version: int = column(m.EnterpriseStandard.version, VERSION)
    rule: StandardRule | None = to_one(
        StandardRule, "所依规定\nThe law of its day.", by=m.EnterpriseStandard.rule_id
    )
    matter: Matter | None = to_one(
        Matter, "办理进度\nWhere it stands.", by=m.EnterpriseStandard.matter_id, where=True
    )
    enterprise: Enterprise | None = to_one(
        Enterprise, ENTERPRISE, by=m.EnterpriseStandard.enterprise_id, where=True
    )
    town: Division | None = to_one(Division, TOWN, by=m.EnterpriseStandard.town_id, where=True)


@strawberry.type(description="企业标准的指标\nOne indicator of an own standard.")
class DeclaredIndicator(Node):
    id: strawberry.ID = key(m.DeclaredIndicator.id)
    name: str = column(m.DeclaredIndicator.name, "指标\nWhich indicator.")
    unit: str = column(m.DeclaredIndicator.unit, "单位\nUnit.")
    sense: m.IndicatorSense = column(m.DeclaredIndicator.sense, "方向\nAt least or at most.")
    value: float = column(m.DeclaredIndicator.value, "数值\nThe value.")
    method: str = column(m.DeclaredIndicator.method, "试验方法\nBy which test method.")
    below: bool = column(
        m.DeclaredIndicator.below, "低于所比标准\nAsks for less than the published one.", where=True
    )
    statement: str = column(m.DeclaredIndicator.statement, "说明\nWhat is stated about that.")
    compared: StandardIndicator | None = to_one(
        StandardIndicator,
        "所比的要求\nWhat it is compared with.",
        by=m.DeclaredIndicator.compared_id,
    )
    enterprise_standard: EnterpriseStandard | None = to_one(
        EnterpriseStandard,
        "企业标准\nIts standard.",
        by=m.DeclaredIndicator.enterprise_standard_id,
        where=True,
    )


@strawberry.type(
    description="执行标准：某产品标签应标注的标准\nThe standard that the label of a product names."
)
class StandardUse(Node):
    id: strawberry.ID = key(m.StandardUse.id)
    product: str = column(m.StandardUse.product, "产品\nWhich product.", where=True, order=True)
    role: m.UseRole = column(m.StandardUse.role, "执行或引用\nExecuted, or a basis.", where=True)
    declared_on: dt.date | None = column(
        m.StandardUse.declared_on, "声明日期\nDeclared on.", where=True
    )
    ended_on: dt.date | None = column(
        m.StandardUse.ended_on, "停止执行日期\nNamed no more from.", where=True
    )
    open: bool = computed(m.OPEN_USE, "正在执行\nNamed today.", where=True)
    flagged_on: dt.date | None = column(
        m.StandardUse.flagged_on, "提醒日期\nSince when its end is known."
    )
    replace_by: dt.date | None = column(
        m.StandardUse.replace_by,
        "最迟更换日：旧标准的最后一天\nThe last day of the standard.",
        where=True,
    )
    colour: WarningColour | None = computed(
        case((m.OPEN_USE, rule_colour(m.StandardUse.replace_by, "S2"))),
        "预警颜色；标准现行的无颜色\nHow near the end of its standard is.",
        where=True,
    )
    version: int = column(m.StandardUse.version, VERSION)
    standard: Standard | None = to_one(
        Standard, "标准\nThe standard.", by=m.StandardUse.standard_id, where=True
    )
    enterprise_standard: EnterpriseStandard | None = to_one(
        EnterpriseStandard,
        "引用它的企业标准\nThe own standard that rests on it.",
        by=m.StandardUse.enterprise_standard_id,
    )
    enterprise: Enterprise | None = to_one(
        Enterprise, ENTERPRISE, by=m.StandardUse.enterprise_id, where=True
    )
    town: Division | None = to_one(Division, TOWN, by=m.StandardUse.town_id, where=True)


extensions = [
    extend(
        Standard,
        replaced_by=to_one(
            Standard, "由何标准代替\nWhat replaces it.", by=m.Standard.replaced_by_id
        ),
        replaces=to_many(Standard, "代替的标准\nWhat it replaces.", by=m.Standard.replaced_by_id),
        indicators=to_many(
            StandardIndicator, "指标要求\nIts values.", by=m.StandardIndicator.standard_id
        ),
        uses=to_many(
            StandardUse,
            "执行它的产品\nProducts that name it.",
            by=m.StandardUse.standard_id,
            where=True,
        ),
        use_count=count(StandardUse, "使用数\nHow many uses.", by=m.StandardUse.standard_id),
    ),
    extend(
        EnterpriseStandard,
        indicators=to_many(
            DeclaredIndicator, "指标\nIndicators.", by=m.DeclaredIndicator.enterprise_standard_id
        ),
        basis=to_many(
            StandardUse, "引用的标准\nWhat it rests on.", by=m.StandardUse.enterprise_standard_id
        ),
    ),
    extend(
        StandardUse,
        successor=to_one(
            StandardUse, "更换后\nThe use that replaced it.", by=m.StandardUse.successor_id
        ),
    ),
    extend(
        Enterprise,
        own_standards=to_many(
            EnterpriseStandard,
            "企业标准\nIts own standards.",
            by=m.EnterpriseStandard.enterprise_id,
            order_by=m.EnterpriseStandard.number,
            where=True,
        ),
        standard_uses=to_many(
            StandardUse,
            "执行的标准\nThe standards that its products name.",
            by=m.StandardUse.enterprise_id,
            order_by=m.StandardUse.product,
            where=True,
        ),
        flagged_use_count=aggregate(
            StandardUse,
            func.count(case((m.OPEN_USE, m.StandardUse.replace_by))),
            "所执行标准将废止或已废止的产品数\nProducts whose standard ends or has ended.",
            by=m.StandardUse.enterprise_id,
        ),
    ),
    extend(
        Query,
        standard=by_id(Standard, "一项标准\nOne standard."),
        standards=connection(Standard, "标准目录\nStandards.", order_by=m.Standard.code),
        standard_rules=connection(
            StandardRule, "公开规定，含旧的\nThe law, old too.", order_by=m.StandardRule.valid_from
        ),
        replacement_notices=connection(
            ReplacementNotice,
            "代替通知，最近的在前\nNotices, latest first.",
            order_by=m.ReplacementNotice.id.desc(),
        ),
        enterprise_standard=by_id(EnterpriseStandard, "一项企业标准\nOne own standard."),
        enterprise_standards=connection(
            EnterpriseStandard,
            "企业标准，最近的在前\nOwn standards, latest first.",
            order_by=m.EnterpriseStandard.id.desc(),
        ),
        standard_use=by_id(StandardUse, "一个产品的执行标准\nOne use."),
        standard_uses=connection(
            StandardUse, "执行标准，按产品\nUses, by product.", order_by=m.StandardUse.product
        ),
        check_points=connection(
            CheckPoint, "核查项\nPoints of a check.", order_by=mc.CheckPoint.number
        ),
    ),
]
