"""The rules of the core itself: steps of procedures that somebody has to do by a day.

A step may name a rule of its own subsystem instead (`Step.warning`).
"""

import datetime as dt
from typing import Final

from core.declarations import Escalation, WarningBand, WarningRule
from core.policy.vocabulary import Tier
from core.procedures.models import Matter

STAFF: Final = (Tier.BRANCH, Tier.STATION, Tier.TOWN)
LEADER: Final = Escalation(after_days=1, roles=("branch.deciding_leader",), colours=("EXPIRED",))


def _step_rule(
    code: str, chinese: str, english: str, heads: tuple[str, ...], audiences: tuple[Tier, ...]
) -> WarningRule:
    """A step's last day: tomorrow, the day after, within five days."""
    first = Escalation(after_days=1, roles=heads, colours=("EXPIRED",))
    return WarningRule(
        code=code,
        record=Matter,
        date_field="due_on",
        since_field="arrived_on",
        bands=tuple(
            WarningBand(colour=colour, until=days, unit="days")
            for colour, days in (("URGENT", 1), ("RED", 2), ("YELLOW", 5))
        ),
        audiences=audiences,
        chinese=chinese,
        english=english,
        legal_basis="分局办理时限规定",
        valid_from=dt.date(2013, 1, 1),
        where={"warningRule": {"eq": code}, "state": {"eq": "OPEN"}},
        escalation=(first, LEADER) if heads != LEADER.roles else (LEADER,),
    )


RULES: Final = (
    _step_rule(
        "W1",
        "镇街办理期限将到",
        "A town's step is about to be late",
        ("town.leader",),
        STAFF,
    ),
    _step_rule(
        "W2",
        "站所办理期限将到",
        "A station's step is about to be late",
        ("station.head",),
        STAFF,
    ),
    _step_rule(
        "W3",
        "分局办理期限将到",
        "The branch's own step is about to be late",
        LEADER.roles,
        STAFF,
    ),
    _step_rule(
        "M0",
        "企业办理期限将到",
        "A step of an enterprise is about to be late",
        ("town.leader",),
        (*STAFF, Tier.ENTERPRISE),
    ),
)
