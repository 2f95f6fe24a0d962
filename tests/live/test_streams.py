"""Server-sent events in distinct connections mode, over a real server."""

import asyncio
import json
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx2
import pytest

from core.live.places import LiveLimits
from tests.fixtures.policy import edit_policy
from tests.fixtures.small_world import token_of
from tests.live.checks import TOWN_A
from tests.live.line import CHIEF, ENTERPRISES, PATIENCE_S, all_of, enterprise_id, rename, served

ME = "{ me { username } }"
COMPLETE = ("complete", None)


@dataclass
class Stream:
    """A response that is read event by event."""

    response: httpx2.Response
    lines: object

    async def event(self):
        """(event, data) of the next one; comments are skipped."""
        name, data = None, None
        async with asyncio.timeout(PATIENCE_S):
            async for line in self.lines:
                if line.startswith("event:"):
                    name = line.removeprefix("event:").strip()
                elif line.startswith("data:"):
                    text = line.removeprefix("data:").strip()
                    data = json.loads(text) if text else None
                elif not line and name:
                    return name, data
        return None

    async def code(self):
        """The code of the error that is told."""
        name, data = await self.event()
        assert name == "next"
        return data["errors"][0]["extensions"]["code"]


@asynccontextmanager
async def streamed(server, username, query, method="POST", **variables):
    """An open stream, after its first comment: the server has begun."""
    headers = {"accept": "text/event-stream"}
    if username:
        headers["authorization"] = f"Bearer {token_of(username)}"
    asked = {"query": query, "variables": variables}
    how = {"json": asked} if method == "POST" else {"params": {"query": query}}
    async with (
        httpx2.AsyncClient(base_url=f"http://{server.address}", trust_env=False) as http,
        http.stream(method, "/graphql", headers=headers, **how) as response,
    ):
        lines = response.aiter_lines()
        if response.status_code == 200:
            assert response.headers["content-type"].startswith("text/event-stream")
            assert await anext(lines) == ":"
        yield Stream(response, lines)


@pytest.mark.parametrize("method", ["POST", "GET"])
async def test_changes_are_streamed(bureau, method):
    async with served(bureau) as server, streamed(server, TOWN_A, ENTERPRISES, method) as stream:
        await rename(bureau, "b1")
        name = await rename(bureau, "a1")
        node = {"id": enterprise_id(bureau, "a1"), "operation": "UPDATED", "node": {"name": name}}
        assert await stream.event() == ("next", {"data": {"recordChanged": node}})


async def test_a_query_is_one_result(bureau):
    async with served(bureau) as server, streamed(server, TOWN_A, ME) as stream:
        assert await stream.event() == ("next", {"data": {"me": {"username": TOWN_A}}})
        assert await stream.event() == COMPLETE
        assert await stream.event() is None


async def test_a_document_that_cannot_run_is_told_in_the_stream(bureau):
    async with served(bureau) as server, streamed(server, TOWN_A, "{ nothing }") as stream:
        assert await stream.code() == "INVALID_DOCUMENT"
        assert await stream.event() == COMPLETE


async def test_a_mutation_over_get_changes_nothing(bureau):
    text = f"""mutation {{ designateKeyUnit(input: {{ reason: "x", kind: FOOD,
        enterpriseId: "{enterprise_id(bureau, "a2")}" }}) {{ userErrors {{ code }} }} }}"""
    before = await bureau.count("key_unit_designation")
    async with served(bureau) as server, streamed(server, CHIEF, text, "GET") as stream:
        assert await stream.code() == "MUTATION_OVER_GET"
    assert await bureau.count("key_unit_designation") == before


async def test_a_token_that_is_none_is_refused_before_the_stream(bureau):
    async with served(bureau) as server:
        headers = {"accept": "text/event-stream", "authorization": "Bearer zj_s_nobody"}
        async with httpx2.AsyncClient(trust_env=False) as http:
            url = f"http://{server.address}/graphql"
            answer = await http.post(url, json={"query": ME}, headers=headers)
    assert answer.status_code == 401
    assert answer.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"


async def test_the_end_of_the_session_ends_the_stream_and_says_why(still):
    async with served(still) as server, streamed(server, TOWN_A, ENTERPRISES) as stream:
        await still.as_user(TOWN_A).do("signOut")
        assert await stream.code() == "UNAUTHENTICATED"
        assert await stream.event() == COMPLETE


async def test_a_policy_that_forbids_ends_the_stream_and_says_why(still):
    hidden = "town.quality_officer,core:Enterprise.name,read,all,deny"
    async with served(still) as server, streamed(server, TOWN_A, ENTERPRISES) as stream:
        await edit_policy(still, [hidden])
        assert await stream.code() == "DENIED"
        assert await stream.event() == COMPLETE


async def test_a_stopping_server_completes_its_streams(bureau):
    async with served(bureau) as server, streamed(server, TOWN_A, ENTERPRISES) as stream:
        server.should_exit = True
        assert await stream.code() == "RESTARTING"
        assert await stream.event() == COMPLETE
        assert await stream.event() is None


async def test_streams_and_sockets_share_the_places_of_a_user(bureau):
    places = bureau.site.state.live.places
    async with served(bureau) as server:
        async with all_of(*(streamed(server, TOWN_A, ENTERPRISES) for _ in range(5))):
            async with streamed(server, TOWN_A, ENTERPRISES) as sixth:
                assert sixth.response.status_code == 429
            async with streamed(server, CHIEF, ME) as other:
                assert (await other.event())[0] == "next"
        places.limits = LiveLimits(streams=0)
        async with streamed(server, CHIEF, ME) as none:
            assert none.response.status_code == 429
    assert (places.lines, places.operations, places.streams) == ({}, {}, 0)
    assert len(bureau.application.feed) == 0


async def test_a_silent_stream_shows_life(bureau):
    bureau.site.state.live.places.limits = LiveLimits(comment_seconds=0.001)
    async with served(bureau) as server, streamed(server, TOWN_A, ENTERPRISES) as stream:
        async with asyncio.timeout(PATIENCE_S):
            assert [await anext(stream.lines) for _ in range(4)] == ["", ":", "", ":"]
