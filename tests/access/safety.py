"""People, upkeep, logs, instructions and accidents for the small world, one of each per unit."""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.register.models import Enterprise
from core.safety_logs.models import ItemState, LogPeriod
from plugins.special_equipment import models_people as people
from plugins.special_equipment import models_safety as safety
from plugins.special_equipment.models import Equipment
from plugins.special_equipment.seeds import plant_safety_law
from tests.access.people import DAY, TODAY
from tests.fixtures.small_world import World

FOLLOWED = {"a1": ("second",), "c2": ("town-b", "a2")}
"""Enterprise -> organisations elsewhere on the chain of its instruction."""


async def add_safety(session: AsyncSession, world: World, now: dt.datetime) -> None:
    """For each enterprise one of everything, on its first device; a draft that it may not see."""
    await plant_safety_law(session)
    project = (await session.scalars(select(people.OperatorProject.id).limit(1))).one()
    item = (await session.scalars(select(safety.RiskItem.id).limit(1))).one()
    grade = (await session.scalars(select(safety.AccidentClass.id).limit(1))).one()
    account = world.accounts["enterprise-manager-a1"]
    for number, (name, key) in enumerate(sorted(world.enterprises.items())):
        town = (await session.get_one(Enterprise, key)).town_id
        place = {"town_id": town, "enterprise_id": key}
        wanted = select(Equipment.id).where(Equipment.enterprise_id == key).order_by(Equipment.id)
        device = (await session.scalars(wanted.limit(1))).first()
        operator = people.Operator(**place, name=f"王{name}", id_number=f"33018119800101{number}")
        log = _log(place, account, now)
        session.add_all((operator, log))
        await session.flush()
        session.add_all(_people(place, operator.id, project, number))
        if device is not None:
            session.add_all(_upkeep(place, device, number))
        chain = [world.organisations[each] for each in FOLLOWED.get(name, ())]
        session.add_all(_safety(place, log.id, item, grade, now))
        session.add_all(_instructions(place, chain, device))
    await session.flush()


def _log(place, account, now):
    return safety.SafetyLog(
        **place,
        period=LogPeriod.DAILY,
        first_on=TODAY,
        last_on=TODAY,
        summary="",
        written_at=now,
        written_by=account,
        checked=4,
        unsound=1,
    )


def _people(place, operator, project, number):
    yield people.OperatorCertificate(
        **place,
        operator_id=operator,
        project_id=project,
        certificate_no=f"T{number}",
        issued_on=TODAY - DAY,
        valid_to=TODAY + (30 * number) * DAY,
    )
    yield people.OperatorNeed(
        **place,
        project_id=project,
        devices=number % 2,
        covered_until=TODAY - DAY + number * DAY,
    )
    yield people.SafetyAppointment(
        **place, role=people.SafetyRole.OFFICER, name=f"李{number}", appointed_on=TODAY
    )


def _upkeep(place, device, number):
    yield people.MaintenanceContract(
        **place,
        equipment_id=device,
        contractor="样本维保",
        licence_no="",
        rescue_phone="",
        begins_on=TODAY - DAY,
        ends_on=TODAY + 10 * number * DAY,
    )
    yield people.SafetyPart(
        **place,
        equipment_id=device,
        kind=people.PartKind.VALVE,
        number=f"V{number}",
        report_no="",
        last_checked_on=TODAY - DAY,
        next_check_on=TODAY + 10 * number * DAY,
    )


def _safety(place, log, item, grade, now):
    yield safety.SafetyFinding(
        **place, log_id=log, item_id=item, state=ItemState.RED, what="样本", found_on=TODAY
    )
    yield safety.SafetyDuty(**place, since=TODAY, missing_on=TODAY + 3 * DAY)
    yield safety.Accident(
        **place,
        class_id=grade,
        occurred_on=TODAY,
        deaths=0,
        injuries=1,
        loss_yuan=3_000_000_000,
        summary="样本",
        recorded_at=now,
    )


def _instructions(place, chain, device):
    of = {"town_id": place["town_id"], "organisation_ids": chain, "equipment_id": device}
    words = {"problem": "样本", "violated": "法", "measures": "整改", "days": 15}
    for served in (True, False):
        yield safety.SafetyInstruction(
            **of,
            **words,
            unit_id=place["enterprise_id"],
            enterprise_id=place["enterprise_id"] if served else None,
            drafted_on=TODAY,
            refused_to_sign=False,
        )


async def name_people(session: AsyncSession, clear: dict[tuple[str, int, str], str]) -> None:
    """Tell everybody apart, and remember the clear texts, by table, row and column."""
    for row in (await session.scalars(select(people.Operator))).all():
        row.name = clear["operator", row.id, "name"] = f"操作{row.id}"
        row.id_number = clear["operator", row.id, "id_number"] = f"33018119800101{row.id:04}"
    for each in (await session.scalars(select(people.SafetyAppointment))).all():
        each.name = clear["safety_appointment", each.id, "name"] = f"任命{each.id}"
