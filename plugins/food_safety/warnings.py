"""Rules of dynamic early warning: makers not inspected in time, disposals and recalls."""

import datetime as dt
from typing import Any

from core.declarations import Escalation, WarningBand, WarningRule
from core.policy.vocabulary import Tier
from plugins.food_safety.types import FoodProducer
from plugins.food_safety.types_samples import Disposal, FoodRecall

STAFF = (Tier.BRANCH, Tier.STATION)
EVERYBODY = (*STAFF, Tier.TOWN, Tier.ENTERPRISE)
OPEN = {"matter": {"state": {"eq": "OPEN"}}}
SECTION = Escalation(after_days=3, roles=("branch.food_safety_chief", "station.head"))
LEADER = Escalation(after_days=7, roles=("branch.deciding_leader",), colours=("EXPIRED",))
UNIT = Escalation(after_days=1, roles=("enterprise.manager",))


def _rule(code: str, record: type[Any], field: str, days: tuple[int, int, int], **more: Any) -> Any:
    colours = zip(("URGENT", "RED", "YELLOW"), days, strict=True)
    return WarningRule(
        code=code,
        record=record,
        date_field=field,
        bands=tuple(WarningBand(colour=c, until=n, unit="days") for c, n in colours),
        valid_from=dt.date(2013, 1, 1),
        **more,
    )


RULES = [
    _rule(
        "F1",
        FoodProducer,
        "next_inspection_by",
        (7, 30, 60),
        since_field="last_inspected_on",
        chinese="按风险等级应检查的期限将到",
        english="By its grade a maker of food is about to be due for an inspection",
        legal_basis="《食品生产经营监督检查管理办法》第二十一条、第二十二条",
        audiences=STAFF,
        escalation=(SECTION, LEADER),
        visit=True,
    ),
    _rule(
        "F2",
        Disposal,
        "due_on",
        (7, 30, 60),
        since_field="opened_on",
        where=OPEN,
        chinese="不合格食品核查处置期限将到",
        english="The disposal of failed food is about to be due",
        legal_basis="《食品安全法》第六十三条、《食品安全抽样检验管理办法》",
        audiences=EVERYBODY,
        escalation=(UNIT, SECTION, LEADER),
    ),
    _rule(
        "F3",
        FoodRecall,
        "finish_by",
        (2, 5, 10),
        where=OPEN,
        chinese="食品召回期限将到",
        english="A recall of food is about to be due",
        legal_basis="《食品安全法》第六十三条、《食品召回管理办法》",
        audiences=EVERYBODY,
        escalation=(UNIT, SECTION, LEADER),
    ),
]
