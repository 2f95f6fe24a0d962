"""Filing a declaration: for whom, of which device, and no second one beside it."""

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import ColumnElement, func, or_, select

from core.errors import InvalidInput, StaleVersion
from core.files.binding import bind
from core.identity.holders import has_account
from core.policy.vocabulary import Action, Tier
from core.procedures.models import Matter, MatterState
from core.procedures.service import open_matter
from core.register.models import Enterprise
from core.register.places import readable, require_town, site_of, town_of_today
from core.store.scope import admits
from core.store.unit import UnitOfWork
from plugins.special_equipment import errors
from plugins.special_equipment import service_facts as facts
from plugins.special_equipment import service_register as register
from plugins.special_equipment.models import DeclarationKind, Equipment, EquipmentDeclaration
from plugins.special_equipment.service_facts import Filing

PROCEDURE: Final = "equipment_declaration"
TITLES: Final = {
    DeclarationKind.NEW: "新增设备",
    DeclarationKind.STOP: "设备停用",
    DeclarationKind.RESTART: "设备启用",
    DeclarationKind.SCRAP: "设备报废",
    DeclarationKind.CHANGE: "设备变更",
    DeclarationKind.RELOCATION: "设备移装",
}


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
    await open_matter(work, row, PROCEDURE, title=f"{TITLES[row.kind]} {row.name}")
    await bind(work, filing.photos, row, act=EquipmentDeclaration, action=Action.SUBMIT)
    return row


async def _require_its_own_act(work: UnitOfWork, enterprise_id: int, field: str) -> None:
    """A unit with an account declares for itself; its town does it for one that has none."""
    cells = work.access.cells(work.access.resources[EquipmentDeclaration], Action.SUBMIT)
    by_town = all(
        work.access.table.tier(duty.role) is Tier.TOWN
        or duty.enterprise_id not in (None, enterprise_id)
        for duty, _ in cells
    )
    if by_town and await has_account(work, enterprise_id):
        raise errors.unit_has_account(field)


async def _of_new_device(
    work: UnitOfWork, filing: Filing, declared: dict[str, Any]
) -> EquipmentDeclaration:
    owner = await readable(work, Enterprise, filing.enterprise_id or 0, "enterpriseId")
    await _require_its_own_act(work, owner.id, "enterpriseId")
    await facts.require_complete(work, declared)
    await facts.require_free(work, declared)
    town = await _town(work, filing, owner.id, owner.town_id) or owner.town_id
    return _row(work, filing, declared, name=declared["name"], place=(owner.id, town))


async def _of_known_device(
    work: UnitOfWork, filing: Filing, declared: dict[str, Any]
) -> EquipmentDeclaration:
    device = await register.locked(work, filing.equipment_id or 0)
    if filing.expected_version is not None and filing.expected_version != device.version:
        raise StaleVersion(Equipment, device.id, filing.expected_version, device.version)
    await _require_its_own_act(work, device.enterprise_id, "equipmentId")
    await register.require_possible(work, filing.kind, device, filing.effective_on)
    await register.require_fitting(work, declared, device)
    if filing.kind is DeclarationKind.CHANGE and not declared:
        raise InvalidInput("请填写变更事项。", "Say what has changed.", field="equipmentId")
    new_town = None
    if filing.kind is DeclarationKind.RELOCATION:
        new_town = await _town(work, filing, device.enterprise_id, None)
    town = device.town_id if new_town is None else new_town
    row = _row(work, filing, declared, name=device.name, place=(device.enterprise_id, town))
    row.equipment_id, row.pinned, row.new_town_id = device.id, facts.pinned(device), new_town
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
        filed_on=work.today,
        report_by=effective + facts.REPORT_TIME,
        version=1,
    )


async def _town(
    work: UnitOfWork, filing: Filing, enterprise_id: int, seat: int | None
) -> int | None:
    """The town of today of the site, else the one that is named, else that of the unit's seat."""
    known = seat if filing.town_id is None else None
    if filing.site_id is not None:
        known = (await site_of(work, filing.site_id, enterprise_id)).town_id
    town = filing.town_id if known is None else await town_of_today(work, known)
    if filing.town_id not in (None, town):
        raise InvalidInput("厂区不在该镇街。", "The site is not in that town.", field="townId")
    if town is not None:
        await require_town(work, town)
    return town


async def _require_only_one(work: UnitOfWork, row: EquipmentDeclaration) -> None:
    """No other one of its kind is under way for the device, or for one of a new one's numbers."""
    same: ColumnElement[bool] = EquipmentDeclaration.equipment_id == row.equipment_id
    if row.equipment_id is None:
        given = {name: row.declared[name] for name in facts.UNIQUE if name in row.declared}
        if not given:
            return
        await _one_at_a_time(work, given.values())
        numbers = EquipmentDeclaration.declared
        same = or_(*(numbers[name].astext == number for name, number in given.items()))
    wanted = (
        select(EquipmentDeclaration.id)
        .join(Matter, Matter.id == EquipmentDeclaration.matter_id)
        .where(same, EquipmentDeclaration.kind == row.kind, Matter.state == MatterState.OPEN)
    )
    if (await work.session.scalars(wanted.limit(1))).first() is not None:
        raise errors.declared_already()


async def _one_at_a_time(work: UnitOfWork, numbers: Iterable[str]) -> None:
    """Wait for whoever is filing one of these numbers now: a new device has no row to lock."""
    connection = await work.session.connection()
    for number in sorted(numbers):
        key = func.hashtextextended(f"new device {number}", 0)
        await connection.execute(select(func.pg_advisory_xact_lock(key)))
