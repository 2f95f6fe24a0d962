"""The bureau's own clocks: every limit of a case on its own screen (K1 to K12)."""

import datetime as dt
from typing import Any

from core.declarations import Escalation, WarningBand, WarningRule
from core.policy.vocabulary import Tier
from plugins.enforcement.procedures import (
    ANSWER,
    CASE_LIMIT,
    FILING,
    MEASURE,
    PAYMENT,
    PUBLICATION,
    REGISTRATION,
    REVIEW,
    SERVICE,
    WITHDRAWAL,
)
from plugins.enforcement.types import PenaltyCase
from plugins.enforcement.types_decision import PenaltyDecision, Publication
from plugins.enforcement.types_papers import CoerciveMeasure
from schema.services.matters import Matter

STAFF = (Tier.BRANCH, Tier.STATION)
CHIEF = Escalation(
    after_days=1, roles=("branch.enforcement_chief",), colours=("RED", "URGENT", "EXPIRED")
)
LEADER = Escalation(after_days=2, roles=("branch.deciding_leader",), colours=("EXPIRED",))


def _rule(code: str, record: Any, date_field: str, days: tuple[int, int, int], **more: Any) -> Any:
    """Urgent, red and yellow within so many days; yellow when about two thirds are over."""
    bands = zip(("URGENT", "RED", "YELLOW"), days, strict=True)
    told: dict[str, Any] = {"audiences": STAFF, "valid_from": dt.date(2013, 1, 1)} | more
    return WarningRule(
        code=code,
        record=record,
        date_field=date_field,
        bands=tuple(WarningBand(colour=c, until=n, unit="days") for c, n in bands),
        escalation=(CHIEF, LEADER),
        **told,
    )


def _step(code: str, days: tuple[int, int, int], chinese: str, english: str, **more: Any) -> Any:
    """The last day of the step that names the rule (`procedures.py`)."""
    where = {"warningRule": {"eq": code}, "state": {"eq": "OPEN"}}
    return _rule(
        code,
        Matter,
        "due_on",
        days,
        since_field="arrived_on",
        where=where,
        chinese=chinese,
        english=english,
        **more,
    )


def _measure(code: str, days: tuple[int, int, int], kinds: list[str], **more: Any) -> Any:
    where = {"liftedOn": {"isNull": True}, "kind": {"in": kinds}}
    return _rule(code, CoerciveMeasure, "until", days, since_field="taken_on", where=where, **more)


RULES = [
    _rule(
        "K1",
        PenaltyCase,
        "decide_by",
        (2, 5, 30),
        since_field="filed_on",
        where={"decidedOn": {"isNull": True}},
        chinese="案件九十日办案期限将到",
        english="The ninety days of a case end",
        legal_basis=CASE_LIMIT.legal_basis,
    ),
    _measure(
        "K2",
        (1, 3, 10),
        ["SEALING", "SEIZURE"],
        chinese="查封、扣押期限将到",
        english="A seizure or sealing ends",
        legal_basis=MEASURE.legal_basis,
    ),
    _measure(
        "K3",
        (1, 2, 4),
        ["REGISTRATION"],
        chinese="先行登记保存七个工作日将到，逾期自动失效",
        english="Goods preserved by registration are decided upon within seven working days",
        legal_basis=REGISTRATION.legal_basis,
    ),
    _rule(
        "K4",
        PenaltyDecision,
        "publish_by",
        (2, 5, 10),
        since_field="decided_on",
        where={"publishedOn": {"isNull": True}, "annulledOn": {"isNull": True}},
        chinese="处罚决定公示期限将到",
        english="A decision is to be published",
        legal_basis=PUBLICATION.legal_basis,
        valid_from=dt.date(2021, 9, 1),
    ),
    _step(
        "K5",
        (1, 3, 7),
        "线索核查立案期限将到",
        "A clue is to be filed or not",
        legal_basis=FILING.legal_basis,
    ),
    _step(
        "K6",
        (1, 2, 5),
        "案件审核期限将到",
        "A case is to be reviewed",
        legal_basis=REVIEW.legal_basis,
    ),
    _step(
        "K7",
        (1, 2, 4),
        "当事人陈述申辩和要求听证期限将到",
        "The party's time to answer ends",
        legal_basis=ANSWER.legal_basis,
        audiences=(*STAFF, Tier.ENTERPRISE),
    ),
    _step(
        "K8",
        (1, 2, 4),
        "决定书送达期限将到",
        "A decision is to be served",
        legal_basis=SERVICE.legal_basis,
    ),
    _step(
        "K9",
        (1, 3, 7),
        "缴纳罚款期限将到，逾期每日加处百分之三",
        "A fine is to be paid; three per cent a day after that",
        legal_basis=PAYMENT.legal_basis,
        audiences=(*STAFF, Tier.ENTERPRISE),
    ),
    _rule(
        "K10",
        PenaltyDecision,
        "withdraw_by",
        (1, 2, 3),
        since_field="annulled_on",
        where={"withdrawBy": {"isNull": False}},
        chinese="撤回公示期限将到",
        english="A publication is to be withdrawn",
        legal_basis=WITHDRAWAL.legal_basis,
        valid_from=dt.date(2021, 9, 1),
    ),
    _rule(
        "K11",
        PenaltyDecision,
        "court_by",
        (7, 15, 30),
        since_field="served_on",
        where={
            "courtOn": {"isNull": True},
            "annulledOn": {"isNull": True},
            "case": {"closedOn": {"isNull": True}},
        },
        chinese="申请法院强制执行期限将到",
        english="The time to ask the court to enforce ends",
        legal_basis="《行政强制法》第五十三条",
        valid_from=dt.date(2012, 1, 1),
    ),
    _rule(
        "K12",
        Publication,
        "ends_on",
        (1, 3, 7),
        since_field="published_on",
        where={"withdrawnOn": {"isNull": True}},
        chinese="公示期将满，届时自动停止公示",
        english="A publication ends",
        legal_basis="市场监管总局令第45号第十三条",
        valid_from=dt.date(2021, 9, 1),
    ),
]
