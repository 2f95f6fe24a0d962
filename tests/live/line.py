"""A client of graphql-transport-ws that shows every frame, and what tests make happen."""

import asyncio
import itertools
import json
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

import websockets

from core.policy.vocabulary import Action
from core.register.models import ChangeKind, Enterprise, KeyUnitDesignation
from core.register.service import amend, confirm_change
from schema.ids import global_id
from tests.fixtures.serving import serving
from tests.fixtures.small_world import token_of

PATIENCE_S = 20
"""A test that waits longer has failed; none is meant to wait."""
CHIEF = "branch-quality-chief"
ENTERPRISES = """
subscription {
  recordChanged(type: "Enterprise") { id operation node { ... on Enterprise { name } } }
}
"""
names = itertools.count()


@dataclass
class Line:
    """One socket, seen from the client."""

    socket: websockets.ClientConnection
    early: list = field(default_factory=list)
    """Frames that came while another was waited for."""

    async def send(self, **message):
        await self.socket.send(json.dumps(message))

    async def frame(self):
        if self.early:
            return self.early.pop(0)
        async with asyncio.timeout(PATIENCE_S):
            return json.loads(await self.socket.recv())

    async def begin(self, username=""):
        """Introduce oneself and be accepted."""
        await self.send(**begin_as(username))
        assert await self.frame() == {"type": "connection_ack"}

    async def subscribe(self, query, *, as_="1", **variables):
        """Ask, and be sure that the server has begun."""
        payload = {"query": query, "variables": variables}
        await self.send(type="subscribe", id=as_, payload=payload)
        await self.settle()

    async def settle(self):
        """Everything that was sent so far has been handled."""
        await self.send(type="ping")
        while (frame := await self._fresh()) != {"type": "pong"}:
            self.early.append(frame)

    async def _fresh(self):
        async with asyncio.timeout(PATIENCE_S):
            return json.loads(await self.socket.recv())

    async def heard(self):
        """The next delivery's value."""
        frame = await self.frame()
        assert frame["type"] == "next", frame
        assert "errors" not in frame["payload"], frame
        (value,) = frame["payload"]["data"].values()
        return value

    async def error_code(self):
        """The code of an operation that could not run."""
        frame = await self.frame()
        assert frame["type"] == "error", frame
        return frame["payload"][0]["extensions"]["code"]

    async def close_code(self):
        """How the server ends the socket; what it says before is kept in `early`."""
        try:
            while True:
                self.early.append(await self._fresh())
        except websockets.ConnectionClosed:
            return self.socket.close_code


def begin_as(username):
    """The first message of a socket."""
    payload = {"authorization": f"Bearer {token_of(username)}"} if username else {}
    return {"type": "connection_init", "payload": payload}


@asynccontextmanager
async def all_of(*contexts):
    """Several contexts at once."""
    async with AsyncExitStack() as stack:
        yield [await stack.enter_async_context(each) for each in contexts]


@asynccontextmanager
async def dialled(server, path="/graphql", protocols=("graphql-transport-ws",), **options):
    """A socket after its handshake."""
    url = f"ws://{server.address}{path}"
    async with websockets.connect(url, subprotocols=protocols, **options) as socket:
        yield Line(socket)


@asynccontextmanager
async def served(bureau):
    """The bureau behind a real server."""
    async with serving(bureau.site) as server:
        yield server


@asynccontextmanager
async def introduced(server, username):
    """A socket of somebody who has been accepted."""
    async with dialled(server) as line:
        await line.begin(username)
        yield line


def enterprise_id(bureau, name):
    return global_id("Enterprise", bureau.world.enterprises[name])


@asynccontextmanager
async def work_of(bureau, username, reason="检查发现问题"):
    """A unit of work in somebody's name, as a service gets it."""
    access = await bureau.application.access(token_of(username))
    async with bureau.application.store.writing(access, reason) as work:
        yield work


async def rename(bureau, enterprise, name=None, town=None, *, then=None):
    """Change an enterprise in one transaction, in the name of the chief; gives its new name."""
    name = name or f"改名{next(names)}有限公司"
    facts = (
        {"name": name} if town is None else {"name": name, "town_id": bureau.world.divisions[town]}
    )
    async with work_of(bureau, CHIEF) as work:
        row = await work.session.get_one(Enterprise, bureau.world.enterprises[enterprise])
        change = await confirm_change(
            work, ChangeKind.REFERENCE, "tests", act=KeyUnitDesignation, action=Action.DECIDE
        )
        await amend(work, row, change, **facts)
        await work.session.flush()
        if then is not None:
            await then()
    return name
