"""How the register of devices is written: by a confirmed declaration, or an inspection report."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import func, select

from core.errors import NotFound
from core.policy.vocabulary import Action
from core.register.models import ChangeKind, ChangeSet, Enterprise
from core.register.search_text import search_text
from core.register.service import amend, confirm_change, enter, filled
from core.store.unit import UnitOfWork
from plugins.special_equipment import errors
from plugins.special_equipment.events import EquipmentInspected
from plugins.special_equipment.models import (
    Conclusion,
    DeclarationKind,
    Equipment,
    EquipmentDeclaration,
    EquipmentInspection,
    EquipmentType,
    InspectionKind,
    RegistrationState,
    UseStatus,
)
from plugins.special_equipment.models_people import MaintenanceContract, SafetyPart
from plugins.special_equipment.service_facts import (
    UNIQUE,
    columns,
    cycle_of,
    first_date,
    require_agreeing,
    require_complete,
    require_free,
    require_type,
)
from plugins.special_equipment.service_rules import (
    Inspected,
    next_inspection,
    restart_needs_inspection,
)

NO_USE: Final = 5
"""The safety grade of vessels that must not be used."""
POSSIBLE_FROM: Final[Mapping[DeclarationKind, frozenset[UseStatus]]] = {
    DeclarationKind.STOP: frozenset({UseStatus.IN_USE}),
    DeclarationKind.RESTART: frozenset({UseStatus.STOPPED}),
    DeclarationKind.SCRAP: frozenset({UseStatus.IN_USE, UseStatus.STOPPED}),
    DeclarationKind.CHANGE: frozenset({UseStatus.IN_USE, UseStatus.STOPPED}),
    DeclarationKind.RELOCATION: frozenset({UseStatus.IN_USE, UseStatus.STOPPED}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """An inspection report. `next_on`: as the body set it; by the law of cycles when None."""

    equipment_id: int
    kind: InspectionKind
    body: str
    report_no: str
    inspected_on: dt.date
    conclusion: Conclusion
    safety_grade: int | None = None
    next_on: dt.date | None = None
    problems: str = ""

    @property
    def passed(self) -> bool:
        """Whether the device may be used."""
        return self.conclusion is not Conclusion.FAILED and self.safety_grade != NO_USE


async def locked(work: UnitOfWork, key: int, field: str = "equipmentId") -> Equipment:
    """A device that the actor may read, locked. Raises NotFound at `field`."""
    wanted = select(Equipment).where(Equipment.id == key).with_for_update(of=Equipment)
    wanted = wanted.execution_options(populate_existing=True)
    if (found := (await work.session.scalars(wanted)).first()) is None:
        raise NotFound(field=field)
    return found


def not_later(day: dt.date, today: dt.date, field: str) -> dt.date:
    """The day. Raises InvalidInput at `field` for one to come."""
    if day > today:
        raise errors.wrong_date(field, "日期不能晚于今天。", "The day must not be in the future.")
    return day


async def require_possible(
    work: UnitOfWork, kind: DeclarationKind, device: Equipment, on: dt.date
) -> None:
    """Raise Conflict (`EQUIPMENT_STATE`, `RESTART_NEEDS_INSPECTION`) unless it can be done."""
    if device.use_status not in POSSIBLE_FROM[kind]:
        raise errors.wrong_state(device.use_status)
    if kind is DeclarationKind.RESTART and device.stopped_on and on < device.stopped_on:
        raise errors.wrong_date(
            "effectiveOn", "启用日期不能早于停用日期。", "It cannot restart before it was stopped."
        )
    if kind is DeclarationKind.RESTART and restart_needs_inspection(
        await _code(work, device.kind_id),
        stopped_on=device.stopped_on,
        last_passed=device.last_inspection_on,
        next_on=device.next_inspection_on,
        on=max(on, work.today),
    ):
        raise errors.inspect_first(device.next_inspection_on)


async def require_fitting(work: UnitOfWork, declared: Mapping[str, Any], device: Equipment) -> None:
    """Raise unless a known device may have these facts: its type, and numbers that are free."""
    if (code := declared.get("type_code")) is None:
        code = await _code(work, device.kind_id)
    else:
        await require_type(work, code, on=work.today)
    require_agreeing(declared, code)
    await require_free(work, declared, besides=device.id)


async def enter_device(
    work: UnitOfWork, declaration: EquipmentDeclaration, change: ChangeSet
) -> Equipment:
    """A new device as declared, by the change set that confirms it."""
    declared = declaration.declared
    await require_complete(work, declared)
    await require_free(work, declared)
    values = {"registration_state": RegistrationState.UNREGISTERED, **columns(declared)}
    values |= await _type_columns(work, declared["type_code"])
    device = Equipment(
        enterprise_id=declaration.enterprise_id,
        town_id=declaration.town_id,
        site_id=declaration.site_id,
        use_status=UseStatus.IN_USE,
        next_inspection_on=await first_date(work, declared["type_code"], values["accepted_on"]),
        search_text="",
        **values,
    )
    device.search_text = await _search_text(work, device)
    return await enter(work, device, change)


async def amend_device(
    work: UnitOfWork, declaration: EquipmentDeclaration, device: Equipment, change: ChangeSet
) -> None:
    """What a declaration does to a device that is known."""
    await require_possible(work, declaration.kind, device, declaration.effective_on)
    await require_fitting(work, declaration.declared, device)
    values = columns(declaration.declared) | _status(declaration)
    values |= await _first_facts(work, declaration.declared, device)
    if declaration.kind is DeclarationKind.RELOCATION:
        values |= {"site_id": declaration.site_id}
        if declaration.new_town_id is not None:
            values |= {"town_id": declaration.new_town_id}
    await amend(work, device, change, **values)
    device.search_text = await _search_text(work, device)
    await _take_history_along(work, device)


async def _first_facts(
    work: UnitOfWork, declared: Mapping[str, Any], device: Equipment
) -> dict[str, Any]:
    """What follows from another type or day of acceptance: the kind, and the first date by law."""
    if not {"type_code", "accepted_on"} & declared.keys():
        return {}
    before = await _code(work, device.type_id)
    code = declared.get("type_code", before)
    values: dict[str, Any] = {} if code == before else await _type_columns(work, code)
    if device.next_inspection_on == await first_date(work, before, device.accepted_on):
        accepted = columns(declared).get("accepted_on", device.accepted_on)
        values["next_inspection_on"] = await first_date(work, code, accepted)
    return values


async def _type_columns(work: UnitOfWork, code: str) -> dict[str, int]:
    kinds = select(EquipmentType).where(EquipmentType.code == f"{code[0]}000")
    kind = next(k for k in await work.session.scalars(kinds) if k.in_force(work.today))
    return {"type_id": (await require_type(work, code, on=work.today)).id, "kind_id": kind.id}


async def _code(work: UnitOfWork, type_id: int) -> str:
    """The code of a type or kind of the catalogue, such as 3110 or 3000."""
    wanted = select(EquipmentType.code).where(EquipmentType.id == type_id)
    return (await work.session.scalars(wanted)).one()


def _status(declaration: EquipmentDeclaration) -> dict[str, Any]:
    """The use status and its days that a kind of declaration leads to."""
    on = declaration.effective_on
    match declaration.kind:
        case DeclarationKind.STOP:
            return {"use_status": UseStatus.STOPPED, "stopped_on": on}
        case DeclarationKind.RESTART:
            return {"use_status": UseStatus.IN_USE, "stopped_on": None, "stop_reason": None}
        case DeclarationKind.SCRAP:
            return {"ended_on": on}
        case DeclarationKind.RELOCATION if declaration.new_town_id is None:
            return {"use_status": UseStatus.MOVED_OUT, "ended_on": on}
    return {}


async def _take_history_along(work: UnitOfWork, device: Equipment) -> None:
    """Past inspections, contracts and parts are read where the device stands now."""
    models: tuple[Any, ...] = (EquipmentInspection, MaintenanceContract, SafetyPart)
    for model in models:
        wanted = select(model).where(
            model.equipment_id == device.id, model.town_id != device.town_id
        )
        for row in (await work.session.scalars(wanted)).all():
            await work.entail(row, EquipmentDeclaration, Action.CONFIRM)
            row.town_id = device.town_id


async def _search_text(work: UnitOfWork, device: Equipment) -> str:
    owner = select(Enterprise.name).where(Enterprise.id == device.enterprise_id)
    numbers = [getattr(device, name) for name in (*UNIQUE, "factory_no", "internal_no")]
    return search_text(device.name, (await work.session.scalars(owner)).first(), *numbers)


async def record_inspection(work: UnitOfWork, report: Report) -> EquipmentInspection:
    """Enter a report; a passed one sets the next date, a failed one ends the use until the next.

    A report older than another one, whatever that found, is kept in the history only. Raises
    InvalidInput, NotFound, Conflict (`EQUIPMENT_STATE`).
    """
    device = await locked(work, report.equipment_id)
    if device.use_status not in (UseStatus.IN_USE, UseStatus.STOPPED):
        raise errors.wrong_state(device.use_status)
    day = not_later(report.inspected_on, work.today, "inspectedOn")
    next_on = await _next_on(work, device, report) if report.passed else None
    days = select(func.max(EquipmentInspection.inspected_on))
    known = days.where(EquipmentInspection.equipment_id == device.id)
    latest: dt.date | None = (await work.session.scalars(known)).one()
    row = EquipmentInspection(
        equipment_id=device.id,
        enterprise_id=device.enterprise_id,
        town_id=device.town_id,
        kind=report.kind,
        body=filled(report.body, "body"),
        report_no=filled(report.report_no, "reportNo"),
        inspected_on=day,
        conclusion=report.conclusion,
        safety_grade=report.safety_grade,
        next_on=next_on,
        problems=report.problems.strip(),
        recorded_by=work.access.actor.account_id,
        recorded_at=work.clock.now(),
    )
    await work.add(row, Action.CREATE)
    if latest is None or day >= latest:
        await _take_over(work, device, row)
    await work.publish(
        EquipmentInspected(
            equipment_id=device.id,
            inspection_id=row.id,
            conclusion=row.conclusion,
            enterprise_id=device.enterprise_id,
            town_id=device.town_id,
            next_on=device.next_inspection_on,
        )
    )
    return row


async def _take_over(work: UnitOfWork, device: Equipment, row: EquipmentInspection) -> None:
    """What the latest report says becomes what the register says."""
    # a failed device must not be used: its last day was the day before
    last_day = row.next_on or row.inspected_on - dt.timedelta(days=1)
    values: dict[str, Any] = {"next_inspection_on": last_day}
    if row.next_on is not None:
        values["last_inspection_on"] = row.inspected_on
    if row.safety_grade is not None:
        values["safety_grade"] = row.safety_grade
    change = await confirm_change(
        work, ChangeKind.DECISION, "special_equipment", act=EquipmentInspection
    )
    await amend(work, device, change, **values)


async def _next_on(work: UnitOfWork, device: Equipment, report: Report) -> dt.date:
    """As the body set it, never later than the law; by the law where it set nothing."""
    cycle = await cycle_of(work, await _code(work, device.type_id), on=report.inspected_on)
    last = Inspected(report.inspected_on, device.next_inspection_on, report.safety_grade)
    latest = None if cycle is None else next_inspection(cycle, device.accepted_on, last)
    found = report.next_on or latest
    if found is None or found <= report.inspected_on:
        raise errors.wrong_date(
            "nextOn", "请填写报告所定的下次检验日期。", "State the date that the report sets."
        )
    if latest is not None and found > latest:
        raise errors.wrong_date(
            "nextOn", f"不得晚于法定周期（{latest}）。", f"The law allows {latest} at the latest."
        )
    return found
