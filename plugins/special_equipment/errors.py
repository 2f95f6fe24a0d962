"""What can go wrong with devices and their declarations, beyond what the core knows."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from strawberry.utils.str_converters import to_camel_case

from core.errors import Conflict, Denied, InvalidInput
from plugins.special_equipment.models import UseStatus

_NOW = {
    UseStatus.IN_USE: ("在用", "in use"),
    UseStatus.STOPPED: ("停用", "stopped"),
    UseStatus.SCRAPPED: ("已报废", "scrapped"),
    UseStatus.DISMANTLED: ("已拆除", "dismantled"),
    UseStatus.MOVED_OUT: ("已移出", "moved out of the district"),
}


def wrong_state(status: UseStatus) -> Conflict:
    """EQUIPMENT_STATE: what was asked for is impossible from here."""
    chinese, english = _NOW[status]
    return Conflict(
        f"设备当前状态为“{chinese}”，不能办理此事项。",
        f"The device is {english}; this cannot be done to it now.",
        code="EQUIPMENT_STATE",
        explain={"useStatus": status.name},
    )


def inspect_first(next_on: dt.date) -> Conflict:
    """RESTART_NEEDS_INSPECTION: an inspection must be passed and recorded before it is used."""
    return Conflict(
        "检验已到期，或锅炉、电梯停用满一年，须先检验合格并录入报告，再申请启用。",
        "Its inspection is past its date, or a boiler or lift was idle for a year: have it "
        "inspected, let the report be recorded, then declare the restart.",
        code="RESTART_NEEDS_INSPECTION",
        explain={"nextInspectionOn": next_on.isoformat()},
    )


def unit_has_account(field: str) -> Denied:
    """UNIT_HAS_ACCOUNT: a town files for units without account alone."""
    return Denied(
        "该单位有自己的账号，请督促其自行上报；拒不上报的，请上报隐患。",
        "The unit has an account of its own: ask it to declare this; report a hazard if it won't.",
        field=field,
        code="UNIT_HAS_ACCOUNT",
    )


def declared_already() -> Conflict:
    """DECLARED_ALREADY: one at a time of each kind for one device."""
    return Conflict(
        "该设备已有同类上报正在办理，请等待办结，或先撤回。",
        "A declaration of this kind is under way for the device; await or withdraw it.",
        code="DECLARED_ALREADY",
    )


def number_taken(field: str) -> Conflict:
    """NUMBER_TAKEN: another device has the number."""
    return Conflict(
        "该编号已登记在另一台设备上，请核对。",
        "Another device has this number; compare it with the plate and the certificate.",
        field=field,
        code="NUMBER_TAKEN",
    )


def changed_since(differences: Mapping[str, Any], version: int) -> Conflict:
    """EQUIPMENT_CHANGED: look at the difference; confirm on its version, or return it."""
    return Conflict(
        "上报之后设备档案已有变动，请核对差异：确认时注明所见版本，或退回重报。",
        "The device changed since this was filed. Compare the difference: confirm naming the "
        "version that you have seen as `equipmentVersion`, or return the declaration.",
        field="equipmentVersion",
        code="EQUIPMENT_CHANGED",
        explain={
            "equipmentVersion": version,
            "differences": {to_camel_case(name): both for name, both in differences.items()},
        },
    )


def moved() -> Conflict:
    """EQUIPMENT_MOVED: another town has to verify it."""
    return Conflict(
        "设备已移至其他镇街，请转办给现所在镇街，并退回由其核实。",
        "The device stands in another town now: transfer the matter there and return it to be "
        "verified by that town.",
        code="EQUIPMENT_MOVED",
    )


def transfer_first() -> Conflict:
    """TRANSFER_FIRST: a relocation is verified where the device arrives."""
    return Conflict(
        "移装由移入地镇街核实，请先转办。",
        "The town where the device arrives verifies it: transfer the matter first.",
        code="TRANSFER_FIRST",
    )


def wrong_date(field: str, chinese: str, english: str) -> InvalidInput:
    """A day that cannot be."""
    return InvalidInput(chinese, english, field=field)
