"""Edits in a real database: whole or not at all, with their history, by the right officer only."""

import asyncio
import dataclasses
import datetime as dt
import random

import psycopg
import pytest
from sqlalchemy import select

from core.errors import PolicyError
from core.policy import service
from core.policy.access import Access, Actor, Duty
from core.policy.admission import Admission
from core.policy.defaults import default_texts, load_invariants
from core.policy.linter import lint
from core.policy.models import PolicyProposal, PolicyRule, PolicyVersion
from core.policy.rules import Domain, Rule
from core.policy.stored import read_current
from tests.core.policy.domains import core_domain, record

DOMAIN = core_domain()
DEFAULTS = lint(default_texts(), DOMAIN)
RNG = random.Random(5)  # noqa: S311 questions, not secrets
ADMISSION = Admission(DOMAIN, load_invariants(), RNG, sample=20)
TABLE = ADMISSION.admit(DEFAULTS, 1)
RESOURCES = {
    model: f"core:{model.__name__}" for model in (PolicyVersion, PolicyRule, PolicyProposal)
}
TODAY = dt.date(2026, 11, 23)
HIDE = Rule("town.leader", "core:Enterprise.name", "read", "all", "deny")
KNOWN = Rule("town.leader", "core:Organisation", "read", "all", "allow")


def access(role="officer.security", account=31):
    actor = Actor(account, "security01", "安全管理员", (Duty(role, 1),))
    return Access(actor, TABLE, RESOURCES, TODAY)


async def begin(store, defaults=DEFAULTS, domain=DOMAIN):
    return await service.load_current(store, domain, defaults)


async def everything(store):
    """All that the three tables hold, as plain values."""
    async with store.system() as session:
        return [
            [
                tuple(getattr(row, column.key) for column in model.__table__.columns)
                for row in await session.scalars(select(model).order_by(model.id))
            ]
            for model in RESOURCES
        ]


async def in_force(store):
    async with store.system() as session:
        return await read_current(session, DOMAIN)


async def test_an_empty_database_gets_the_defaults_once_even_from_two_workers(store):
    first, second = await asyncio.gather(begin(store), begin(store))
    assert first.version == second.version == 1
    assert (
        {r.row for r in first.rules} == {r.row for r in second.rules} == {r.row for r in DEFAULTS}
    )
    versions, rules, proposals = await everything(store)
    assert (len(versions), len(rules), len(proposals)) == (1, len(DEFAULTS), 0)
    assert {rule.origin for rule in first.rules} == {rule.origin for rule in DEFAULTS}


async def test_unsound_defaults_are_not_even_stored(store):
    with pytest.raises(PolicyError, match=r"core:Enterprize"):
        await begin(store, [*DEFAULTS, dataclasses.replace(HIDE, resource="core:Enterprize")])
    assert await everything(store) == [[], [], []]


async def test_rows_altered_behind_the_service_are_noticed(store, endpoints):
    await begin(store)
    with psycopg.connect(endpoints.owner) as connection:
        connection.execute("set zj.reach = 'system'")
        done = connection.execute("update policy_rule set scope = 'all' where scope = 'divisions'")
        assert done.rowcount > 0
    with pytest.raises(PolicyError) as caught:
        await begin(store)
    assert caught.value.stable_code == "POLICY_ALTERED"


async def test_rules_of_a_plugin_that_is_away_sleep_and_wake(store):
    case = record("enforcement:Case", "read", "divisions")
    wide = Domain({**DOMAIN.resources, case.name: case}, DOMAIN.roles)
    sleeper = Rule("town.leader", "enforcement:Case", "read", "divisions", "allow", "enforcement:2")
    await begin(store, [*DEFAULTS, sleeper], wide)
    asleep = await begin(store, DEFAULTS, DOMAIN)
    assert [rule.row for rule in asleep.dormant] == [sleeper.row]
    assert len(asleep.rules) == len(DEFAULTS)
    awake = await begin(store, [*DEFAULTS, sleeper], wide)
    assert sleeper.row in {rule.row for rule in awake.rules}
    assert (awake.version, awake.dormant) == (1, ())


async def test_a_denial_of_something_that_is_gone_keeps_the_policy_from_loading(store):
    await begin(store, [*DEFAULTS, HIDE])
    smaller = {n: r for n, r in DOMAIN.resources.items() if n != HIDE.resource}
    stored = await begin(store, DEFAULTS, Domain(smaller, DOMAIN.roles))
    assert HIDE.row in {rule.row for rule in stored.rules}
    admission = Admission(Domain(smaller, DOMAIN.roles), load_invariants(), RNG, sample=5)
    with pytest.raises(PolicyError, match="There is no resource"):
        admission.admit(stored.rules, 1)


async def test_the_wall_shows_the_policy_to_no_town(store):
    await begin(store)
    async with store.reading(access("town.leader")) as session:
        assert (await session.scalars(select(PolicyRule))).all() == []
    async with store.reading(access("officer.audit")) as session:
        assert len((await session.scalars(select(PolicyRule))).all()) == len(DEFAULTS)
