"""Closing the log of a day: its steps become lines on the chain, and the head is anchored.

The job's transaction holds lines and anchor; once it has committed, the anchor is also written into
a file outside the database, line by line and never anew.
"""

import datetime as dt
import json
from typing import Any, Final

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import BUSINESS_ZONE, Clock
from core.declarations import Job, Periodic
from core.identity.models import Organisation
from core.jobs.context import JobContext
from core.jobs.queue import enqueue
from core.procedures.models import Matter, ProcedureDefinition, StepEvent
from core.register.models import Division
from core.step_log.lines import EVENT, content_of, is_told, salt_of, seal_of, shown_of
from core.step_log.models import StepAnchor, StepLogLine, StepSecret
from core.step_log.outside import FILE, append_missing
from core.step_log.verify_steps import FIRST_ANCHOR, GENESIS, chained, digest

DAY: Final = dt.timedelta(days=1)
LOCK: Final = "step_log"


async def close_day(session: AsyncSession, day: dt.date, clock: Clock) -> StepAnchor | None:
    """Log every step up to the end of `day` that is in no log yet, and anchor the day.

    None when the day, or a later one, is anchored already.
    """
    last = (await session.scalars(select(StepAnchor).order_by(StepAnchor.day.desc()))).first()
    if last is not None and last.day >= day:
        return None
    number, head = (last.sequence, last.chain_hash) if last else (0, GENESIS)
    definitions = {row.id: row for row in await session.scalars(select(ProcedureDefinition))}
    lines, secrets = [], []
    for row in (await session.execute(_unlogged(day))).mappings():
        number, salt = number + 1, salt_of(row["id"])
        definition = definitions[row["procedure_id"]]
        told = is_told(definition, row["step"])
        shown = shown_of(row, definition.chinese) if told else None
        content = content_of(number, day, seal_of(row, salt), shown)
        head = chained(head, content)
        lines.append(_line(number, day, (content, head), shown))
        secrets.append({"id": number, "event_id": row["id"], "salt": salt})
    if lines:
        await session.execute(insert(StepLogLine), lines)
        await session.execute(insert(StepSecret), secrets)
    anchor = _anchor(last, day, clock, (number, len(lines), head))
    session.add(anchor)
    await session.flush()
    return anchor


def _unlogged(day: dt.date) -> Any:
    """Steps up to the end of a day without a line, in the order in which they were written."""
    end = dt.datetime.combine(day + DAY, dt.time(), BUSINESS_ZONE)
    table = StepEvent.__table__
    return (
        select(
            *(table.c[name] for name in EVENT),
            Matter.procedure_id,
            Organisation.name.label("unit"),
            Division.name.label("town"),
        )
        .join(Matter, Matter.id == table.c.matter_id)
        .join(Division, Division.id == table.c.town_id)
        .outerjoin(Organisation, Organisation.id == table.c.organisation_id)
        .outerjoin(StepSecret, StepSecret.event_id == table.c.id)
        .where(StepSecret.id.is_(None), table.c.at < end)
        .order_by(table.c.id)
    )


def _line(
    number: int, day: dt.date, sealed: tuple[str, str], shown: dict[str, Any] | None
) -> dict[str, Any]:
    content, head = sealed
    names = [c.key for c in StepLogLine.__table__.columns]
    return dict.fromkeys(names) | (shown or {}) | {
        "id": number, "day": day, "line": content, "chain_hash": head,
    }  # fmt: skip


def _anchor(
    last: StepAnchor | None, day: dt.date, clock: Clock, found: tuple[int, int, str]
) -> StepAnchor:
    sequence, lines, head = found
    written = {
        "day": day.isoformat(),
        "at": clock.now().isoformat(),
        "sequence": sequence,
        "chain_hash": head,
        "previous": digest(last.line) if last else FIRST_ANCHOR,
    }
    line = json.dumps(written, separators=(",", ":"))
    return StepAnchor(day=day, sequence=sequence, lines=lines, chain_hash=head, line=line)


async def _close(context: JobContext, days: tuple[dt.date, ...]) -> None:
    for day in days:
        await close_day(context.session, day, context.clock)
    await enqueue(context.session, WRITE, {}, lock=LOCK)


async def _write(context: JobContext, _payload: Any) -> None:
    lines = await context.session.scalars(select(StepAnchor.line).order_by(StepAnchor.day))
    append_missing(context.services.settings.var_path / FILE, lines.all())


WRITE: Final = Job(name="core.write_step_anchors", run=_write)
CLOSE: Final = Periodic(name="core.close_step_log", run=_close)
