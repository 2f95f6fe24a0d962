"""Rules of dynamic early warning: verification, failure, rotation, late bodies, standards."""

import datetime as dt
from typing import Any

from core.declarations import Escalation, WarningBand, WarningRule
from core.policy.vocabulary import Tier
from plugins.metrology.procedures import APPLICATION, LATE_BODY, STOP
from plugins.metrology.types import Instrument
from plugins.metrology.types_checks import MeasurementStandard
from schema.services.matters import Matter

EVERYBODY = (Tier.BRANCH, Tier.STATION, Tier.TOWN, Tier.ENTERPRISE)
SINCE = dt.date(2014, 1, 1)
USERS = Escalation(after_days=3, roles=("enterprise.manager", "station.inspector"))
SECTION = Escalation(after_days=7, roles=("branch.metrology_chief", "station.head"))
IN_USE = {"status": {"eq": "IN_USE"}}
REMIND = "《浙江省计量监督管理条例》第十八条第二款"


def _rule(code: str, record: type[Any], field: str, *bands: tuple[str, int], **words: Any) -> Any:
    return WarningRule(
        code=code,
        record=record,
        date_field=field,
        bands=tuple(WarningBand(colour=colour, until=n, unit="days") for colour, n in bands),
        valid_from=SINCE,
        **{"audiences": EVERYBODY, **words},
    )


RULES: list[WarningRule] = [
    _rule(
        "M1",
        Instrument,
        "valid_to",
        ("RED", 30),
        ("YELLOW", 60),
        since_field="last_verified_on",
        where=IN_USE,
        chinese="计量器具检定将到期，请申请检定；超期不得使用",
        english="An instrument's verification ends; it must not be used without another",
        legal_basis=REMIND,
        escalation=(USERS, SECTION),
        visit=True,
        answered_by=(APPLICATION.code,),
    ),
    _rule(
        "M2",
        Instrument,
        "failed_on",
        ("RED", 0),
        since_field="failed_on",
        where=IN_USE,
        chinese="检定不合格仍在使用，须立即停用",
        english="An instrument has failed and is still in use: stop it",
        legal_basis="《计量法》第二十五条",
        escalation=(USERS, SECTION),
        visit=True,
        answered_by=(STOP.code,),
    ),
    _rule(
        "M3",
        Instrument,
        "rotate_by",
        ("RED", 90),
        ("YELLOW", 365),
        since_field="installed_on",
        where=IN_USE,
        chinese="首次检定的水表、电能表、燃气表将到更换期限",
        english="A meter that is verified once must be replaced soon",
        legal_basis="《浙江省计量监督管理条例》第十九条",
        escalation=(SECTION,),
    ),
    _rule(
        LATE_BODY,
        Matter,
        "due_on",
        ("URGENT", 1),
        ("RED", 2),
        ("YELLOW", 4),
        since_field="arrived_on",
        where={"warningRule": {"eq": LATE_BODY}, "state": {"eq": "OPEN"}},
        audiences=(Tier.BRANCH, Tier.ENTERPRISE),
        chinese="检定机构办理期限将到：现场十个、送检七个工作日",
        english="The body's limit ends: ten working days on site, seven in the laboratory",
        legal_basis="《浙江省计量监督管理条例》第二十条",
        escalation=(Escalation(after_days=1, roles=("branch.metrology_chief",)),),
    ),
    _rule(
        "M5",
        MeasurementStandard,
        "valid_to",
        ("RED", 90),
        ("YELLOW", 180),
        since_field="examined_on",
        audiences=(Tier.BRANCH, Tier.ENTERPRISE),
        chinese="计量标准考核证书将到期，请申请复查",
        english="The certificate of a measurement standard ends; apply for its re-examination",
        legal_basis="《浙江省计量监督管理条例》第十二条、第二十三条",
        escalation=(SECTION,),
    ),
]
"""M1 and M2 are among the rules that the programme ships; the others are of this subsystem."""
