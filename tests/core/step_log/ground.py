"""Three days of steps, public and not, in logs that are closed and anchored; and their export."""

import datetime as dt
import json
from contextlib import asynccontextmanager

import asyncpg
from sqlalchemy import select

from core.policy.vocabulary import Tier
from core.procedures.models import Matter, ProcedureDefinition, StepAct, StepEvent
from core.step_log.auditing import _LINES
from core.step_log.closing import close_day
from core.step_log.lines import EVENT, event_values

DAYS = tuple(dt.date(2026, 11, day) for day in (20, 21, 22, 23))
"""Of the third nothing happens."""
BUSY = (DAYS[0], DAYS[1], DAYS[3])
EACH = 6
WALLED = ("step_log_line", "step_secret", "step_anchor", "step_event")
"""The owner takes the wall down first, which is no act of anybody who serves."""
PUBLIC, SILENT = "licence_renewal", "supervision_case"


async def make_steps(bureau, days=BUSY, each=EACH):
    """Steps of two matters on each day: of a procedure that is public, and of one that is not."""
    async with bureau.application.store.system() as session:
        matters = [await _matter(session, bureau, code) for code in (PUBLIC, SILENT)]
        for day in days:
            for number in range(each):
                matter = matters[number % 2]
                session.add(_event(bureau, matter, day, number))
        await session.flush()


async def make_late(bureau, day):
    """One more step of a day, committed after it."""
    async with bureau.application.store.system() as session:
        matter = (await session.scalars(select(Matter).order_by(Matter.id))).first()
        session.add(_event(bureau, matter, day, 1))


async def _matter(session, bureau, code):
    wanted = select(ProcedureDefinition).where(ProcedureDefinition.code == code)
    procedure = (await session.scalars(wanted)).one()
    step = procedure.steps[1]
    matter = Matter(
        procedure_id=procedure.id,
        resource=procedure.resource,
        subject_id=900_001,
        title="张三的糕点店",
        step=step["name"],
        step_title=step["chinese"],
        opened_at=bureau.clock.now(),
        arrived_on=DAYS[0],
        town_id=bureau.world.divisions["a"],
        enterprise_id=bureau.world.enterprises["a1"],
    )
    session.add(matter)
    await session.flush()
    return matter


def _event(bureau, matter, day, number):
    unit = "a1" if number == 0 else "branch"
    return StepEvent(
        matter_id=matter.id,
        act=StepAct.COMPLETED if number else StepAct.OPENED,
        step=matter.step,
        step_title=matter.step_title,
        at=dt.datetime.combine(day, dt.time(2 + number), dt.UTC),
        account_id=bureau.world.accounts["branch-licensing-clerk"],
        organisation_id=bureau.world.organisations[unit],
        role="branch.licensing_clerk",
        tier=Tier.ENTERPRISE if number == 0 else Tier.BRANCH,
        arrived_on=day - dt.timedelta(days=3),
        due_on=day - dt.timedelta(days=number % 3 - 1) if number else None,
        on_time=number % 3 < 2 if number else None,
        reason="电话 13800001234",
        town_id=matter.town_id,
        enterprise_id=matter.enterprise_id,
    )


async def close(bureau, days=DAYS):
    """Close the logs of days, as the job does; gives the anchors' lines."""
    for day in days:
        async with bureau.application.store.system() as session:
            await close_day(session, day, bureau.clock)
    return [row["line"] for row in await bureau.rows("select line from step_anchor order by day")]


@asynccontextmanager
async def owner(bureau):
    """A transaction of the database's owner, who may do everything; undone in the end."""
    connection = await asyncpg.connect(bureau.endpoints.owner)
    transaction = connection.transaction()
    await transaction.start()
    try:
        for table in WALLED:
            await connection.execute(f"alter table {table} no force row level security")
        yield connection
    finally:
        await transaction.rollback()
        await connection.close()


async def exported(connection):
    """The log, the anchors and the auditor's secrets, as files hold them."""
    rows = await connection.fetch(_LINES)
    anchors = await connection.fetch("select line from step_anchor order by day")
    secrets = [
        json.dumps({"n": row["id"], "salt": row["salt"], "event": _event_of(row)}) for row in rows
    ]
    return [row["line"] for row in rows], [row["line"] for row in anchors], secrets


def _event_of(row):
    if row["e_id"] is None:
        return None
    return event_values({name: row[f"e_{name}"] for name in EVENT})
