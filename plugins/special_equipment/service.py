"""Declarations after they are filed, until the section has confirmed them.

Filed (`service_filing`), it is verified on site by its town, looked at by the station where the
town asks for it, and confirmed by the section; its matter says where it stands. The register is
written by `confirm` and `service_register.record_inspection` alone.
"""

import datetime as dt
from dataclasses import dataclass

from core.declarations import END
from core.errors import InvalidInput
from core.files.binding import bind
from core.policy.vocabulary import Action
from core.procedures.service import complete
from core.register.models import ChangeKind
from core.register.service import confirm_change, filled
from core.store.unit import UnitOfWork
from plugins.special_equipment import errors
from plugins.special_equipment import service_facts as facts
from plugins.special_equipment import service_register as register
from plugins.special_equipment.events import EquipmentConfirmed
from plugins.special_equipment.models import (
    DeclarationKind,
    Equipment,
    EquipmentDeclaration,
)
from plugins.special_equipment.service_facts import Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of one declaration: what was found, and where it goes next."""

    declaration_id: int
    findings: str = ""
    to: str | None = None
    photos: tuple[int, ...] = ()
    expected_version: int | None = None
    equipment_version: int | None = None


async def resubmit(
    work: UnitOfWork, step: Step, said: Facts, effective_on: dt.date | None
) -> EquipmentDeclaration:
    """File it once more after it was returned, with what has been corrected."""
    row = await _taken(work, step, Action.SUBMIT)
    await _done(work, row, "filed", step, Action.SUBMIT)  # first: nobody corrects a closed one
    row.declared = {**row.declared, **said.stored()}
    row.effective_on = register.not_later(
        effective_on or row.effective_on, work.today, "effectiveOn"
    )
    row.report_by = row.effective_on + facts.REPORT_TIME
    row.name = row.declared.get("name", row.name)
    if row.equipment_id is None:
        await facts.require_complete(work, row.declared)
        await facts.require_free(work, row.declared)
    else:
        device = await register.locked(work, row.equipment_id)
        await register.require_possible(work, row.kind, device, row.effective_on)
        await register.require_fitting(work, row.declared, device)
        row.pinned = facts.pinned(device)
    return row


async def verify(work: UnitOfWork, step: Step) -> EquipmentDeclaration:
    """The town has been there: on to the section, to the station, or back with a reason.

    Raises InvalidInput without findings or photo, Conflict (`TRANSFER_FIRST`, `WRONG_STEP`).
    """
    row = await _taken(work, step, Action.VERIFY)
    if step.to != "filed":
        row.findings = filled(step.findings, "findings")
        if not step.photos:
            raise InvalidInput("请附现场照片。", "Attach a photo taken on site.", field="photos")
    if row.kind is DeclarationKind.RELOCATION and row.new_town_id not in (None, row.town_id):
        raise errors.transfer_first()
    return await _done(work, row, "verified", step, Action.VERIFY)


async def inspect(work: UnitOfWork, step: Step) -> EquipmentDeclaration:
    """The station has looked at it: on to the section, or back to the town with a reason."""
    row = await _taken(work, step, Action.REVIEW)
    if step.to != "verified":
        row.station_findings = filled(step.findings, "findings")
    return await _done(work, row, "inspected", step, Action.REVIEW)


async def confirm(work: UnitOfWork, step: Step) -> EquipmentDeclaration:
    """The section takes it into the supervision library: the register changes with it.

    Raises Conflict (`EQUIPMENT_MOVED`, `EQUIPMENT_CHANGED`, `NUMBER_TAKEN`, `EQUIPMENT_STATE`,
    `RESTART_NEEDS_INSPECTION`), Denied (`SAME_PERSON`) and whatever `complete` raises.
    """
    row = await _taken(work, step, Action.CONFIRM)
    progress = await complete(work, row, "confirmed", outcome="CONFIRMED")
    change = await confirm_change(
        work,
        ChangeKind.DECLARATION,
        "special_equipment",
        act=EquipmentDeclaration,
        action=Action.CONFIRM,
    )
    if row.equipment_id is None:
        device = await register.enter_device(work, row, change)
        row.equipment_id = device.id
    else:
        device = await register.locked(work, row.equipment_id)
        _require_as_pinned(row, device, step.equipment_version)
        await register.amend_device(work, row, device, change)
    await work.publish(
        EquipmentConfirmed(
            equipment_id=device.id,
            declaration_id=row.id,
            kind=row.kind,
            enterprise_id=device.enterprise_id,
            town_id=progress.matter.town_id,
        )
    )
    return row


async def refuse(work: UnitOfWork, step: Step) -> EquipmentDeclaration:
    """The section does not confirm it, for the reason that the work states; the matter ends."""
    filled(work.reason, "reason")
    row = await _taken(work, step, Action.CONFIRM)
    await complete(work, row, "confirmed", to=END, outcome="REFUSED")
    return row


def _require_as_pinned(row: EquipmentDeclaration, device: Equipment, seen: int | None) -> None:
    """The device is what it was when this was filed, or the section has seen what changed."""
    if row.kind is not DeclarationKind.RELOCATION and device.town_id != row.town_id:
        raise errors.moved()
    if row.pinned["version"] != device.version and seen != device.version:
        raise errors.changed_since(facts.differences(row.pinned, device), device.version)


async def _taken(work: UnitOfWork, step: Step, action: Action) -> EquipmentDeclaration:
    return await work.fetch(
        EquipmentDeclaration,
        step.declaration_id,
        action,
        expected_version=step.expected_version,
    )


async def _done(
    work: UnitOfWork, row: EquipmentDeclaration, name: str, step: Step, action: Action
) -> EquipmentDeclaration:
    await complete(work, row, name, to=step.to)
    await bind(work, step.photos, row, act=EquipmentDeclaration, action=action)
    return row
