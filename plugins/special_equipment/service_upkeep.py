"""Contracts of upkeep, and the valves and gauges of devices, as their units tell them."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from core.errors import Conflict, InvalidInput
from core.policy.vocabulary import Action
from core.register.service import filled
from core.store.unit import UnitOfWork
from plugins.special_equipment.models_people import MaintenanceContract, PartKind, SafetyPart
from plugins.special_equipment.service_register import locked, not_later


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """Who looks after a device, and from when to when."""

    equipment_id: int
    contractor: str
    licence_no: str
    rescue_phone: str
    begins_on: dt.date
    ends_on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A check of a valve or gauge."""

    number: str
    report_no: str
    on: dt.date
    next_on: dt.date


async def record_contract(work: UnitOfWork, given: Contract) -> MaintenanceContract:
    """A contract of upkeep; the one before it ends where this one begins."""
    device = await locked(work, given.equipment_id)
    if given.ends_on <= given.begins_on:
        raise InvalidInput("合同止日早于起日。", "It ends before it begins.", field="endsOn")
    open_ones = select(MaintenanceContract).where(
        MaintenanceContract.equipment_id == device.id, MaintenanceContract.ended_on.is_(None)
    )
    for each in (await work.session.scalars(open_ones)).all():
        await work.entail(each, MaintenanceContract, Action.SUBMIT)
        each.ended_on = given.begins_on
    row = MaintenanceContract(
        equipment_id=device.id,
        enterprise_id=device.enterprise_id,
        town_id=device.town_id,
        contractor=filled(given.contractor, "contractor"),
        licence_no=given.licence_no.strip(),
        rescue_phone=given.rescue_phone.strip(),
        begins_on=given.begins_on,
        ends_on=given.ends_on,
        version=1,
    )
    return await work.add(row, Action.SUBMIT)


async def record_part(
    work: UnitOfWork, equipment_id: int, kind: PartKind, given: Checked
) -> SafetyPart:
    """A valve or gauge on a device, with its last check; known by its number, it is checked again.

    Raises NotFound, InvalidInput.
    """
    device = await locked(work, equipment_id)
    number = filled(given.number, "number")
    on = not_later(given.on, work.today, "checkedOn")
    if given.next_on <= on:
        raise InvalidInput("下次校验早于本次。", "The next is before this.", field="nextCheckOn")
    wanted = select(SafetyPart).where(
        SafetyPart.equipment_id == device.id,
        SafetyPart.number == number,
        SafetyPart.removed_on.is_(None),
    )
    known = (await work.session.scalars(wanted.with_for_update(of=SafetyPart))).first()
    row = known or SafetyPart(
        equipment_id=device.id,
        enterprise_id=device.enterprise_id,
        town_id=device.town_id,
        kind=kind,
        number=number,
        version=1,
    )
    row.report_no, row.last_checked_on, row.next_check_on = (
        given.report_no.strip(),
        on,
        given.next_on,
    )
    return await work.entail(row, SafetyPart, Action.SUBMIT)


async def remove_part(work: UnitOfWork, key: int, on: dt.date) -> SafetyPart:
    """It is no longer on the device."""
    row = await work.fetch(SafetyPart, key, Action.SUBMIT)
    if row.removed_on is not None:
        raise Conflict("已拆除。", "It was removed already.")
    row.removed_on = not_later(on, work.today, "day")
    return row
