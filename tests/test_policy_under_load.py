"""Random edits while eight clients ask two workers: every answer is right for its version."""

import asyncio
import gc
import itertools
import random
from collections import Counter
from dataclasses import dataclass, field

import psutil
import pytest

from core.policy.rules import DecisionTable
from tests.fixtures.policy import PROPOSER, SIGNER, propose, sign
from tests.test_two_workers import OTHER, ROLE, Worker, worker_beside

ROLES = {ROLE: "town.quality_officer", OTHER: "town.leader"}
EDITS = 25
WARM = 200
"""Edits after which memory is measured first; whatever a version leaves behind shows after them."""
FEW = 8
"""Tables that two workers may hold at once: in force, just before, and what is being read."""
MOST_GROWTH = 32.0
"""Megabytes of two workers, eight clients and the test itself over the remaining edits."""
FIELDS = ("name", "creditCode", "address", "kind", "status")
ASKED = """{ me { policyVersion } __type(name: "Enterprise") { fields { name } }
  enterprises(first: 1) { nodes { id } } }"""
Hidden = frozenset[tuple[str, str]]
"""Of which roles which fields are hidden."""


@dataclass
class Records:
    """What was in force under each version, and what clients saw under it."""

    hidden: dict[int, Hidden] = field(default_factory=lambda: {1: frozenset()})
    answers: Counter[tuple[int, str, Hidden]] = field(default_factory=Counter)
    rounds: int = 0
    """How many answers each client may have asked for by now; -1: enough."""
    turn: asyncio.Condition = field(default_factory=asyncio.Condition)
    memory: list[float] = field(default_factory=list)
    """Megabytes in use after every `WARM` edits."""
    tables: list[int] = field(default_factory=list)
    """Decision tables that anything still holds then."""

    async def release(self, *, last: bool = False) -> None:
        """Let every client ask once more: just before and just after a signature."""
        async with self.turn:
            self.rounds = -1 if last else self.rounds + 1
            self.turn.notify_all()

    async def may_ask(self, asked: int) -> bool:
        """Wait for the next round; False when there is none."""
        async with self.turn:
            await self.turn.wait_for(lambda: self.rounds < 0 or self.rounds > asked)
        return self.rounds > 0

    @property
    def wrong(self) -> list[tuple[int, str, Hidden]]:
        """Answers that are not those of the version that they name."""
        return [
            (version, role, seen)
            for version, role, seen in self.answers
            if seen != {pair for pair in self.hidden[version] if pair[0] == role}
        ]


def tables_alive() -> int:
    """How many whole policies are in memory."""
    gc.collect()
    return sum(isinstance(each, DecisionTable) for each in gc.get_objects())


async def edit(records: Records, workers: list[Worker], times: int, rng: random.Random) -> None:
    """Hide and show fields at random; who proposes and who signs sit at different workers."""
    hidden: Hidden = frozenset()
    for number in range(times):
        pair = rng.choice(tuple(ROLES.values())), rng.choice(FIELDS)
        row = [f"{pair[0]},core:Enterprise.{pair[1]},read,all,deny"]
        there = pair in hidden
        here, beside = workers[number % 2], workers[(number + 1) % 2]
        officers = (here.as_user(PROPOSER), beside.as_user(SIGNER))
        rows = {"remove" if there else "add": row}
        key = await propose(officers[0], **rows)
        await records.release()
        done = await sign(officers[1], key)
        assert done["userErrors"] == []
        hidden = hidden ^ {pair}
        records.hidden[done["policyVersion"]["number"]] = hidden
        await records.release()
        if (number + 1) % WARM == 0:
            records.tables.append(tables_alive())
            records.memory.append(psutil.Process().memory_info().rss / 1e6)
    await records.release(last=True)


async def ask(records: Records, worker: Worker, username: str) -> None:
    """Ask once in every round, and note what is seen under which version."""
    role = ROLES[username]
    for asked in itertools.count():
        if not await records.may_ask(asked):
            return
        answer = await worker.as_user(username).post(ASKED)
        data = answer.json()["data"]
        version = data["me"]["policyVersion"]
        assert version == int(answer.headers["x-policy-version"])
        assert data["enterprises"]["nodes"]
        shown = {each["name"] for each in data["__type"]["fields"]}
        seen = frozenset((role, name) for name in FIELDS if name not in shown)
        records.answers[version, role, seen] += 1


async def play(bureau, times: int) -> Records:
    """The whole play; what it leaves behind."""
    records = Records()
    async with worker_beside(bureau) as second:
        workers = [Worker(bureau.application, bureau.http), second]
        # both roles at both workers, each twice
        clients = list(itertools.product(workers, ROLES)) * 2
        rng = random.Random(times)  # noqa: S311 choices, not secrets
        asking = [ask(records, *client) for client in clients]
        await asyncio.gather(edit(records, workers, times, rng), *asking)
    return records


def counted(records: Records, times: int) -> None:
    assert len(records.hidden) == times + 1
    assert records.wrong == []
    assert records.answers.total() >= 8 * times
    assert len({version for version, _, _ in records.answers}) > times // 2


async def test_random_edits_under_eight_clients_make_no_wrong_answer(bureau):
    before = tables_alive()
    counted(await play(bureau, EDITS), EDITS)
    assert tables_alive() <= before + FEW, "former policies are not kept"


@pytest.mark.soak
async def test_a_thousand_edits_under_eight_clients_make_no_wrong_answer(bureau):
    """Nor do they fill the memory."""
    records = await play(bureau, 1_000)
    counted(records, 1_000)
    print(f"\nmegabytes after every {WARM} edits: {[round(n) for n in records.memory]}")  # noqa: T201  the extent
    assert max(records.tables) <= records.tables[0] + FEW
    assert records.memory[-1] - records.memory[0] < MOST_GROWTH


def test_a_wrong_answer_would_be_counted():
    records = Records()
    records.hidden[2] = frozenset({("town.leader", "name")})
    records.answers[2, "town.leader", frozenset()] += 1
    records.answers[1, "town.leader", frozenset()] += 1
    assert records.wrong == [(2, "town.leader", frozenset())]
