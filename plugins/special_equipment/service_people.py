"""Operators and their certificates, what devices ask for, and who answers for safety."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import func, select

from core.errors import Conflict, InvalidInput, NotFound
from core.policy.vocabulary import Action
from core.register.models import Enterprise
from core.register.places import readable, town_of_today
from core.register.service import filled
from core.safety_logs.rules import missing_from
from core.store.base import Base
from core.store.unit import UnitOfWork
from plugins.special_equipment.events import EquipmentConfirmed
from plugins.special_equipment.models import (
    Equipment,
    EquipmentDeclaration,
    EquipmentType,
    UseStatus,
)
from plugins.special_equipment.models_people import (
    Operator,
    OperatorCertificate,
    OperatorNeed,
    OperatorProject,
    SafetyAppointment,
    SafetyRole,
)
from plugins.special_equipment.models_safety import SafetyDuty
from plugins.special_equipment.service_register import not_later

ONE_DAY: Final = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Certified:
    """A certificate as its holder shows it."""

    operator_id: int
    project_code: str
    certificate_no: str
    issued_on: dt.date
    valid_to: dt.date


async def add_operator(
    work: UnitOfWork, enterprise_id: int, name: str, id_number: str | None
) -> Operator:
    """A unit names somebody who works at its devices. Raises NotFound, InvalidInput."""
    holder = await readable(work, Enterprise, enterprise_id, "enterpriseId")
    row = Operator(
        enterprise_id=holder.id,
        town_id=await town_of_today(work, holder.town_id),
        name=filled(name, "name"),
        id_number=(id_number or "").strip() or None,
        version=1,
    )
    return await work.add(row, Action.SUBMIT)


async def release_operator(work: UnitOfWork, key: int, on: dt.date) -> Operator:
    """Somebody has left: the certificates no longer count here."""
    row = await work.fetch(Operator, key, Action.SUBMIT)
    row.left_on = not_later(on, work.today, "day")
    wanted = select(OperatorCertificate).where(
        OperatorCertificate.operator_id == row.id, OperatorCertificate.ended_on.is_(None)
    )
    for each in (await work.session.scalars(wanted)).all():
        await work.entail(each, Operator, Action.SUBMIT)
        each.ended_on = row.left_on
    await recount(work, row.enterprise_id, Operator, Action.SUBMIT)
    return row


async def record_certificate(work: UnitOfWork, given: Certified) -> OperatorCertificate:
    """A certificate of an operator; a newer one of the same project takes its place.

    Raises NotFound, InvalidInput, Conflict.
    """
    operator = await readable(work, Operator, given.operator_id, "operatorId")
    if operator.left_on is not None:
        raise Conflict("该人员已离岗。", "This person has left.", field="operatorId")
    project = await _project(work, given.project_code)
    if not_later(given.issued_on, work.today, "issuedOn") >= given.valid_to:
        raise InvalidInput("有效期早于发证日期。", "It ends before it began.", field="validTo")
    older = select(OperatorCertificate).where(
        OperatorCertificate.operator_id == operator.id,
        OperatorCertificate.project_id == project.id,
        OperatorCertificate.ended_on.is_(None),
    )
    for each in (await work.session.scalars(older)).all():
        await work.entail(each, OperatorCertificate, Action.SUBMIT)
        each.ended_on = work.today
    row = OperatorCertificate(
        operator_id=operator.id,
        enterprise_id=operator.enterprise_id,
        town_id=operator.town_id,
        project_id=project.id,
        certificate_no=filled(given.certificate_no, "certificateNo"),
        issued_on=given.issued_on,
        valid_to=given.valid_to,
        version=1,
    )
    await work.add(row, Action.SUBMIT)
    await recount(work, operator.enterprise_id, OperatorCertificate, Action.SUBMIT)
    return row


async def appoint(
    work: UnitOfWork, enterprise_id: int, role: SafetyRole, name: str, on: dt.date
) -> SafetyAppointment:
    """A unit appoints somebody; from the first appointment on it has to keep safety logs."""
    holder = await readable(work, Enterprise, enterprise_id, "enterpriseId")
    town = await town_of_today(work, holder.town_id)
    row = SafetyAppointment(
        enterprise_id=holder.id,
        town_id=town,
        role=role,
        name=filled(name, "name"),
        appointed_on=not_later(on, work.today, "day"),
        version=1,
    )
    await work.add(row, Action.SUBMIT)
    await duty_of(work, holder.id, town, SafetyAppointment, Action.SUBMIT)
    return row


async def end_appointment(work: UnitOfWork, key: int, on: dt.date) -> SafetyAppointment:
    """An appointment ends; the duty to keep logs does not."""
    row = await work.fetch(SafetyAppointment, key, Action.SUBMIT)
    if row.ended_on is not None:
        raise Conflict("该任命已终止。", "This appointment has ended.")
    row.ended_on = not_later(on, work.today, "day")
    return row


async def duty_of(
    work: UnitOfWork, enterprise_id: int, town_id: int, act: type[Base], action: Action
) -> SafetyDuty:
    """The unit's duty to keep logs, locked; it begins today where there was none."""
    wanted = select(SafetyDuty).where(SafetyDuty.enterprise_id == enterprise_id)
    known = (await work.session.scalars(wanted.with_for_update(of=SafetyDuty))).first()
    row = known or SafetyDuty(
        enterprise_id=enterprise_id,
        town_id=town_id,
        since=work.today,
        missing_on=missing_from(work.today, None),
        version=1,
    )
    return await work.entail(row, act, action)


async def recount(work: UnitOfWork, enterprise_id: int, act: type[Base], action: Action) -> None:
    """Count anew what a unit's devices in use ask for, and until when somebody meets it."""
    devices = await _devices(work, enterprise_id)
    known = select(OperatorNeed).where(OperatorNeed.enterprise_id == enterprise_id)
    needs = {row.project_id: row for row in (await work.session.scalars(known)).all()}
    covered = await _covered(work, enterprise_id)
    for project in (await work.session.scalars(select(OperatorProject))).all():
        if not project.type_prefix or not project.in_force(work.today):
            continue
        towns = [town for code, town in devices if code.startswith(project.type_prefix)]
        row = needs.get(project.id)
        if row is None and not towns:
            continue
        row = row or OperatorNeed(
            enterprise_id=enterprise_id,
            town_id=towns[0],
            project_id=project.id,
            covered_until=work.today - ONE_DAY,
            version=1,
        )
        until = covered.get(project.id)
        row.devices = len(towns)
        row.covered_until = until or min(row.covered_until, work.today - ONE_DAY)
        await work.entail(row, act, action)


async def on_confirmed(work: UnitOfWork, happened: EquipmentConfirmed) -> None:
    """What a unit's devices ask for has changed with the register."""
    await recount(work, happened.enterprise_id, EquipmentDeclaration, Action.CONFIRM)


async def _devices(work: UnitOfWork, enterprise_id: int) -> list[tuple[str, int]]:
    """Type and town of each device of a unit that is in use."""
    wanted = (
        select(EquipmentType.code, Equipment.town_id)
        .join(Equipment, Equipment.type_id == EquipmentType.id)
        .where(Equipment.enterprise_id == enterprise_id, Equipment.use_status == UseStatus.IN_USE)
        .order_by(Equipment.id)
    )
    return [(code, town) for code, town in (await work.session.execute(wanted)).all()]


async def _covered(work: UnitOfWork, enterprise_id: int) -> dict[int, dt.date]:
    """The last day of the certificates that count, by project."""
    column = OperatorCertificate.project_id
    wanted = (
        select(column, func.max(OperatorCertificate.valid_to))
        .where(
            OperatorCertificate.enterprise_id == enterprise_id,
            OperatorCertificate.ended_on.is_(None),
        )
        .group_by(column)
    )
    return {row[0]: row[1] for row in (await work.session.execute(wanted)).all()}


async def _project(work: UnitOfWork, code: str) -> OperatorProject:
    rows: Iterable[OperatorProject] = (
        await work.session.scalars(select(OperatorProject).where(OperatorProject.code == code))
    ).all()
    found = next((row for row in rows if row.in_force(work.today)), None)
    if found is None:
        raise NotFound(field="projectCode")
    return found
