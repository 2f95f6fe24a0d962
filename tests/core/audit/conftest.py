"""One database, with the ledger's tables made anew for each test."""

import datetime as dt

import pytest

from core.store.engine import Store
from core.store.personal import unlock
from tests.core.audit.ground import rebuild
from tests.fixtures.clock import TestClock


@pytest.fixture(scope="session")
def ledger_database(databases):
    yield databases.make_database("ledger_tests")
    databases.drop_database("ledger_tests")


@pytest.fixture
def endpoints(ledger_database):
    rebuild(ledger_database)
    return ledger_database


@pytest.fixture
def clock():
    return TestClock(dt.date(2026, 3, 2))


@pytest.fixture
async def store(endpoints, clock):
    unlock(b"tests use this key and nothing else")
    opened = Store(endpoints.app, clock)
    yield opened
    await opened.close()
