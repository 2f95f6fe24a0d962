"""M14 as a story: a town finds a hazard, the station checks it, a section takes it in and orders
with two signatures, the unit puts it right, another person looks again, and it is closed.
"""

import datetime as dt

import pytest

from tests.stories.cast import CONCERNED, SECTIONS, STATION, SUPERIOR, TOWN, UNIT
from tests.stories.declaring import picture
from tests.stories.rectifying import DUE, TODAY, HazardStory

OFFICER, INSPECTOR, HEAD = "town-quality-officer-a", "station-inspector-first", "station-head-first"
CLERK, CHIEF = "branch-inspection-clerk", "branch-inspection-chief"
SAFETY = "enterprise-safety-officer-a1"
OUTSIDERS = ("enterprise-manager-a2", "town-leader-b", "town-leader-c", "station-head-second")
WHERE = """query($id: ID!) { hazard(id: $id) { matter { step state dueOn late colour
  steps { act step tier onTime } availableActions { name allowed } }
  orders { number term items violated { act article } } } }"""
BOARD = "{ matterBoard { step open late oldestDueOn town { nameEn } procedure { code } } }"


@pytest.fixture
async def hazard(house):
    made = HazardStory(house)
    await made.begin()
    return made


async def seen_by(house, who, hazard):
    """Where it stands, as somebody sees it; None where it is out of sight."""
    return (await house.as_user(who).ask(WHERE, id=hazard.row["id"]))["hazard"]


async def to_the_order(house, hazard):
    """From the report to where the order is drafted."""
    await hazard.report(OFFICER)
    photos = [await picture(house, INSPECTOR)]
    await hazard.act(
        INSPECTOR, "checkHazard", grade="SERIOUS", measures="已当场停用锅炉", photos=photos
    )
    await hazard.act(CLERK, "takeInHazard")


async def to_the_unit(house, hazard):
    """From the report to where the unit puts it right."""
    await to_the_order(house, hazard)
    await hazard.act(CLERK, "orderRectification", **hazard.terms)
    await hazard.act(CHIEF, "signRectificationOrder")


async def test_a_hazard_from_the_town_to_its_closing(house, hazard, refusals, inboxes):
    await refusals.check(*hazard.openings())
    await hazard.report(OFFICER)
    assert (hazard.step, hazard.row["matter"]["dueOn"]) == ("checked", "2026-11-30")
    assert await inboxes.told("opened") == UNIT | STATION | SECTIONS
    await refusals.check(*hazard.attempts())

    photos = [await picture(house, INSPECTOR)]
    await hazard.act(
        INSPECTOR, "checkHazard", grade="SERIOUS", measures="已当场停用锅炉", photos=photos
    )
    assert await inboxes.told("completed") == {OFFICER} | UNIT | SECTIONS
    await refusals.check(*hazard.attempts())

    await hazard.act(CLERK, "takeInHazard")
    assert await inboxes.told("completed") == {OFFICER} | UNIT | SECTIONS - {CLERK}
    await refusals.check(*hazard.attempts())
    await the_order_takes_two(house, hazard, refusals, inboxes)

    assert (hazard.step, hazard.row["matter"]["dueOn"]) == ("rectified", DUE.isoformat())
    await refusals.check(*hazard.attempts())
    report = {"text": "阀门已更换，记录已补", "doneItems": [1, 2]}
    done = [await picture(house, SAFETY)]
    await hazard.act(SAFETY, "reportRectification", photos=done, **report)
    assert await inboxes.told("completed") == {OFFICER} | UNIT - {SAFETY} | STATION | SECTIONS

    await refusals.check(*hazard.attempts(also_not=frozenset({INSPECTOR})))
    assert refusals.how["SAME_PERSON"] == 1  # whoever checked does not re-inspect
    seen = [await picture(house, HEAD)]
    await hazard.act(HEAD, "reinspectHazard", notes="合格", passedItems=[1, 2], photos=seen)
    assert hazard.row["matter"]["state"] == "DONE"
    assert (hazard.row["matter"]["outcome"], hazard.row["closedOn"]) == ("CLOSED", str(TODAY))
    assert await inboxes.told("completed") == {OFFICER} | UNIT
    await refusals.check(*hazard.attempts())
    assert refusals.asked > 5_500, refusals.asked
    await everybody_concerned_sees_the_same(house, hazard)


async def the_order_takes_two(house, hazard, refusals, inboxes):
    """A draft is nobody's order; its author cannot sign it a second time."""
    await hazard.act(CLERK, "orderRectification", **hazard.terms)
    assert hazard.step == "ordered"
    assert (await seen_by(house, SAFETY, hazard))["orders"] == []
    await inboxes.told("signed")
    signing = hazard.attempts(also_not=frozenset({CLERK}))
    await refusals.check(*(each for each in signing if each.name != "orderRectification"))
    assert refusals.how["ALREADY_SIGNED"] >= 1
    await hazard.act(CHIEF, "signRectificationOrder")
    (order,) = (await seen_by(house, SAFETY, hazard))["orders"]
    assert order["number"] == "萧质监责改〔2026〕1号"
    assert order["violated"] == {"act": "特种设备安全法", "article": "第三十九条"}
    await inboxes.told("completed")


async def everybody_concerned_sees_the_same(house, hazard):
    """One timeline for all on the chain, nothing to do for anybody, and nothing for others."""
    acts = [
        ("OPENED", "reported", "TOWN"),
        ("COMPLETED", "checked", "STATION"),
        ("COMPLETED", "taken_in", "BRANCH"),
        ("SIGNED", "ordered", "BRANCH"),
        ("COMPLETED", "ordered", "BRANCH"),
        ("COMPLETED", "rectified", "ENTERPRISE"),
        ("COMPLETED", "reinspected", "STATION"),
    ]
    for who in (*CONCERNED, SUPERIOR):
        matter = (await seen_by(house, who, hazard))["matter"]
        assert [(s["act"], s["step"], s["tier"]) for s in matter["steps"]] == acts, who
        assert matter["availableActions"] == []
    for who in OUTSIDERS:
        assert await seen_by(house, who, hazard) is None, who


async def test_where_it_stands_is_told_at_every_step(house, hazard):
    await hazard.report(OFFICER)
    for who, can in ((OFFICER, False), (INSPECTOR, True), (CLERK, True), (SAFETY, False)):
        matter = (await seen_by(house, who, hazard))["matter"]
        assert matter["step"] == "checked", who
        mine = {each["name"]: each["allowed"] for each in matter["availableActions"]}
        assert mine["checked"] is can, who
    await hazard.act(INSPECTOR, "checkHazard")
    assert (await seen_by(house, OFFICER, hazard))["matter"]["step"] == "taken_in"


async def test_the_term_is_extended_once_and_only_by_the_chief(house, hazard, refusals):
    await to_the_unit(house, hazard)
    later = {"dueOn": (DUE + dt.timedelta(days=10)).isoformat(), "reason": "等待配件"}
    await hazard.act(CHIEF, "extendRectification", **later)
    assert hazard.row["matter"]["dueOn"] == later["dueOn"]
    again = await house.as_user(CHIEF).do(
        "extendRectification", hazardId=hazard.row["id"], **later | {"dueOn": "2027-03-01"}
    )
    assert again["userErrors"][0]["code"] == "TERM_EXTENDED"
    assert (await seen_by(house, SAFETY, hazard))["matter"]["dueOn"] == later["dueOn"]


async def test_what_fails_the_second_look_goes_back_to_the_unit(house, hazard, inboxes):
    await to_the_unit(house, hazard)
    await hazard.act(SAFETY, "reportRectification", text="已修复", doneItems=[1])
    await inboxes.told_all()
    back = {"notes": "第二项未完成", "passedItems": [1], "reason": "第二项未完成"}
    await hazard.act(HEAD, "reinspectHazard", **back)
    assert (hazard.step, hazard.row["matter"]["dueOn"]) == ("rectified", DUE.isoformat())
    assert await inboxes.told("returned") == {OFFICER} | UNIT


async def test_the_superior_sees_who_is_late(house, hazard):
    await hazard.report(OFFICER)
    superior = house.as_user(SUPERIOR)
    (cell,) = (await superior.ask(BOARD))["matterBoard"]
    assert (cell["step"], cell["open"], cell["late"]) == ("checked", 1, 0)
    house.clock.advance(days=8)  # five working days are over
    (cell,) = (await superior.ask(BOARD))["matterBoard"]
    assert cell == {
        "step": "checked",
        "open": 1,
        "late": 1,
        "oldestDueOn": "2026-11-30",
        "town": {"nameEn": "a"},
        "procedure": {"code": "hazard"},
    }
    matter = (await seen_by(house, SUPERIOR, hazard))["matter"]
    assert (matter["late"], matter["colour"]) == (True, "EXPIRED")
    for who in TOWN:
        assert (await house.as_user(who).ask(BOARD))["matterBoard"] == [cell]
    for who in OUTSIDERS:
        assert (await house.as_user(who).ask(BOARD))["matterBoard"] == []
    await hazard.act(INSPECTOR, "checkHazard")
    steps = (await seen_by(house, SUPERIOR, hazard))["matter"]["steps"]
    assert [each["onTime"] for each in steps] == [None, False]
