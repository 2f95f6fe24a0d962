"""Random acts, colours and days: a warning is what the oracle says; a refusal changes nothing."""

import datetime as dt
import random

import pytest

from plugins.early_warning import service_states
from plugins.inspection.seeds import plant_law
from schema.ids import global_id, parse_id
from tests.plugins.early_warning.ground import CHIEF, INSPECTOR, OFFICER, OWNER, number
from tests.plugins.early_warning.oracle import RANK, Known, after, next_morning

WALKS, LENGTH = 4, 14
DO = {
    "ack": ("acknowledgeWarning", (OWNER, OFFICER, INSPECTOR)),
    "link": ("actOnWarning", (OWNER, OFFICER)),
    "suppress": ("suppressWarning", (CHIEF,)),
    "resume": ("resumeWarning", (CHIEF,)),
    "escalate": ("escalateWarning", (INSPECTOR, OFFICER)),
}
STRANGERS = ("enterprise-manager-a2", "town-leader-b", "station-inspector-second")
LIKELY = (*DO, *DO, "ack", "colour", "colour", "day", "day", "day", "end", "stranger")
TABLES = ("warning", "warning_event", "warning_notice", "warning_digest", "linked_visit", "message")


class Walk:
    """One warning's life, with the matter that may answer it."""

    def __init__(self, ground, rng):
        self.ground, self.rng, self.matter = ground, rng, None

    async def begin(self):
        (self.warning,) = await self.ground.raised("a1", colour="YELLOW")
        self.known = Known(colour="YELLOW", since=self.ground.today)
        self.refused = 0

    async def everything(self):
        rows = {
            name: await self.ground.bureau.rows(f'select * from "{name}" order by id')
            for name in TABLES
        }
        return {name: [tuple(row) for row in some] for name, some in rows.items()}

    async def step(self):
        what = self.rng.choice(LIKELY)
        if what == "day":
            await self.ground.next_day(days := self.rng.choice((1, 1, 4, 11)))
            self.known = next_morning(self.known, self.ground.today)
            return f"{days} days"
        if what == "stranger":
            await self._refused(self.rng.choice(STRANGERS), "acknowledgeWarning", {}, "NOT_FOUND")
            return what
        if what == "colour":
            await self._colour()
        elif what == "end":
            await self._end()
        else:
            await self._act(what)
        return what

    async def _act(self, what):
        name, people = DO[what]
        who, given, told = self.rng.choice(people), {}, (what,)
        if what == "suppress":
            until = self.ground.today + dt.timedelta(days=self.rng.choice((0, 1, 3, 12)))
            given, told = {"reason": "停产", "until": until.isoformat()}, (what, until)
        if what == "link":
            if self.matter is None:
                self.matter = await self._hazard()
            given = {"matterId": self.matter}
        then, code = after(self.known, told, self.ground.today)
        if code:
            await self._refused(who, name, given, code)
            return
        assert await self.ground.act(who, name, self.warning, **given) is None, (told, self.known)
        await self.ground.jobs()
        self.known = then

    async def _refused(self, who, name, given, code):
        before = await self.everything()
        found = await self.ground.act(who, name, self.warning, **given)
        assert found == code, (who, name, self.known)
        assert await self.everything() == before
        self.refused += 1

    async def _colour(self):
        colour = self.rng.choice([each for each in RANK if each != self.known.colour])
        worse = RANK[colour] > RANK[self.known.colour]
        await self.ground.coloured(number(self.warning), colour=colour, worse=worse)
        self.known, _ = after(self.known, ("colour", colour), self.ground.today)

    async def _hazard(self):
        unit = global_id("Enterprise", self.ground.bureau.world.enterprises["a1"])
        given = {"enterpriseId": unit, "what": "漏汽", "category": "SPECIAL_EQUIPMENT"}
        caller = self.ground.bureau.as_user(OFFICER)
        done = await caller.run("reportHazard", "hazard { id matter { id } }", **given)
        self.hazard = done["hazard"]["id"]
        return done["hazard"]["matter"]["id"]

    async def _end(self):
        if self.matter is None:
            return
        caller = self.ground.bureau.as_user(INSPECTOR)
        done = await caller.do("dismissHazard", hazardId=self.hazard, reason="误报")
        assert done["userErrors"] == []
        await self.ground.jobs()
        self.known, _ = after(self.known, ("end",), self.ground.today)
        self.matter = None

    async def check(self, place):
        key = parse_id(self.warning)[1]
        (row,) = await self.ground.bureau.rows("select * from warning where id = $1", key)
        found = Known(
            colour=row["colour"],
            since=row["colour_since"],
            state=row["state"],
            level=row["level"],
            acked=row["acknowledged_at"] is not None,
            matter=row["matter_id"] is not None,
            until=row["suppressed_until"],
        )
        assert found == self.known, place


async def walks(ground, seed):
    rng, refused = random.Random(seed), 0  # noqa: S311  questions, not secrets
    for _ in range(WALKS):
        walk = Walk(ground, rng)
        await walk.begin()
        for n in range(LENGTH):
            await walk.check(f"{n}: {await walk.step()}")
        await ground.cleared(number(walk.warning))
        refused += walk.refused
    return refused


@pytest.fixture
async def lawful(bureau, ground):
    async with bureau.application.store.system() as session:
        await plant_law(session)
    return ground


async def test_a_warning_is_what_the_oracle_says(lawful):
    assert await walks(lawful, 20261123) > WALKS


async def test_a_service_that_forgets_a_state_is_caught(lawful, monkeypatch):
    """The seeded defect: what sleeps may be acted upon."""
    monkeypatch.setattr(service_states, "_require_awake", lambda _warning: None)
    with pytest.raises(AssertionError):
        await walks(lawful, 1)
