"""What can be done to any matter, whatever it is about: back, sideways, on hold, and out.

Each function takes the matter's key, does one act, and leaves one step event. They raise NotFound,
Denied (`NOT_YOUR_STEP`, `HELD_BY_ANOTHER`), Conflict (`MATTER_CLOSED`, `MATTER_PAUSED`,
`NOT_POSSIBLE_HERE`, `STALE_VERSION`) and InvalidInput where the reason is missing.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from core.errors import InvalidInput, NotFound, ZhijianError
from core.files.binding import follow as follow_files
from core.identity.models import Organisation
from core.policy.access import Access, Duty
from core.policy.vocabulary import Action
from core.procedures import errors, rights
from core.procedures.definitions import Track, track
from core.procedures.models import Matter, MatterState, StepAct, StepEvent
from core.procedures.recording import Act, announce, end, event_of, join, set_clock, write
from core.procedures.service import move
from core.register.places import require_town
from core.store.base import Base
from core.store.scope import admits
from core.store.unit import UnitOfWork

Check = Callable[[Access, Matter, Track], ZhijianError | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which matter, and the version of it that the client has read."""

    matter_id: int
    expected_version: int | None = None


@dataclass
class Taken:
    """A matter in hand, locked with its record, for one act of the actor."""

    work: UnitOfWork
    matter: Matter
    row: Any
    path: Track
    act: Act

    async def note(self, what: StepAct, *, to: str | None = None) -> None:
        """Write the step event and tell the news of an act that stays at the step."""
        here = self.matter.step
        join(self.matter, self.act.duty.organisation_id)
        event = event_of(self.work, self.matter, self.path, self.act, what, to=to)
        await write(self.work, event, self.act)
        await self.follow()
        await announce(self.work, self.matter, self.path, what, here)

    async def share_past(self) -> None:
        """Let whoever may follow the matter now follow what has happened so far."""
        past = select(StepEvent).where(StepEvent.matter_id == self.matter.id)
        for event in (await self.work.session.scalars(past)).all():
            await self.work.entail(event, self.act.model, self.act.action)
            event.organisation_ids = list(self.matter.organisation_ids)
            event.town_id = self.matter.town_id
        await self.follow()
        await follow_files(self.work, self.row, act=self.act.model, action=self.act.action)

    async def follow(self) -> None:
        """Keep the record where its matter is."""
        matter, row = self.matter, self.row
        await self.work.entail(row, self.act.model, self.act.action)
        row.organisation_ids, row.town_id = list(matter.organisation_ids), matter.town_id
        row.version += 1


async def send_back(work: UnitOfWork, asked: Asked, to: str | None) -> Matter:
    """Return a matter to an earlier step, with the reason; `to` names it, else the nearest."""
    taken = await _take(work, asked, Action.UPDATE, rights.why_not_return)
    ways = rights.returns(taken.path, taken.matter.step)
    goal = to or ways[0]
    if goal not in ways:
        raise errors.not_allowed_now("不能退回到该环节。", "It cannot be returned to that step.")
    join(taken.matter, taken.act.duty.organisation_id)
    await move(work, taken.matter, taken.path, taken.act, goal)
    await taken.follow()
    return taken.matter


async def request_supplement(work: UnitOfWork, asked: Asked) -> Matter:
    """Ask whoever opened the matter for what is missing, named by the reason; the clock stands."""
    _require_reason(work)
    taken = await _take(work, asked, Action.UPDATE, rights.why_not_stop)
    _stop_clock(work, taken.matter, rights.SUPPLEMENT)
    await taken.note(StepAct.SUPPLEMENT_REQUESTED)
    return taken.matter


async def supplement(work: UnitOfWork, asked: Asked) -> Matter:
    """Hand in what was missing; the reason says what. The clock runs again."""
    _require_reason(work)
    taken = await _take(work, asked, Action.SUBMIT, rights.why_not_supplement)
    await _restart_clock(taken)
    await taken.note(StepAct.SUPPLEMENTED)
    return taken.matter


async def pause(work: UnitOfWork, asked: Asked, kind: str) -> Matter:
    """Stop the clock for a reason that the step's law names, such as a test or a hearing."""
    _require_reason(work)
    taken = await _take(work, asked, Action.UPDATE, rights.why_not_stop)
    limit = taken.path.steps[taken.matter.step].limit
    if limit is None or kind not in limit.excluded:
        raise errors.not_allowed_now(
            "此环节的法定期限不因该事由中止。", "The limit of this step does not stand for that."
        )
    _stop_clock(work, taken.matter, kind)
    await taken.note(StepAct.PAUSED)
    return taken.matter


async def resume(work: UnitOfWork, asked: Asked) -> Matter:
    """Let the clock run again; the time between is not counted."""
    taken = await _take(work, asked, Action.UPDATE, _why_not_resume)
    await _restart_clock(taken)
    await taken.note(StepAct.RESUMED)
    return taken.matter


async def extend(work: UnitOfWork, asked: Asked) -> Matter:
    """Extend the limit of the present step, once and as far as the law allows."""
    _require_reason(work)
    taken = await _take(work, asked, Action.UPDATE, rights.why_not_extend)
    taken.matter.extended = True
    if taken.matter.paused is None:
        await set_clock(work, taken.matter, taken.path.steps[taken.matter.step])
    await taken.note(StepAct.EXTENDED)
    return taken.matter


async def extend_term(work: UnitOfWork, row: Any, due_on: dt.date) -> Matter:
    """Extend, once, the term that an order set for the present step. Called by a subsystem.

    Raises Conflict (`NOT_POSSIBLE_HERE`) for a second time, InvalidInput for no later day.
    """
    _require_reason(work)
    taken = await _take(work, Asked(matter_id=row.matter_id or 0), Action.UPDATE, _why_not_term)
    if taken.matter.due_on is not None and due_on <= taken.matter.due_on:
        raise InvalidInput("新期限须晚于原期限。", "The new term must be later.", field="dueOn")
    taken.matter.extended, taken.matter.due_on, taken.matter.by_term = True, due_on, True
    await taken.note(StepAct.EXTENDED)
    return taken.matter


async def transfer(work: UnitOfWork, asked: Asked, town_id: int) -> Matter:
    """Hand a matter to the town (and its station) that it belongs to; the reason says why.

    The step begins anew there: its signatures, and its clock, unless an order set the term. Raises
    InvalidInput for a town that is no more.
    """
    _require_reason(work)
    taken = await _take(work, asked, Action.UPDATE, rights.why_not_steer)
    await require_town(work, town_id)
    matter = taken.matter
    if matter.town_id == town_id:
        raise InvalidInput("事项已在该镇街。", "The matter is there already.", field="townId")
    join(matter, taken.act.duty.organisation_id)
    matter.town_id, matter.arrived_on, matter.holder_id = town_id, work.today, None
    matter.signed_by, matter.proposed = [], {}
    await set_clock(work, matter, taken.path.steps[matter.step])
    await taken.share_past()
    await taken.note(StepAct.TRANSFERRED)
    return matter


async def delegate(work: UnitOfWork, asked: Asked, account_id: int) -> Matter:
    """Hand the step to one colleague, or take it over; `require_colleague` has been asked."""
    taken = await _take(work, asked, Action.UPDATE, rights.why_not_hand_on)
    taken.matter.holder_id = account_id
    await taken.note(StepAct.DELEGATED)
    return taken.matter


async def urge(work: UnitOfWork, asked: Asked) -> Matter:
    """Remind whoever has the matter in hand; once a day for each organisation."""
    taken = await _take(work, asked, Action.SUBMIT, _why_not_urge)
    mine = taken.act.duty.organisation_id
    lately = select(StepEvent.at).where(
        StepEvent.matter_id == taken.matter.id,
        StepEvent.act == StepAct.URGED,
        StepEvent.organisation_id == (mine or None),
        StepEvent.at > work.clock.now() - dt.timedelta(days=1),
    )
    if (await work.session.scalars(lately.limit(1))).first() is not None:
        raise errors.not_allowed_now("今天已经催办过。", "It has been urged today already.")
    await taken.note(StepAct.URGED)
    return taken.matter


async def withdraw(work: UnitOfWork, asked: Asked) -> Matter:
    """Take back a matter that one has opened, while the procedure still allows it."""
    _require_reason(work)
    taken = await _take(work, asked, Action.WITHDRAW, rights.why_not_withdraw)
    matter, here = taken.matter, taken.matter.step
    event = event_of(work, matter, taken.path, taken.act, StepAct.WITHDRAWN)
    end(work, matter, MatterState.WITHDRAWN, "WITHDRAWN")
    await write(work, event, taken.act)
    await taken.follow()
    await announce(work, matter, taken.path, StepAct.WITHDRAWN, here)
    return matter


async def copy_to(work: UnitOfWork, asked: Asked, organisation_ids: list[int]) -> Matter:
    """Let other organisations follow the matter, what has happened so far included."""
    taken = await _take(work, asked, Action.UPDATE, rights.why_not_copy)
    wanted = select(Organisation.id).where(Organisation.id.in_(organisation_ids))
    known = set(await work.session.scalars(wanted))
    if not known or known != set(organisation_ids):
        raise NotFound(field="organisationIds")
    for organisation in sorted(known):
        join(taken.matter, organisation)
    await taken.share_past()
    await taken.note(StepAct.COPIED)
    return taken.matter


async def _take(work: UnitOfWork, asked: Asked, action: Action, check: Check) -> Taken:
    """Lock record and matter, in the order in which services lock them, and check the act."""
    wanted = select(Matter.resource, Matter.subject_id).where(Matter.id == asked.matter_id)
    found = (await work.session.execute(wanted)).one_or_none()
    if found is None:
        raise NotFound(field="matterId")
    model = next(m for m, name in work.access.resources.items() if name == found.resource)
    row = await _locked(work, model, found.subject_id)
    matter = await work.fetch(
        Matter, asked.matter_id, action, expected_version=asked.expected_version
    )
    if row is None:
        raise NotFound(field="matterId")
    path = await track(work.session, matter.procedure_id)
    if (refusal := check(work.access, matter, path)) is not None:
        raise refusal
    duty = _duty(work.access, matter, path, action)
    return Taken(work, matter, row, path, Act(Matter, action, duty))


async def _locked(work: UnitOfWork, model: type[Base], key: int) -> Any:
    (primary,) = model.__table__.primary_key
    rows = await work.session.scalars(select(model).where(primary == key).with_for_update())
    return rows.one_or_none()


def _duty(access: Access, matter: Matter, path: Track, action: Action) -> Duty:
    """The post by which the act is done: that of the step, or one with a rule for the act here."""
    if (held := rights.turn(access, matter, path)) is not None:
        return held
    cells = access.cells(access.resources[Matter], action)
    return next(d for d, c in cells if admits(access.reach_by(d, c), matter, access.today))


def _stop_clock(work: UnitOfWork, matter: Matter, kind: str) -> None:
    matter.pauses = [*matter.pauses, {"kind": kind, "from": work.today.isoformat()}]
    matter.paused, matter.due_on, matter.due_provisional = kind, None, False


async def _restart_clock(taken: Taken) -> None:
    matter = taken.matter
    *before, last = matter.pauses
    matter.pauses = [*before, {**last, "to": taken.work.today.isoformat()}]
    matter.paused = None
    await set_clock(taken.work, matter, taken.path.steps[matter.step])


def _why_not_resume(access: Access, matter: Matter, path: Track) -> ZhijianError | None:
    if (why := rights.why_not_hold(access, matter, path, while_paused=True)) is not None:
        return why
    return None if matter.paused else errors.not_paused()


def _why_not_term(access: Access, matter: Matter, _path: Track) -> ZhijianError | None:
    if matter.state is not MatterState.OPEN:
        return errors.closed()
    if matter.extended:
        return errors.not_allowed_now("期限只能延长一次。", "A term is extended once only.")
    return rights.why_not_as_branch(access, matter)


def _why_not_urge(access: Access, matter: Matter, path: Track) -> ZhijianError | None:
    if matter.state is not MatterState.OPEN:
        return errors.closed()
    own = rights.turn(access, matter, path)
    return None if own is None else errors.your_own_step()


def _require_reason(work: UnitOfWork) -> None:
    if not work.reason.strip():
        raise errors.reason_missing()
