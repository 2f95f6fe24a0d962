"""What others find becomes a clue by itself, once, whoever found it."""

import pytest

from core.policy.vocabulary import Action
from plugins.inspection.api import ViolationFound, ViolationSource
from plugins.inspection.models import Hazard
from schema.ids import global_id
from tests.fixtures.small_world import token_of
from tests.plugins.enforcement.docket import LEADER, OFFICER, TODAY

CLUES = """{ clues { nodes { id source subject what partyName foundOn
  matter { step dueOn } } } }"""


async def find(docket, who, **more):
    """Somebody holds that a violation is proven, in a transaction of an act of theirs."""
    bureau = docket.bureau
    given = {
        "source": ViolationSource.HAZARD,
        "resource": "inspection:Hazard",
        "subject_id": 7,
        "act": Hazard,
        "action": Action.READ,
        "town_id": bureau.world.divisions["a"],
        "enterprise_id": bureau.world.enterprises["a1"],
        "organisation_ids": (bureau.world.organisations["first"],),
        "what": "锅炉超期未检仍在使用",
        "found_on": TODAY,
    }
    access = await bureau.application.access(token_of(who))
    async with bureau.application.store.writing(access, "核查属实") as work:
        await work.publish(ViolationFound(**given | more))


@pytest.mark.parametrize("who", ["branch-inspection-clerk", "station-inspector-first"])
async def test_a_proven_violation_is_a_clue_once(docket, who):
    await find(docket, who)
    await find(docket, who)
    (clue,) = (await docket.bureau.as_user(OFFICER).ask(CLUES))["clues"]["nodes"]
    assert clue["subject"] == global_id("Hazard", 7)
    assert (clue["source"], clue["what"]) == ("INSPECTION", "锅炉超期未检仍在使用")
    assert clue["matter"] == {"step": "filing", "dueOn": "2026-12-14"}


async def test_who_may_not_hand_over_leaves_it_for_an_officer(docket):
    await find(docket, "enterprise-manager-a1", source=ViolationSource.REPORT)
    (clue,) = (await docket.bureau.as_user(OFFICER).ask(CLUES))["clues"]["nodes"]
    assert (clue["source"], clue["matter"]) == ("REPORT", None)
    docket.bureau.clock.advance(days=3)
    docket.clue = clue["id"]
    await docket.run(OFFICER, "proposeFiling", **docket.proposal())
    (clue,) = (await docket.bureau.as_user(OFFICER).ask(CLUES))["clues"]["nodes"]
    assert clue["matter"] == {"step": "filing", "dueOn": "2026-12-14"}  # from when it was found
    await docket.run(LEADER, "decideFiling", clueId=docket.clue, files=True)
    assert await docket.bureau.count("penalty_case") == 1
