"""Makers of food for the small world: of every grade and colour, with what they leave behind."""

import datetime as dt
import decimal

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.procedures.models import Matter
from core.register.models import Enterprise
from core.safety_logs.models import ItemState, LogPeriod
from core.sampling.models import PlaceKind, TestVerdict
from plugins.food_safety import models as m
from plugins.food_safety import models_samples as s
from plugins.food_safety.models_logs import FoodLog, FoodLogFinding, FoodLogItem
from plugins.food_safety.seeds import plant_food_law
from plugins.licensing.models import Licence
from tests.access.people import DAY, TODAY
from tests.fixtures.small_world import World

CHAINS = {"a1": ("second", "c1"), "c1": ("town-b",), "b2": ("town-a", "first", "b1")}
"""Enterprise -> organisations elsewhere on the chain of what is its own."""
DUE = (-1, 3, 20, 50, 90, 0)
TEN = decimal.Decimal(10)


async def add_food(session: AsyncSession, world: World, now: dt.datetime) -> None:
    """For each enterprise a file, and one of everything that may hang on it."""
    await plant_food_law(session)
    classes = (await session.scalars(select(m.FoodCategory).order_by(m.FoodCategory.id))).all()
    matters = (await session.scalars(select(Matter).order_by(Matter.id))).all()
    licences = (await session.scalars(select(Licence).order_by(Licence.id))).all()
    account = world.accounts["station-inspector-first"]
    for number, (name, key) in enumerate(sorted(world.enterprises.items())):
        town = (await session.get_one(Enterprise, key)).town_id
        of = {"town_id": town, "enterprise_id": key}
        producer = m.FoodProducer(
            **of,
            kind=list(m.FoodProducerKind)[number % 4],
            scale=list(m.FoodScale)[number % 3],
            category_id=classes[number].id,
            classes=[classes[number].code, "116"],
            licence_id=next((each.id for each in licences if each.enterprise_id == key), None),
            number=f"330109FOOD{name.upper()}",
            grade=None if number == 4 else list(m.RiskLevel)[number % 4],
            grade_year=2026,
            next_inspection_by=TODAY + DUE[number % len(DUE)] * DAY,
            last_inspected_on=TODAY - 100 * DAY if number % 2 else None,
            change_id=world.change_id,
        )
        session.add(producer)
        await session.flush()
        chain = [world.organisations[each] for each in CHAINS.get(name, ())]
        matter = next((each.id for each in matters if each.enterprise_id == key), None)
        place = {**of, "organisation_ids": chain, "producer_id": producer.id}
        await _visited(session, place, number, matter)
        await _logged(session, {**of, "producer_id": producer.id}, now, account)
        await _sampled(session, {**place, "category_id": classes[number].id}, now, account)


async def _visited(session, place, number, matter):
    own = {"producer_id": place["producer_id"], "town_id": place["town_id"]}
    level = list(m.RiskLevel)[number % 4]
    visit = m.FoodVisit(
        **own, year=2026, number=1, grade=level, due_on=TODAY + number * DAY,
        done_on=TODAY if number % 3 == 0 else None,
    )  # fmt: skip
    session.add(visit)
    await session.flush()
    done = number % 3 == 0
    session.add_all(
        (
            m.RiskGrade(
                **place, matter_id=matter, year=2026, static_points=25, dynamic_points=number,
                findings=[f"样本{number}"], grade=level, fixed_on=TODAY if number % 2 else None,
            ),
            m.FoodUpperInspection(
                **own, enterprise_id=place["enterprise_id"], level=m.InspectionLevel.CITY,
                inspected_on=TODAY - number * DAY, findings="样本", held_until=TODAY + 80 * DAY,
            ),
            m.FoodInspection(
                # what is not signed yet is no enterprise's
                **{**place, "enterprise_id": place["enterprise_id"] if done else None},
                visit_id=visit.id, kind=list(m.FoodInspectionKind)[number % 3],
                checklist_code="FP", inspected_on=TODAY if done else None,
                result=list(m.FoodResult)[number % 3] if done else None, failed_items=["4.2"],
            ),
        )
    )  # fmt: skip
    await session.flush()


async def _logged(session, place, now, account):
    """A day that was looked after, and what was found."""
    item = (await session.scalars(select(FoodLogItem).order_by(FoodLogItem.id))).first()
    log = FoodLog(
        **place, period=LogPeriod.DAILY, first_on=TODAY, last_on=TODAY, summary="样本",
        written_at=now, written_by=account, checked=4, unsound=1,
    )  # fmt: skip
    session.add(log)
    await session.flush()
    own = {k: place[k] for k in ("town_id", "enterprise_id")}
    session.add(
        FoodLogFinding(
            **own, log_id=log.id, item_id=item.id, state=ItemState.RED, what="样本", found_on=TODAY
        )
    )


async def _sampled(session, place, now, account):
    """A failed sample with its items, its disposal and a recall."""
    key = place["enterprise_id"]
    sample = s.FoodSample(
        **place, number=f"XSSP{key:05}", place_kind=PlaceKind.STOCK, sampled_unit="样本",
        sampled_address="一号", nominal_maker="样本", product_name=f"样本{key}", base_quantity=TEN,
        check_quantity=TEN, reserve_quantity=TEN, quantity_unit="袋", taken_at=now,
        first_officer_id=account, paid=TEN, verdict=TestVerdict.FAILED,
        final_verdict=TestVerdict.FAILED if key % 2 else None,
    )  # fmt: skip
    session.add(sample)
    await session.flush()
    parts = {k: place[k] for k in ("town_id", "enterprise_id", "organisation_ids")}
    session.add(
        s.FoodTestItem(
            **parts, sample_id=sample.id, is_retest=bool(key % 2), number=1, item="苯甲酸",
            standard_limit="≤0.5", measured="1.2", verdict=TestVerdict.FAILED,
        )
    )  # fmt: skip
    own = {**parts, "producer_id": place["producer_id"]}
    disposal = s.Disposal(
        **own, sample_id=sample.id, opened_on=TODAY, due_on=TODAY + key * DAY, quantity_unit="袋"
    )
    session.add(disposal)
    await session.flush()
    session.add(
        s.FoodRecall(
            **own, disposal_id=disposal.id, recall_class=list(s.RecallClass)[key % 3],
            food="样本", batches=["1"], why="样本", ordered=bool(key % 2), known_at=now,
            start_by=now + DAY, started_at=now + 2 * DAY if key % 3 else None,
            finish_by=TODAY + 3 * DAY if key % 3 else None, quantity_unit="袋",
        )
    )  # fmt: skip
    await session.flush()
