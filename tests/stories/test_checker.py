"""The checker itself: defects that are planted on purpose must not pass it."""

import pytest
from sqlalchemy import text

import schema.running
from core.procedures import rights, service
from tests.stories.declaring import LIFT, Declaration, openings, picture, unit
from tests.stories.rectifying import HazardStory
from tests.stories.refusals import Refusals

OWNER, OFFICER = "enterprise-manager-a1", "town-quality-officer-a"


@pytest.fixture
async def filed(house):
    made = Declaration(house)
    given = {"enterpriseId": unit(house), "photos": [await picture(house, OWNER)], **LIFT}
    await made.act(OWNER, "declareNewEquipment", **given)
    return made


def one(attempts, name):
    """The attempt of that name."""
    return next(each for each in attempts if each.name == name)


def no_reason(*_args, **_more):
    """A check that was forgotten."""


async def test_a_step_in_nobodys_hand_is_found(house, refusals, filed, monkeypatch):
    transfer = one(filed.attempts(), "transferMatter")
    await refusals.check(transfer)
    monkeypatch.setattr(rights, "why_not_steer", no_reason)
    with pytest.raises(AssertionError, match="got through with transferMatter"):
        await refusals.check(transfer)


async def test_the_same_person_twice_is_found(house, refusals, monkeypatch):
    hazard = HazardStory(house)
    await hazard.begin()
    inspector, chief = "station-inspector-first", "branch-inspection-chief"
    await hazard.report(OFFICER)
    await hazard.act(inspector, "checkHazard")
    await hazard.act(chief, "takeInHazard")
    await hazard.act(chief, "orderRectification", **hazard.terms)
    sign = one(hazard.attempts(also_not=frozenset({chief})), "signRectificationOrder")
    await refusals.check(sign)
    assert refusals.how["ALREADY_SIGNED"] == 1
    monkeypatch.setattr(service, "why_not_do", no_reason)
    with pytest.raises(AssertionError, match=f"{chief} got through with signRectificationOrder"):
        await refusals.check(sign)


async def test_a_refusal_that_leaves_a_trace_is_found(house, filed, monkeypatch):
    refuse = schema.running.refused

    async def careless(store, *rest):
        await refuse(store, *rest)
        async with store.system() as session:
            await session.execute(text("update organisation set name = name || '!' where id = 1"))

    monkeypatch.setattr(schema.running, "refused", careless)
    with pytest.raises(AssertionError, match=r"refused, and yet changed: \['organisation'\]"):
        await Refusals(house).check(one(filed.attempts(), "confirmDeclaration"))


async def test_an_input_that_is_refused_for_another_reason_proves_nothing(house, refusals):
    attempt = one(openings(house), "declareNewEquipment")
    faulty = {**attempt.given, "typeCode": "9999"}
    with pytest.raises(AssertionError, match=r"INVALID_INPUT|got through"):
        await refusals.check(type(attempt)(name=attempt.name, given=faulty))
