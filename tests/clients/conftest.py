"""A bureau full of the demonstration that serves the client documents as persisted ones."""

import dataclasses
from collections.abc import AsyncIterator

import httpx2
import pytest

from core.app import Application
from core.declarations import Example
from core.identity.passwords import CHEAP, Passwords
from core.settings import Settings
from core.site import build_site
from core.store.events import Dispatcher
from core.warnings.passes import pass_loaded
from schema.assembly import Assembly
from tests.clients.asking import Counter
from tests.clients.documents import documents
from tests.core.demo.conftest import TODAY, filled, filled_with
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
