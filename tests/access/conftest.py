"""A copy of the small world with everything that access depends on, and the oracle over it."""

import asyncio
import copy
import json
from collections.abc import Iterable
from dataclasses import dataclass

import pytest

from core.store.engine import Store
from schema.execution import Ask
from tests.access.comparison import Comparison
from tests.access.oracle import Oracle, as_tables
from tests.access.people import API_KEYS, PEOPLE, api_token_of
from tests.access.rights import Caller, Duty, policy_rows
from tests.access.world import TODAY, Secrets, enrich, personal_texts
from tests.fixtures.bureau import Bureau, Template, open_bureau
from tests.fixtures.clock import TestClock
from tests.fixtures.small_world import token_of

PUBLIC = Caller("", None, None, (Duty("public"),))


@dataclass(frozen=True)
class Richer:
    """The template of this folder's bureaus."""

    template: Template
    secrets: Secrets


@pytest.fixture(scope="session")
def richer(databases, template) -> Richer:
    """The small world, enriched."""
    endpoints = databases.make_database("access_world", template.name)
    world = copy.deepcopy(template.world)
    secrets = asyncio.run(_fill(endpoints, world))
    return Richer(Template("access_world", world, template.assembly), secrets)


async def _fill(endpoints, world) -> Secrets:
    clock = TestClock()
    store = Store(endpoints.app, clock)
    async with store.system() as session:
        await enrich(session, world, clock.now())
        secrets = await personal_texts(session, world)
    await store.close()
    return secrets


@dataclass
class Ground:
    """A bureau over the richer world, and its oracle."""

    bureau: Bureau
    oracle: Oracle
    compiled: bool = True

    async def ask(self, caller: Caller, text: str):
        """The answer to a document, by whichever way the executor chooses."""
        application = self.bureau.application
        access = await application.access(caller.token)
        answer = await application.answer(Ask(access=access, text=text, compile=self.compiled))
        return json.loads(answer.body)

    def caller(self, username: str) -> Caller:
        """An account, the public (empty), or the API token of a name."""
        if not username:
            return PUBLIC
        if username not in API_KEYS:
            return self.oracle.account(username, token_of(username))
        owner, actions, plugins = API_KEYS[username]
        held = self.oracle.account(owner, token_of(owner))
        return Caller(
            username,
            api_token_of(username),
            held.account,
            held.duties,
            frozenset(actions),
            frozenset(plugins),
        )

    def callers(self) -> Iterable[Caller]:
        """Everybody who can ask, the public first."""
        names = [row["username"] for row in self.oracle.tables["account"].values()]
        shut = {person.username for person in PEOPLE if person.disabled} | {"revoked"}
        return [self.caller(name) for name in ("", *names, *API_KEYS) if name not in shut]

    def compare(self) -> Comparison:
        """A fresh comparison."""
        return Comparison(self.oracle, self.ask)


async def opened(databases, richer: Richer):
    """A bureau over a copy of the richer world, with its oracle."""
    async with open_bureau(databases, richer.template) as bureau:
        bureau.application.executor.spend = lambda *_: None
        bureau.application.executor.note = _unnoted  # the oracle knows the ledger as it was
        yield Ground(bureau, await oracle_of(bureau, richer.secrets))


async def _unnoted(_ask, _clear) -> None:
    """No entry for what is read."""


async def oracle_of(bureau: Bureau, secrets: Secrets, rules=None) -> Oracle:
    """An oracle over the tables as they are now."""
    sdl = bureau.application.assembly.schema.as_str()
    names = [row["tablename"] for row in await bureau.rows(TABLES)]
    found = {name: await bureau.rows(f'select * from "{name}"') for name in names}
    tables = as_tables({n: rows for n, rows in found.items() if not rows or "id" in dict(rows[0])})
    return Oracle(tables, rules or policy_rows(), TODAY, sdl, secrets.clear)


TABLES = (
    "select tablename from pg_tables where schemaname = 'public' "
    "union select viewname from pg_views where schemaname = 'public'"
)


@pytest.fixture(scope="session")
async def ground(databases, richer):
    """Shared by all who only read."""
    async for each in opened(databases, richer):
        yield each


@pytest.fixture
async def own_ground(databases, richer):
    """A ground of the test's own."""
    async for each in opened(databases, richer):
        yield each
