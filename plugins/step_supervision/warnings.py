"""Rules of dynamic early warning: answers that are late, and answers that are no answers."""

import datetime as dt

from core.declarations import Escalation, WarningBand, WarningRule
from core.policy.vocabulary import Tier
from plugins.step_supervision.procedures import LATE_ANSWER, SUPERVISION
from schema.services.matters import Matter

SINCE = dt.date(2014, 1, 1)
ASKED = (Tier.BRANCH, Tier.STATION, Tier.TOWN)

RULES: list[WarningRule] = [
    WarningRule(
        code=LATE_ANSWER,
        record=Matter,
        date_field="due_on",
        since_field="arrived_on",
        bands=(
            WarningBand(colour="URGENT", until=1, unit="days"),
            WarningBand(colour="RED", until=2, unit="days"),
            WarningBand(colour="YELLOW", until=4, unit="days"),
        ),
        audiences=ASKED,
        chinese="督办答复期限将到",
        english="The term of an answer to a supervision case ends",
        legal_basis=SUPERVISION.legal_basis,
        valid_from=SINCE,
        where={"warningRule": {"eq": LATE_ANSWER}, "state": {"eq": "OPEN"}},
        escalation=(Escalation(after_days=1, roles=("superior.supervisor",)),),
    ),
]
