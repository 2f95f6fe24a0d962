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
from plugins.special_equipment.types_people import (
    MaintenanceContract,
    OperatorCertificate,
    OperatorNeed,
    SafetyPart,
)
from plugins.special_equipment.types_safety import Accident, SafetyDuty

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
    _rule(
        "E3",
        OperatorCertificate,
        "valid_to",
        (("RED", 30, "days"), ("YELLOW", 90, "days")),
        since_field="issued_on",
        where={"endedOn": {"isNull": True}},
        chinese="作业人员证将到期，须提前一个月申请复审",
        english="An operator's certificate ends; apply for its review a month ahead",
        legal_basis="《特种设备安全法》第十四条",
        escalation=(SECTION,),
    ),
    _rule(
        "E4",
        OperatorNeed,
        "covered_until",
        (("RED", 0, "days"),),
        where={"devices": {"gt": 0}},
        chinese="在用设备没有持证的作业人员",
        english="Nobody is certified for devices that are in use",
        legal_basis="《特种设备安全法》第八十六条",
        escalation=(FIRST, SECTION),
        visit=True,
    ),
    _rule(
        "E8",
        SafetyPart,
        "next_check_on",
        (("RED", 0, "days"), ("YELLOW", 30, "days")),
        where={"removedOn": {"isNull": True}, "equipment": IN_USE},
        chinese="在用设备的安全阀、压力表将到校验日期",
        english="A valve or gauge of a device in use is due to be checked",
        legal_basis="《特种设备安全法》第三十九条",
        escalation=(SECTION,),
    ),
    _rule(
        "E9",
        MaintenanceContract,
        "ends_on",
        (("RED", 0, "days"), ("YELLOW", 30, "days")),
        where={"endedOn": {"isNull": True}, "equipment": IN_USE},
        chinese="电梯等设备的维护保养合同将到期",
        english="The contract of upkeep of a device ends",
        legal_basis="《特种设备安全法》第四十五条",
        escalation=(SECTION,),
    ),
    _rule(
        "E10",
        SafetyDuty,
        "missing_on",
        (("RED", 0, "days"), ("YELLOW", 2, "days")),
        since_field="since",
        where={"endedOn": {"isNull": True}},
        chinese="使用单位未做日管控记录",
        english="A unit has not written its daily safety logs",
        legal_basis="《特种设备使用单位落实使用安全主体责任监督管理规定》",
        escalation=(FIRST, SECTION),
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
    OutcomeEvent(
        code="accident",
        subject=Equipment,
        record=Accident,
        subject_field="equipment",
        date_field="occurred_on",
        chinese="事故",
        english="An accident",
    ),
]
