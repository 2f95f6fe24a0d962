"""The sweep: what time alone changes. Each day only the dates that crossed a boundary are touched.

A rule remembers up to which day and by which version its watches are coloured. From there to today
the colours of all other dates are what they were: a missed day makes the bands wider, a changed
rule moves them, and both are the same statement. One transaction for each rule.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import (
    CTE,
    Date,
    DateTime,
    Select,
    Text,
    and_,
    bindparam,
    case,
    insert,
    literal,
    null,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import Clock, business_date
from core.jobs.context import JobContext
from core.register.colours import COLOUR_TYPE
from core.store.beyond import beyond_scope
from core.store.unit import UnitOfWork
from core.warnings.effects import COPIED, outcome
from core.warnings.events import RuleChanged
from core.warnings.models import EarlyWarning, WarningAct, WarningEvent, WarningState, Watch
from core.warnings.passes import full_pass, mark
from core.warnings.reconciling import FACTS, Pass
from core.warnings.settling import Moves, lock_rules, settle
from core.warnings.steps import Step, moved_between
from core.warnings.versions import Rule, Version, known_rules
from core.warnings.watching import WatchedRule, Watching

NAME: Final = "core.warnings.sweep"
_W: Final[Any] = Watch.__table__
_E: Final[Any] = EarlyWarning.__table__
_V: Final[Any] = WarningEvent.__table__


async def sweep(watching: Watching, context: JobContext, _days: Sequence[dt.date]) -> None:
    """The periodic work; a rule knows itself how far it was swept, so the days do not matter."""
    dispatcher = context.store.dispatcher
    for code in sorted(watching.rules):
        async with context.store.system() as session:
            moves = Moves()
            await sweep_rule(watching, session, code, context.clock, moves)
            await resume(session, code, context.clock, moves)
            await settle(replace(context, session=session), session, dispatcher, moves)


async def follow_rule(watching: Watching, work: UnitOfWork, changed: RuleChanged) -> None:
    """The subscriber: a version that holds from today, or held already, recolours at once."""
    if changed.code not in watching.rules:
        return
    moves = Moves()
    async with beyond_scope(work) as session:
        await sweep_rule(watching, session, changed.code, work.clock, moves)
        await settle(work, session, work.dispatcher, moves)


async def sweep_rule(
    watching: Watching, session: AsyncSession, code: str, clock: Clock, moves: Moves
) -> None:
    """Bring one rule from the day of its last sweep to today; what moved is added to `moves`."""
    await lock_rules(session, [code])
    known = (await known_rules(session, [code]))[code]
    today = known.day(business_date(clock))
    before, version = known.swept(), known.on(today)
    if known.as_of is None or before is None or version is None or version.limits:
        if not _stands(known, version):
            await full_pass(watching, session, code, clock, moves)
    elif (known.as_of, before.id) != (today, version.id):
        asked = Pass(rule=watching.rules[code], version=version, today=today, now=clock.now())
        bands = moved_between(before.steps(known.as_of), version.steps(today))
        if bands:
            moves.take(code, asked.rule.resource, await _recolour(watching, session, asked, bands))
        await mark(session, code, today, version)


def _stands(known: Rule, version: Version | None) -> bool:
    """Whether time changes nothing: no version held or holds, or numbers stand under the same."""
    by = None if version is None else version.id
    return known.as_of is not None and known.swept_by == by


async def _recolour(
    watching: Watching, session: AsyncSession, asked: Pass, bands: Sequence[Step]
) -> list[Any]:
    """The open watches in the bands get their colour, with all that follows."""
    plan = watching.plans.find((asked.rule.code, len(bands)), lambda: _repainted(asked.rule, bands))
    given: dict[str, Any] = {"today": asked.today, "now": asked.now}
    given["version_id"] = None if asked.version is None else asked.version.id
    for n, band in enumerate(bands):
        given |= {f"first_{n}": band.first, f"last_{n}": band.last, f"colour_{n}": band.colour}
    return await plan.run(session, given)


def _repainted(rule: WatchedRule, bands: Sequence[Step]) -> Select[Any]:
    moved = _crossing(rule.code, bands)
    paint = (
        update(_W)
        .where(_W.c.id == moved.c.watch_id)
        .values(colour=moved.c.now_colour)
        .cte("painted")
    )
    return outcome(moved, [paint], rule)


def _crossing(code: str, bands: Sequence[Step]) -> CTE:
    """Watches whose date lies in a band and that have not its colour, as `effects` wants them."""
    inside = [
        (
            _W.c.due_on.between(
                bindparam(f"first_{n}", type_=Date), bindparam(f"last_{n}", type_=Date)
            ),
            bindparam(f"colour_{n}", type_=COLOUR_TYPE),
        )
        for n, _ in enumerate(bands)
    ]
    colour = case(*inside)
    facts = (*FACTS, "organisation_ids")
    return (
        select(
            _W.c.id.label("watch_id"),
            _W.c.subject_key.label("subject"),
            *(_W.c[name].label(f"was_{name}") for name in facts),
            *(_W.c[name].label(f"now_{name}") for name in facts),
            _W.c.colour.label("was_colour"),
            colour.label("now_colour"),
        )
        .where(
            _W.c.rule_code == code,
            _W.c.until.is_(None),
            or_(*(within for within, _ in inside)),
            _W.c.colour != colour,
        )
        .cte("crossing")
    )


async def resume(session: AsyncSession, code: str, clock: Clock, moves: Moves) -> None:
    """Suppressed warnings whose end has come count again."""
    today, now = business_date(clock), clock.now()
    over = and_(
        _E.c.rule_code == code,
        _E.c.suppressed_until < today,
        _E.c.state == WarningState.SUPPRESSED,
        _E.c.cleared_on.is_(None),
    )
    state = case(
        (_E.c.matter_id.is_not(None), literal(WarningState.ACTING, _E.c.state.type)),
        (_E.c.acknowledged_at.is_not(None), literal(WarningState.ACKNOWLEDGED, _E.c.state.type)),
        (_E.c.level > 0, literal(WarningState.ESCALATED, _E.c.state.type)),
        else_=literal(WarningState.RAISED, _E.c.state.type),
    )
    woken = (
        update(_E)
        .where(over)
        .values(
            state=state,
            suppressed_until=None,
            suppressed_by=None,
            suppress_reason=None,
            version=_E.c.version + 1,
        )
        .returning(_E.c.id, *(_E.c[name] for name in COPIED), _E.c.colour)
        .cte("woken")
    )
    event = select(
        *woken.c,
        literal(WarningAct.RESUMED, _V.c.act.type),
        literal(today, Date),
        literal(now, DateTime(timezone=True)),
        literal("暂停提醒期满 The suppression has ended"),
    )
    into = ["warning_id", *COPIED, "colour", "act", "on", "recorded_at", "note"]
    events = insert(_V).from_select(into, event, include_defaults=False).cte("events")
    told = select(literal("resumed", Text), null(), null(), woken.c.id).add_cte(events)
    moves.take(code, "", await session.execute(told))
