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
from core.warnings.crossing import bands_of, crossed_rules
from core.warnings.effects import COPIED, outcome
from core.warnings.events import RuleChanged
from core.warnings.models import EarlyWarning, WarningAct, WarningEvent, WarningState, Watch
from core.warnings.passes import full_pass, mark
from core.warnings.reconciling import FACTS, Pass
from core.warnings.settling import Moves, lock_rules, settle
from core.warnings.steps import Step
from core.warnings.versions import Rule, Version, known_rules
from core.warnings.watching import WatchedRule, Watching

NAME: Final = "core.warnings.sweep"
_W: Final[Any] = Watch.__table__
_E: Final[Any] = EarlyWarning.__table__
_V: Final[Any] = WarningEvent.__table__


async def sweep(watching: Watching, context: JobContext, _days: Sequence[dt.date]) -> None:
    """The periodic work; a rule knows itself how far it was swept, so the days do not matter."""
    store = context.store
    async with store.system() as session:
        busy = await _mark_quiet(watching, session, context.clock)
        moves = Moves()
        await resume(session, context.clock, moves)
        await settle(replace(context, session=session), session, store.dispatcher, moves)
    for code in busy:
        async with store.system() as session:
            moves = Moves()
            await sweep_rule(watching, session, code, context.clock, moves)
            await settle(replace(context, session=session), session, store.dispatcher, moves)


async def _mark_quiet(watching: Watching, session: AsyncSession, clock: Clock) -> list[str]:
    """Rules of which nothing crossed are done at once; gives the others."""
    await lock_rules(session, watching.rules)
    known, today = await known_rules(session, watching.rules), business_date(clock)
    bands = {code: found for code, rule in known.items() if (found := bands_of(rule, today))}
    crossed = await crossed_rules(session, bands)
    busy, quiet = [], {}
    for code, rule in sorted(known.items()):
        version = rule.on(rule.day(today))
        if code in crossed or _needs_pass(rule, version):
            busy.append(code)
        elif rule.as_of is not None and rule.as_of < today:
            quiet[code] = version
    await mark(session, today, quiet)
    return busy


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
    version = known.on(today)
    if _needs_pass(known, version):
        await full_pass(watching, session, code, clock, moves)
    elif version is not None and (known.as_of, known.swept_by) != (today, version.id):
        asked = Pass(rule=watching.rules[code], version=version, today=today, now=clock.now())
        if bands := bands_of(known, today):
            moves.take(code, asked.rule.resource, await _recolour(watching, session, asked, bands))
        await mark(session, today, {code: version})


def _needs_pass(rule: Rule, version: Version | None) -> bool:
    """Whether the bands do not tell all: a first pass, a beginning or an end, another measure."""
    if rule.as_of is None:
        return version is not None
    before = rule.swept()
    if before is None or version is None:
        return before is not version
    return bool(version.limits) and before.id != version.id


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


async def resume(session: AsyncSession, clock: Clock, moves: Moves) -> None:
    """Suppressed warnings whose end has come count again."""
    today, now = business_date(clock), clock.now()
    over = and_(
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
    moves.take("", "", await session.execute(told))
