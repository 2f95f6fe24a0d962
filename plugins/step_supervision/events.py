"""Reactions to what happens to matters: each time the clock is stopped becomes a row."""

from typing import Final

from sqlalchemy import select

from core.policy.vocabulary import Action
from core.procedures.events import MatterAdvanced
from core.procedures.models import Matter, StepAct
from core.store.events import Subscriber
from core.store.unit import UnitOfWork
from plugins.step_supervision.models import StepPause

STOPS: Final = (StepAct.PAUSED, StepAct.SUPPLEMENT_REQUESTED)
STARTS: Final = {
    StepAct.RESUMED: Action.UPDATE,
    StepAct.SUPPLEMENTED: Action.SUBMIT,
    StepAct.WITHDRAWN: Action.WITHDRAW,
}
"""Acts that end a pause, and by which action on the matter they are done."""
MOVES: Final = (StepAct.TRANSFERRED, StepAct.COPIED)
"""Acts by which others may follow the matter from now on."""


async def note_pauses(work: UnitOfWork, happened: MatterAdvanced) -> None:
    """Write down that the clock stands, and since when it runs again."""
    if happened.act in STOPS:
        await _stopped(work, await work.session.get_one(Matter, happened.matter_id))
    elif happened.act in STARTS or happened.act in MOVES:
        await _follow(work, happened)


async def _stopped(work: UnitOfWork, matter: Matter) -> None:
    duty = work.access.actor.duties[0]
    pause = StepPause(
        matter_id=matter.id,
        step=matter.step,
        step_title=matter.step_title,
        kind=matter.paused or "",
        reason=work.reason,
        organisation_id=duty.organisation_id or None,
        paused_on=work.today,
        resumed_on=None,
        town_id=matter.town_id,
        enterprise_id=matter.enterprise_id,
        organisation_ids=list(matter.organisation_ids),
    )
    await work.entail(pause, Matter, Action.UPDATE)


async def _follow(work: UnitOfWork, happened: MatterAdvanced) -> None:
    matter = await work.session.get_one(Matter, happened.matter_id)
    wanted = select(StepPause).where(StepPause.matter_id == matter.id)
    action = STARTS.get(happened.act, Action.UPDATE)
    for pause in (await work.session.scalars(wanted)).all():
        kept = await work.entail(pause, Matter, action)
        kept.town_id, kept.organisation_ids = matter.town_id, list(matter.organisation_ids)
        if happened.act in STARTS and kept.resumed_on is None:
            kept.resumed_on = work.today


SUBSCRIBERS = (Subscriber(MatterAdvanced, note_pauses),)
