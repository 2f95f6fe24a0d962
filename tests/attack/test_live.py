"""The hostile corpus against the running site, as every kind of caller."""

import contextlib

import httpx2
import pytest
from uvicorn import Config, Server

from core.gateway.protocol import PatientProtocol
from core.identity.models import Credential
from core.register.models import Enterprise
from plugins.licensing.models import Licence
from tests.attack.corpus import ATTACKS, BODIES, TRANSPORT

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
ROWS = ("ROW-CANARY-B", "ROW-CANARY-LEDGER")
"""Texts in rows that none of the callers may read."""
INSIDES = (CANARY, "Traceback", "asyncpg", "sqlalchemy", "site-packages", "zj.reach", "SELECT ")
"""Texts that no body may hold: of secrets, of the program, of its statements."""


@pytest.fixture(scope="module")
async def target(databases, template):
    """A bureau with canaries in its secrets and in rows outside every caller's scope."""
    from tests.fixtures.bureau import open_bureau

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
            hidden.address = "ROW-CANARY-B"
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


def problems(attack, answer, bureau):
    """What is wrong with an answer."""
    found = []
    text = answer.text
    if answer.status_code >= 500:
        found.append(f"status {answer.status_code}")
    if len(answer.content) > LARGEST_ERROR:
        found.append(f"{len(answer.content)} bytes")
    found += [f"says {word!r}" for word in (*INSIDES, *ROWS, *secrets_of(bureau)) if word in text]
    return [f"{attack.name}: {each}" for each in found]
