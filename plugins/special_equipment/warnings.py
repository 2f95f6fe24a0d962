"""Rules of dynamic early warning for devices: inspection, registration, life, stops."""

import datetime as dt
from typing import Any

from core.declarations import Escalation, OutcomeEvent, WarningBand, WarningRule
from core.policy.vocabulary import Tier
from plugins.special_equipment.procedures import DECLARATION
from plugins.special_equipment.types import (
    Equipment,
    EquipmentDeclaration,
    EquipmentInspection,
)

EVERYBODY = (Tier.BRANCH, Tier.STATION, Tier.TOWN, Tier.ENTERPRISE)
SINCE = dt.date(2014, 1, 1)
FIRST = Escalation(after_days=3, roles=("enterprise.manager", "town.safety_officer"))
SECTION = Escalation(after_days=7, roles=("branch.special_equipment_chief", "station.head"))
LEADER = Escalation(after_days=14, roles=("branch.deciding_leader",), colours=("EXPIRED",))


def _rule(code: str, record: type[Any], field: str, bands: Any, **words: Any) -> WarningRule:
    return WarningRule(
        code=code,
        record=record,
        date_field=field,
        bands=tuple(WarningBand(colour=colour, until=n, unit=unit) for colour, n, unit in bands),
        audiences=EVERYBODY,
        valid_from=SINCE,
        **words,
    )


IN_USE = {"useStatus": {"eq": "IN_USE"}}
WITHIN_THIRTY_DAYS = (("RED", 0, "days"), ("YELLOW", 10, "days"))
RULES = [
    _rule(
        "E1",
        Equipment,
        "next_inspection_on",
        (("URGENT", 1, "months"), ("RED", 3, "months"), ("YELLOW", 6, "months")),
        since_field="last_inspection_on",
        where=IN_USE,
        chinese="特种设备检验将到期，须提前一个月申请检验",
        english="A device's inspection is about to be due; apply a month ahead",
        legal_basis="《特种设备安全法》第四十条",
        escalation=(FIRST, SECTION, LEADER),
        visit=True,
    ),
    _rule(
        "E2",
        Equipment,
        "register_by",
        WITHIN_THIRTY_DAYS,
        since_field="first_use_on",
        where={**IN_USE, "registrationState": {"eq": "UNREGISTERED"}},
        chinese="投入使用后三十日内须办理使用登记",
        english="A device must be registered within thirty days of its first use",
        legal_basis="《特种设备安全法》第三十三条",
        escalation=(FIRST, SECTION),
    ),
    _rule(
        "E5",
        Equipment,
        "design_life_to",
        (("RED", 0, "months"), ("YELLOW", 12, "months")),
        since_field="accepted_on",
        where=IN_USE,
        chinese="特种设备将达到设计使用年限",
        english="A device is near the end of its design life",
        legal_basis="《特种设备安全法》第四十八条",
        escalation=(SECTION, LEADER),
        answered_by=(DECLARATION.code,),
        visit=True,
    ),
    _rule(
        "E6",
        EquipmentDeclaration,
        "report_by",
        WITHIN_THIRTY_DAYS,
        since_field="effective_on",
        where={"kind": {"eq": "STOP"}, "matter": {"state": {"eq": "OPEN"}}},
        chinese="停用上报将超过三十日",
        english="A stop is about to be declared later than thirty days",
        legal_basis="《特种设备使用管理规则》TSG 08-2017",
        escalation=(SECTION,),
    ),
    _rule(
        "E7",
        Equipment,
        "idle_year_on",
        (("RED", 0, "days"), ("YELLOW", 30, "days")),
        since_field="stopped_on",
        where={"useStatus": {"eq": "STOPPED"}},
        chinese="设备停用将满一年，启用前须检验",
        english="A device has been idle for about a year; inspect it before it is used again",
        legal_basis="《特种设备使用管理规则》TSG 08-2017",
        escalation=(SECTION,),
        answered_by=(DECLARATION.code,),
        visit=True,
    ),
]
EVENTS = [
    OutcomeEvent(
        code="failed_inspection",
        subject=Equipment,
        record=EquipmentInspection,
        subject_field="equipment",
        date_field="inspected_on",
        where={"conclusion": {"eq": "FAILED"}},
        chinese="检验不合格",
        english="Failed an inspection",
    ),
]
