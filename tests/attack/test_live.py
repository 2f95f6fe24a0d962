"""The hostile corpus against the running site, as every kind of caller."""

import asyncio
import contextlib
import copy
import socket

import httpx2
import pytest
from uvicorn import Config, Server

from core.gateway.protocol import PatientProtocol
from core.identity.models import Credential
from core.register.models import Enterprise
from tests.attack.corpus import ATTACKS, BODIES, TRANSPORT
from tests.fixtures.bureau import open_bureau
from tests.fixtures.small_world import confirm, token_of

CALLERS = (
    "",
    "branch-quality-clerk",
    "station-inspector-second",
    "town-quality-officer-a",
    "enterprise-manager-a1",
    "officer-security",
)
LARGEST_ERROR = 8 * 1024
CANARY = "CANARY-4711"
OTHERWISE = {
    "empty document": {"BAD_REQUEST"},  # the envelope is refused before anything is parsed
    "mutation over GET": {"INVALID_DOCUMENT"},  # validation comes first
}
"""What the whole site may answer where the corpus speaks of one part of it."""
ROW = "ROW-CANARY-4712"
"""In a row of town b, which no caller but the branch may read."""
INSIDES = (CANARY, "Traceback", "asyncpg", "sqlalchemy", "site-packages", "zj.reach", "SELECT ")
"""Texts that no body may hold: of secrets, of the program, of its statements."""


@pytest.fixture(scope="module")
async def target(databases, template):
    """A bureau with canaries in its secrets and in rows outside every caller's scope."""
    async with open_bureau(databases, template) as bureau:
        bureau.application.executor.spend = lambda *_: None
        world = bureau.world
        async with bureau.application.store.system() as session:
            for account in world.accounts.values():
                session.add(
                    Credential(
                        account_id=account,
                        password_hash=f"{CANARY}-hash",
                        set_at=bureau.clock.now(),
                    )
                )
            hidden = await session.get_one(Enterprise, world.enterprises["b1"])
            world = copy.copy(world)
            await confirm(session, world, bureau.clock.now())
            hidden.address, hidden.change_id = ROW, world.change_id
        yield bureau


def secrets_of(bureau):
    """Settings of the running program that no body may hold."""
    return (bureau.endpoints.app, str(bureau.application.settings.var_path), CANARY)


async def send(http, attack, token):
    headers = dict(attack.headers)
    if token:
        headers["authorization"] = f"Bearer {token}"
    return await http.request(
        attack.method,
        "/graphql",
        content=attack.body() or None,
        headers=headers,
        params=attack.params or None,
    )


def codes_of(answer):
    """The status and every error code of an answer."""
    found = {str(answer.status_code)}
    with contextlib.suppress(ValueError, TypeError, AttributeError):
        errors = answer.json().get("errors", ())
        found |= {error["extensions"]["code"] for error in errors if "extensions" in error}
    return found


def problems(attack, answer, bureau):
    """What is wrong with an answer."""
    found = []
    text = answer.text
    if not codes_of(answer) & (attack.codes | OTHERWISE.get(attack.name, set())):
        found.append(f"answered {codes_of(answer)}")
    if answer.status_code >= 500:
        found.append(f"status {answer.status_code}")
    if len(answer.content) > LARGEST_ERROR:
        found.append(f"{len(answer.content)} bytes")
    found += [f"says {word!r}" for word in (*INSIDES, ROW, *secrets_of(bureau)) if word in text]
    return [f"{attack.name}: {each}" for each in found]


@pytest.mark.parametrize("username", CALLERS, ids=lambda name: name or "public")
async def test_no_attack_breaks_the_site_or_makes_it_talk(target, username):
    token = token_of(username) if username else None
    found = []
    for attack in ATTACKS:
        answer = await send(target.http, attack, token)
        found += problems(attack, answer, target)
        if not await still_serves(target.http, token):
            found.append(f"{attack.name}: the next request was not answered")
    assert found == []


async def still_serves(http, token):
    headers = {"authorization": f"Bearer {token}"} if token else {}
    body = {"query": "{ me { policyVersion } }"}
    answer = await http.post("/graphql", json=body, headers=headers)
    return answer.status_code == 200 and "errors" not in answer.json()


async def test_the_canary_is_there_and_only_the_branch_meets_it(target):
    text = "{ enterprises(first: 100) { nodes { id address } } }"
    for username in CALLERS:
        answer = (await target.as_user(username).post(text)).text
        assert (ROW in answer) is username.startswith("branch"), username


@contextlib.asynccontextmanager
async def on_a_port(app):
    """The base URL of the site behind the real server, in this event loop."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = Config(app, http=PatientProtocol, lifespan="off", log_config=None, access_log=False)
    server = Server(config)
    task = asyncio.create_task(server._serve([listener]))
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = server.force_exit = True
        await task
        listener.close()


async def test_over_a_real_socket_too(target):
    """What matters to the transport: bodies, methods, content types, and heads of other kinds."""
    found = []
    async with on_a_port(target.site) as base, httpx2.AsyncClient(base_url=base) as http:
        for attack in (*BODIES, *TRANSPORT):
            try:
                answer = await send(http, attack, None)
            except httpx2.TransportError:
                continue  # the server hung up in the middle of a body that it had refused
            found += problems(attack, answer, target)
        assert await still_serves(http, None)
    assert found == []


async def test_a_word_that_is_not_there_is_no_reason_to_name_those_that_are(target):
    """Suggestions would rebuild a hidden schema word by word."""
    public = target.as_user("")
    for word in ("licence", "accountz", "policyRule", "ledgerEntrie"):
        (error,) = await public.errors(f"{{ {word} {{ id }} }}")
        assert "Did you mean" not in error["message"]


def test_the_checks_can_fail(target):
    """Negative control: a body with a canary, a large one, and a failure are all found."""
    attack = ATTACKS[0]
    request = httpx2.Request("POST", "http://bureau")
    for bad in (
        httpx2.Response(500, request=request),
        httpx2.Response(200, text="x" * (LARGEST_ERROR + 1), request=request),
        httpx2.Response(200, text=f"it was {CANARY}", request=request),
        httpx2.Response(200, text=target.endpoints.app, request=request),
    ):
        assert problems(attack, bad, target)
