"""Rules of dynamic early warning: terms of hazards and letters, proven complaints, plans, cards."""

import datetime as dt
from typing import Any

from core.declarations import Escalation, WarningBand, WarningRule
from core.policy.vocabulary import Tier
from plugins.inspection.types_letters import ComplaintRecord
from plugins.inspection.types_libraries import CampaignTarget, OfficerCard
from plugins.inspection.types_plans import InspectionTask
from schema.services.matters import Matter

STAFF = (Tier.BRANCH, Tier.STATION, Tier.TOWN)
DAYS = (("URGENT", 1), ("RED", 2), ("YELLOW", 5))
LEADER = Escalation(after_days=3, roles=("branch.deciding_leader",), colours=("EXPIRED",))


def _rule(code: str, **more: Any) -> WarningRule:
    """A last day of the step that names the rule (`procedures.py`)."""
    return WarningRule(
        code=code,
        record=Matter,
        date_field="due_on",
        since_field="arrived_on",
        bands=tuple(WarningBand(colour=c, until=days, unit="days") for c, days in DAYS),
        valid_from=dt.date(2013, 1, 1),
        where={"warningRule": {"eq": code}, "state": {"eq": "OPEN"}},
        **more,
    )


OFFICE = (Tier.BRANCH, Tier.STATION)
"""Whoever deals with letters: towns and enterprises are not told of them."""
HEADS = Escalation(after_days=1, roles=("branch.inspection_chief", "station.head"))


def _measure(code: str, record: type[Any], field: str, bands: Any, **more: Any) -> WarningRule:
    """A number that turns critical."""
    return WarningRule(
        code=code,
        record=record,
        date_field="",
        measure_field=field,
        bands=tuple(WarningBand(colour=c, until=n, unit="value") for c, n in bands),
        **more,
    )


RULES = [
    _rule(
        "H1",
        chinese="隐患整改期限将到或已过",
        english="The term for putting a hazard right ends, or is over",
        legal_basis="《特种设备安全监督检查办法》第二十九条",
        audiences=(*STAFF, Tier.ENTERPRISE),
        escalation=(
            Escalation(
                after_days=1,
                roles=("enterprise.manager", "station.head"),
                colours=("RED", "URGENT", "EXPIRED"),
            ),
            Escalation(after_days=1, roles=("branch.inspection_chief",), colours=("EXPIRED",)),
            LEADER,
        ),
        visit=True,
    ),
    _rule(
        "H2",
        chinese="复查期限将到",
        english="A re-inspection is due within ten days",
        legal_basis="《特种设备安全监督检查办法》第二十九条第二款",
        audiences=STAFF,
        escalation=(
            Escalation(after_days=1, roles=("station.head", "branch.inspection_chief")),
            LEADER,
        ),
    ),
    _rule(
        "C1",
        chinese="投诉受理期限将到",
        english="A complaint must be accepted or not within seven working days",
        legal_basis="《市场监督管理投诉举报处理暂行办法》第十四条",
        audiences=OFFICE,
        escalation=(HEADS, LEADER),
    ),
    _rule(
        "C2",
        chinese="投诉调解期限将到",
        english="A mediation ends after 45 working days",
        legal_basis="《市场监督管理投诉举报处理暂行办法》第二十一条第五项",
        audiences=OFFICE,
        escalation=(HEADS, LEADER),
    ),
    _measure(
        "C3",
        ComplaintRecord,
        "proven",
        (("RED", 3), ("YELLOW", 2)),
        chinese="九十日内查实投诉三件以上，列为重点",
        english="Three or more proven complaints against one unit within 90 days",
        legal_basis="《市场监督管理投诉举报处理暂行办法》第三十四条；分局重点名单规定",
        audiences=OFFICE,
        valid_from=dt.date(2020, 1, 1),
        visit=True,
    ),
    _measure(
        "G1",
        CampaignTarget,
        "behind",
        (("RED", 25), ("YELLOW", 10)),
        chinese="专项整治进度落后",
        english="A town's share of a campaign lags behind the calendar",
        legal_basis="分局专项整治方案",
        audiences=STAFF,
        valid_from=dt.date(2013, 1, 1),
    ),
    _measure(
        "G2",
        InspectionTask,
        "upper_within",
        (("YELLOW", 1),),
        chinese="抽到的单位三个月内已由上级检查",
        english="A unit was drawn though an upper authority was there within three months",
        legal_basis="《产品质量法》第十五条；分局检查任务规定",
        audiences=OFFICE,
        valid_from=dt.date(2013, 1, 1),
        where={"closedOn": {"isNull": True}},
    ),
    WarningRule(
        code="G3",
        record=OfficerCard,
        date_field="valid_to",
        bands=(
            WarningBand(colour="URGENT", until=1),
            WarningBand(colour="RED", until=2),
            WarningBand(colour="YELLOW", until=3),
        ),
        audiences=(Tier.BRANCH,),
        valid_from=dt.date(2013, 1, 1),
        where={"status": {"eq": "ACTIVE"}},
        chinese="执法证将到期",
        english="An officer's card is about to end",
        legal_basis="《行政处罚法》第五十五条",
    ),
]
