"""Counts over many cases, one statement each; the bounds of a fine; what a case still owes."""

import datetime as dt
from typing import Annotated

import strawberry
from sqlalchemy import Float, Integer, case, cast, func, select
from strawberry.types.info import Info

from core.extension import extend
from core.procedures.models import Matter, MatterState
from core.register.colours import WarningColour
from core.store.scope import TODAY
from plugins.enforcement import models as m
from plugins.enforcement import models_decision as d
from plugins.enforcement import models_law as law
from plugins.enforcement import models_papers as p
from plugins.enforcement.numbers import SERIES
from plugins.enforcement.service_discretion import fine_range, part_of_range
from plugins.enforcement.service_money import surcharge
from plugins.enforcement.types import PenaltyCase
from plugins.enforcement.types_decision import PenaltyDecision, Publication
from plugins.enforcement.types_law import DiscretionRule
from schema.ids import key_of
from schema.operations import query
from schema.roots import Query
from schema.services.matters import COLOUR

f = strawberry.field
MOST = 1_000
"""Records of one export; a longer period is taken in parts."""
First = Annotated[dt.date, strawberry.argument(description="起始日\nFirst day.")]
Last = Annotated[dt.date, strawberry.argument(description="终止日\nLast day.")]


@strawberry.type(description="案件看板格\nOpen cases, by step and colour.")
class CaseBoardCell:
    step: str = f(description="环节\nWhere they wait.")
    step_title: str = f(description="环节名称\nThe step's name.")
    colour: WarningColour | None = f(description="颜色\nHow near the last day is.")
    count: int = f(description="数量\nHow many cases.")


@query("案件看板：未结案件按环节和颜色\nOpen cases, by step and colour.", reads=PenaltyCase)
async def case_board(info: Info) -> list[CaseBoardCell]:
    each = (
        select(Matter.step, Matter.step_title, COLOUR.label("colour"))
        .join(m.PenaltyCase, m.PenaltyCase.matter_id == Matter.id)
        .where(Matter.state == MatterState.OPEN)
        .subquery()
    )
    cell = tuple(each.c)
    rows = await info.context.loading.rows(
        select(*cell, func.count()).group_by(*cell).order_by(*cell)
    )
    return [CaseBoardCell(step=s, step_title=t, colour=c, count=n) for s, t, c, n in rows]


@strawberry.type(description="办案统计\nCases of one cause.")
class CauseReport:
    cause: str = f(description="案由\nCause.")
    filed: int = f(description="立案数\nCases filed.")
    closed: int = f(description="结案数\nCases closed.")
    fines: int = f(description="罚款合计（元）\nFines.")
    confiscations: int = f(description="没收合计（元）\nConfiscations.")
    mean_days: float | None = f(description="平均办案天数\nMean days from filing to decision.")
    changed: int = f(description="审核改动数\nCases whose sums a review changed.")
    hearings: int = f(description="听证数\nCases with a hearing.")
    annulled: int = f(description="被撤销数\nDecisions annulled.")


@query(
    "办案统计：某期间立案的，按案由\nCases filed in a period, by cause.",
    reads=PenaltyCase,
)
async def cause_reports(info: Info, first: First, last: Last) -> list[CauseReport]:
    c, row = m.PenaltyCase, d.PenaltyDecision
    changed = select(p.CaseReview.case_id).where(p.CaseReview.changed)
    heard = select(p.Hearing.case_id)
    rows = await info.context.loading.rows(
        select(
            c.cause,
            func.count(),
            func.count(c.closed_on),
            func.coalesce(func.sum(row.fine), 0),
            func.coalesce(func.sum(row.confiscation), 0),
            cast(func.avg(c.decided_on - c.filed_on), Float),
            func.count(case((c.id.in_(changed), 1))),
            func.count(case((c.id.in_(heard), 1))),
            func.count(row.annulled_on),
        )
        .outerjoin(row, row.case_id == c.id)
        .where(c.filed_on.between(first, last))
        .group_by(c.cause)
        .order_by(func.count().desc(), c.cause)
    )
    names = list(CauseReport.__annotations__)
    return [CauseReport(**dict(zip(names, each, strict=True))) for each in rows]


@strawberry.type(description="裁量一致性\nHow equal acts are fined: where in the range.")
class DiscretionUse:
    code: str = f(description="裁量基准代码\nThe rule.")
    what: str = f(description="违法行为\nThe act.")
    grade: law.DiscretionGrade | None = f(description="等级\nGrade.")
    decisions: int = f(description="决定数\nDecisions.")
    lowest: float = f(description="最低位置，0 为下限\nLowest place in the range.")
    mean: float = f(description="平均位置\nMean place in the range.")
    highest: float = f(description="最高位置，1 为上限\nHighest place in the range.")


@query("裁量一致性：同类行为的罚款在幅度中的位置\nEqual acts compared.", reads=PenaltyDecision)
async def discretion_uses(info: Info, first: First, last: Last) -> list[DiscretionUse]:
    row, rule = d.PenaltyDecision, law.DiscretionRule
    base = case(
        (rule.base == law.FineBase.FIXED, 100),
        (rule.base == law.FineBase.GOODS_VALUE, row.goods_value),
        else_=row.illegal_gains,
    )
    low, width = base * rule.minimum / 100.0, base * (rule.maximum - rule.minimum) / 100.0
    place = cast((row.fine - low) / func.nullif(width, 0), Float)
    rows = await info.context.loading.rows(
        select(
            rule.code,
            rule.what,
            row.grade,
            func.count(),
            func.min(place),
            func.avg(place),
            func.max(place),
        )
        .join(rule, rule.id == row.rule_id)
        .where(row.decided_on.between(first, last), row.fine > 0, width > 0)
        .group_by(rule.code, rule.what, row.grade)
        .order_by(rule.code, row.grade)
    )
    names = list(DiscretionUse.__annotations__)
    return [DiscretionUse(**dict(zip(names, each, strict=True))) for each in rows]


@strawberry.type(description="双公示报送的一条\nOne record of the double publicity export.")
class DoublePublicityRecord:
    document_number: str = f(description="行政处罚决定书文号\nDocument number.")
    case_name: str = f(description="案件名称\nName of the case.")
    party_name: str = f(description="行政相对人名称\nThe party.")
    party_kind: m.PartyKind = f(description="行政相对人类别\nKind of party.")
    party_code: str = f(description="统一社会信用代码\nCredit code.")
    act_type: str = f(description="违法行为类型\nKind of violation.")
    facts: str = f(description="违法事实\nFacts.")
    basis: str = f(description="处罚依据\nThe law.")
    kinds: str = f(description="处罚类别\nKinds of penalty.")
    content: str = f(description="处罚内容\nThe penalty.")
    fine: float = f(description="罚款金额（万元）\nFine, in ten thousand yuan.")
    confiscation: float = f(description="没收金额（万元）\nConfiscated, in ten thousand yuan.")
    decided_on: dt.date = f(description="处罚决定日期\nWhen decided.")
    ends_on: dt.date = f(description="公示截止期\nEnd of the publication.")
    authority: str = f(description="处罚机关\nAuthority.")
    authority_code: str = f(description="处罚机关代码\nIts code.")
    source: str = f(description="数据来源单位\nSource of the data.")


@query("双公示报送：某期间公示的处罚\nThe double publicity export of a period.", reads=Publication)
async def double_publicity(info: Info, first: First, last: Last) -> list[DoublePublicityRecord]:
    s, c, row = d.Publication, m.PenaltyCase, d.PenaltyDecision
    rows = await info.context.loading.rows(
        select(s.number, s.party_name, c.party_kind, s.party_code, s.violation, row.facts)
        .add_columns(s.basis, s.kinds, s.content, cast(s.fine, Float) / 10_000)
        .add_columns(cast(s.confiscation, Float) / 10_000, s.decided_on, s.ends_on, s.authority)
        .join(c, c.id == s.case_id)
        .join(row, row.id == s.decision_id)
        .where(s.published_on.between(first, last), s.withdrawn_on.is_(None))
        .order_by(s.published_on, s.id)
        .limit(MOST)
    )
    names = [
        name
        for name in DoublePublicityRecord.__annotations__
        if name not in ("case_name", "authority_code", "source")
    ]
    found = []
    for each in rows:
        known = dict(zip(names, each, strict=True))
        name = f"{known['party_name']}{known['act_type']}案"
        found.append(
            DoublePublicityRecord(
                **known, case_name=name, authority_code=SERIES, source=known["authority"]
            )
        )
    return found


@strawberry.type(description="罚款幅度\nThe range of a fine, and the part of a grade in it.")
class DiscretionBounds:
    minimum: int = f(description="法定下限（元）\nMinimum.")
    maximum: int = f(description="法定上限（元）\nMaximum.")
    grade: law.DiscretionGrade = f(description="等级\nGrade.")
    usual: bool = f(description="基准等级\nWhether it is the rule's own grade.")
    lowest: int = f(description="该等级下限（元）\nLower bound.")
    highest: int = f(description="该等级上限（元）\nUpper bound.")
    legal_basis: str = f(description="依据\nBy which rule.")


@query("计算罚款幅度\nThe bounds of a fine, for each grade.", reads=DiscretionRule)
async def discretion_bounds(
    info: Info,
    rule_id: Annotated[strawberry.ID, strawberry.argument(description="裁量基准\nThe rule.")],
    goods_value: Annotated[int, strawberry.argument(description="货值金额\nValue.")] = 0,
    illegal_gains: Annotated[int, strawberry.argument(description="违法所得\nGains.")] = 0,
) -> list[DiscretionBounds]:
    loading = info.context.loading
    key = key_of(DiscretionRule, rule_id)
    in_force = law.GradeShare.valid_from <= TODAY, law.GradeShare.valid_to.is_(None)
    rows = await loading.rows(
        select(law.DiscretionRule, law.GradeShare)
        .join(law.GradeShare, in_force[0] & in_force[1])
        .where(law.DiscretionRule.id == key)
        .order_by(law.GradeShare.lowest)
    )
    found = []
    for rule, share in rows:
        low, high = fine_range(rule, goods_value, illegal_gains)
        part = part_of_range(low, high, share.grade, (share.lowest, share.highest))
        found.append(
            DiscretionBounds(
                minimum=low,
                maximum=high,
                grade=share.grade,
                usual=share.grade is rule.grade,
                lowest=part.lowest,
                highest=part.highest,
                legal_basis=share.legal_basis,
            )
        )
    return found


@strawberry.type(description="应缴款项\nWhat a decision costs, and what is owed.")
class CaseBalance:
    fine: int = f(description="罚款（元）\nFine.")
    confiscation: int = f(description="没收（元）\nConfiscation.")
    surcharge: int = f(description="加处罚款（元）\nSurcharge of 3 % a day.")
    capped: bool = f(description="加处已达罚款数额\nWhether the surcharge reached the fine.")
    paid: int = f(description="已缴（元）\nPaid and confirmed.")
    owed: int = f(description="未缴（元）\nStill owed.")


@query("应缴款项，截至今天\nWhat a case owes today.", reads=PenaltyDecision)
async def case_balance(
    info: Info,
    case_id: Annotated[strawberry.ID, strawberry.argument(description="案件\nThe case.")],
) -> list[CaseBalance]:
    key, row = key_of(PenaltyCase, case_id), d.PenaltyDecision
    confirmed = d.Payment.confirmed_on.is_not(None)
    rows = await info.context.loading.rows(
        select(row.fine, row.confiscation, row.pay_by, row.annulled_on, d.Payment.paid_on)
        .add_columns(cast(d.Payment.amount, Integer))
        .outerjoin(d.Payment, (d.Payment.case_id == row.case_id) & confirmed)
        .where(row.case_id == key)
    )
    if not rows:
        return []
    fine, confiscation, pay_by, annulled, *_ = rows[0]
    if annulled is not None:
        fine = confiscation = 0
    paid = [(day, sum_) for *_, day, sum_ in rows if day is not None]
    extra = surcharge(fine, pay_by, paid, info.context.access.today)
    total = sum(sum_ for _, sum_ in paid)
    return [
        CaseBalance(
            fine=fine,
            confiscation=confiscation,
            surcharge=extra,
            capped=bool(fine) and extra == fine,
            paid=total,
            owed=max(fine + confiscation + extra - total, 0),
        )
    ]


extensions = [
    extend(
        Query,
        case_board,
        cause_reports,
        discretion_uses,
        double_publicity,
        discretion_bounds,
        case_balance,
    )
]
