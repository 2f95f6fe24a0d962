"""A matter on its way tells those for whom it waits, and those who follow it; nobody else."""

from types import SimpleNamespace

import pytest

from core.errors import Denied, NotFound
from core.identity.actors import Actors
from core.inbox.notices import LONGEST
from core.inbox.service import TELL
from core.jobs.worker import JobWorker
from core.policy.access import Access
from core.procedures.news import SUBSCRIBERS
from core.register.divisions import expand
from core.store.events import Dispatcher
from tests.core.procedures.letter import RESOURCE, Letter, Office
from tests.core.register.workshop import workshop

__all__ = ["workshop"]


class PostOffice(Office):
    """An office whose matters tell."""

    async def deliver(self) -> set[str]:
        """User names of whoever has something new since the last delivery."""
        before = {row["id"] for row in await self.rows("select id from message")}
        worker = JobWorker(self.endpoints.worker, self.clock, [TELL], self.services, Dispatcher())
        try:
            await worker.drain()
        finally:
            await worker.close()
        rows = await self.rows(
            "select message.id, username, kind from message join account on account.id = account_id"
        )
        assert await self.rows("select * from queued_job") == []
        return {row["username"] for row in rows if row["id"] not in before}

    @property
    def services(self):
        """What delivering needs of the platform, over the tests' own rules."""
        resources = {**self.assembly.resources, Letter: RESOURCE}

        async def expanded(divisions, day):
            async with self.store.system() as session:
                return await expand(session, divisions, day)

        return SimpleNamespace(
            assembly=SimpleNamespace(resources=resources),
            live=SimpleNamespace(current=self.table),
            actors=Actors(self.store, self.clock, expanded, lambda: 1),
            access_of=lambda actor: Access(actor, self.table, resources, self.today),
        )


@pytest.fixture
async def office(workshop):
    made = PostOffice(**vars(workshop))
    await made.furnish()
    made.store.dispatcher = Dispatcher(SUBSCRIBERS)
    return made


CHECKERS = {"town-quality-officer-a", "town-quality-officer-ac"}
OFFICERS = {"branch-inspection-clerk", "branch-inspection-chief"}
SIGNERS = {"station-inspector-first", "station-head-first"} | OFFICERS
ENTERPRISE = {"enterprise-clerk-a1", "enterprise-manager-a1"}
"""The safety officer has no rule that reads letters."""


async def test_those_for_whom_it_waits_and_those_who_wait_are_told(office):
    await office.file()
    assert await office.deliver() == CHECKERS | ENTERPRISE - {"enterprise-clerk-a1"}
    await office.do("town", "checked")
    assert await office.deliver() == SIGNERS | ENTERPRISE
    await office.do("inspector", "signed")
    assert await office.deliver() == SIGNERS - {"station-inspector-first"} | ENTERPRISE
    await office.do("head", "signed")
    assert await office.deliver() == OFFICERS | ENTERPRISE
    await office.do("chief", "confirmed")
    assert await office.deliver() == ENTERPRISE


async def test_a_return_says_why_and_a_long_reason_undoes_nothing(office):
    await office.file()
    await office.deliver()
    await office.do("town", "checked", reason="缺照片" * 9_000, to="filed")
    assert await office.deliver() >= ENTERPRISE
    rows = await office.rows("select body from message where kind = 'matter.returned'")
    assert all("缺照片" in row["body"] and len(row["body"]) == LONGEST for row in rows)


async def test_a_refused_act_tells_nobody(office):
    await office.file()
    await office.deliver()
    with pytest.raises((Denied, NotFound)):
        await office.do("town_b", "checked")
    assert await office.deliver() == set()
