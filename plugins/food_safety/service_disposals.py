"""What is done about failed food: opened when the maker is told, closed within ninety days."""

import decimal
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from core.declarations import END
from core.files.binding import bind
from core.policy.vocabulary import Action
from core.procedures.acts import Asked as AskedMatter
from core.procedures.acts import withdraw
from core.procedures.models import Matter, MatterState
from core.procedures.service import complete, open_matter, set_due
from core.register.service import filled
from core.store.unit import UnitOfWork
from plugins.food_safety.models_samples import Disposal, FoodRecall, FoodSample, RecallClass
from plugins.food_safety.procedures import CLOSED, DISPOSAL
from plugins.food_safety.service import Asked, fetch, last_day
from plugins.food_safety.service_recalls import Danger, open_recall


@dataclass(frozen=True, slots=True, kw_only=True)
class Traced:
    """How much was made and sold, and to whom."""

    made: decimal.Decimal
    sold: decimal.Decimal
    sold_to: str


async def open_disposal(
    work: UnitOfWork, sample: FoodSample, recall_class: RecallClass | None
) -> Disposal:
    """Open the disposal of a failed sample's batch, and a recall where the branch orders one."""
    disposal = Disposal(
        producer_id=sample.producer_id,
        town_id=sample.town_id,
        enterprise_id=sample.enterprise_id,
        sample_id=sample.id,
        opened_on=work.today,
        due_on=await last_day(work, "DISPOSAL"),
        quantity_unit=sample.quantity_unit,
    )
    await work.entail(disposal, FoodSample, Action.CONFIRM)
    await open_matter(work, disposal, DISPOSAL, title=f"核查处置：{sample.product_name}")
    await _keep_term(work, disposal)
    if recall_class is not None:
        batch = sample.batch or f"{sample.produced_on}"
        danger = Danger(
            recall_class=recall_class,
            food=sample.product_name,
            batches=(batch,),
            why=f"抽样检验不合格：{sample.number}",
            quantity_unit=sample.quantity_unit,
            known_at=work.clock.now(),
        )
        await open_recall(work, sample.producer_id, danger, disposal=disposal)
    return disposal


async def stop_and_seal(work: UnitOfWork, asked: Asked, sealed: decimal.Decimal) -> Disposal:
    """The maker has stopped, and sealed so much of its stock."""
    disposal = await _report(work, asked, "stopped")
    disposal.stopped_on, disposal.sealed = work.today, sealed
    return disposal


async def trace(work: UnitOfWork, asked: Asked, traced: Traced) -> Disposal:
    """The maker says how much was made and sold, and where it went."""
    disposal = await _report(work, asked, "traced")
    disposal.made, disposal.sold = traced.made, traced.sold
    disposal.sold_to = filled(traced.sold_to, "soldTo")
    return disposal


async def report_recalled(work: UnitOfWork, asked: Asked, text: str) -> Disposal:
    """The maker says what was recalled, or why nothing is to be."""
    disposal = await _report(work, asked, "recalled")
    disposal.recalled = filled(text, "recalled")
    return disposal


async def report_cause(work: UnitOfWork, asked: Asked, cause: str, correction: str) -> Disposal:
    """The maker has found the cause and removed it."""
    disposal = await _report(work, asked, "caused")
    disposal.cause, disposal.correction = filled(cause, "cause"), filled(correction, "correction")
    return disposal


async def close(work: UnitOfWork, asked: Asked, *, accepted: bool) -> Disposal:
    """The branch has looked: done, or back to the maker with the reason. Not by who opened it."""
    disposal = await fetch(work, Disposal, asked, Action.REVIEW)
    if not accepted:
        await complete(work, disposal, "closed", to="caused")
        await _keep_term(work, disposal)
        return disposal
    await complete(work, disposal, "closed", to=END, outcome=CLOSED)
    disposal.closed_on = work.today
    await bind(work, asked.photos, disposal, act=Disposal, action=Action.REVIEW)
    return disposal


async def undo_disposal(work: UnitOfWork, sample: FoodSample) -> None:
    """The re-test passed: whatever has not ended yet is taken back, with that reason."""
    work.reason = work.reason or "复检合格"
    disposal = (
        await work.session.scalars(select(Disposal).where(Disposal.sample_id == sample.id))
    ).one()
    recalls = select(FoodRecall).where(
        FoodRecall.disposal_id == disposal.id, FoodRecall.started_at.is_(None)
    )
    found: list[Any] = [disposal, *(await work.session.scalars(recalls)).all()]
    for row in found:
        matter = await work.session.get_one(Matter, row.matter_id)
        if matter.state is MatterState.OPEN and matter.step != "closed":
            await withdraw(work, AskedMatter(matter_id=matter.id))
            row.closed_on = work.today


async def _report(work: UnitOfWork, asked: Asked, step: str) -> Disposal:
    disposal = await fetch(work, Disposal, asked, Action.SUBMIT)
    await complete(work, disposal, step)
    await _keep_term(work, disposal)
    await bind(work, asked.photos, disposal, act=Disposal, action=Action.SUBMIT)
    return disposal


async def _keep_term(work: UnitOfWork, disposal: Disposal) -> None:
    """Every step has the one last day of the whole disposal."""
    await set_due(work, disposal, disposal.due_on, overdue=True)
