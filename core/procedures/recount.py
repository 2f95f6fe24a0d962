"""When the calendar changes, the clocks that ran by it are set anew, in the same transaction."""

from sqlalchemy import extract, literal, or_, select

from core.deadlines.events import CalendarChanged
from core.deadlines.service import calendar_of
from core.policy.vocabulary import Action
from core.procedures.definitions import track
from core.procedures.models import Matter, MatterState
from core.procedures.recording import set_clock
from core.store.events import Subscriber
from core.store.unit import UnitOfWork


async def recount(work: UnitOfWork, changed: CalendarChanged) -> None:
    """Set the clocks of open matters that are provisional or run through a changed year."""
    begun, due = extract("year", Matter.arrived_on), extract("year", Matter.due_on)
    touched = or_(Matter.due_provisional, *(literal(y).between(begun, due) for y in changed.years))
    wanted = (
        select(Matter)
        .where(Matter.state == MatterState.OPEN, Matter.paused.is_(None), ~Matter.by_term, touched)
        .order_by(Matter.id)
        .with_for_update()
    )
    calendar = await calendar_of(work.session)
    for matter in (await work.session.scalars(wanted)).all():
        path = await track(work.session, matter.procedure_id)
        await work.entail(matter, Matter, Action.UPDATE)
        await set_clock(work, matter, path.steps[matter.step], calendar)


SUBSCRIBERS = (Subscriber(CalendarChanged, recount),)
