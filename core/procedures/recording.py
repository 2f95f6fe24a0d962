"""Writing down what happens to a matter: its step event, its chain, its clock, its news."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from core.deadlines.calendar import WorkingCalendar
from core.deadlines.limits import Pause, due
from core.deadlines.service import calendar_of
from core.declarations import END, Limit, Step
from core.policy.access import Duty
from core.policy.vocabulary import Action
from core.procedures.definitions import Track, rule_of
from core.procedures.events import MatterAdvanced
from core.procedures.models import Matter, MatterState, StepAct, StepEvent
from core.store.base import Base
from core.store.unit import UnitOfWork

TIMED: Final = frozenset({StepAct.COMPLETED, StepAct.RETURNED})
"""Acts that answer whether the step was done within its limit."""


@dataclass(frozen=True, slots=True)
class Act:
    """One act on a matter: under which rule it is written, and by which post."""

    model: type[Base]
    action: Action
    duty: Duty


def event_of(
    work: UnitOfWork,
    matter: Matter,
    track: Track,
    act: Act,
    what: StepAct,
    *,
    to: str | None = None,
) -> StepEvent:
    """The step event of an act, as things stand before it: make it first, write it last."""
    step = track.steps[matter.step]
    matter.version += 1
    return StepEvent(
        matter_id=matter.id,
        act=what,
        step=step.name,
        step_title=step.chinese,
        to_step=to,
        to_title=track.steps[to].chinese if to is not None and to in track.steps else None,
        at=work.clock.now(),
        account_id=work.access.actor.account_id,
        organisation_id=act.duty.organisation_id or None,
        role=act.duty.role,
        tier=work.access.table.tier(act.duty.role),
        arrived_on=matter.arrived_on,
        due_on=matter.due_on,
        on_time=_on_time(work, matter) if what in TIMED else None,
        reason=work.reason,
        paused=matter.paused,
        town_id=matter.town_id,
        enterprise_id=matter.enterprise_id,
        organisation_ids=list(matter.organisation_ids),
    )


async def write(work: UnitOfWork, event: StepEvent, act: Act) -> None:
    """Write a step event together with what has become of its matter: one flush for both."""
    await work.entail(event, act.model, act.action)


async def announce(work: UnitOfWork, matter: Matter, track: Track, what: StepAct, at: str) -> None:
    """Publish the news, once the matter is where it is going. `at`: the step that it comes from."""
    await work.publish(
        MatterAdvanced(
            matter_id=matter.id,
            resource=matter.resource,
            subject_id=matter.subject_id,
            procedure=track.definition.code,
            act=what,
            step=at,
            to_step=matter.step if matter.state is MatterState.OPEN else None,
            outcome=matter.outcome,
            town_id=matter.town_id,
            enterprise_id=matter.enterprise_id,
        )
    )


def join(matter: Matter, organisation_id: int) -> None:
    """Put an organisation on the chain of a matter: it may follow it from now on."""
    if organisation_id and organisation_id not in matter.organisation_ids:
        matter.organisation_ids = [*matter.organisation_ids, organisation_id]


async def arrive(work: UnitOfWork, matter: Matter, step: Step) -> None:
    """Let a matter wait at a step from today on, with the clock of its limit."""
    matter.step, matter.step_title = step.name, step.chinese
    matter.warning_rule = rule_of(step)
    matter.arrived_on, matter.holder_id = work.today, None
    matter.signed_by, matter.proposed = [], {}
    matter.pauses, matter.paused, matter.extended, matter.by_term = [], None, False, False
    await set_clock(work, matter, step)


async def set_clock(
    work: UnitOfWork, matter: Matter, step: Step, calendar: WorkingCalendar | None = None
) -> None:
    """The last day of the step's limit, as the calendar and the pauses stand now.

    The term that an order set stays what it is. `calendar`: where it has been read already.
    """
    if matter.by_term:
        return
    if step.limit is None:
        matter.due_on, matter.due_provisional = None, False
        return
    with work.session.no_autoflush:  # the matter is written once, with its event
        known = calendar or await calendar_of(work.session)
    pauses = _pauses(matter, step.limit)
    found = due(step.limit, matter.arrived_on, known, pauses=pauses, extended=matter.extended)
    matter.due_on, matter.due_provisional = found.on, found.provisional


def end(work: UnitOfWork, matter: Matter, state: MatterState, outcome: str | None) -> None:
    """Close a matter where it is."""
    matter.state, matter.outcome = state, outcome
    matter.closed_at = work.clock.now()
    matter.due_on, matter.due_provisional, matter.paused = None, False, None
    matter.signed_by, matter.proposed, matter.holder_id = [], {}, None


def is_end(to: str) -> bool:
    """Whether a step leads out of the procedure."""
    return to == END


def _on_time(work: UnitOfWork, matter: Matter) -> bool | None:
    return None if matter.due_on is None else work.today <= matter.due_on


def _pauses(matter: Matter, limit: Limit) -> list[Pause]:
    """The days on which the clock stood: from the day after it was stopped, as days are counted."""
    found = []
    for each in matter.pauses:
        stopped, restarted = dt.date.fromisoformat(each["from"]), dt.date.fromisoformat(each["to"])
        kind = each["kind"] if each["kind"] in limit.excluded else ""
        if restarted > stopped:
            found.append(Pause(stopped + dt.timedelta(days=1), restarted, kind))
    return found
