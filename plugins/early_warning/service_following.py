"""What follows when warnings move: who is told, which visits are planned or dropped.

In the moving transaction itself: what was said of a former colour no longer counts, and a job is
left behind for the rest.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import ARRAY, Integer, any_, case, insert, literal, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.audit.announcing import Changed, announce
from core.clock import Clock, business_date
from core.declarations import Job
from core.jobs.context import JobContext
from core.jobs.queue import enqueue
from core.warnings.events import WarningsMoved
from core.warnings.models import (
    EarlyWarning,
    WarningAct,
    WarningEvent,
    WarningState,
)
from plugins.early_warning.service_addressing import roles_of
from plugins.early_warning.service_digests import tell
from plugins.early_warning.service_history import LOCK, event_of, rules_of
from plugins.early_warning.service_systems import tell_systems
from plugins.early_warning.service_visits import drop_visits, plan_visits

AT_ONCE: Final = 1_000
"""Warnings that one job follows: its payload names them."""

_W: Final[Any] = EarlyWarning.__table__
_E: Final[Any] = WarningEvent.__table__
_STAY: Final = (WarningState.ACTING, WarningState.CLEARED)


async def follow_moves(work: Any, moved: WarningsMoved) -> None:
    """The subscriber: `work` is a unit of work, or the context of the job that sweeps."""
    if moved.worse:
        await _forget(work.session, work.clock, moved.worse)
    pressing = sorted({*moved.raised, *moved.worse, *moved.resumed} - {*moved.cleared})
    await follow(work.session, pressing, moved.cleared)


async def follow(
    session: AsyncSession, pressing: Sequence[int], cleared: Sequence[int] = ()
) -> None:
    """Leave the jobs behind that tell of warnings and see to their visits."""
    for kind, keys in (("pressing", pressing), ("cleared", cleared)):
        for first in range(0, len(keys), AT_ONCE):
            payload = {kind: list(keys[first : first + AT_ONCE])}
            await enqueue(session, FOLLOW, payload, lock=LOCK)


async def _forget(session: AsyncSession, clock: Clock, worse: Sequence[int]) -> None:
    """End what was said of a better colour: receipts and suppressions. A matter still answers it.

    By statements over the whole set: whoever moved the warnings need not have a right to each.
    """
    connection = await session.connection()
    now = clock.now()
    here = _W.c.id == any_(literal(list(worse), ARRAY(Integer)))
    slept = _W.c.state == WarningState.SUPPRESSED
    copied = ("resource", "subject_key", "town_id", "enterprise_id", "organisation_ids", "colour")
    woken = select(
        *(_W.c[name] for name in copied),
        _W.c.id,
        literal(WarningAct.RESUMED, _E.c.act.type),
        literal(business_date(clock), _E.c.on.type),
        literal(now, _E.c.recorded_at.type),
        literal("颜色加重，暂停提醒随之结束 Its colour got worse, which ends the suppression"),
    ).where(here, slept)
    into = [*copied, "warning_id", "act", "on", "recorded_at", "note"]
    await connection.execute(insert(_E).from_select(into, woken))
    settled = case(
        (_W.c.state == WarningState.ESCALATED, _W.c.state),
        (_W.c.matter_id.is_not(None), literal(WarningState.ACTING, _W.c.state.type)),
        (_W.c.level > 0, literal(WarningState.ESCALATED, _W.c.state.type)),
        else_=literal(WarningState.RAISED, _W.c.state.type),
    )
    forgotten = dict.fromkeys(
        (
            "acknowledged_by",
            "acknowledged_at",
            "suppressed_until",
            "suppressed_by",
            "suppress_reason",
        )
    )
    changed = update(_W).where(here, _W.c.state.not_in(_STAY))
    await connection.execute(changed.values(state=settled, version=_W.c.version + 1, **forgotten))


async def _follow(context: JobContext, payload: Mapping[str, list[int]]) -> None:
    """The job: state of this moment decides, so that running late or twice does no harm."""
    session = context.session
    if cleared := payload.get("cleared"):
        await drop_visits(session, cleared)
    if not (pressing := payload.get("pressing")):
        return
    wanted = select(EarlyWarning).where(
        EarlyWarning.id.in_(pressing),
        EarlyWarning.cleared_on.is_(None),
        EarlyWarning.state != WarningState.SUPPRESSED,
    )
    warnings = (await session.scalars(wanted.order_by(EarlyWarning.id).with_for_update())).all()
    rules = await rules_of(session, warnings)
    table = context.services.live.current
    roles = {each.id: roles_of(rules[each.rule_version_id], table) for each in warnings}
    heard = await tell(context, roles, warnings, rules)
    await tell_systems(context, roles, warnings, rules)
    for each in warnings:
        if each.id in heard and each.state is WarningState.RAISED:
            each.state = WarningState.NOTIFIED
            each.version += 1
            session.add(event_of(each, WarningAct.TOLD, context.clock))
    await plan_visits(context, warnings, rules)
    await session.flush()
    await announce(session, [Changed("EarlyWarning", each.id, "updated") for each in warnings])


FOLLOW: Final = Job(name="early_warning.follow", run=_follow)
"""Its payload names warnings that are pressing, and warnings that were cleared."""
