"""New defaults against the old ones and the officers' edits: three ways, and nothing by itself."""

import dataclasses

import pytest
from sqlalchemy import select, update

from core.policy.compiler import digest_of
from core.policy.models import PolicyProposal, PolicyRule, PolicyVersion, ProposalState
from core.policy.rules import Domain, Rule
from core.policy.service import load_current
from core.policy.stored import rules_in_force
from tests.core.policy.domains import record
from tests.core.policy.test_service import DEFAULTS, DOMAIN, HIDE, KNOWN, begin


async def proposals(store):
    async with store.system() as session:
        found = await session.scalars(select(PolicyProposal).order_by(PolicyProposal.id))
        return [(p.old_default, p.in_force, p.new_default, p.conflict, p.state.name) for p in found]


async def edited(store, scope):
    """An officer's edit of the one row, without the ceremony."""
    async with store.system() as session:
        row = (PolicyRule.role == KNOWN.role) & (PolicyRule.resource == KNOWN.resource)
        await session.execute(update(PolicyRule).where(row).values(scope=scope))
        rules = await rules_in_force(session)
        await session.execute(update(PolicyVersion).values(digest=digest_of(rules)))


def without(rule):
    return [each for each in DEFAULTS if each.row != rule.row]


async def test_a_new_default_row_is_proposed_once_and_changes_nothing(store):
    await begin(store)
    newer = [*DEFAULTS, dataclasses.replace(HIDE, origin="policies/core.csv:700")]
    for _ in range(2):
        assert (await begin(store, newer)).version == 1
    assert await proposals(store) == [([], [], ["deny all"], False, "OPEN")]


async def test_a_default_that_goes_is_proposed_for_removal(store):
    await begin(store)
    await begin(store, without(KNOWN))
    assert await proposals(store) == [(["allow all"], ["allow all"], [], False, "OPEN")]


async def test_what_newer_software_says_again_as_before_is_settled(store):
    await begin(store)
    await begin(store, without(KNOWN))
    await begin(store)
    assert [found[-1] for found in await proposals(store)] == ["ACCEPTED"]


async def test_an_edit_where_the_default_stays_is_nobodys_question(store):
    await begin(store)
    await edited(store, "none")
    await begin(store)
    assert await proposals(store) == []


async def test_an_edit_of_what_the_new_default_changes_is_a_conflict(store):
    await begin(store)
    await edited(store, "none")
    await begin(store, without(KNOWN))
    assert await proposals(store) == [(["allow all"], ["allow none"], [], True, "OPEN")]


async def test_a_new_plugin_proposes_its_rows_and_one_that_is_away_loses_none(store):
    await begin(store)
    case = record("enforcement:Case", "read", "divisions")
    wide = Domain({**DOMAIN.resources, case.name: case}, DOMAIN.roles)
    row = Rule("town.leader", "enforcement:Case", "read", "divisions", "allow", "enforcement:2")
    await load_current(store, wide, [*DEFAULTS, row])
    assert await proposals(store) == [([], [], ["allow divisions"], False, "OPEN")]
    await begin(store)
    await load_current(store, wide, [*DEFAULTS, row])
    assert len(await proposals(store)) == 1


@pytest.mark.parametrize("state", [ProposalState.DISMISSED, ProposalState.ACCEPTED])
async def test_what_was_decided_is_not_proposed_again(store, state):
    await begin(store)
    newer = [*DEFAULTS, HIDE]
    await begin(store, newer)
    async with store.system() as session:
        await session.execute(update(PolicyProposal).values(state=state))
    await begin(store, newer)
    assert [found[-1] for found in await proposals(store)] == [state.name]
