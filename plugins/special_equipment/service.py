"""Declarations from filing to confirmation, and inspection reports.

A declaration is filed, verified on site by its town, looked at by the station where the town asks
for it, and confirmed by the section; its matter says where it stands. The register is written by
`confirm` and `record_inspection` alone.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from sqlalchemy import ColumnElement, or_, select

from core.declarations import END
from core.errors import InvalidInput, NotFound, StaleVersion
from core.files.binding import bind
from core.identity.holders import has_account
from core.policy.vocabulary import Action, Tier
from core.procedures.models import Matter, MatterState
from core.procedures.service import complete, open_matter
from core.register.models import ChangeKind, Enterprise, Site
from core.register.places import require_town
from core.register.service import confirm_change, filled
from core.store.base import Base
from core.store.scope import admits
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
from plugins.special_equipment.service_facts import Facts, Filing

Row = TypeVar("Row", bound=Base)

PROCEDURE: Final = "equipment_declaration"
REPORT_DAYS: Final = 30
"""Days within which something is declared after it happened."""
TITLES: Final = {
    DeclarationKind.NEW: "新增设备",
    DeclarationKind.STOP: "设备停用",
    DeclarationKind.RESTART: "设备启用",
    DeclarationKind.SCRAP: "设备报废",
    DeclarationKind.CHANGE: "设备变更",
    DeclarationKind.RELOCATION: "设备移装",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of one declaration: what was found, and where it goes next."""

    declaration_id: int
    findings: str = ""
    to: str | None = None
    photos: tuple[int, ...] = ()
    expected_version: int | None = None
    equipment_version: int | None = None


async def declare(work: UnitOfWork, filing: Filing) -> EquipmentDeclaration:
    """File a declaration and open its matter.

    Raises InvalidInput, NotFound, Denied (`UNIT_HAS_ACCOUNT`), Conflict (`EQUIPMENT_STATE`,
    `RESTART_NEEDS_INSPECTION`, `DECLARED_ALREADY`, `NUMBER_TAKEN`, `STALE_VERSION`).
    """
    declared = filing.declared()
    if filing.kind is DeclarationKind.NEW:
        row = await _of_new_device(work, filing, declared)
    else:
        row = await _of_known_device(work, filing, declared)
    await _require_only_one(work, row)
    await work.add(row, Action.SUBMIT)
    await _require_its_own_act(work, row)
    await open_matter(work, row, PROCEDURE, title=f"{TITLES[row.kind]} {row.name}")
    await bind(work, filing.photos, row, act=EquipmentDeclaration, action=Action.SUBMIT)
    return row


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
    row.report_by = row.effective_on + dt.timedelta(days=REPORT_DAYS)
    row.name = row.declared.get("name", row.name)
    if row.equipment_id is None:
        await facts.require_complete(work, row.declared)
    else:
        device = await register.locked(work, row.equipment_id)
        await register.require_possible(work, row.kind, device, row.effective_on)
        row.pinned = facts.pinned(device)
    await facts.require_free(work, row.declared, besides=row.equipment_id)
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


async def _of_new_device(
    work: UnitOfWork, filing: Filing, declared: dict[str, Any]
) -> EquipmentDeclaration:
    await facts.require_complete(work, declared)
    await facts.require_free(work, declared)
    owner = await _of(work, Enterprise, filing.enterprise_id, "enterpriseId")
    town = owner.town_id if filing.town_id is None else filing.town_id
    if filing.site_id is not None:
        town = (await _site(work, filing.site_id, owner.id)).town_id
    await require_town(work, town)
    return _row(work, filing, declared, name=declared["name"], place=(owner.id, town))


async def _of_known_device(
    work: UnitOfWork, filing: Filing, declared: dict[str, Any]
) -> EquipmentDeclaration:
    device = await register.locked(work, filing.equipment_id or 0)
    if filing.expected_version is not None and filing.expected_version != device.version:
        raise StaleVersion(Equipment, device.id, filing.expected_version, device.version)
    await register.require_possible(work, filing.kind, device, filing.effective_on)
    await facts.require_free(work, declared, besides=device.id)
    if filing.site_id is not None:
        await _site(work, filing.site_id, device.enterprise_id)
    town = device.town_id
    if filing.kind is DeclarationKind.RELOCATION and filing.town_id is not None:
        await require_town(work, filing.town_id)
        town = filing.town_id
    row = _row(work, filing, declared, name=device.name, place=(device.enterprise_id, town))
    row.equipment_id, row.pinned = device.id, facts.pinned(device)
    if not admits(work.access.reach_of(EquipmentDeclaration, Action.SUBMIT), row, work.today):
        row.town_id = device.town_id  # filed where it stands; that town transfers it
    return row


def _row(
    work: UnitOfWork,
    filing: Filing,
    declared: dict[str, Any],
    *,
    name: str,
    place: tuple[int, int],
) -> EquipmentDeclaration:
    """The declaration; `place`: user unit and town."""
    effective = register.not_later(filing.effective_on, work.today, "effectiveOn")
    return EquipmentDeclaration(
        kind=filing.kind,
        enterprise_id=place[0],
        town_id=place[1],
        organisation_ids=[],
        name=name,
        effective_on=effective,
        declared=declared,
        pinned={},
        site_id=filing.site_id,
        new_town_id=filing.town_id if filing.kind is DeclarationKind.RELOCATION else None,
        filed_on=work.today,
        report_by=effective + dt.timedelta(days=REPORT_DAYS),
        version=1,
    )


async def _require_its_own_act(work: UnitOfWork, row: EquipmentDeclaration) -> None:
    """A unit with an account declares for itself; its town does it for one that has none."""
    cells = work.access.cells(work.access.resources[EquipmentDeclaration], Action.SUBMIT)
    by_town = all(
        work.access.table.tier(duty.role) is Tier.TOWN
        or duty.enterprise_id not in (None, row.enterprise_id)
        for duty, _ in cells
    )
    if by_town and await has_account(work, row.enterprise_id):
        raise errors.unit_has_account("enterpriseId" if row.equipment_id is None else "equipmentId")


async def _require_only_one(work: UnitOfWork, row: EquipmentDeclaration) -> None:
    """No other one of its kind is under way for the device, which is locked by now."""
    same: ColumnElement[bool] = EquipmentDeclaration.equipment_id == row.equipment_id
    if row.equipment_id is None:
        code = row.declared.get("equipment_code") or row.declared.get("use_registration_no")
        if code is None:
            return
        given = EquipmentDeclaration.declared
        same = or_(
            given["equipment_code"].astext == code, given["use_registration_no"].astext == code
        )
    wanted = (
        select(EquipmentDeclaration.id)
        .join(Matter, Matter.id == EquipmentDeclaration.matter_id)
        .where(same, EquipmentDeclaration.kind == row.kind, Matter.state == MatterState.OPEN)
    )
    if (await work.session.scalars(wanted.limit(1))).first() is not None:
        raise errors.declared_already()


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


async def _site(work: UnitOfWork, key: int, enterprise_id: int) -> Site:
    site = await _of(work, Site, key, "siteId")
    if site.enterprise_id != enterprise_id:
        raise NotFound(field="siteId")
    return site


async def _of(work: UnitOfWork, model: type[Row], key: int | None, field: str) -> Row:
    """A row that the actor may read. Raises NotFound at `field`."""
    found = (await work.session.scalars(select(model).where(model.__table__.c.id == key))).first()
    if found is None:
        raise NotFound(field=field)
    return found
