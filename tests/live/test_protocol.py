"""graphql-transport-ws to the letter: what closes a socket, and with which code."""

import json

import pytest
import websockets

from core.gateway.http import COOKIE
from core.live.messages import Closing, next_result, operation_error, read_message
from core.live.places import LiveLimits
from tests.fixtures.policy import edit_policy
from tests.fixtures.small_world import token_of
from tests.live.checks import TOWN_A
from tests.live.line import ENTERPRISES, dialled, introduced, served

INIT = {"type": "connection_init"}
ME = {"type": "subscribe", "id": "1", "payload": {"query": "{ me { username } }"}}
FOLLOW = {"type": "subscribe", "id": "1", "payload": {"query": ENTERPRISES}}
BEARER = {"type": "connection_init", "payload": {"authorization": f"Bearer {token_of(TOWN_A)}"}}
WRONG = {"type": "connection_init", "payload": {"authorization": "Bearer zj_s_nobody"}}


@pytest.mark.parametrize(
    ("frames", "code"),
    [
        (["no JSON"], 4400),
        (['{"type": "connection_init", "type": "ping"}'], 4400),
        ([{"type": "connection_ack"}], 4400),
        ([{"type": "connection_init", "payload": []}], 4400),
        ([b"\x00\x01"], 4400),
        ([INIT, {"type": "subscribe", "id": "", "payload": {"query": "{ me { name } }"}}], 4400),
        ([INIT, {"type": "subscribe", "id": "1"}], 4400),
        ([INIT, {"type": "complete"}], 4400),
        ([INIT, {"type": "start", "id": "1", "payload": {}}], 4400),
        ([ME], 4401),
        ([{"type": "complete", "id": "1"}], 4401),
        ([WRONG], 4403),
        ([BEARER, FOLLOW, FOLLOW], 4409),
        ([INIT, INIT], 4429),
    ],
)
async def test_each_fault_has_its_code(bureau, frames, code):
    async with served(bureau) as server, dialled(server) as line:
        for frame in frames:
            await line.socket.send(frame if isinstance(frame, str | bytes) else json.dumps(frame))
        assert await line.close_code() == code


async def test_silence_before_the_first_message_ends_a_socket(bureau):
    bureau.site.state.live.places.limits = LiveLimits(init_seconds=0)
    async with served(bureau) as server, dialled(server) as line:
        assert await line.close_code() == 4408


@pytest.mark.parametrize("protocols", [(), ("graphql-ws",)])
async def test_other_subprotocols_are_not_spoken(bureau, protocols):
    async with served(bureau) as server, dialled(server, protocols=protocols or None) as line:
        assert line.socket.subprotocol is None
        assert await line.close_code() == 4406


async def test_a_ping_is_answered_with_what_came_along_even_before_the_beginning(bureau):
    async with served(bureau) as server, dialled(server) as line:
        await line.send(type="ping", payload={"n": 1})
        assert await line.frame() == {"type": "pong", "payload": {"n": 1}}
        await line.begin()
        await line.send(type="pong")
        await line.settle()


async def test_the_same_id_serves_again_once_its_operation_has_ended(bureau):
    async with served(bureau) as server, introduced(server, TOWN_A) as line:
        for _ in range(2):
            await line.subscribe("{ me { username } }")
            assert (await line.heard())["username"] == TOWN_A
            assert (await line.frame())["type"] == "complete"
        for _ in range(3):
            await line.send(**FOLLOW)
            await line.send(type="complete", id="1")
        await line.settle()
        assert line.early == []
        assert len(bureau.application.feed) == 0


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("subscription { nothing }", "INVALID_DOCUMENT"),
        ("subscription {", "SYNTAX_ERROR"),
        ("subscription { a: recordChanged(type: 1) { id } }", "INVALID_DOCUMENT"),
        ("subscription { __typename }", "INVALID_DOCUMENT"),
        ('subscription { recordChanged(type: "Secret") { id } }', "UNKNOWN_TYPE"),
        ('subscription { recordChanged(type: "PolicyRule") { id } }', "UNKNOWN_TYPE"),
        ('subscription { recordChanged(type: "Node") { id } }', "UNKNOWN_TYPE"),
        ('subscription { recordChanged(type: "Date") { id } }', "UNKNOWN_TYPE"),
        ('subscription { recordChanged(type: "Enterprise", id: "x") { id } }', "BAD_ID"),
        ("subscription($t: String!) { recordChanged(type: $t) { id } }", "BAD_VARIABLES"),
    ],
)
async def test_an_operation_that_cannot_run_says_why_and_the_socket_stays(bureau, query, code):
    async with served(bureau) as server, introduced(server, TOWN_A) as line:
        await line.subscribe(query)
        assert await line.error_code() == code
        await line.settle()
        assert line.early == []
        assert len(bureau.application.feed) == 0


async def test_the_public_may_ask_and_cannot_follow(bureau):
    async with served(bureau) as server, introduced(server, "") as line:
        await line.subscribe("{ me { username } }")
        assert (await line.heard())["username"] == ""
        assert (await line.frame())["type"] == "complete"
        await line.subscribe(ENTERPRISES)
        assert await line.error_code() == "INVALID_DOCUMENT"


async def test_plain_http_points_to_the_streams(bureau):
    (error,) = await bureau.as_user(TOWN_A).errors(ENTERPRISES)
    assert error["extensions"]["code"] == "SUBSCRIPTION_NEEDS_STREAM"


async def test_a_browser_is_known_by_its_cookie_on_our_own_pages_only(bureau):
    cookie = {"Cookie": f"{COOKIE}={token_of(TOWN_A)}"}
    async with served(bureau) as server:
        own = {"additional_headers": cookie, "origin": f"http://{server.address}"}
        async with dialled(server, **own) as line:
            await line.begin()
            await line.subscribe("{ me { username } }")
            assert (await line.heard())["username"] == TOWN_A
        foreign = {"additional_headers": cookie, "origin": "http://elsewhere.example"}
        with pytest.raises(websockets.InvalidStatus) as refused:
            async with dialled(server, **foreign):
                pass
        assert refused.value.response.status_code == 403


async def test_a_narrowed_endpoint_speaks_its_own_schema(bureau):
    async with served(bureau) as server, dialled(server, "/graphql/licensing") as line:
        await line.begin(TOWN_A)
        await line.subscribe(ENTERPRISES)
        assert await line.error_code() == "INVALID_DOCUMENT"


async def test_who_loses_the_operation_gets_it_back_with_the_rule(bureau):
    """The schema shows the subscription to those whom the policy gives it, at once."""
    shown = "{ __schema { subscriptionType { fields { name } } } }"
    town = bureau.as_user(TOWN_A)
    assert {"name": "recordChanged"} in _fields(await town.ask(shown))
    assert _fields(await bureau.as_tier("public").ask(shown)) == []
    hidden = "town.quality_officer,core:Subscription.recordChanged,read,all,deny"
    await edit_policy(bureau, [hidden])
    assert {"name": "recordChanged"} not in _fields(await town.ask(shown))


def _fields(data):
    root = data["__schema"]["subscriptionType"]
    return root["fields"] if root else []


def test_messages_are_text_with_the_body_as_it_is():
    assert json.loads(next_result('a"b', b'{"data":{"name":"\xe8\x90\xa7"}}')) == {
        "id": 'a"b',
        "type": "next",
        "payload": {"data": {"name": "萧"}},
    }
    assert json.loads(operation_error("1", b'{"errors":[{"message":"x"}]}'))["payload"] == [
        {"message": "x"}
    ]


def test_a_lone_surrogate_is_a_bad_message():
    with pytest.raises(Closing) as closed:
        read_message('{"type": "ping", "payload": {"a": "\\ud800"}}')
    assert closed.value.code == 4400
