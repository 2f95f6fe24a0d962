"""Rules of dynamic early warning for devices: inspection, design life, late reports, long stops."""

import datetime as dt
from typing import Any

from core.declarations import WarningBand, WarningRule
from core.policy.vocabulary import Tier
from plugins.special_equipment.types import Equipment, EquipmentDeclaration

EVERYBODY = (Tier.BRANCH, Tier.STATION, Tier.TOWN, Tier.ENTERPRISE)
SINCE = dt.date(2014, 1, 1)


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
RULES = [
    _rule(
        "E1",
        Equipment,
        "next_inspection_on",
        (("URGENT", 1, "months"), ("RED", 3, "months"), ("YELLOW", 6, "months")),
        where=IN_USE,
        chinese="特种设备检验将到期，须提前一个月申请检验",
        english="A device's inspection is about to be due; apply a month ahead",
        legal_basis="《特种设备安全法》第四十条",
    ),
    _rule(
        "E5",
        Equipment,
        "design_life_to",
        (("RED", 0, "months"), ("YELLOW", 12, "months")),
        where=IN_USE,
        chinese="特种设备将达到设计使用年限",
        english="A device is near the end of its design life",
        legal_basis="《特种设备安全法》第四十八条",
    ),
    _rule(
        "E6",
        EquipmentDeclaration,
        "report_by",
        (("RED", 0, "days"), ("YELLOW", 10, "days")),
        where={"kind": {"eq": "STOP"}, "matter": {"state": {"eq": "OPEN"}}},
        chinese="停用上报将超过三十日",
        english="A stop is about to be declared later than thirty days",
        legal_basis="《特种设备使用管理规则》TSG 08-2017",
    ),
    _rule(
        "E7",
        Equipment,
        "idle_year_on",
        (("RED", 0, "days"), ("YELLOW", 30, "days")),
        where={"useStatus": {"eq": "STOPPED"}},
        chinese="设备停用将满一年，启用前须检验",
        english="A device has been idle for about a year; inspect it before it is used again",
        legal_basis="《特种设备使用管理规则》TSG 08-2017",
    ),
]
