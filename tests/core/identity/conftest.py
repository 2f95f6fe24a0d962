"""A database with the tables of persons, copied for each test, and workers that serve from it."""

from collections.abc import AsyncIterator, Iterator

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

from core.identity.models import (
    Account,
    ApiToken,
    Credential,
    Organisation,
    Post,
    PostDivision,
    Session,
    SignInAttempt,
    TemporaryDuty,
    TotpSecret,
)
from core.register.models import ChangeSet, Division, Enterprise
from core.store import personal
from core.store.addresses import Endpoints
from core.store.base import Base
from core.store.freshness_models import TopicVersion
from core.store.wall import policies
from tests.core.identity.house import MovableClock, Worker
from tests.fixtures.database import Databases

TEMPLATE, NAME = "identity_template", "identity_test"
PERSONS = (
    TemporaryDuty,
    Organisation,
    Account,
    Post,
    PostDivision,
    Credential,
    TotpSecret,
    Session,
    ApiToken,
)
MODELS = (*PERSONS, SignInAttempt, ChangeSet, Division, Enterprise, TopicVersion)


@pytest.fixture(scope="session")
def identity_template(databases: Databases) -> Iterator[str]:
    """A database with all tables behind their walls, and no rows."""
    owner = make_url(databases.make_database(TEMPLATE).owner).set(drivername="postgresql+psycopg")
    engine = create_engine(owner, poolclass=NullPool)
    with engine.begin() as connection:
        Base.metadata.create_all(connection, tables=[m.__table__ for m in MODELS])
        for statement in policies(MODELS):
            connection.execute(text(statement))
    engine.dispose()
    yield TEMPLATE
    databases.drop_database(TEMPLATE)


@pytest.fixture
def urls(databases: Databases, identity_template: str) -> Iterator[Endpoints]:
    """A fresh copy for one test."""
    personal.unlock(b"tests use this key and nothing else")
    yield databases.make_database(NAME, identity_template)
    databases.drop_database(NAME)


@pytest.fixture
def clock() -> MovableClock:
    """09:00 in Hangzhou on the day of the tests."""
    return MovableClock()


@pytest.fixture
async def workers(urls: Endpoints, clock: MovableClock) -> AsyncIterator[tuple[Worker, Worker]]:
    """Two serving processes on one furnished database."""
    pair = Worker(urls.app, clock), Worker(urls.app, clock)
    await pair[0].furnish()
    yield pair
    for worker in pair:
        await worker.close()


@pytest.fixture
def worker(workers: tuple[Worker, Worker]) -> Worker:
    """The first of them."""
    return workers[0]
