"""Rules of dynamic early warning: hazards overdue, and steps of towns, stations and the branch."""

import datetime as dt

from core.declarations import WarningBand, WarningRule
from core.policy.vocabulary import Tier
from schema.services.matters import Matter

STAFF = (Tier.BRANCH, Tier.STATION, Tier.TOWN)
DAYS = (("URGENT", 1), ("RED", 2), ("YELLOW", 5))


def _rule(
    code: str, step: str, words: tuple[str, str], law: str, *, for_enterprise: bool = False
) -> WarningRule:
    return WarningRule(
        code=code,
        record=Matter,
        date_field="due_on",
        bands=tuple(WarningBand(colour=c, until=days, unit="days") for c, days in DAYS),
        audiences=(*STAFF, Tier.ENTERPRISE) if for_enterprise else STAFF,
        chinese=words[0],
        english=words[1],
        legal_basis=law,
        valid_from=dt.date(2013, 1, 1),
        where={
            "procedure": {"code": {"eq": "hazard"}},
            "step": {"eq": step},
            "state": {"eq": "OPEN"},
        },
    )


ORDER_57 = "《特种设备安全监督检查办法》第二十九条"
OWN_RULES = "分局隐患办理规定"
RULES = [
    _rule(
        "H1",
        "rectified",
        ("隐患整改期限将到或已过", "The term for putting a hazard right ends, or is over"),
        ORDER_57,
        for_enterprise=True,
    ),
    _rule(
        "H2", "reinspected", ("复查期限将到", "A re-inspection is due within ten days"), ORDER_57
    ),
    _rule("W2", "checked", ("站所核查期限将到", "A station's check is due"), OWN_RULES),
    _rule("W3", "taken_in", ("分局答复期限将到", "The branch's answer is due"), OWN_RULES),
]
