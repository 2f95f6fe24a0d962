"""Figure: how long after a commit its subscribers hear of it, over real sockets and processes.

The server is `zhijian serve` on the demonstration; the writer is another process, as another
worker would be: what it commits reaches the server by notification alone.
"""

import asyncio
import json
import statistics
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final

import httpx2
import websockets
from sqlalchemy import select

from bench.ground import PASSWORD, Ground
from bench.memory import SIGN_IN
from bench.report import Report
from bench.samples import Samples
from bench.serving import served
from core.app import Application, load_plugins
from core.clock import SystemClock
from core.identity.models import Account
from core.live.messages import PROTOCOL
from core.policy.access import Access, Actor, Duty
from core.policy.vocabulary import Action
from core.register.models import ChangeKind, Enterprise, KeyUnitDesignation
from core.register.service import amend, confirm_change
from core.settings import Settings
from core.store.roles import endpoints
from schema.assembly import assemble
from schema.ids import parse_id

GOAL: Final = 50.0
"""Milliseconds."""
COMMITS: Final = 200
CROWD: Final = 50
"""Sockets that follow the same type, of ten people of the branch."""
CROWDED_COMMITS: Final = 20
WRITER: Final = "branch.quality_chief"
FOLLOW: Final = (
    'subscription($id: ID) { recordChanged(type: "Enterprise", id: $id)'
    " { id operation node { ... on Enterprise { name address } } } }"
)  # fmt: skip
Socket = websockets.ClientConnection


@dataclass(frozen=True, slots=True)
class Writer:
    """Whoever changes one enterprise again and again, in a process of their own."""

    application: Application
    access: Access
    key: int

    async def commit(self, number: int) -> float:
        """One change through the unit of work; when its commit returned."""
        async with self.application.store.writing(self.access, "bench") as work:
            row = await work.session.get_one(Enterprise, self.key, with_for_update=True)
            change = await confirm_change(
                work, ChangeKind.REFERENCE, "bench", act=KeyUnitDesignation, action=Action.DECIDE
            )
            await amend(work, row, change, address=f"测试路{number}号")
        return time.perf_counter()


def run(report: Report, ground: Ground, accounts: list[dict[str, Any]]) -> None:
    """One subscriber, then a crowd; and one whose writer tells the time of the commit too early."""
    with served(ground) as server:
        asyncio.run(_measure(report, ground, server.url, accounts))


async def _measure(
    report: Report, ground: Ground, url: str, accounts: list[dict[str, Any]]
) -> None:
    async with AsyncExitStack() as stack:
        people = [str(a["username"]) for a in accounts if a["tier"] == "BRANCH"][: CROWD // 5]
        tokens = [await token_of(url, person) for person in people]
        key = await enterprise_of(url, tokens[0])
        writer = await stack.enter_async_context(writer_in(ground, key))
        async with following(url, tokens[0]) as socket:
            await _heard(writer, [socket], 5)
            alone = [taken for (taken,) in await _heard(writer, [socket], COMMITS)]
            late = await _heard(writer, [socket], 20, head_start=GOAL / 1_000)
        figure = report.add(
            "commit_to_subscriber", Samples.of(alone), "ms", goal=GOAL,
            note=f"{COMMITS} commits of another process, until the frame is received; see p99",
        )  # fmt: skip
        report.add(
            "commit_to_subscriber_p99", Samples.of([statistics.quantiles(alone, n=100)[98]]), "ms",
            goal=GOAL, note="of the same commits",
        )  # fmt: skip
        early = Samples.of(taken for (taken,) in late)
        report.slow_on_purpose(figure, early, f"a writer that says so {GOAL:g} ms too early")
        crowd = [
            await stack.enter_async_context(following(url, tokens[n % len(tokens)]))
            for n in range(CROWD)
        ]
        taken = await _heard(writer, crowd, CROWDED_COMMITS)
        report.add(
            "commit_to_last_of_crowd", Samples.of(max(each) for each in taken), "ms",
            note=f"until the last of {CROWD} sockets has it, each read anew for itself",
        )  # fmt: skip


async def _heard(
    writer: Writer, sockets: list[Socket], commits: int, *, head_start: float = 0.0
) -> list[list[float]]:
    """For each commit the milliseconds from its return to each socket's frame."""
    found = []
    for number in range(commits):
        waiting = [asyncio.create_task(arrival(socket)) for socket in sockets]
        told = time.perf_counter()
        if head_start:
            await asyncio.sleep(head_start)
            await writer.commit(number)
        else:
            told = await writer.commit(number)
        arrivals = await asyncio.gather(*waiting)
        found.append([max(0.0, (arrival - told) * 1_000) for arrival in arrivals])
    return found


async def arrival(socket: Socket) -> float:
    """When the next delivery is there."""
    return (await delivery(socket))[0]


async def delivery(socket: Socket) -> tuple[float, dict[str, Any]]:
    """The next delivery, and when it was there."""
    async with asyncio.timeout(10):
        frame = json.loads(await socket.recv())
    arrived = time.perf_counter()
    if frame["type"] != "next" or "errors" in frame["payload"]:
        raise RuntimeError(f"not a delivery: {frame}")
    return arrived, frame["payload"]["data"]


@asynccontextmanager
async def following(url: str, token: str, query: str = FOLLOW) -> AsyncIterator[Socket]:
    """A socket that follows, once the server has said so."""
    address = url.replace("http://", "ws://") + "/graphql"
    async with websockets.connect(address, subprotocols=[PROTOCOL], proxy=None) as socket:  # type: ignore[list-item]
        for message in (
            {"type": "connection_init", "payload": {"authorization": f"Bearer {token}"}},
            {"type": "subscribe", "id": "1", "payload": {"query": query}},
            {"type": "ping"},
        ):
            await socket.send(json.dumps(message))
        kinds = [json.loads(await socket.recv())["type"] for _ in range(2)]
        if kinds != ["connection_ack", "pong"]:
            raise RuntimeError(f"the server does not follow: {kinds}")
        yield socket


@asynccontextmanager
async def writer_in(ground: Ground, key: int) -> AsyncIterator[Writer]:
    """An application of this process over the same database."""
    settings = Settings(var=ground.var, _env_file=None)  # type: ignore[call-arg]
    assembly = assemble(load_plugins(settings))
    application = Application(settings, assembly, endpoints(settings), SystemClock())
    await application.start()
    try:
        async with application.store.system() as session:
            account = await session.scalar(select(Account.id).limit(1))
        duty = Duty(WRITER, 1)
        access = application.access_of(Actor(account, "bench", "bench", (duty,)))
        yield Writer(application, access, key)
    finally:
        await application.stop()


async def token_of(url: str, username: str) -> str:
    """Sign somebody in."""
    given = {"input": {"username": username, "password": PASSWORD}}
    body = await asked(url, {"query": SIGN_IN, "variables": given})
    token = body["signIn"]["token"]
    if not token:
        raise RuntimeError(f"{username} could not sign in: {body}")
    return str(token)


async def enterprise_of(url: str, token: str) -> int:
    """The key of an enterprise in somebody's scope, from its global id."""
    query = {"query": "{ enterprises(first: 1) { nodes { id } } }"}
    (node,) = (await asked(url, query, token))["enterprises"]["nodes"]
    return parse_id(node["id"])[1]


async def asked(url: str, body: dict[str, Any], token: str | None = None) -> dict[str, Any]:
    """The data of an answer."""
    headers = {"authorization": f"Bearer {token}"} if token else {}
    async with httpx2.AsyncClient(base_url=url, trust_env=False, timeout=30) as http:
        answer = (await http.post("/graphql", json=body, headers=headers)).json()
    data: dict[str, Any] = answer["data"]
    return data
