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


def _yearly(code: str, duty: str, **words: Any) -> WarningRule:
    """A yearly duty: yellow for thirty days, red on its day."""
    return WarningRule(
        code=code,
        record=Licence,
        date_field="yearly_due_on",
        bands=(
            WarningBand(colour="RED", until=0, unit="days"),
            WarningBand(colour="YELLOW", until=30, unit="days"),
        ),
        audiences=EVERYBODY,
        valid_from=SYSTEM_BEGAN,
        where={"inForce": {"eq": True}, "type": {"yearlyDuty": {"eq": duty}}},
        escalation=UPWARDS,
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
    _yearly(
        "L4",
        "REPORT",
        chinese="年度自查报告应报",
        english="The yearly self-check report is due",
        legal_basis="《工业产品生产许可证管理条例》及其实施办法",
    ),
    WarningRule(
        code="L5",
        record=Licence,
        date_field="",
        measure_field="suspension",
        bands=(WarningBand(colour="RED", until=1, unit="value"),),
        audiences=EVERYBODY,
        chinese="许可或认证被暂停，不得使用",
        english="A licence or certificate is suspended and must not be used",
        legal_basis="《认证认可条例》第二十六条",
        valid_from=SYSTEM_BEGAN,
        where={"inForce": {"eq": True}},
        escalation=UPWARDS,
    ),
    WarningRule(
        code="L6",
        record=Licence,
        date_field="valid_until",
        bands=(
            WarningBand(colour="RED", until=5, unit="days"),
            WarningBand(colour="YELLOW", until=30, unit="days"),
        ),
        audiences=(Tier.BRANCH,),
        chinese="延续申请未决定而许可将到期；逾期视为准予延续",
        english="A renewal is undecided as its licence ends; silence renews it",
        legal_basis="《行政许可法》第五十条第二款",
        valid_from=SYSTEM_BEGAN,
        where={"inForce": {"eq": True}, "renewalPending": {"eq": True}},
        escalation=(
            Escalation(after_days=0, roles=("branch.licensing_chief",)),
            Escalation(after_days=1, roles=("branch.deciding_leader",), colours=("EXPIRED",)),
        ),
    ),
    WarningRule(
        code="L7",
        record=Licence,
        date_field="",
        measure_field="held",
        bands=(WarningBand(colour="RED", until=1, unit="value"),),
        audiences=(Tier.BRANCH, Tier.STATION, Tier.TOWN),
        chinese="持证企业已注销登记，许可应当注销",
        english="The holder is no longer in business; the licence is to be cancelled",
        legal_basis="《行政许可法》第七十条第三项",
        valid_from=SYSTEM_BEGAN,
        where={"inForce": {"eq": True}, "enterprise": {"status": {"eq": "CLOSED"}}},
    ),
    _yearly(
        "L8",
        "FOLLOW_UP",
        chinese="认证获证后跟踪检查应办",
        english="The yearly follow-up of a certificate is due",
        legal_basis="《认证认可条例》第二十七条",
    ),
]
