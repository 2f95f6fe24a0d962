"""Rules of dynamic early warning: filings that run out, and standards that end under a product."""

import datetime as dt

from core.declarations import Escalation, WarningBand, WarningRule
from core.policy.vocabulary import Tier
from plugins.standards.types import EnterpriseStandard, StandardUse

EVERYBODY = (Tier.BRANCH, Tier.STATION, Tier.TOWN, Tier.ENTERPRISE)
UPWARDS = (
    Escalation(after_days=5, roles=("enterprise.manager", "town.quality_officer")),
    Escalation(after_days=15, roles=("branch.standards_chief",)),
)

RULES = [
    WarningRule(
        code="S1",
        record=EnterpriseStandard,
        date_field="valid_until",
        since_field="published_on",
        bands=(WarningBand(colour="RED", until=3), WarningBand(colour="YELLOW", until=6)),
        audiences=EVERYBODY,
        chinese="企业标准备案将到期，须复审",
        english="The filing of an own standard runs out; review it",
        legal_basis="《标准化法实施条例》第十七条、第二十条",
        valid_from=dt.date(2013, 1, 1),
        where={"mode": {"eq": "FILED"}, "inForce": {"eq": True}},
        escalation=UPWARDS,
    ),
    WarningRule(
        code="S2",
        record=StandardUse,
        date_field="replace_by",
        since_field="flagged_on",
        bands=(
            WarningBand(colour="RED", until=30, unit="days"),
            WarningBand(colour="YELLOW", until=3650, unit="days"),
        ),
        audiences=EVERYBODY,
        chinese="所执行的标准将废止或已废止",
        english="A standard that a product names ends, or has ended",
        legal_basis="《标准化法》第二十七条、第三十八条",
        valid_from=dt.date(2013, 1, 1),
        where={"open": {"eq": True}},
        escalation=UPWARDS,
    ),
]
"""S2 is yellow from the notice on, red in the last thirty days, and past its day on at once."""
