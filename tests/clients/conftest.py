"""A bureau full of the demonstration that serves the client documents as persisted ones."""

import dataclasses
from collections.abc import AsyncIterator

import httpx2
import pytest

from core.app import Application
from core.declarations import DemoContext, Example
from core.demo.filling import reference
from core.demo.loading import load
from core.demo.world import Plan, World
from core.identity.passwords import CHEAP, Passwords
from core.settings import Settings
from core.site import build_site
from core.store.base import Base
from core.store.events import Dispatcher
from core.warnings.passes import pass_loaded
from schema.assembly import Assembly
from tests.clients.asking import Counter
from tests.clients.documents import documents
from tests.core.demo.conftest import TODAY, Filled, filled, filled_with
from tests.fixtures.bureau import PATIENCE_MS
from tests.fixtures.clock import TestClock

__all__ = ["filled", "filled_with"]
MISTYPED = """mutation {
  signIn(input: { username: "nobody", password: "mistyped" }) { userErrors { code } }
}"""
"""What the ledger has to tell before anybody has done anything."""


def persisting(assembly: Assembly) -> Assembly:
    """The assembly of a bureau one of whose plugins brings these documents as its examples."""
    saved = [
        (
            each.name.partition("/")[0],
            Example(title=each.name, description="", query=each.text, role=each.role),
        )
        for each in documents()
    ]
    return dataclasses.replace(assembly, examples=[*assembly.examples, *saved])


async def _exchange(found: Filled) -> None:
    """The exchange's part of the demonstration, which needs licences that are made after it."""
    if await found.one("select count(*) from staged_record"):
        return
    part = dict(found.plugins.contributions("demo_data"))["data_exchange"]
    world = World(await reference(found.store))
    context = DemoContext(
        random=Plan(TODAY).random("data_exchange"), today=TODAY, change_id=1, tables=world.tables
    )
    for table, row in part.make(context):
        world.take(table, row)
    await load(found.endpoints.owner, Base.metadata, world.made)


@pytest.fixture(scope="session")
async def counter(filled, assembly, tmp_path_factory) -> AsyncIterator[Counter]:
    """Where all documents of the run are asked, one after another."""
    settings = Settings(
        var=tmp_path_factory.mktemp("clients"),
        statement_timeout_ms=PATIENCE_MS,
        request_deadline_s=PATIENCE_MS / 1000,
        _env_file=None,
    )
    clock = TestClock(TODAY)
    application = Application(
        settings, persisting(assembly), filled.endpoints, clock, Passwords(cost=CHEAP)
    )
    site = build_site(application)
    await _exchange(filled)
    filled.store.dispatcher = Dispatcher(assembly.subscribers)
    await pass_loaded(assembly.watching, filled.store)  # as `zhijian demo` does: warnings
    await application.start()
    transport = httpx2.ASGITransport(app=site)
    try:
        async with httpx2.AsyncClient(transport=transport, base_url="http://bureau") as http:
            await http.post("/graphql", json={"query": MISTYPED})
            yield Counter(filled, application, http, clock)
    finally:
        await application.stop()
