"""Rules of dynamic early warning: windows and terms, repeated failure, unvisited firms, areas."""

import datetime as dt
from typing import Any

from core.declarations import Escalation, WarningBand, WarningRule
from core.policy.vocabulary import Tier
from plugins.quality.types import EnterpriseProduct, SupervisionProfile
from plugins.quality.types_results import AreaFailureRate
from schema.services.matters import Matter

SINCE = dt.date(2013, 1, 1)
STAFF = (Tier.BRANCH, Tier.STATION, Tier.TOWN)
LEADER = Escalation(after_days=3, roles=("branch.deciding_leader",), colours=("EXPIRED",))
CHIEF = Escalation(after_days=1, roles=("branch.quality_chief",), colours=("RED", "EXPIRED"))


def _days(*bands: tuple[str, int]) -> tuple[WarningBand, ...]:
    return tuple(WarningBand(colour=c, until=days, unit="days") for c, days in bands)


def _step(code: str, **more: Any) -> WarningRule:
    """The last day of the step that names the rule (`procedures.py`)."""
    return WarningRule(
        code=code,
        record=Matter,
        date_field="due_on",
        since_field="arrived_on",
        valid_from=SINCE,
        where={"warningRule": {"eq": code}, "state": {"eq": "OPEN"}},
        audiences=(Tier.BRANCH, Tier.ENTERPRISE),
        **more,
    )


RULES = [
    _step(
        "Q1",
        chinese="申请复检的期限将到",
        english="The term for an objection ends",
        legal_basis="《产品质量法》第十五条第四款",
        bands=_days(("RED", 2), ("YELLOW", 5)),
    ),
    _step(
        "Q2",
        chinese="不合格产品改正期限将到或已过",
        english="The term for correcting a failing product ends, or is over",
        legal_basis="《产品质量法》第十七条",
        bands=_days(("URGENT", 2), ("RED", 7), ("YELLOW", 30)),
        escalation=(CHIEF, LEADER),
    ),
    WarningRule(
        code="Q3",
        record=EnterpriseProduct,
        date_field="",
        measure_field="recent_failures",
        bands=(WarningBand(colour="RED", until=2, unit="value"),),
        audiences=(*STAFF, Tier.ENTERPRISE),
        chinese="同一产品十二个月内两次抽查不合格",
        english="The same product failed twice within twelve months",
        legal_basis="《产品质量法》第十七条；国家质检总局公告2012年第74号",
        valid_from=SINCE,
        escalation=(CHIEF,),
    ),
    WarningRule(
        code="Q4",
        record=SupervisionProfile,
        date_field="next_visit_on",
        bands=_days(("RED", 7), ("YELLOW", 30)),
        audiences=STAFF,
        chinese="C类企业未按期检查",
        english="A class C enterprise is to be visited, or was not in its period",
        legal_basis="国家质检总局公告2012年第74号",
        valid_from=SINCE,
        where={"grade": {"eq": "C"}},
        escalation=(CHIEF, LEADER),
        visit=True,
    ),
    WarningRule(
        code="A1",
        record=AreaFailureRate,
        date_field="",
        measure_field="ratio",
        bands=(WarningBand(colour="RED", until=200, unit="value"),),
        audiences=(Tier.BRANCH, Tier.STATION, Tier.TOWN),
        chinese="区域产品不合格率超过平均的两倍",
        english="A product fails in a town twice as often as on average",
        legal_basis="《浙江省产品质量监督条例》第十六条",
        valid_from=SINCE,
        where={"tested": {"gte": 4}},
    ),
]
