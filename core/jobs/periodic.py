"""Periodic work with a watermark: missed days are caught up in one wider band, none is dropped."""

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import or_, select, update
from sqlalchemy.dialects.postgresql import Insert, insert

from core.declarations import Periodic
from core.jobs.context import JobContext
from core.jobs.models import PeriodicRun
from core.jobs.queue import enqueue
from core.store.engine import Store

DAY = dt.timedelta(days=1)


async def ask(store: Store, works: Iterable[Periodic], today: dt.date) -> int:
    """Enqueue each work whose watermark lies before today, once a day; says how many."""
    asked = 0
    for work in works:
        async with store.system() as session:
            await session.execute(_begin(work.name, today))
            waiting = update(PeriodicRun).where(
                PeriodicRun.name == work.name,
                PeriodicRun.run_until < today,
                or_(PeriodicRun.asked_on.is_(None), PeriodicRun.asked_on < today),
            )
            moved = await session.scalars(
                waiting.values(asked_on=today).returning(PeriodicRun.name)
            )
            if moved.first() is not None:
                asked += 1
                # one at a time: a late job of yesterday and one of today would do the same days
                await enqueue(session, work.name, {}, lock=f"periodic:{work.name}")
    return asked


async def catch_up(work: Periodic, context: JobContext) -> None:
    """Run a work for all days from its watermark until today, and move the watermark with it."""
    today, session = context.today, context.session
    await session.execute(_begin(work.name, today))
    wanted = select(PeriodicRun).where(PeriodicRun.name == work.name).with_for_update()
    mark = (await session.scalars(wanted)).one()
    days = tuple(mark.run_until + DAY * n for n in range((today - mark.run_until).days))
    if days:
        await work.run(context, days)
        mark.run_until = today


def _begin(name: str, today: dt.date) -> Insert:
    """A work that is new begins with yesterday."""
    made = insert(PeriodicRun).values(name=name, run_until=today - DAY)
    return made.on_conflict_do_nothing()
