"""A database with the policy's tables behind their walls, copied for each test."""

import datetime as dt
import itertools

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from core.policy.models import PolicyProposal, PolicyRule, PolicyVersion
from core.store.base import Base
from core.store.engine import Store
from core.store.wall import policies

TEMPLATE = "policy_template"
TABLES = (PolicyVersion, PolicyRule, PolicyProposal)
_numbers = itertools.count(1)


class FixedClock:
    """Nine in the morning in Hangzhou."""

    def now(self):
        return dt.datetime(2026, 11, 23, 1, 0, tzinfo=dt.UTC)

    def monotonic(self):
        return 0.0


@pytest.fixture(scope="session")
def template(databases):
    owner = databases.make_database(TEMPLATE).owner
    engine = create_engine(make_url(owner).set(drivername="postgresql+psycopg"))
    with engine.begin() as connection:
        Base.metadata.create_all(connection, tables=[model.__table__ for model in TABLES])
        for statement in policies(TABLES):
            connection.execute(text(statement))
    engine.dispose()
    return TEMPLATE


@pytest.fixture
def endpoints(databases, template):
    name = f"policy_{next(_numbers)}"
    yield databases.make_database(name, template)
    databases.drop_database(name)


@pytest.fixture
async def store(endpoints):
    opened = Store(endpoints.app, FixedClock())
    yield opened
    await opened.close()
