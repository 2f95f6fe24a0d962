"""Makers of food in the register, and what every service here asks of law and rows."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import select

from core.deadlines.limits import due
from core.deadlines.service import calendar_of
from core.declarations import Limit
from core.errors import InvalidInput, NotFound
from core.policy.vocabulary import Action
from core.register.colours import months_after
from core.register.models import ChangeKind, Enterprise
from core.register.places import readable, site_of, town_of_today
from core.register.service import amend, confirm_change, enter, filled
from core.store.base import Base
from core.store.unit import UnitOfWork
from plugins.food_safety import errors
from plugins.food_safety.models import (
    FoodCategory,
    FoodProducer,
    FoodProducerKind,
    FoodScale,
    FoodTerm,
    FoodTermUnit,
)
from plugins.licensing.api import LicenceRow

Row = TypeVar("Row", bound=Base)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which record, as the client has read it, and the uploads that come with the act."""

    key: int
    expected_version: int | None = None
    photos: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Maker:
    """What is made, and under which licence; None stays as it is when a file is amended."""

    kind: FoodProducerKind | None = None
    scale: FoodScale | None = None
    category_ids: tuple[int, ...] | None = None
    site_id: int | None = None
    licence_id: int | None = None
    number: str | None = None


async def register_producer(work: UnitOfWork, enterprise_id: int, maker: Maker) -> FoodProducer:
    """Open the file of an enterprise as a maker of food, by decision of the section.

    Raises NotFound, InvalidInput, Conflict (`FOOD_PRODUCER_KNOWN`).
    """
    work.access.require(work.access.resources[FoodProducer], Action.CREATE)
    enterprise = await readable(work, Enterprise, enterprise_id, "enterpriseId")
    known = select(FoodProducer.id).where(FoodProducer.enterprise_id == enterprise_id)
    if (await work.session.scalars(known)).first() is not None:
        raise errors.producer_known()
    if maker.site_id is not None:
        await site_of(work, maker.site_id, enterprise_id)
    categories = await _categories(work, maker.category_ids or ())
    first = await term(work, "FIRST_INSPECTION", work.today)
    producer = FoodProducer(
        enterprise_id=enterprise_id,
        town_id=await town_of_today(work, enterprise.town_id),
        site_id=maker.site_id,
        kind=maker.kind or FoodProducerKind.ENTERPRISE,
        scale=maker.scale or FoodScale.SMALL,
        category_id=categories[0].id,
        classes=[each.code for each in categories],
        licence_id=maker.licence_id,
        number=await _number(work, enterprise_id, maker),
        next_inspection_by=months_after(work.today, first.count),
    )
    change = await confirm_change(work, ChangeKind.DECISION, "food_safety", act=FoodProducer)
    return await enter(work, producer, change)


async def amend_producer(work: UnitOfWork, asked: Asked, maker: Maker) -> FoodProducer:
    """Change what is made or the licence. Raises NotFound, InvalidInput, Conflict."""
    producer = await work.fetch(
        FoodProducer, asked.key, Action.UPDATE, expected_version=asked.expected_version
    )
    change = await confirm_change(
        work, ChangeKind.DECISION, "food_safety", act=FoodProducer, action=Action.UPDATE
    )
    values = {"kind": maker.kind, "scale": maker.scale, "licence_id": maker.licence_id}
    given: dict[str, Any] = {name: value for name, value in values.items() if value is not None}
    if maker.category_ids is not None:
        categories = await _categories(work, maker.category_ids)
        given["category_id"] = categories[0].id
        given["classes"] = [each.code for each in categories]
    if maker.licence_id is not None or maker.number is not None:
        given["number"] = await _number(work, producer.enterprise_id, maker)
    return await amend(work, producer, change, **given)


async def fetch(work: UnitOfWork, model: type[Row], asked: Asked, action: Action) -> Row:
    """The record to act upon, locked. Raises NotFound, Denied, Conflict for a stale version."""
    return await work.fetch(model, asked.key, action, expected_version=asked.expected_version)


async def producer_of(work: UnitOfWork, key: int, field: str = "producerId") -> FoodProducer:
    """A maker that the actor may read, locked. Raises NotFound at `field`."""
    wanted = select(FoodProducer).where(FoodProducer.id == key).with_for_update(of=FoodProducer)
    wanted = wanted.execution_options(populate_existing=True)
    if (found := (await work.session.scalars(wanted)).first()) is None:
        raise NotFound(field=field)
    return found


async def term(work: UnitOfWork, code: str, day: dt.date) -> FoodTerm:
    """The term of the law in force on a day. Raises InvalidInput where there was none."""
    wanted = select(FoodTerm).where(FoodTerm.code == code)
    for found in (await work.session.scalars(wanted)).all():
        if found.in_force(day):
            return found
    raise InvalidInput("该日期没有施行的规定。", "The law had no such term on that day.")


async def last_day(work: UnitOfWork, code: str, start: dt.date | None = None) -> dt.date:
    """The last day of a term in days that begins on a day; today when left out."""
    begun = start or work.today
    law = await term(work, code, begun)
    working = law.unit is FoodTermUnit.WORKING_DAYS
    limit = Limit(days=law.count, working=working, legal_basis=law.legal_basis)
    return due(limit, begun, await calendar_of(work.session)).on


async def name_of(work: UnitOfWork, producer: FoodProducer) -> str:
    """What the enterprise is called, for titles."""
    wanted = select(Enterprise.name).where(Enterprise.id == producer.enterprise_id)
    return (await work.session.scalars(wanted)).first() or "食品生产者"


async def _categories(work: UnitOfWork, keys: Sequence[int]) -> list[FoodCategory]:
    """The classes, the one of most risk first. Raises InvalidInput without any of today."""
    wanted = select(FoodCategory).where(FoodCategory.id.in_(keys))
    found = [each for each in await work.session.scalars(wanted) if each.in_force(work.today)]
    if not found or len(found) != len(set(keys)):
        raise InvalidInput(
            "请选择现行目录中的食品类别。",
            "Choose classes of food of the list in force.",
            field="categoryIds",
        )
    return sorted(found, key=lambda each: (-each.points, each.code))


async def _number(work: UnitOfWork, enterprise_id: int, maker: Maker) -> str | None:
    """Of the licence of the same enterprise; else of a registration, as typed."""
    if maker.licence_id is None:
        return filled(maker.number, "number").upper() if maker.number else None
    licence = await readable(work, LicenceRow, maker.licence_id, "licenceId")
    if licence.enterprise_id != enterprise_id:
        raise NotFound(field="licenceId")
    return licence.number
