"""Random acts of random people: the engine goes exactly where the oracle says, or nowhere."""

import random

import pytest

from core.errors import ZhijianError
from core.procedures import acts, rights
from core.procedures.acts import Asked
from core.procedures.definitions import track, track_of
from core.procedures.models import Matter, ProcedureDefinition
from core.procedures.possible import possible_acts
from core.procedures.queues import waiting_for
from tests.core.procedures.letter import PEOPLE
from tests.core.procedures.oracle import State, after, theirs

WALKS, LENGTH = 8, 14
ACTS = {
    "return": (acts.send_back, (None,)),
    "supplement": (acts.supplement, ()),
    "request": (acts.request_supplement, ()),
    "pause": (acts.pause, ("testing",)),
    "resume": (acts.resume, ()),
    "extend": (acts.extend, ()),
    "withdraw": (acts.withdraw, ()),
}
LIKELY = ("do",) * 5 + tuple(ACTS)
NAMES = {"request": "request_supplement"}


async def happen(office, letter, who, what):
    """Let it happen; says whether it did."""
    matter = await office.matter(letter)
    try:
        if what == "do":
            await office.do(who, matter["step"], letter)
        else:
            function, more = ACTS[what]
            async with office.acting(who) as work:
                await function(work, Asked(matter_id=matter["id"]), *more)
    except ZhijianError:
        return False
    return True


async def offered(office, letter, who):
    """The names of the acts that the server says are possible for somebody."""
    matter = await office.matter(letter)
    access = office.access_of(who)
    async with office.store.reading(access) as session:
        row = (await session.scalars(acts.select(Matter).where(Matter.id == matter["id"]))).first()
        if row is None:
            return set()
        path = await track(session, row.procedure_id)
        return {act.name for act in possible_acts(access, row, path) if act.allowed}


async def queued(office, letter, who):
    """Whether the letter stands in somebody's queue: in that of everything, in that of its step."""
    matter = await office.matter(letter)
    access = office.access_of(who)
    async with office.store.reading(access) as session:
        definition = await session.get_one(ProcedureDefinition, matter["procedure_id"])
        tracks = [track_of(definition)]
        found = []
        for only in (None, matter["step"]):
            rule = waiting_for(access, tracks, only)
            rows = await session.execute(acts.select(Matter.id).where(rule))
            found.append(matter["id"] in {row[0] for row in rows})
        return found


def shape(matter):
    """What of a stored matter the oracle knows."""
    return matter["step"], matter["state"] == "OPEN", matter["paused"], len(matter["signed_by"])


async def walk(office, rng):
    """One letter's life; every refusal is proven to change nothing. Gives how much was refused."""
    letter, state, refusals = await office.file(), State(), 0
    for _ in range(LENGTH):
        who, what = rng.choice(sorted(PEOPLE)), rng.choice(LIKELY)
        expected = after(state, who, what)
        name = state.step if what == "do" else NAMES.get(what, what)
        told = name in await offered(office, letter, who)
        mine = theirs(state, who)
        supplement = state.paused == "supplement" and who == "clerk" and state.open
        assert await queued(office, letter, who) == [mine or supplement, mine], f"{who}: {state}"
        before = await office.everything()
        happened = await happen(office, letter, who, what)
        place = f"{who} {what} at {state}"
        assert happened is (expected is not None), place
        assert told is happened, f"{place}: offered {told}"
        if expected is None:
            assert await office.everything() == before, place
            refusals += 1
        state = state if expected is None else expected
        known = (state.step, state.open, state.paused, len(state.signed))
        assert shape(await office.matter(letter)) == known, place
    return refusals


async def test_the_engine_goes_where_the_oracle_says(office):
    rng = random.Random(20261123)  # noqa: S311  questions, not secrets
    refusals = sum([await walk(office, rng) for _ in range(WALKS)])
    assert refusals > WALKS


async def test_an_engine_that_forgets_the_tier_is_caught(office, monkeypatch):
    """The seeded defect: whoever reaches the record may do the step."""

    def careless(access, matter, step):
        duties = [duty for duty, _ in access.cells(matter.resource, "read")]
        return duties[0] if duties else None

    monkeypatch.setattr(rights, "acting_duty", careless)
    rng = random.Random(1)  # noqa: S311

    async def walks():
        for _ in range(WALKS):
            await walk(office, rng)

    with pytest.raises(AssertionError):
        await walks()
