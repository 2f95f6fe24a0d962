"""The clients that others wrote, npm's graphql-ws and graphql-sse, follow our changes."""

import asyncio
import json
import shutil
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.fixtures.small_world import token_of
from tests.live.checks import TOWN_A
from tests.live.line import ENTERPRISES, PATIENCE_S, rename, served

HERE = Path(__file__).parent
CLIENTS = {"live_ws.mjs": "ws", "live_sse.mjs": "http"}
pytestmark = pytest.mark.skipif(shutil.which("node") is None, reason="no node on this machine")


class Client:
    """A program of node that tells what it hears, line by line."""

    def __init__(self, process):
        self.process = process

    async def says(self):
        async with asyncio.timeout(PATIENCE_S * 3):
            return json.loads(await self.process.stdout.readline())


@asynccontextmanager
async def client(server, script, query=ENTERPRISES):
    url = f"{CLIENTS[script]}://{server.address}/graphql"
    process = await asyncio.create_subprocess_exec(
        "node", script, url, token_of(TOWN_A), query, cwd=HERE, stdout=asyncio.subprocess.PIPE
    )
    try:
        yield Client(process)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


def followed(bureau):
    """Set once a `subscribe` has arrived; the clients do not tell when they have sent it."""
    begun, feed = asyncio.Event(), bureau.application.feed
    follow = feed.follow

    def noted(*what):
        begun.set()
        return follow(*what)

    feed.follow = noted
    return begun


@pytest.mark.parametrize("script", CLIENTS)
async def test_a_client_hears_of_changes_until_its_session_ends(bureau, script):
    begun = followed(bureau)
    async with served(bureau) as server, client(server, script) as node:
        assert await node.says() == {"connected": True}
        async with asyncio.timeout(PATIENCE_S):
            await begun.wait()
        name = await rename(bureau, "a1")
        told = (await node.says())["next"]["data"]["recordChanged"]
        assert (told["operation"], told["node"]) == ("UPDATED", {"name": name})
        await bureau.as_user(TOWN_A).do("signOut")
        ends = await node.says()
        if script == "live_ws.mjs":
            assert ends in ({"closed": 4401}, {"error": 4401})
        else:
            assert ends["next"]["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
            assert await node.says() == {"complete": True}


@pytest.mark.parametrize("script", CLIENTS)
async def test_a_client_gets_the_answer_of_a_query(bureau, script):
    async with served(bureau) as server, client(server, script, "{ me { username } }") as node:
        assert await node.says() == {"connected": True}
        assert (await node.says())["next"] == {"data": {"me": {"username": TOWN_A}}}
        assert await node.says() in ({"complete": True}, {"closed": 1000})


async def test_the_judge_sees_a_defect(bureau):
    """Negative control: frames of bytes (trap T14) are not understood."""

    async def binary(scope, receive, send):
        async def changed(message):
            if message["type"] == "websocket.send":
                message = {"type": "websocket.send", "bytes": message["text"].encode()}
            await send(message)

        await bureau.site(scope, receive, changed)

    odd = type("Odd", (), {"site": staticmethod(binary)})()
    async with served(odd) as server, client(server, "live_ws.mjs", "{ me { name } }") as node:
        said = [await node.says(), await node.says()]
    assert not any("next" in each for each in said)
