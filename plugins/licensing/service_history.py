"""Every act on a licence leaves an event, and the news of it."""

import datetime as dt

from core.policy.vocabulary import Action
from core.store.base import Base
from core.store.unit import UnitOfWork
from plugins.licensing.events import EVENTS
from plugins.licensing.models import Licence, LicenceAct, LicenceEvent


async def record(
    work: UnitOfWork,
    licence: Licence,
    act: LicenceAct,
    rule: tuple[type[Base], Action],
    on: dt.date,
    basis: str,
) -> LicenceEvent:
    """The act's event in the history, under the rule that stands for it, and the news of it."""
    model, action = rule
    cells = work.access.cells(work.access.resources[model], action)
    event = LicenceEvent(
        licence_id=licence.id,
        enterprise_id=licence.enterprise_id,
        town_id=licence.town_id,
        act=act,
        happened_on=on,
        legal_basis=basis,
        reason=work.reason,
        timely=licence.renewal_timely if act is LicenceAct.RENEWAL_FILED else None,
        decided_by=work.access.actor.account_id,
        decided_as=sorted({duty.role for duty, _ in cells}),
        recorded_at=work.clock.now(),
    )
    await work.entail(event, model, action)
    place = (licence.id, licence.enterprise_id, licence.town_id)
    if act in EVENTS:
        await work.publish(EVENTS[act](*place, act, on))
    return event
