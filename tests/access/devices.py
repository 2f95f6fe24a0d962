"""Devices for the small world: of every town, in every state, some on a border, and declared."""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.procedures.models import Matter, ProcedureDefinition
from core.register.models import Enterprise
from core.register.search_text import search_text
from plugins.special_equipment import models as m
from plugins.special_equipment.seeds import equipment_types, inspection_cycles
from tests.access.people import DAY, TODAY
from tests.access.safety import add_safety
from tests.fixtures.small_world import LONG_AGO, World

STATES = (
    ("green", m.UseStatus.IN_USE, 700),
    ("yellow", m.UseStatus.IN_USE, 150),
    ("red", m.UseStatus.IN_USE, 60),
    ("urgent", m.UseStatus.IN_USE, 0),
    ("overdue", m.UseStatus.IN_USE, -1),
    ("stopped", m.UseStatus.STOPPED, -200),
    ("scrapped", m.UseStatus.SCRAPPED, -300),
    ("moved", m.UseStatus.MOVED_OUT, 30),
)
CODES = ("1000", "1100", "2000", "2300", "23T0", "3000", "3100", "3110")
FOLLOWED = {"a1": ("second",), "c2": ("town-b", "a2")}
"""Enterprise -> organisations elsewhere on the chain of its declaration."""


async def add_devices(session: AsyncSession, world: World, now: dt.datetime) -> None:
    """Some devices for each enterprise; one of a2 stands in town c, and is the first due."""
    types = await _law(session)
    for name, key in sorted(world.enterprises.items()):
        town = (await session.get_one(Enterprise, key)).town_id
        for label, status, days in STATES if name.endswith("1") else STATES[:3]:
            device = _device(world, types, f"{name}-{label}", (key, town))
            device.use_status, device.next_inspection_on = status, TODAY + days * DAY
            if status is m.UseStatus.STOPPED:
                device.stopped_on, device.stop_reason = TODAY - 400 * DAY, "样本"
            await _save(session, device, now)
    crossing = _device(world, types, "a2-in-c", (world.enterprises["a2"], world.divisions["c"]))
    await _save(session, crossing, now)
    await _declarations(session, world, now)
    await add_safety(session, world, now)


async def _law(session: AsyncSession) -> dict[str, m.EquipmentType]:
    """A little of the catalogue and of the cycles: enough to tell rows apart."""
    found: dict[str, m.EquipmentType] = {}
    for row in equipment_types():
        parent = found.get(row.pop("parent"))
        if row["code"] in CODES:
            found[row["code"]] = m.EquipmentType(**row, parent_id=parent and parent.id)
            session.add(found[row["code"]])
            await session.flush()
    session.add_all(m.InspectionCycle(**row) for row in inspection_cycles()[:4])
    await session.flush()
    return found


async def _save(session: AsyncSession, device: m.Equipment, now: dt.datetime) -> None:
    session.add(device)
    await session.flush()
    report = m.EquipmentInspection(
        equipment_id=device.id,
        enterprise_id=device.enterprise_id,
        town_id=device.town_id,
        kind=m.InspectionKind.PERIODIC,
        body="萧山检测院",
        report_no=f"R-{device.name}",
        inspected_on=LONG_AGO,
        conclusion=m.Conclusion.PASSED,
        problems="",
        recorded_at=now,
    )
    session.add(report)
    await session.flush()


def _device(world: World, types, name: str, place: tuple[int, int]) -> m.Equipment:
    return m.Equipment(
        enterprise_id=place[0],
        town_id=place[1],
        type_id=types["3110"].id,
        kind_id=types["3000"].id,
        name=name,
        use_registration_no=f"N-{name}",
        registration_state=m.RegistrationState.REGISTERED,
        accepted_on=LONG_AGO,
        place="样本",
        place_kind=m.PlaceKind.FACTORY,
        important=name.endswith("red"),
        use_status=m.UseStatus.IN_USE,
        next_inspection_on=TODAY - 20 * DAY,
        search_text=search_text(name),
        change_id=world.change_id,
    )


async def _declarations(session: AsyncSession, world: World, now: dt.datetime) -> None:
    """One for each enterprise, with its matter at the town."""
    wanted = select(ProcedureDefinition).where(ProcedureDefinition.code == "equipment_declaration")
    procedure = (await session.scalars(wanted)).one()
    for number, (name, key) in enumerate(sorted(world.enterprises.items())):
        town = (await session.get_one(Enterprise, key)).town_id
        chain = [world.organisations[each] for each in FOLLOWED.get(name, ())]
        place = {"town_id": town, "enterprise_id": key, "organisation_ids": chain}
        row = m.EquipmentDeclaration(
            kind=m.DeclarationKind.NEW,
            name=f"{name} new",
            effective_on=TODAY - 40 * (number % 2) * DAY,
            declared={"name": name},
            pinned={},
            filed_on=TODAY,
            report_by=TODAY - (40 * (number % 2) - 30) * DAY,
            **place,
        )
        session.add(row)
        await session.flush()
        matter = Matter(
            procedure_id=procedure.id,
            resource="special_equipment:EquipmentDeclaration",
            subject_id=row.id,
            title=row.name,
            step="verified",
            step_title="镇街核实",
            opened_at=now,
            arrived_on=TODAY,
            **place,
        )
        session.add(matter)
        await session.flush()
        row.matter_id = matter.id
    await session.flush()
