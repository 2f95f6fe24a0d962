"""What changes with the calendar: the last days of open disposals and recalls."""

from typing import Final

from sqlalchemy import select

from core.clock import BUSINESS_ZONE
from core.deadlines.events import CalendarChanged
from core.policy.vocabulary import Action
from core.procedures.models import Matter, MatterState
from core.store.events import Subscriber
from core.store.unit import UnitOfWork
from plugins.food_safety.models_samples import Disposal, FoodRecall
from plugins.food_safety.service import last_day
from plugins.food_safety.service_recalls import finish_term


async def recount(work: UnitOfWork, changed: CalendarChanged) -> None:
    """Count the terms anew that end in a changed year; their matters have the same last day."""
    is_open = Matter.state == MatterState.OPEN
    disposals = (
        select(Disposal, Matter)
        .join(Matter, Matter.id == Disposal.matter_id)
        .where(is_open)
        .with_for_update()
    )
    for disposal, matter in (await work.session.execute(disposals)).all():
        if disposal.due_on.year in changed.years:
            day = await last_day(work, "DISPOSAL", disposal.opened_on)
            await work.entail(disposal, Matter, Action.UPDATE)
            await work.entail(matter, Matter, Action.UPDATE)
            disposal.due_on = matter.due_on = day
    recalls = (
        select(FoodRecall, Matter)
        .join(Matter, Matter.id == FoodRecall.matter_id)
        .where(is_open, FoodRecall.finish_by.is_not(None))
        .with_for_update()
    )
    for recall, matter in (await work.session.execute(recalls)).all():
        if recall.finish_by and recall.started_at and recall.finish_by.year in changed.years:
            begun = recall.started_at.astimezone(BUSINESS_ZONE).date()
            await work.entail(recall, Matter, Action.UPDATE)
            await work.entail(matter, Matter, Action.UPDATE)
            recall.finish_by = await last_day(work, finish_term(recall), begun)
            if matter.by_term:
                matter.due_on = recall.finish_by


SUBSCRIBERS: Final = (Subscriber(event=CalendarChanged, handler=recount),)
