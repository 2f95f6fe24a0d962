"""Services without a gateway: the small world on a real PostgreSQL, and hand-made rights.

The rules are the default ones of the core's register and of licensing, as far as the built schema
knows what they speak of.
"""

import copy
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import pytest

from core.clock import business_date
from core.policy.access import Access, Actor, Duty
from core.policy.compiler import compile_table
from core.policy.defaults import FOLDER, load_roles
from core.policy.linter import parse
from core.store.engine import Store
from core.store.events import Dispatcher, Subscriber
from tests.fixtures.clock import TestClock

LICENSING = Path(__file__).parents[3] / "plugins" / "licensing" / "policy.csv"
numbers = itertools.count()


@dataclass
class Workshop:
    """One database with its world, a store over it, and everybody's rights."""

    store: Store
    endpoints: object
    world: object
    assembly: object
    clock: TestClock
    table: object

    @property
    def today(self):
        return business_date(self.clock)

    def access(self, role, *towns, enterprise=None):
        """The rights of somebody who holds a role over towns, or in an enterprise."""
        divisions = tuple(self.world.divisions[town] for town in towns)
        enterprise_id = self.world.enterprises[enterprise] if enterprise else None
        duty = Duty(role, 0, divisions, enterprise_id)
        actor = Actor(7, "tester", "Tester", (duty,))
        return Access(actor, self.table, self.assembly.resources, self.today)

    @asynccontextmanager
    async def work(self, role, *towns, enterprise=None, reason="检查发现问题"):
        """A unit of work in the name of a role."""
        access = self.access(role, *towns, enterprise=enterprise)
        async with self.store.writing(access, reason) as work:
            yield work

    def listen(self, *events):
        """Collect the events of the given types from now on."""
        heard = []

        async def hear(_work, happened):
            heard.append(happened)

        self.store.dispatcher = Dispatcher([Subscriber(event, hear) for event in events])
        return heard

    async def rows(self, sql, *values):
        """Look behind every wall."""
        connection = await asyncpg.connect(self.endpoints.app)
        try:
            await connection.execute("select set_config('zj.reach', 'system', false)")
            return await connection.fetch(sql, *values)
        finally:
            await connection.close()


def rules_of(domain):
    """The default rules that the schema knows."""
    texts = {"core": (FOLDER / "core.csv").read_text(), "licensing": LICENSING.read_text()}
    rules = [rule for origin, text in texts.items() for rule in parse(text, origin)]
    return [rule for rule in rules if rule.resource in domain.resources]


@pytest.fixture
async def workshop(databases, template, assembly) -> AsyncIterator[Workshop]:
    """A workshop of the test's own."""
    name = f"workshop_{next(numbers)}"
    endpoints = databases.make_database(name, template.name)
    clock = TestClock()
    store = Store(endpoints.app, clock)
    domain = assembly.shape.domain(load_roles())
    table = compile_table(rules_of(domain), domain, 1)
    try:
        yield Workshop(store, endpoints, copy.copy(template.world), assembly, clock, table)
    finally:
        await store.close()
        databases.drop_database(name)
