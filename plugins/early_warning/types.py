"""Versions of warning rules and their bands."""

import datetime as dt

import strawberry
from sqlalchemy import and_, or_
from strawberry.scalars import JSON

from core.extension import extend
from core.register.colours import WarningColour
from core.store.scope import TODAY
from core.warnings import models as m
from schema.enums import show_enum
from schema.fields import by_id, column, computed, connection, key, to_many, to_one
from schema.ids import Node
from schema.roots import Query
from schema.shared.register import VERSION

show_enum(
    m.RuleState,
    "规则版本状态\nWhether a version of a rule was ever in force.",
    {
        "PROPOSED": "待发布\nIt waits for a second person.",
        "PUBLISHED": "已发布\nIt is, was or will be in force.",
        "REJECTED": "已退回\nThe second person refused it.",
    },
)
show_enum(
    m.BandUnit,
    "色带单位\nWhat the limit of a band counts.",
    {
        "MONTHS": "个月\nCalendar months from the business date.",
        "DAYS": "天\nCalendar days from the business date.",
        "VALUE": "数值\nThe value itself, at least so much.",
    },
)


@strawberry.type(description="一级上报\nOne level of escalation.")
class EscalationLevel:
    after_days: int = strawberry.field(description="几日无人处理后\nDays without an act.")
    roles: list[str] = strawberry.field(description="告知的角色\nThe roles that are told.")
    colours: list[WarningColour] = strawberry.field(description="颜色\nIn which colours.")


@strawberry.type(
    description="预警规则的一个版本：由业务科室提出，由另一人发布\n"
    "One version of a warning rule: proposed by a section, published by a second person."
)
class WarningRuleVersion(Node):
    id: strawberry.ID = key(m.WarningRuleVersion.id)
    code: str = column(
        m.WarningRuleVersion.code, "规则代码\nThe rule's code.", where=True, order=True
    )
    number: int = column(
        m.WarningRuleVersion.number, "版本号，1 为随系统提供的\n1 came with the system.", where=True
    )
    state: m.RuleState = column(m.WarningRuleVersion.state, "状态\nState.", where=True)
    resource: str = column(
        m.WarningRuleVersion.resource, "预警的记录种类\nThe records that are watched.", where=True
    )
    owner: str = column(
        m.WarningRuleVersion.owner, "所属子系统\nThe subsystem that owns it.", where=True
    )
    chinese: str = column(m.WarningRuleVersion.chinese, "名称\nName in Chinese.")
    english: str = column(m.WarningRuleVersion.english, "英文名称\nName in English.")
    legal_basis: str = column(m.WarningRuleVersion.legal_basis, "法律依据\nLegal basis.")
    audiences: list[str] = column(m.WarningRuleVersion.audiences, "对象层面\nTiers that are told.")
    escalation: JSON = column(  # type: ignore[assignment]  # a list, but GraphQL only knows JSON
        m.WarningRuleVersion.escalation, "逐级上报\nWho is told when nobody acts, in order."
    )

    @strawberry.field(description="逐级上报，一级一项\nThe same, level by level.")
    def escalation_levels(self) -> list[EscalationLevel]:
        return [
            EscalationLevel(
                after_days=each["after_days"],
                roles=each["roles"],
                colours=[WarningColour[name] for name in each["colours"]],
            )
            for each in vars(self)["escalation"]
        ]

    visit: bool = column(
        m.WarningRuleVersion.visit, "红色联动巡查\nWhether a red one asks for a visit."
    )
    quiet_days: int = column(
        m.WarningRuleVersion.quiet_days,
        "同色静默天数\nDays before anybody is told of a record in one colour again.",
    )
    valid_from: dt.date = column(m.WarningRuleVersion.valid_from, "施行日\nFirst day.", where=True)
    valid_to: dt.date | None = column(
        m.WarningRuleVersion.valid_to, "失效日：当日不再适用\nThe first day without it.", where=True
    )
    in_force: bool = computed(
        and_(
            m.WarningRuleVersion.state == m.RuleState.PUBLISHED,
            m.WarningRuleVersion.valid_from <= TODAY,
            or_(m.WarningRuleVersion.valid_to.is_(None), m.WarningRuleVersion.valid_to > TODAY),
        ),
        "现行有效\nWhether colours come from it today.",
        where=True,
    )
    decision: str | None = column(
        m.WarningRuleVersion.decision, "决定意见\nWhat whoever decided said."
    )
    reason: str = column(m.WarningRuleVersion.reason, "理由\nWhy.")
    proposed_at: dt.datetime = column(m.WarningRuleVersion.proposed_at, "提出时间\nWhen proposed.")
    decided_at: dt.datetime | None = column(
        m.WarningRuleVersion.decided_at, "决定时间\nWhen published or refused."
    )
    version: int = column(m.WarningRuleVersion.version, VERSION)


@strawberry.type(description="色带：一种颜色及其限度\nA colour of a rule version and its limit.")
class WarningRuleBand(Node):
    id: strawberry.ID = key(m.WarningRuleBand.id)
    colour: WarningColour = column(m.WarningRuleBand.colour, "颜色\nThe colour.", where=True)
    limit: int = column(
        m.WarningRuleBand.limit, "限度：数值的为不低于\nUp to so many; of values at least."
    )
    unit: m.BandUnit = column(m.WarningRuleBand.unit, "单位\nWhat the limit counts.")
    rule: WarningRuleVersion | None = to_one(
        WarningRuleVersion, "规则版本\nOf which version.", by=m.WarningRuleBand.rule_version_id
    )


extensions = [
    extend(
        WarningRuleVersion,
        bands=to_many(
            WarningRuleBand,
            "色带，由近及远\nIts bands, nearest first.",
            by=m.WarningRuleBand.rule_version_id,
            order_by=m.WarningRuleBand.limit,
        ),
    ),
    extend(
        Query,
        warning_rule_version=by_id(WarningRuleVersion, "一个规则版本\nOne version of a rule."),
        warning_rule_versions=connection(
            WarningRuleVersion,
            "预警规则的各版本\nWarning rules, all versions.",
            order_by=m.WarningRuleVersion.code,
        ),
    ),
]
