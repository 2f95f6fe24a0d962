"""What a declaration says about a device: facts of the register, checked and kept as data."""

import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

from sqlalchemy import or_, select
from strawberry.utils.str_converters import to_camel_case

from core.errors import InvalidInput, NotFound
from core.register.verdict import compact, require
from core.store.unit import UnitOfWork
from plugins.special_equipment import errors
from plugins.special_equipment.models import (
    DeclarationKind,
    Equipment,
    EquipmentType,
    InspectionCycle,
    PlaceKind,
    RegistrationState,
    UseStatus,
)
from plugins.special_equipment.numbers import SCHEMES, agrees_with_type
from plugins.special_equipment.service_rules import cycle_for, next_inspection

REPORT_TIME: Final = dt.timedelta(days=30)
"""Within so many days something is declared after it happened."""
UNIQUE: Final = ("equipment_code", "registration_code", "use_registration_no")
NEEDED: Final = ("type_code", "name", "accepted_on", "place", "place_kind")
"""Without these no device enters the register."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Facts of a device as declared; None where nothing is said. Numbers as typed."""

    type_code: str | None = None
    name: str | None = None
    equipment_code: str | None = None
    registration_code: str | None = None
    use_registration_no: str | None = None
    registration_state: RegistrationState | None = None
    internal_no: str | None = None
    factory_no: str | None = None
    model: str | None = None
    maker: str | None = None
    maker_licence: str | None = None
    made_on: dt.date | None = None
    installed_on: dt.date | None = None
    accepted_on: dt.date | None = None
    first_use_on: dt.date | None = None
    design_life_to: dt.date | None = None
    place: str | None = None
    place_kind: PlaceKind | None = None
    latitude: float | None = None
    longitude: float | None = None
    medium: str | None = None
    important: bool | None = None

    def stored(self) -> dict[str, Any]:
        """What is said, in stored form as JSON. Raises InvalidInput at the part that is wrong."""
        found: dict[str, Any] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, str):
                value = value.strip() or None
            if value is None:
                continue
            if (check := SCHEMES.get(field.name)) is not None:
                value = require(check(value), to_camel_case(field.name))
            found[field.name] = _plain(value)
        if "use_registration_no" in found:
            found.setdefault("registration_state", RegistrationState.REGISTERED.name)
        return found


NOTHING_SAID: Final = Facts()


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """What is declared. `enterprise_id` for a new device, `equipment_id` for a known one."""

    kind: DeclarationKind
    enterprise_id: int | None = None
    equipment_id: int | None = None
    effective_on: dt.date
    said: Facts = NOTHING_SAID
    more: tuple[tuple[str, Any], ...] = ()
    """Further columns, such as the reason of a stop."""
    town_id: int | None = None
    """Where a new device stands, or where a relocated one goes; None: out of the district."""
    site_id: int | None = None
    photos: tuple[int, ...] = ()
    expected_version: int | None = None
    """Of the device."""

    def declared(self) -> dict[str, Any]:
        """The facts as they are stored."""
        return self.said.stored() | dict(self.more)


_DAYS: Final = frozenset(f.name for f in fields(Facts) if f.name.endswith(("_on", "_to")))
ENUMS: Final[Mapping[str, type[enum.Enum]]] = {
    "registration_state": RegistrationState,
    "place_kind": PlaceKind,
    "use_status": UseStatus,
}


NAMES: Final[Mapping[str, str]] = {
    "type_code": "设备类型\nType",
    "name": "名称\nName",
    "equipment_code": "设备代码\nEquipment code",
    "registration_code": "注册代码\nRegistration code",
    "use_registration_no": "使用登记证编号\nUse number",
    "registration_state": "使用登记状态\nRegistration",
    "internal_no": "单位内编号\nOwn number",
    "factory_no": "出厂编号\nFactory no.",
    "model": "型号\nModel",
    "maker": "制造单位\nMaker",
    "maker_licence": "制造许可证号\nMaker's licence",
    "made_on": "制造日期\nMade on",
    "installed_on": "安装日期\nInstalled on",
    "accepted_on": "验收日期\nAccepted on",
    "first_use_on": "投用日期\nFirst use",
    "design_life_to": "设计使用年限止\nEnd of design life",
    "place": "设备地点\nPlace",
    "place_kind": "场所类别\nKind of place",
    "latitude": "纬度\nLatitude",
    "longitude": "经度\nLongitude",
    "medium": "介质\nContents",
    "important": "重点设备\nWatched closely",
    "stop_reason": "停用原因\nReason of the stop",
    "use_status": "使用状态\nUse status",
    "next_inspection_on": "检验有效期止\nInspection due",
}
"""What people call the facts that can be declared, or change meanwhile."""
PINNED: Final = (
    *(f.name for f in fields(Facts) if f.name != "type_code"),
    "use_status",
    "next_inspection_on",
)
"""The facts of a device that are kept with a declaration when it is filed."""


def columns(declared: Mapping[str, Any]) -> dict[str, Any]:
    """Declared facts as values of the device's columns."""
    found: dict[str, Any] = {}
    for name, value in declared.items():
        if name in _DAYS:
            found[name] = dt.date.fromisoformat(value)
        elif name in ENUMS:
            found[name] = ENUMS[name][value]
        elif name != "type_code":
            found[name] = value
    return found


def pinned(device: Any) -> dict[str, Any]:
    """The facts of a device now, and its version, to be compared when it is confirmed."""
    facts = {name: _plain(getattr(device, name)) for name in PINNED}
    return {"version": device.version, **facts}


def differences(before: Mapping[str, Any], device: Any) -> dict[str, list[Any]]:
    """What changed since, by column: [then, now]. `device`: it, or a row of its columns."""
    now = pinned(device)
    return {n: [before.get(n), now[n]] for n in PINNED if before.get(n) != now[n]}


async def key_by_number(work: UnitOfWork, number: str) -> int:
    """The device with a use registration number, as inspection bodies name it. Raises NotFound."""
    wanted = select(Equipment.id).where(Equipment.use_registration_no == compact(number))
    if (found := (await work.session.scalars(wanted)).first()) is None:
        raise NotFound(field="useRegistrationNo")
    return found


async def require_type(work: UnitOfWork, code: str, *, on: dt.date) -> EquipmentType:
    """The type of the catalogue in force by which a device may be filed. Raises InvalidInput."""
    rows = await work.session.scalars(select(EquipmentType).where(EquipmentType.code == code))
    return require_type_of({row.code: row for row in rows if row.in_force(on)}, code)


def require_type_of(in_force: Mapping[str, EquipmentType], code: str) -> EquipmentType:
    """The type of that code by which a device may be filed. Raises InvalidInput."""
    found = in_force.get(code)
    if found is None or not found.is_device:
        raise InvalidInput(
            "请选择现行特种设备目录中的类别或品种。",
            "Choose a category or variety of the catalogue in force.",
            field="typeCode",
        )
    return found


async def require_free(
    work: UnitOfWork, declared: Mapping[str, Any], besides: int | None = None
) -> None:
    """Raise Conflict (`NUMBER_TAKEN`) where another device, as far as one sees, has a number."""
    given = {name: declared[name] for name in UNIQUE if name in declared}
    if not given:
        return
    same = or_(*(getattr(Equipment, name) == value for name, value in given.items()))
    for other in (await work.session.scalars(select(Equipment).where(same))).all():
        if other.id != besides:
            field = next(name for name, value in given.items() if getattr(other, name) == value)
            raise errors.number_taken(to_camel_case(field))


async def require_complete(work: UnitOfWork, declared: Mapping[str, Any]) -> None:
    """Raise InvalidInput unless a new device could be entered with these facts."""
    for name in NEEDED:
        if name not in declared:
            raise InvalidInput(
                "此项必须填写。", "This must be filled in.", field=to_camel_case(name)
            )
    await require_type(work, declared["type_code"], on=work.today)
    require_agreeing(declared, declared["type_code"])
    await first_date(work, declared["type_code"], dt.date.fromisoformat(declared["accepted_on"]))


def require_agreeing(declared: Mapping[str, Any], type_code: str) -> None:
    """Raise InvalidInput where the use number names another kind of equipment than the type."""
    number = declared.get("use_registration_no")
    if number and not agrees_with_type(number, type_code):
        raise InvalidInput(
            "使用登记证号与设备种类不一致。",
            "The use number is one of another kind of equipment.",
            field="useRegistrationNo",
        )


async def first_date(work: UnitOfWork, code: str, accepted: dt.date) -> dt.date:
    """When a device of a type is inspected first. Raises InvalidInput where no law says."""
    cycle = await cycle_of(work, code, on=max(accepted, dt.date(2003, 6, 1)))
    if cycle is None or (due := next_inspection(cycle, accepted)) is None:
        raise InvalidInput(
            "没有该类设备的检验周期，请联系分局。",
            "No inspection cycle is known for this type; ask the branch.",
            field="typeCode",
        )
    return due


async def cycle_of(work: UnitOfWork, code: str, *, on: dt.date) -> InspectionCycle | None:
    """The law of inspections for a type on a day."""
    return cycle_for((await work.session.scalars(select(InspectionCycle))).all(), code, on)


def _plain(value: Any) -> Any:
    if isinstance(value, enum.Enum):
        return value.name
    return value.isoformat() if isinstance(value, dt.date) else value
