"""Random walks over two workers: every answer is held against one that is read at that moment.

The oracle is an executor that keeps nothing, at the same worker, as the same person. What a walk
does in between is what happens in a bureau: rows are written here, there and past both workers,
days pass, posts move, the policy changes, the listening connection breaks.
"""

import asyncio
import random
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import asyncpg
from sqlalchemy import text

from core.app import Application, default_rules
from core.clock import business_date
from core.identity import STALE
from core.policy.compiler import compile_table
from core.policy.rules import Rule
from core.register.models import ChangeKind, ChangeSet
from core.store.freshness import bump
from schema.execution import Ask, Executor
from schema.unchanged import Unchanged
from tests.fixtures.bureau import Bureau
from tests.fixtures.small_world import token_of
from tests.fixtures.two_workers import LIMIT_S, Worker, cut

PEOPLE = (
    "town-quality-officer-a",
    "town-quality-officer-b",
    "town-quality-officer-ac",
    "town-leader-a",
    "station-inspector-first",
    "branch-licensing-chief",
    "enterprise-manager-a1",
    "enterprise-manager-a2",
    "superior-supervisor",
    "",
)
NAMED = """query($t: String!) {
  enterprises(where: {name: {contains: $t}}) { totalCount nodes { name } }
}"""
SOME = """query($n: Int!) {
  licences(first: $n, where: {enterprise: {name: {contains: "样本"}}}) {
    nodes { number validUntil enterprise { name } } } }"""
DOCUMENTS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("{ licences(first: 50) { totalCount nodes { number state colour } } }", {}),
    ("{ enterprises(first: 50) { nodes { name licenceCount licences { number colour } } } }", {}),
    ("{ enterpriseCards(first: 50) { nodes { name } } }", {}),
    ("{ divisions(first: 50) { nodes { name code } } }", {}),
    (NAMED, {"t": "样本a"}),
    (SOME, {"n": 7}),
)
WRITES = (
    "update licence set valid_until = date '{day}' + {n}, change_id = {change} where id % 3 = {m}",
    "update enterprise set name = name || '{m}', change_id = {change} where id % 3 = {m}",
    "update enterprise_card set name = name || '{m}' where id % 3 = {m}",
    "update division set name_en = name_en || '{m}', name = name || '{m}' where id % 3 = {m}",
)
EDITS = (
    (),
    ("town.quality_officer,licensing:Licence,read,divisions,allow",),
    ("enterprise.manager,core:Enterprise,read,own,allow",),
    ("town.leader,core:EnterpriseCard,read,all,allow", "public,core:EnterpriseCard,read,all,allow"),
)
"""Rules that a policy is without."""
DAYS = 360
"""After which all sessions have ended, and nobody would see anything."""
LIKELY = ("ask",) * 40 + ("write",) * 2 + ("outside", "day", "post", "policy", "cut")


@dataclass
class House:
    """Two workers and the world around them."""

    bureau: Bureau
    workers: tuple[Worker, Worker]
    tags: dict[str, bytes] = field(default_factory=dict)
    """Every validator that anybody was given, with the body that it came with."""
    last: dict[tuple[str, str], str] = field(default_factory=dict)
    """The validator that a person was given last for a document."""
    people: list[str] = field(default_factory=list)
    documents: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    """Who asks what on the walk under way: few, so that much is asked again."""
    days: int = 0
    seen: Counter[str] = field(default_factory=Counter)

    async def hear(self) -> None:
        """Every worker has heard what was committed: notifications come before later answers."""
        for worker in self.workers:
            connection = worker.application.freshness._connection
            if connection is not None:
                await connection.fetchval("select 1")

    def hits(self) -> float:
        """How many answers still stood, at both workers together."""
        given = ("zhijian_kept_answers_total", {"worker": "0", "result": "hit"})
        found = [w.application.metrics.registry.get_sample_value(*given) for w in self.workers]
        return sum(each or 0 for each in found)

    async def beat(self) -> None:
        """Every worker has had a heartbeat, however slow the machine is."""
        for worker in self.workers:
            async with asyncio.timeout(LIMIT_S):
                while not await worker.application.freshness.beat():
                    pass

    def forget(self) -> None:
        """Nothing is kept and nothing counted any more."""
        for worker in self.workers:
            worker.application.answers.clear()
            worker.application.executor.unchanged = Unchanged(worker.application.answers)
        self.tags, self.last, self.seen = {}, {}, Counter()


class Differs(AssertionError):
    """A worker answered what was no longer so."""


async def walk(house: House, seed: object, steps: int) -> None:
    """Raises Differs where an answer is not what is read at that moment."""
    draw = random.Random(f"{seed}")  # noqa: S311
    house.people, house.documents = draw.sample(PEOPLE, 4), draw.sample(DOCUMENTS, 2)
    await house.beat()
    for _ in range(steps):
        step = draw.choice(LIKELY)
        house.seen[step] += 1
        await STEPS[step](house, draw)


async def _ask(house: House, draw: random.Random) -> None:
    await ask(house, draw.choice(house.workers), draw)


async def ask(house: House, worker: Worker, draw: random.Random) -> None:
    """Somebody asks, with a validator that somebody was given."""
    (document, variables), who = draw.choice(house.documents), draw.choice(house.people)
    token = token_of(who) if who else None
    application = worker.application
    headers = {"authorization": f"Bearer {token}"} if token else {}
    if (own := house.last.get((who, document))) and draw.random() < 0.4:
        headers["if-none-match"] = own
    elif house.tags and draw.random() < 0.3:
        headers["if-none-match"] = draw.choice(list(house.tags))
    given = {"query": document, "variables": _json(variables)}
    answer = await worker.http.get("/graphql", params=given, headers=headers)
    body = answer.content
    if answer.status_code == 304:
        body = house.tags[answer.headers["etag"]]
        assert answer.headers["etag"] == headers["if-none-match"]
        house.seen["not modified"] += 1
    elif tag := answer.headers.get("etag"):
        house.last[who, document] = tag
        if house.tags.setdefault(tag, body) != body:
            raise Differs(f"{tag} stands for two bodies")
    truth = await _truth(application, token, document, variables)
    if body != truth:
        raise Differs(f"{who} asks {document}\n{body.decode()}\n{truth.decode()}")
    house.seen["errors"] += b'"errors"' in truth


async def _truth(
    application: Application, token: str | None, document: str, variables: dict[str, Any]
) -> bytes:
    bare = Executor(application.store, application.views, application, application._limits)
    access = await application.access(token)
    return (await bare.answer(Ask(access=access, text=document, variables=variables))).body


def _json(variables: dict[str, Any]) -> str:
    return str(variables).replace("'", '"')


async def _write(house: House, draw: random.Random) -> None:
    """One worker writes and is asked at once; the other one once it has heard."""
    writer = draw.choice(house.workers)
    async with writer.application.store.system() as session:
        change = ChangeSet(
            kind=ChangeKind.REFERENCE,
            source="tests",
            confirmed_at=house.bureau.clock.now(),
            reason="walk",
        )
        session.add(change)
        await session.flush()
        await (await session.connection()).execute(text(_statement(house, draw, change.id)))
        late: list[str] = []
        writer.application.tables.hear = late.append  # type: ignore[method-assign]
    try:
        for _ in range(4):
            await ask(house, writer, draw)
    finally:
        del writer.application.tables.hear
    for table in late:
        writer.application.tables.hear(table)
    await house.hear()


async def _outside(house: House, draw: random.Random) -> None:
    owner = await asyncpg.connect(house.bureau.endpoints.owner)
    try:
        await owner.execute("set row_security = on; select set_config('zj.reach', 'all', false)")
        change = house.bureau.world.change_id
        await owner.execute(_statement(house, draw, change))
    finally:
        await owner.close()
    await house.hear()


def _statement(house: House, draw: random.Random, change: int) -> str:
    today = business_date(house.bureau.clock)
    given = {"n": draw.randint(0, 200), "m": draw.randint(0, 2), "change": change}
    return draw.choice(WRITES).format(day=today.isoformat(), **given)


async def _day(house: House, draw: random.Random) -> None:
    days = min(draw.choice((1, 1, 1, 20)), DAYS - house.days)
    house.days += days
    house.bureau.clock.advance(days=days)
    await house.beat()


async def _post(house: House, draw: random.Random) -> None:
    """A town officer is moved to another town."""
    who = draw.choice(PEOPLE[:4])
    town = draw.choice(tuple(house.bureau.world.divisions.values()))
    async with draw.choice(house.workers).application.store.system() as session:
        connection = await session.connection()
        moved = (
            "update post_division set division_id = :town where id = (select min(d.id) from "
            "post_division d join post p on p.id = d.post_id where p.account_id = :who)"
        )
        given = {"town": town, "who": house.bureau.world.accounts[who]}
        await connection.execute(text(moved), given)
        await bump(session, STALE)
    await house.hear()


async def _policy(house: House, draw: random.Random) -> None:
    """Other rules are in force, at both workers, as after the signature."""
    without = {tuple(row.split(",")) for row in draw.choice(EDITS)}
    for worker in house.workers:
        application = worker.application
        rules = [r for r in default_rules(application.assembly) if _words(r) not in without]
        table = compile_table(rules, application.assembly.domain, application.live.version + 1)
        application.live.swap(table)


def _words(rule: Rule) -> tuple[str, ...]:
    return tuple(str(getattr(rule, n)) for n in ("role", "resource", "action", "scope", "effect"))


async def _cut(house: House, draw: random.Random) -> None:
    """A worker hears nothing for a while; what is written meanwhile it reads all the same."""
    deaf = draw.choice(house.workers)
    await cut(house.bureau, deaf.application.freshness)
    for _ in range(3):
        await _outside(house, draw)
        await ask(house, deaf, draw)
    await house.beat()
    await ask(house, deaf, draw)


STEPS = {
    "ask": _ask,
    "write": _write,
    "outside": _outside,
    "day": _day,
    "post": _post,
    "policy": _policy,
    "cut": _cut,
}
