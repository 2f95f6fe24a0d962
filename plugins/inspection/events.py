"""What the news of a matter means for the hazard's own rows: its closing, and who may follow."""

from typing import Any, Final

from sqlalchemy import select

from core.files.binding import follow as follow_files
from core.policy.vocabulary import Action
from core.procedures.events import MatterAdvanced
from core.procedures.models import Matter, StepAct
from core.store.events import Subscriber
from core.store.unit import UnitOfWork
from plugins.inspection.models import Hazard, RectificationOrder, RectificationReport, Reinspection

MOVED: Final = frozenset({StepAct.TRANSFERRED, StepAct.COPIED})
Part = RectificationOrder | RectificationReport | Reinspection
PARTS: Final[tuple[type[Part], ...]] = (RectificationOrder, RectificationReport, Reinspection)


async def keep_hazard(work: UnitOfWork, news: MatterAdvanced) -> None:
    """Note the day of the closing; let order, reports and re-inspections go where the matter is."""
    if news.resource != work.access.resources.get(Hazard):
        return
    wanted = select(Hazard).where(Hazard.id == news.subject_id)
    hazard = (await work.session.scalars(wanted)).first()
    if hazard is None:  # a policy may let somebody act on matters whose record it hides
        return
    if news.outcome is not None:
        hazard.closed_on = work.today
    if news.act in MOVED:
        await _take_along(work, hazard)


async def _take_along(work: UnitOfWork, hazard: Hazard) -> None:
    for model in PARTS:
        parts = select(model).where(model.hazard_id == hazard.id)
        for found in (await work.session.scalars(parts)).all():
            # the rule by which the matter itself was moved stands for its parts
            part: Any = await work.entail(found, Matter, Action.UPDATE)
            part.town_id, part.organisation_ids = hazard.town_id, list(hazard.organisation_ids)
            await follow_files(work, part, act=Matter, action=Action.UPDATE)


SUBSCRIBERS = [Subscriber(event=MatterAdvanced, handler=keep_hazard)]
