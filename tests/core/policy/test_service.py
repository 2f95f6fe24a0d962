"""Edits in a real database: whole or not at all, with their history, by the right officer only."""

import asyncio
import dataclasses
import datetime as dt
import random

import psycopg
import pytest
from sqlalchemy import func, select

from core.errors import Conflict, Denied, InvalidInput, NotFound, PolicyError
from core.policy import service
from core.policy.access import Access, Actor, Duty
from core.policy.admission import Admission
from core.policy.defaults import default_texts, load_invariants
from core.policy.linter import lint
from core.policy.models import PolicyProposal, PolicyRule, PolicyVersion, ProposalState
from core.policy.rules import Domain, Rule
from core.policy.stored import read_current
from core.policy.vocabulary import Effect
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


async def edit(store, operation, *arguments, by="officer.security"):
    async with store.writing(access(by)) as work:
        return await operation(work, ADMISSION, *arguments)


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


async def test_a_rule_is_added_with_its_author_reason_and_version(store):
    await begin(store)
    table = await edit(store, service.add_rule, HIDE, " 试点期间不显示 pilot ")
    assert table.version == 2
    assert table.cell("town.leader", HIDE.resource, "read").effect is Effect.DENY
    now = await in_force(store)
    assert (now.version, len(now.rules)) == (2, len(DEFAULTS) + 1)
    async with store.system() as session:
        newest, oldest = await service.history(session)
        assert newest.version.reason == "试点期间不显示 pilot"
        assert newest.version.created_by == 31
        assert [(str(rule), rule.origin) for rule in newest.added] == [(str(HIDE), "security01")]
        assert (len(oldest.added), oldest.version.created_by) == (len(DEFAULTS), None)


async def test_a_rule_is_removed_and_its_history_stays(store):
    await begin(store)
    table = await edit(store, service.remove_rule, KNOWN, "不再需要")
    assert table.cell("town.leader", "core:Organisation", "read") is None
    assert len((await in_force(store)).rules) == len(DEFAULTS) - 1
    async with store.system() as session:
        assert [str(rule) for rule in (await service.history(session))[0].removed] == [str(KNOWN)]
        assert await session.scalar(select(func.count(PolicyRule.id))) == len(DEFAULTS)


async def test_a_rule_may_come_back(store):
    await begin(store)
    await edit(store, service.remove_rule, KNOWN, "误删")
    table = await edit(store, service.add_rule, KNOWN, "恢复")
    assert (table.version, table.digest) == (3, TABLE.digest)


async def test_rollback_brings_an_earlier_policy_back_as_a_new_version(store):
    await begin(store)
    await edit(store, service.add_rule, HIDE, "一")
    await edit(store, service.remove_rule, KNOWN, "二")
    table = await edit(store, service.rollback, 1, "回到默认")
    assert (table.version, table.digest) == (4, TABLE.digest)
    assert dict(table.cells) == dict(TABLE.cells)
    async with store.system() as session:
        assert [entry.version.id for entry in await service.history(session)] == [4, 3, 2, 1]
    again = await edit(store, service.rollback, 3, "再回到第三版")
    assert again.cell("town.leader", "core:Organisation", "read") is None
    with pytest.raises(NotFound):
        await edit(store, service.rollback, 99, "没有的版本")


REFUSED_RULES = {
    "a typo": dataclasses.replace(HIDE, role="town.ledaer"),
    "a resource that is gone": dataclasses.replace(HIDE, resource="core:Gone", effect="allow"),
    "a plugin that is not loaded": Rule("town.leader", "lifts:Lift", "read", "all", "allow"),
    "a duplicate": KNOWN,
    "an invariant": Rule("public", "core:Enterprise", "read", "all", "allow"),
    "a lock-out": Rule("officer.security", "core:PolicyRule", "create", "all", "deny"),
}


@pytest.mark.parametrize("case", REFUSED_RULES)
async def test_a_refused_edit_changes_nothing(store, case):
    await begin(store)
    before = await everything(store)
    with pytest.raises(PolicyError):
        await edit(store, service.add_rule, REFUSED_RULES[case], "试试")
    assert await everything(store) == before


async def test_a_refused_edit_leaves_nothing_even_if_the_caller_goes_on(store):
    await begin(store)
    before = await everything(store)
    async with store.writing(access()) as work:
        with pytest.raises(PolicyError):
            await service.add_rule(work, ADMISSION, REFUSED_RULES["an invariant"], "试试")
    assert await everything(store) == before


async def test_an_edit_goes_with_the_work_that_fails_after_it(store):
    await begin(store)
    before = await everything(store)

    async def fail():
        async with store.writing(access()) as work:
            await service.add_rule(work, ADMISSION, HIDE, "随后失败")
            raise Conflict("失败", "fails")

    with pytest.raises(Conflict):
        await fail()
    assert await everything(store) == before


async def test_removing_what_is_not_there_or_giving_no_reason_is_refused(store):
    await begin(store)
    before = await everything(store)
    with pytest.raises(InvalidInput, match="No such rule"):
        await edit(store, service.remove_rule, HIDE, "没有这条")
    with pytest.raises(InvalidInput, match="reason"):
        await edit(store, service.add_rule, HIDE, "  ")
    assert await everything(store) == before


async def test_the_last_right_of_the_security_officer_cannot_be_removed(store):
    await begin(store)
    last = Rule("officer.security", "core:PolicyRule", "update", "all", "allow")
    with pytest.raises(PolicyError) as caught:
        await edit(store, service.remove_rule, last, "自锁")
    assert caught.value.stable_code == "POLICY_INVARIANT_BROKEN"


@pytest.mark.parametrize("role", ["officer.system", "officer.audit", "branch.data_clerk", "public"])
async def test_nobody_else_edits(store, role):
    await begin(store)
    before = await everything(store)
    with pytest.raises(Denied):
        await edit(store, service.add_rule, HIDE, "越权", by=role)
    assert await everything(store) == before


async def test_every_edit_is_among_the_changes_of_its_work(store):
    await begin(store)
    async with store.writing(access()) as work:
        await service.add_rule(work, ADMISSION, HIDE, "记入台账")
        await service.remove_rule(work, ADMISSION, KNOWN, "记入台账")
        assert {change.table for change in work.changes} == {"policy_version", "policy_rule"}
        assert any(change.after.get("removed_in") == 3 for change in work.changes)
    assert (await in_force(store)).version == 3


async def test_two_officers_at_once_take_turns_and_lose_nothing(store):
    await begin(store)
    tables = await asyncio.gather(
        edit(store, service.add_rule, HIDE, "甲"), edit(store, service.remove_rule, KNOWN, "乙")
    )
    assert sorted(table.version for table in tables) == [2, 3]
    rows = {rule.row for rule in (await in_force(store)).rules}
    assert HIDE.row in rows
    assert KNOWN.row not in rows


async def test_rows_altered_behind_the_service_are_noticed(store, endpoints):
    await begin(store)
    with psycopg.connect(endpoints.owner) as connection:
        connection.execute("set zj.reach = 'system'")
        done = connection.execute("update policy_rule set scope = 'all' where scope = 'divisions'")
        assert done.rowcount > 0
    with pytest.raises(PolicyError) as caught:
        await begin(store)
    assert caught.value.stable_code == "POLICY_ALTERED"


async def test_new_defaults_arrive_as_proposals_and_change_nothing(store):
    await begin(store)
    await edit(store, service.remove_rule, KNOWN, "本局不需要")
    newer = [*DEFAULTS, dataclasses.replace(HIDE, origin="policies/core.csv:700")]
    for _ in range(2):  # proposed once, however often the process starts
        assert (await begin(store, newer)).version == 2
    proposals = (await everything(store))[2]
    assert [row[1:6] for row in proposals] == [HIDE.row]  # what an officer removed is not proposed


async def test_a_proposal_is_accepted_or_dismissed_once(store):
    await begin(store, DEFAULTS[:-2])
    await begin(store)
    async with store.system() as session:
        one, two = await session.scalars(select(PolicyProposal).order_by(PolicyProposal.id))
    table = await edit(store, service.accept_proposal, one.id, "采纳")
    assert table.version == 2
    with pytest.raises(Conflict):
        await edit(store, service.accept_proposal, one.id, "再次采纳")
    async with store.writing(access()) as work:
        dismissed = await service.dismiss_proposal(work, two.id)
        assert (dismissed.state, dismissed.decided_by) == (ProposalState.DISMISSED, 31)
    assert (await begin(store)).version == 2
    assert len((await everything(store))[2]) == 2


async def test_rules_of_a_plugin_that_is_away_sleep_and_wake(store):
    case = record("enforcement:Case", "read", "divisions")
    wide = Domain({**DOMAIN.resources, case.name: case}, DOMAIN.roles)
    sleeper = Rule("town.leader", "enforcement:Case", "read", "divisions", "allow", "enforcement:2")
    await begin(store, [*DEFAULTS, sleeper], wide)
    asleep = await begin(store, DEFAULTS, DOMAIN)
    assert [rule.row for rule in asleep.dormant] == [sleeper.row]
    assert len(asleep.rules) == len(DEFAULTS)
    await edit(store, service.add_rule, HIDE, "此时仍可修改")
    awake = await begin(store, [*DEFAULTS, sleeper], wide)
    assert sleeper.row in {rule.row for rule in awake.rules}
    assert (awake.version, awake.dormant) == (2, ())


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
