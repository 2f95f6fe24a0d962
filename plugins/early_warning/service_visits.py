"""Linked patrols (巡查联动): a red warning asks for a visit; what is found there moves it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import and_, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.audit.announcing import Changed, announce
from core.deadlines.limits import due
from core.deadlines.service import calendar_of
from core.declarations import Job, Limit
from core.jobs.context import JobContext
from core.jobs.queue import enqueue
from core.register.events import SiteVisited
from core.store.unit import UnitOfWork
from core.warnings.models import EarlyWarning, WarningAct, WarningRuleVersion, WarningState
from plugins.early_warning import service_states as states
from plugins.early_warning.models import LinkedVisit, VisitState
from plugins.early_warning.service_history import LOCK, event_of, rules_of

WITHIN: Final = Limit(days=5, working=True, legal_basis="分局巡查联动规定")
"""How soon a red warning is looked at on site."""
_V: Final = LinkedVisit


async def plan_visits(
    context: JobContext,
    warnings: Sequence[EarlyWarning],
    rules: Mapping[int, WarningRuleVersion],
) -> None:
    """Put a visit on the route for each red warning whose rule wants one and that has none yet."""
    session = context.session
    red = [
        each
        for each in warnings
        if rules[each.rule_version_id].visit
        and each.colour in states.RED
        and each.town_id is not None
    ]
    asked = select(_V.warning_id).where(
        _V.warning_id.in_([each.id for each in red]), _V.state == VisitState.PLANNED
    )
    planned = set(await session.scalars(asked))
    if not (missing := [each for each in red if each.id not in planned]):
        return
    until = due(WITHIN, context.today, await calendar_of(session)).on
    for each in missing:
        session.add(_visit(each, rules[each.rule_version_id], context.today, until))
        session.add(event_of(each, WarningAct.VISIT_PLANNED, context.clock, note=until.isoformat()))
    await session.flush()


def _visit(
    warning: EarlyWarning, rule: WarningRuleVersion, today: dt.date, until: dt.date
) -> LinkedVisit:
    return LinkedVisit(
        warning_id=warning.id,
        owner=rule.owner,
        title=f"{rule.chinese} {rule.english}",
        planned_on=today,
        due_on=until,
        resource=warning.resource,
        subject_key=warning.subject_key,
        town_id=warning.town_id,
        enterprise_id=warning.enterprise_id,
        organisation_ids=list(warning.organisation_ids),
    )


async def drop_visits(session: AsyncSession, warnings: Sequence[int]) -> None:
    """Take visits off the route that nothing asks for any more."""
    planned = and_(_V.warning_id.in_(warnings), _V.state == VisitState.PLANNED)
    dropped = update(_V).where(planned).values(state=VisitState.DROPPED, version=_V.version + 1)
    keys = await session.scalars(dropped.returning(_V.id))
    await announce(session, [Changed("LinkedVisit", key, "updated") for key in keys])


async def move_visits(session: AsyncSession) -> None:
    """A visit is where its record is now: of the town to which that has moved since."""
    w = EarlyWarning
    whose = (w.town_id, w.enterprise_id, w.organisation_ids)
    moved = tuple_(_V.town_id, _V.enterprise_id, _V.organisation_ids).is_distinct_from(
        tuple_(*whose)
    )
    here = and_(_V.warning_id == w.id, _V.state == VisitState.PLANNED, moved)
    where = {"town_id": whose[0], "enterprise_id": whose[1], "organisation_ids": whose[2]}
    followed = update(_V).where(here).values(**where, version=_V.version + 1).returning(_V.id)
    keys = await session.scalars(followed.execution_options(synchronize_session=False))
    await announce(session, [Changed("LinkedVisit", key, "updated") for key in keys])


async def keep_visit(work: UnitOfWork, visited: SiteVisited) -> None:
    """The subscriber: what a visit means for warnings is seen to after its commit."""
    payload = {
        "resource": visited.resource,
        "key": visited.key,
        "on": visited.on.isoformat(),
        "town": visited.town_id,
        "enterprise": visited.enterprise_id,
        "subject": visited.subject,
        "subsystems": list(visited.subsystems),
        "account": visited.account_id,
        "passed": visited.passed,
        "matters": list(visited.matters),
    }
    await enqueue(work, VISITED, payload, lock=LOCK)


async def _visited(context: JobContext, payload: Mapping[str, Any]) -> None:
    """The job: close the visits that were asked for there, and move their warnings."""
    session = context.session
    wanted = select(_V).where(_V.state == VisitState.PLANNED, *_same_place(payload))
    visits = (await session.scalars(wanted.order_by(_V.id).with_for_update())).all()
    keys = [each.warning_id for each in visits]
    asked = select(EarlyWarning).where(EarlyWarning.id.in_(keys)).with_for_update()
    warnings = {each.id: each for each in await session.scalars(asked)}
    rules = await rules_of(session, list(warnings.values()))
    failed = []
    for visit in visits:
        warning = warnings[visit.warning_id]
        _close(visit, payload)
        _seen(context, warning, rules[warning.rule_version_id], payload)
        failed += [] if payload["passed"] else [warning.id]
    await session.flush()
    if failed:
        await enqueue(session, "early_warning.escalated", {"warnings": failed}, lock=LOCK)
    changed = [Changed("LinkedVisit", each.id, "updated") for each in visits]
    await announce(session, [*changed, *(Changed("EarlyWarning", key, "updated") for key in keys)])


def _same_place(payload: Mapping[str, Any]) -> list[Any]:
    """Who is there does all that is due there, of the subsystems that he looked at."""
    here = [_V.town_id == payload["town"]]
    if payload["subsystems"]:
        here.append(_V.owner.in_(payload["subsystems"]))
    same = [and_(_V.enterprise_id.is_not(None), _V.enterprise_id == payload["enterprise"])]
    if payload["subject"]:
        resource, key = payload["subject"]
        same = [and_(_V.resource == resource, _V.subject_key == key)]
    return [*here, or_(*same)]


def _close(visit: LinkedVisit, payload: Mapping[str, Any]) -> None:
    visit.state = VisitState.PASSED if payload["passed"] else VisitState.FAILED
    visit.done_on = dt.date.fromisoformat(payload["on"])
    visit.done_by = payload["account"]
    visit.record = f"{payload['resource'].partition(':')[2]}:{payload['key']}"
    visit.matter_ids = payload["matters"]
    visit.version += 1


def _seen(
    context: JobContext,
    warning: EarlyWarning,
    rule: WarningRuleVersion,
    payload: Mapping[str, Any],
) -> None:
    """All well: somebody has seen it. Else it goes up, with the matter of the first hazard."""
    account = payload["account"]
    note = "现场正常 All well" if payload["passed"] else "现场发现问题 Something was found"
    found = event_of(warning, WarningAct.VISITED, context.clock, account_id=account, note=note)
    context.session.add(found)
    if warning.state in (WarningState.CLEARED, WarningState.SUPPRESSED):
        return
    warning.version += 1
    if not payload["passed"]:
        warning.matter_id = next(iter(payload["matters"]), warning.matter_id)
        states.fail(warning, len(rule.escalation))
        context.session.add(event_of(warning, WarningAct.ESCALATED, context.clock, note=note))
    elif warning.state in states.UNANSWERED:
        states.acknowledge(warning, account, context.clock.now())
        said = event_of(warning, WarningAct.ACKNOWLEDGED, context.clock, account_id=account)
        context.session.add(said)


VISITED: Final = Job(name="early_warning.visited", run=_visited)
