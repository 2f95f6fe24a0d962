"""Accidents with devices, and their class by the law of their day."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from core.errors import InvalidInput
from core.policy.vocabulary import Action
from core.register.models import Enterprise
from core.register.places import readable, town_of_today
from core.register.service import filled
from core.store.unit import UnitOfWork
from plugins.special_equipment.models import Equipment
from plugins.special_equipment.models_safety import Accident, AccidentClass
from plugins.special_equipment.service_register import not_later


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """An accident as it was found."""

    enterprise_id: int
    equipment_id: int | None
    occurred_on: dt.date
    deaths: int
    injuries: int
    loss_yuan: int
    summary: str


def class_of(
    classes: Iterable[AccidentClass], deaths: int, injuries: int, loss_yuan: int, on: dt.date
) -> AccidentClass | None:
    """The gravest class that deaths, injuries or loss make; None: below them all."""
    reached = (
        c
        for c in classes
        if c.in_force(on)
        and (deaths >= c.deaths or injuries >= c.injuries or loss_yuan >= c.loss_yuan)
    )
    return min(reached, key=lambda each: each.rank, default=None)


async def record_accident(work: UnitOfWork, happened: Happened) -> Accident:
    """Keep an accident and its class. Raises NotFound, InvalidInput."""
    holder = await readable(work, Enterprise, happened.enterprise_id, "enterpriseId")
    town = await town_of_today(work, holder.town_id)
    if happened.equipment_id is not None:
        device = await readable(work, Equipment, happened.equipment_id, "equipmentId")
        town = device.town_id
    if min(happened.deaths, happened.injuries, happened.loss_yuan) < 0:
        raise InvalidInput("数字不能为负。", "Numbers are not negative.", field="deaths")
    on = not_later(happened.occurred_on, work.today, "occurredOn")
    classes = (await work.session.scalars(select(AccidentClass))).all()
    found = class_of(classes, happened.deaths, happened.injuries, happened.loss_yuan, on)
    row = Accident(
        enterprise_id=holder.id,
        town_id=town,
        equipment_id=happened.equipment_id,
        class_id=found and found.id,
        occurred_on=on,
        deaths=happened.deaths,
        injuries=happened.injuries,
        loss_yuan=happened.loss_yuan,
        summary=filled(happened.summary, "summary"),
        recorded_at=work.clock.now(),
    )
    return await work.add(row, Action.CREATE)
