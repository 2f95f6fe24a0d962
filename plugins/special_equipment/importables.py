"""Devices as files bring them, checked like a declaration of a new device."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import InvalidInput
from core.import_declarations import ColumnKind, Importable, ImportColumn, Made, Values
from core.register.models import Enterprise
from core.register.search_text import search_text
from core.register.verdict import Verdict, compact, require
from plugins.special_equipment import errors
from plugins.special_equipment.models import (
    Equipment,
    EquipmentType,
    InspectionCycle,
    PlaceKind,
    RegistrationState,
    UseStatus,
)
from plugins.special_equipment.numbers import SCHEMES
from plugins.special_equipment.service_facts import (
    NAMES,
    UNIQUE,
    require_agreeing,
    require_type_of,
)
from plugins.special_equipment.service_rules import cycle_for, next_inspection

TEXTS: Final = ("internal_no", "factory_no", "model", "maker", "medium")
DAYS: Final = ("made_on", "installed_on", "first_use_on", "design_life_to")
COPIED: Final = (
    *("name", "accepted_on", "place", "place_kind", "latitude", "longitude"),
    *(*TEXTS, *DAYS, *UNIQUE, "maker_licence"),
)
"""Columns that are taken over as they are."""


class EquipmentMaker:
    """Makes devices. Dates that another authority has set are taken over, never recounted."""

    def __init__(self, today: dt.date) -> None:
        self._today = today
        self._types: dict[str, EquipmentType] = {}
        self._kinds: dict[str, int] = {}
        self._cycles: Sequence[InspectionCycle] = ()
        self._owners: dict[int | str, tuple[int, int, str]] = {}
        """By number and by credit code: number, town, name."""
        self._taken: dict[tuple[str, str], str] = {}
        self._own: dict[tuple[str, str], str] = {}

    async def look_up(self, session: AsyncSession, batch: Sequence[Values]) -> None:
        """The catalogue and the cycles once; owners and numbers that are taken for each batch."""
        if not self._types:
            rows = await session.scalars(select(EquipmentType))
            self._types = {row.code: row for row in rows if row.in_force(self._today)}
            self._cycles = (await session.scalars(select(InspectionCycle))).all()
        named = {row["enterprise"] for row in batch}
        keys = [each for each in named if isinstance(each, int)]
        codes = [each for each in named if isinstance(each, str)]
        wanted = select(Enterprise.id, Enterprise.town_id, Enterprise.name, Enterprise.credit_code)
        wanted = wanted.where(or_(Enterprise.id.in_(keys), Enterprise.credit_code.in_(codes)))
        for key, town, name, code in await session.execute(wanted):
            self._owners[key] = (key, town, name)
            if code:
                self._owners[code] = (key, town, name)
        self._taken = {}
        for column in UNIQUE:
            await self._numbers(session, column, [row.get(column) for row in batch])

    async def _numbers(
        self, session: AsyncSession, column: str, numbers: Sequence[str | None]
    ) -> None:
        if not (given := [number for number in numbers if number]):
            return
        at = getattr(Equipment, column)
        wanted = select(at, Equipment.name, Equipment.factory_no).where(at.in_(given))
        for number, name, factory in await session.execute(wanted):
            self._taken[column, number] = f"{name}|{factory}"

    def make(self, values: Values) -> Made:
        """Raises InvalidInput and Conflict, as a declaration of the same device would."""
        owner = self._owner(values["enterprise"])
        kind = require_type_of(self._types, values["type_code"])
        require_agreeing(values, kind.code)
        self._require_free(values)
        due = self._due(values, kind.code)
        passed = values.get("last_inspection_on")
        row: dict[str, Any] = {name: values.get(name) for name in COPIED}
        registered = values.get("use_registration_no") is not None
        row |= {
            "enterprise_id": owner[0],
            "town_id": owner[1],
            "type_id": kind.id,
            "kind_id": self._types[f"{kind.code[0]}000"].id,
            "registration_state": RegistrationState.REGISTERED
            if registered
            else RegistrationState.UNREGISTERED,
            "important": bool(values.get("important")),
            "use_status": values.get("use_status") or UseStatus.IN_USE,
            "next_inspection_on": due,
            # an inspection after the day of expiry has not renewed it: it was not passed
            "last_inspection_on": passed if passed and passed <= due else None,
            "search_text": search_text(
                values["name"],
                owner[2],
                *(values.get(name) for name in (*UNIQUE, "factory_no", "internal_no")),
            ),
        }
        return Made(row)

    def _owner(self, named: int | str) -> tuple[int, int, str]:
        if (found := self._owners.get(compact(named) if isinstance(named, str) else named)) is None:
            raise InvalidInput(
                "没有该使用单位，请先导入企业。",
                "There is no such user unit; import the enterprises first.",
                field="enterprise",
            )
        return found

    def _require_free(self, values: Values) -> None:
        me = f"{values['name']}|{values.get('factory_no')}"
        for column in UNIQUE:
            if (number := values.get(column)) is None:
                continue
            holder = self._taken.get((column, number)) or self._own.get((column, number))
            if holder is not None and holder != me:
                raise errors.number_taken(column)
            self._own[column, number] = me

    def _due(self, values: Values, code: str) -> dt.date:
        """As the source says; by the law of cycles where it says nothing."""
        if (said := values.get("next_inspection_on")) is not None:
            return said  # type: ignore[no-any-return]  # a day, by its column
        accepted = values["accepted_on"]
        cycle = cycle_for(self._cycles, code, max(accepted, dt.date(2003, 6, 1)))
        if cycle is None or (due := next_inspection(cycle, accepted)) is None:
            raise InvalidInput(
                "没有该类设备的检验周期，请联系分局。",
                "No inspection cycle is known for this type; ask the branch.",
                field="type_code",
            )
        return due


def _tidy(check: Callable[[str], Verdict], name: str) -> Callable[[str], Any]:
    return lambda text: require(check(text), name)


def _column(name: str, kind: ColumnKind = ColumnKind.TEXT, **more: Any) -> ImportColumn:
    check = SCHEMES.get(name)
    tidy = None if check is None else _tidy(check, name)
    return ImportColumn(name=name, title=TITLES[name], kind=kind, tidy=tidy, **more)


TITLES: Final[Mapping[str, str]] = {
    **NAMES,
    "enterprise": "使用单位统一社会信用代码\nUser unit (credit code)",
    "last_inspection_on": "最近检验日期\nLast inspection",
}

IMPORTABLES = (
    Importable(
        slug="equipment",
        title="特种设备\nSpecial equipment",
        record=Equipment,
        maker=EquipmentMaker,
        natural_key=("equipment_code",),
        before=("register:enterprises",),
        columns=(
            _column("type_code", required=True, longest=4),
            _column("name", required=True, longest=200),
            _column(
                "enterprise",
                ColumnKind.REFERENCE,
                required=True,
                refers_to="register:enterprises",
            ),
            _column("place", required=True, longest=300),
            _column("place_kind", ColumnKind.CHOICE, required=True, choices=PlaceKind),
            _column("accepted_on", ColumnKind.DAY, required=True),
            _column("next_inspection_on", ColumnKind.DAY),
            _column("last_inspection_on", ColumnKind.DAY),
            _column("use_status", ColumnKind.CHOICE, choices=UseStatus),
            *(_column(name, longest=60) for name in (*UNIQUE, "maker_licence")),
            *(_column(name, longest=200) for name in TEXTS),
            *(_column(name, ColumnKind.DAY) for name in DAYS),
            _column("latitude", ColumnKind.DECIMAL),
            _column("longitude", ColumnKind.DECIMAL),
            _column("important", ColumnKind.YES_NO),
        ),
    ),
)
