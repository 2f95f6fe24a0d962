"""Opening matters and doing their steps: what the services of subsystems call.

    matter = await open_matter(work, row, "equipment_declaration", title=...)
    progress = await complete(work, row, "verified")

`row` is the record (an `OnChain` model) that the work has added or fetched with the step's action.
Everything is part of the work's one transaction: matter, step event, ledger entry, news.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from core.declarations import END, Step
from core.errors import InvalidInput, NotFound
from core.procedures import errors
from core.procedures.definitions import Track, track, track_of
from core.procedures.models import (
    Matter,
    MatterState,
    OnChain,
    ProcedureDefinition,
    StepAct,
)
from core.procedures.recording import Act, announce, arrive, end, event_of, is_end, join, write
from core.procedures.rights import acting_duty, why_not_do
from core.store.base import Base
from core.store.unit import UnitOfWork


@dataclass(frozen=True, slots=True)
class Progress:
    """What doing a step came to. `finished_step`: False while a second signature is missing."""

    matter: Matter
    finished_step: bool


async def open_matter(
    work: UnitOfWork, row: Any, code: str, *, title: str, to: str | None = None
) -> Matter:
    """Begin the procedure `code` in force today for a new record: its first step is done by this.

    Raises Denied (`NOT_YOUR_STEP`) when the actor's posts are of none of the first step's tiers.
    """
    path = track_of(await _in_force(work, code))
    first, resource = path.first, work.access.resources[type(row)]
    matter = Matter(
        procedure_id=path.definition.id,
        resource=resource,
        subject_id=row.id,
        title=title,
        state=MatterState.OPEN,
        step=first.name,
        step_title=first.chinese,
        opened_at=work.clock.now(),
        opened_by=work.access.actor.account_id,
        arrived_on=work.today,
        town_id=row.town_id,
        enterprise_id=row.enterprise_id,
        organisation_ids=list(row.organisation_ids or ()),
        pauses=[],
        proposed={},
        signed_by=[],
        doers={first.name: _signatories(work, [])},
        version=1,
    )
    act = _act(work, row, matter, first)
    matter.opened_in = act.duty.organisation_id or None
    join(matter, act.duty.organisation_id)
    goal = _goal(first, to)
    event = event_of(work, matter, path, act, StepAct.OPENED, to=goal)
    await _go(work, matter, path, goal, None)
    await work.entail(matter, type(row), first.action)
    event.matter_id = row.matter_id = matter.id
    row.organisation_ids = list(matter.organisation_ids)
    await write(work, event, act)
    await announce(work, matter, path, StepAct.OPENED, first.name)
    return matter


async def complete(
    work: UnitOfWork, row: Any, step: str, *, to: str | None = None, outcome: str | None = None
) -> Progress:
    """Do the present step of a record's matter and go on, back (with a reason), or to the end.

    Raises Conflict (`WRONG_STEP`, `MATTER_CLOSED`, `MATTER_PAUSED`, `OTHER_DECISION`), Denied
    (`NOT_YOUR_STEP`, `SAME_PERSON`, `HELD_BY_ANOTHER`, `ALREADY_SIGNED`), InvalidInput.
    """
    matter, path = await matter_of(work, row)
    if (refusal := why_not_do(work.access, matter, path, step)) is not None:
        raise refusal
    here = path.steps[step]
    act, goal = _act(work, row, matter, here), _goal(here, to)
    await work.entail(matter, act.model, act.action)
    join(matter, act.duty.organisation_id)
    if not path.is_return(step, goal) and not _is_last_signature(work, matter, here, goal, outcome):
        await write(work, event_of(work, matter, path, act, StepAct.SIGNED, to=goal), act)
        _follow(row, matter)
        await announce(work, matter, path, StepAct.SIGNED, step)
        return Progress(matter, finished_step=False)
    await move(work, matter, path, act, goal, outcome)
    _follow(row, matter)
    return Progress(matter, finished_step=True)


async def move(
    work: UnitOfWork, matter: Matter, path: Track, act: Act, goal: str, outcome: str | None = None
) -> None:
    """Leave the present step for `goal`, which may lie behind it: then a reason must be given."""
    here = matter.step
    back = path.is_return(here, goal)
    if back and not work.reason.strip():
        raise errors.reason_missing()
    what = StepAct.RETURNED if back else StepAct.COMPLETED
    event = event_of(work, matter, path, act, what, to=goal)
    matter.doers = {**matter.doers, here: _signatories(work, matter.signed_by)}
    await _go(work, matter, path, goal, outcome)
    await write(work, event, act)
    await announce(work, matter, path, what, here)


async def set_due(work: UnitOfWork, row: Any, due_on: dt.date, *, overdue: bool = False) -> Matter:
    """Give the present step the term that an order or notice set, in place of its own limit.

    The row has been fetched or added by this work, which has just moved or extended its matter.
    `overdue`: a term that is over still counts, when the matter comes back to the step.
    """
    matter, _ = await matter_of(work, row)
    if due_on < work.today and not overdue:
        raise InvalidInput("期限不能早于今天。", "The term lies in the past.", field="dueOn")
    matter.due_on, matter.due_provisional, matter.by_term = due_on, False, True
    return matter


async def matter_of(work: UnitOfWork, row: Any) -> tuple[Matter, Track]:
    """The matter of a record, locked, and the track that it is pinned to."""
    if row.matter_id is None:
        raise NotFound
    wanted = select(Matter).where(Matter.id == row.matter_id).with_for_update()
    matter = (await work.session.scalars(wanted)).one_or_none()
    if matter is None:
        raise NotFound
    return matter, await track(work.session, matter.procedure_id)


async def _in_force(work: UnitOfWork, code: str) -> ProcedureDefinition:
    wanted = (
        select(ProcedureDefinition)
        .where(ProcedureDefinition.code == code, ProcedureDefinition.valid_from <= work.today)
        .order_by(ProcedureDefinition.version.desc())
        .limit(1)
    )
    if (found := (await work.session.scalars(wanted)).first()) is None:
        raise errors.not_allowed_now(
            "该办理程序目前没有生效的版本。", "No version of this procedure is in force."
        )
    return found


def _act(work: UnitOfWork, row: Base | OnChain, matter: Matter, step: Step) -> Act:
    duty = acting_duty(work.access, matter, step)
    if duty is None:
        raise errors.not_your_step(step.chinese)
    model: Any = type(row)
    return Act(model, step.action, duty)


def _goal(step: Step, to: str | None) -> str:
    goal = step.nexts[0] if to is None else to
    if goal not in step.nexts:
        raise errors.not_allowed_now(
            f"“{step.chinese}”之后不能转到该环节。", "This step does not lead there."
        )
    return goal


def _is_last_signature(
    work: UnitOfWork, matter: Matter, step: Step, goal: str, outcome: str | None
) -> bool:
    """Note a signature; says whether all are there. Raises Conflict for another decision."""
    proposal = {"to": goal, "outcome": outcome}
    if matter.signed_by and matter.proposed != proposal:
        raise errors.other_decision()
    if len(matter.signed_by) + 1 >= step.signatures:
        return True
    matter.signed_by = _signatories(work, matter.signed_by)
    matter.proposed, matter.holder_id = proposal, None  # the next signature is somebody else's
    return False


def _signatories(work: UnitOfWork, before: list[int]) -> list[int]:
    account = work.access.actor.account_id
    return [*before, *([] if account is None else [account])]


async def _go(
    work: UnitOfWork, matter: Matter, path: Track, goal: str, outcome: str | None
) -> None:
    if is_end(goal):
        end(work, matter, MatterState.DONE, outcome or END.upper())
    else:
        await arrive(work, matter, path.steps[goal])


def _follow(row: Any, matter: Matter) -> None:
    """Keep the record on the same chain as its matter, with a version of its own."""
    row.organisation_ids, row.version = list(matter.organisation_ids), row.version + 1
