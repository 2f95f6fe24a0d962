"""Recalls: begun within hours, ended within working days of that, assessed by the branch."""

import datetime as dt
import decimal
from dataclasses import dataclass
from typing import Final

from core.clock import BUSINESS_ZONE
from core.declarations import END
from core.errors import InvalidInput
from core.files.binding import bind
from core.policy.vocabulary import Action, Tier
from core.procedures.service import complete, open_matter, set_due
from core.register.service import filled
from core.store.unit import UnitOfWork
from plugins.food_safety.models_samples import Disposal, FoodRecall, RecallClass
from plugins.food_safety.procedures import EFFECTIVE, RECALL
from plugins.food_safety.service import Asked, fetch, last_day, producer_of, term

NUMBERS: Final = {RecallClass.ONE: 1, RecallClass.TWO: 2, RecallClass.THREE: 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Danger:
    """Which food is to come back, and why."""

    recall_class: RecallClass
    food: str
    batches: tuple[str, ...]
    why: str
    quantity_unit: str
    known_at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """How much was made, sold and came back, and what became of it."""

    made: decimal.Decimal
    sold: decimal.Decimal
    recalled: decimal.Decimal
    handling: str


async def open_recall(
    work: UnitOfWork, producer_id: int, danger: Danger, *, disposal: Disposal | None = None
) -> FoodRecall:
    """The maker begins a recall by itself, or the branch orders one, which is begun next.

    Raises NotFound, Denied, InvalidInput.
    """
    if danger.known_at.tzinfo is None or danger.known_at > work.clock.now():
        raise InvalidInput("知悉时间须带时区且不晚于现在。", "Not in the future.", field="knownAt")
    producer = await producer_of(work, producer_id)
    ordered = _is_branch(work)
    law = await term(work, f"RECALL_START_{NUMBERS[danger.recall_class]}", work.today)
    recall = FoodRecall(
        producer_id=producer.id,
        town_id=producer.town_id,
        enterprise_id=producer.enterprise_id,
        disposal_id=None if disposal is None else disposal.id,
        recall_class=danger.recall_class,
        food=filled(danger.food, "food"),
        batches=[filled(each, "batches") for each in danger.batches],
        why=filled(danger.why, "why"),
        ordered=ordered,
        known_at=danger.known_at,
        start_by=danger.known_at + dt.timedelta(hours=law.count),
        quantity_unit=filled(danger.quantity_unit, "quantityUnit"),
    )
    await work.add(recall, Action.CREATE)
    goal = "started" if ordered else "planned"
    await open_matter(work, recall, RECALL, title=f"食品召回：{recall.food}", to=goal)
    if ordered:
        day = recall.start_by.astimezone(BUSINESS_ZONE).date()
        await set_due(work, recall, day, overdue=True)
    else:
        await _begin(work, recall)
    return recall


async def start(work: UnitOfWork, asked: Asked) -> FoodRecall:
    """The maker begins what was ordered: stops selling, and tells whoever has bought."""
    recall = await fetch(work, FoodRecall, asked, Action.SUBMIT)
    await complete(work, recall, "started")
    await _begin(work, recall)
    return recall


async def file_plan(work: UnitOfWork, asked: Asked, plan: str) -> FoodRecall:
    """The maker files its plan."""
    recall = await fetch(work, FoodRecall, asked, Action.SUBMIT)
    await complete(work, recall, "planned")
    recall.plan = filled(plan, "plan")
    await _keep_term(work, recall)
    await bind(work, asked.photos, recall, act=FoodRecall, action=Action.SUBMIT)
    return recall


async def report(work: UnitOfWork, asked: Asked, returned: Returned) -> FoodRecall:
    """The maker reports what came back. Raises InvalidInput for more than was sold."""
    recall = await fetch(work, FoodRecall, asked, Action.SUBMIT)
    await complete(work, recall, "reported")
    if not 0 <= returned.recalled <= returned.sold <= returned.made:
        raise InvalidInput(
            "召回量不超过销售量，销售量不超过生产量。",
            "At most what was sold comes back, and at most what was made is sold.",
            field="recalled",
        )
    recall.made, recall.sold, recall.recalled = returned.made, returned.sold, returned.recalled
    recall.handling, recall.reported_on = filled(returned.handling, "handling"), work.today
    await bind(work, asked.photos, recall, act=FoodRecall, action=Action.SUBMIT)
    return recall


async def assess(work: UnitOfWork, asked: Asked, *, effective: bool) -> FoodRecall:
    """The branch assesses it: effective, or to be carried on with, for a reason."""
    recall = await fetch(work, FoodRecall, asked, Action.REVIEW)
    recall.effective, recall.assessed_on = effective, work.today
    if effective:
        await complete(work, recall, "assessed", to=END, outcome=EFFECTIVE)
        recall.closed_on = work.today
    else:
        await complete(work, recall, "assessed", to="reported")
        await _keep_term(work, recall)
    return recall


def finish_term(recall: FoodRecall) -> str:
    """The term of the law by which it has to end."""
    return f"RECALL_FINISH_{NUMBERS[recall.recall_class]}"


async def _begin(work: UnitOfWork, recall: FoodRecall) -> None:
    """From now on its working days run, whether or not its hours were kept."""
    recall.started_at = work.clock.now()
    recall.finish_by = await last_day(work, finish_term(recall))
    await _keep_term(work, recall)


async def _keep_term(work: UnitOfWork, recall: FoodRecall) -> None:
    if recall.finish_by is not None:
        await set_due(work, recall, recall.finish_by, overdue=True)


def _is_branch(work: UnitOfWork) -> bool:
    resource = work.access.resources[FoodRecall]
    cells = work.access.cells(resource, Action.CREATE)
    return any(work.access.table.tier(duty.role) is Tier.BRANCH for duty, _ in cells)
