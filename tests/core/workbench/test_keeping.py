"""Regression cases: shipped, added live, held until another officer retires them."""

import dataclasses

import pytest

from core.errors import Conflict, PolicyError
from core.policy import drafts as m
from core.policy.vocabulary import Action, Scope
from core.policy.words import ACTIONS, SCOPES
from core.workbench.cases import Case
from core.workbench.keeping import add_case, retire_case
from tests.core.workbench.conftest import HIDE, SECOND, added

CASE = Case("town.leader", "core:Enterprise.name", "read", "allow", "镇街看得到企业名称。", "")


async def test_a_case_added_live_holds_from_then_on_until_another_retires_it(office):
    row = await office.do(add_case, CASE)
    key = await office.propose(added(HIDE))
    (finding,) = await office.of_draft(m.PolicyDraftFinding, key)
    assert (finding.kind, finding.fault) == (m.FindingKind.CASE, True)
    assert "镇街看得到企业名称。" in finding.message
    with pytest.raises(Conflict):
        await office.do(retire_case, row.id)
    await office.do(retire_case, row.id, by=SECOND)
    assert (await office.edit(added(HIDE))).version == 2


async def test_a_case_must_say_something_and_hold_already(office):
    for wrong in (
        dataclasses.replace(CASE, resource="core:Enterprise.nmae"),
        dataclasses.replace(CASE, who="town.ledaer"),
        dataclasses.replace(CASE, action="decide"),
        dataclasses.replace(CASE, expected="deny"),
    ):
        with pytest.raises(PolicyError):
            await office.do(add_case, wrong)
    await office.do(add_case, CASE)
    with pytest.raises(Conflict):
        await office.do(add_case, CASE)


async def test_a_case_added_between_proposal_and_signature_counts(office):
    key = await office.propose(added(HIDE))
    await office.do(add_case, CASE)
    with pytest.raises(PolicyError) as caught:
        await office.sign(key)
    assert caught.value.stable_code == "POLICY_CASE_BROKEN"


def test_every_word_of_rules_has_words_for_people():
    assert set(ACTIONS) == set(Action)
    assert set(SCOPES) == set(Scope)
