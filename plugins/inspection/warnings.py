"""Rules of dynamic early warning: hazards that are not put right, and not inspected, in time."""

import datetime as dt
from typing import Any

from core.declarations import Escalation, WarningBand, WarningRule
from core.policy.vocabulary import Tier
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
]
