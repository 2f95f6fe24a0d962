"""Rules of dynamic early warning: what turns red and yellow how long before a licence ends.

Each licence names its rule (`data/licence_types.csv`). One whose renewal was applied for in time is
not warned about while the application is being decided.
"""

import datetime as dt
from typing import Any

from core.declarations import Escalation, WarningBand, WarningRule
from core.policy.vocabulary import Tier
from plugins.licensing.procedures import RENEWAL
from plugins.licensing.types import Licence

EVERYBODY = (Tier.BRANCH, Tier.STATION, Tier.TOWN, Tier.ENTERPRISE)
SYSTEM_BEGAN = dt.date(2013, 1, 1)
UPWARDS = (
    Escalation(after_days=3, roles=("enterprise.manager", "town.quality_officer")),
    Escalation(after_days=10, roles=("branch.licensing_chief", "station.head")),
    Escalation(after_days=20, roles=("branch.deciding_leader",), colours=("EXPIRED",)),
)


def _rule(code: str, months: tuple[int, int, int], **words: Any) -> WarningRule:
    colours = zip(("URGENT", "RED", "YELLOW"), months, strict=True)
    return WarningRule(
        code=code,
        record=Licence,
        date_field="valid_until",
        since_field="valid_from",
        bands=tuple(WarningBand(colour=colour, until=until) for colour, until in colours),
        audiences=EVERYBODY,
        valid_from=SYSTEM_BEGAN,
        where={
            "warningRule": {"eq": code},
            "inForce": {"eq": True},
            "renewalPending": {"eq": False},
        },
        escalation=UPWARDS,
        answered_by=(RENEWAL.code,),
        **words,
    )


RULES = [
    _rule(
        "L1",
        (1, 3, 6),
        chinese="食品生产许可证将到期",
        english="A food production licence is about to expire",
        legal_basis="《行政许可法》第五十条、《食品生产许可管理办法》",
        visit=True,
    ),
    _rule(
        "L2",
        (1, 6, 9),
        chinese="工业产品生产许可证将到期，须提前六个月申请延续",
        english="An industrial product licence is about to expire; apply six months ahead",
        legal_basis="《工业产品生产许可证管理条例》第二十五条",
    ),
    _rule(
        "L3",
        (1, 3, 6),
        chinese="强制性产品认证证书将到期",
        english="A compulsory product certificate is about to expire",
        legal_basis="《认证认可条例》第二十七条、《强制性产品认证管理规定》",
    ),
]
