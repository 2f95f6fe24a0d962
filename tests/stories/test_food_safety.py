"""Food safety as stories: the makers of town a, its station, the section of food, and a parent."""

import datetime as dt

import pytest

from plugins.licensing.numbers import sc_number
from schema.ids import global_id
from tests.fixtures.jobs import run_jobs
from tests.plugins.food_safety.kitchen import (
    CHIEF,
    CLERK,
    FAILING,
    FAR_INSPECTOR,
    HEAD,
    INSPECTOR,
    NEIGHBOUR,
    OFFICER,
    UNIT,
    kitchen_in,
)

UNIT_CLERK = "enterprise-clerk-a1"
NUMBER = sc_number("116", "330109", 42)
UNTIL = dt.date(2027, 2, 5)
"""74 days after the day of the story."""
LICENCES = "{ foodProducers { nodes { licence { number colour validUntil } } } }"
MESSAGES = "{ messages(first: 20) { nodes { title } } }"
VISITS = """query($id: ID!) { foodProducer(id: $id) { grade visits(first: 20) {
  number dueOn grade doneOn droppedOn } } }"""
SAMPLE = """query($id: ID!) { foodSample(id: $id) {
  verdict toldOn matter { step dueOn availableActions { name allowed } }
  items { item measured standardLimit unit verdict }
  disposals { id sealed stoppedOn dueOn matter { step }
    recalls { id recallClass startBy finishBy startedLate matter { step dueOn } } } } }"""
LOOK_UP = """query($n: String!) { lookUp(number: $n) {
  kind number colour facts { title value } } }"""


@pytest.fixture
async def kitchen(bureau):
    return await kitchen_in(bureau)


async def licensed(kitchen, name="a1", *, issued="2022-02-06"):
    """A licence of today's kind; QS numbers, of which the story was first told, ended in 2018."""
    (kind,) = await kitchen.bureau.rows(
        "select id from licence_type where code = 'SC' and valid_to is null"
    )
    done = await kitchen.bureau.as_user("branch-licensing-clerk").run(
        "registerLicence",
        "licence { id validUntil }",
        enterpriseId=kitchen.enterprise(name),
        typeId=global_id("LicenceType", kind["id"]),
        number=NUMBER,
        authority="萧山区市场监督管理局",
        issuedOn=issued,
        covers=["酱腌菜"],
        reason="核发",
    )
    assert done["userErrors"] == [], done
    return done["licence"]["id"]


async def told(kitchen, who):
    """How many messages of warnings somebody has."""
    found = (await kitchen.bureau.as_user(who).ask(MESSAGES))["messages"]["nodes"]
    return sum(each["title"].startswith("动态预警") for each in found)


async def test_a_licence_with_74_days_left_is_red_for_all_and_told_once_a_week(kitchen):
    licence = await licensed(kitchen)
    await kitchen.register("a1", licenceId=licence, number=None)
    for who in (UNIT, OFFICER, HEAD):
        (found,) = (await kitchen.bureau.as_user(who).ask(LICENCES))["foodProducers"]["nodes"]
        assert found["licence"]["colour"] == "RED", who
        assert found["licence"]["validUntil"] == UNTIL.isoformat()
    assert (await kitchen.bureau.as_user(NEIGHBOUR).ask(LICENCES))["foodProducers"]["nodes"] == []
    await run_jobs(kitchen.bureau)
    assert await told(kitchen, UNIT_CLERK) == 1
    for _ in range(6):
        kitchen.bureau.clock.advance(days=1)
        await run_jobs(kitchen.bureau, periodic=True)
        await run_jobs(kitchen.bureau)
    assert await told(kitchen, UNIT_CLERK) == 1


async def test_a_key_item_that_fails_proposes_to_investigate(kitchen):
    key = await kitchen.register("a1")
    await kitchen.graded(key)
    made = await kitchen.act(
        HEAD, "assignFoodInspection", "FoodInspection", producerId=key, kind="DAILY"
    )
    unseen = await kitchen.bureau.as_user(UNIT).ask(
        "query($id: ID!) { foodInspection(id: $id) { id } }", id=made["id"]
    )
    assert unseen["foodInspection"] is None  # nobody is warned of a visit
    items = await kitchen.items(version=2)
    answers = [
        {"itemId": item, "result": "FAILED", "note": "防腐剂超量"}
        if number == "4.2"
        else {"itemId": item, "result": "PASSED"}
        for number, item in items.items()
    ]
    answers[5]["photos"] = [await kitchen.photo(INSPECTOR)]
    await kitchen.act(
        INSPECTOR, "recordFoodInspection", "FoodInspection",
        id=made["id"], answers=answers, secondOfficer="李明",
        startedAt="2026-11-23T01:00:00+00:00", endedAt="2026-11-23T01:50:00+00:00",
    )  # fmt: skip
    assert await kitchen.refused(INSPECTOR, "signFoodInspection", id=made["id"]) == "ALREADY_SIGNED"
    done = await kitchen.act(HEAD, "signFoodInspection", "FoodInspection", id=made["id"])
    assert (done["result"], done["proposal"]) == ("NON_CONFORMING", "INVESTIGATE")
    assert done["failedItems"] == ["4.2 食品添加剂的品种、用量是否符合标准"]
    (hazard,) = await kitchen.bureau.rows("select grade, category from hazard")
    assert dict(hazard) == {"grade": "SERIOUS", "category": "FOOD"}
    await kitchen.act(CLERK, "publishFoodInspection", "FoodInspection", id=made["id"])
    assert await kitchen.refused(HEAD, "closeFoodInspection", id=made["id"]) == "INVALID_INPUT"
    assert await kitchen.refused(
        HEAD, "closeFoodInspection", id=made["id"], reason="已整改"
    ) == "HAZARDS_OPEN"  # fmt: skip
    over = await kitchen.act(
        CHIEF,
        "handOverFoodInspection",
        "FoodInspection",
        id=made["id"],
        reason="涉嫌超量使用防腐剂",
    )
    assert over["matter"]["outcome"] == "CASE"
    assert await kitchen.bureau.count("clue") == 1  # enforcement goes on from here


async def test_benzoic_acid_over_the_limit(kitchen):
    key = await kitchen.register("a1")
    await kitchen.graded(key)
    made = await kitchen.failed(key, recallClass="TWO")
    seen = (await kitchen.bureau.as_user(UNIT).ask(SAMPLE, id=made["id"]))["foodSample"]
    assert seen["items"] == [
        {k: FAILING[k] for k in ("item", "measured", "standardLimit", "unit", "verdict")}
    ]
    # seven working days from a Monday: the following Wednesday but one
    assert (seen["matter"]["step"], seen["matter"]["dueOn"]) == ("objected", "2026-12-02")
    mine = {each["name"]: each["allowed"] for each in seen["matter"]["availableActions"]}
    assert mine["objected"] is True
    (disposal,) = seen["disposals"]
    (recall,) = disposal["recalls"]
    assert disposal["dueOn"] == "2027-02-22"  # ninety days would end on a Sunday
    assert (recall["recallClass"], recall["matter"]["step"]) == ("TWO", "started")
    assert recall["startBy"].startswith("2026-11-25T02:00")  # 48 hours
    photo = await kitchen.photo(UNIT)
    await kitchen.act(
        UNIT, "reportStopAndSeal", "Disposal", id=disposal["id"], sealed="120", photos=[photo]
    )
    kitchen.bureau.clock.advance(hours=20)
    begun = await kitchen.act(UNIT, "startFoodRecall", "FoodRecall", id=recall["id"])
    assert (begun["startedLate"], begun["finishBy"]) == (False, "2026-12-22")  # 20 working days
    after = (await kitchen.bureau.as_user(OFFICER).ask(SAMPLE, id=made["id"]))["foodSample"]
    (disposal,) = after["disposals"]
    assert (disposal["sealed"], disposal["matter"]["step"]) == ("120.000", "traced")


async def test_six_firms_are_raised_and_their_visits_planned_anew(kitchen):
    firms = {name: await kitchen.register(name) for name in ("a1", "a2", "b1", "b2", "c1", "c2")}
    for name, key in firms.items():
        made = await kitchen.act(CLERK, "proposeRiskGrade", "RiskGrade", producerId=key, year=2027)
        who = FAR_INSPECTOR if name.startswith("c") else INSPECTOR
        await kitchen.act(who, "checkRiskGrade", "RiskGrade", id=made["id"])
        await kitchen.act(CHIEF, "fixRiskGrade", "RiskGrade", id=made["id"])
    found = (await kitchen.bureau.as_user(CHIEF).ask(VISITS, id=firms["c2"]))["foodProducer"]
    assert found["grade"] == "B"
    assert [each["dueOn"] for each in found["visits"]] == ["2027-07-02", "2027-12-31"]
    for key in firms.values():
        raised = await kitchen.act(
            CLERK, "raiseRiskGrade", "RiskGrade", producerId=key, reason="酱腌菜专项整治"
        )
        assert (raised["previous"], raised["grade"]) == ("B", "C")
        assert raised["matter"]["step"] == "fixed"
        await kitchen.act(CHIEF, "fixRiskGrade", "RiskGrade", id=raised["id"])
    for key in firms.values():
        found = (await kitchen.bureau.as_user(CHIEF).ask(VISITS, id=key))["foodProducer"]
        assert found["grade"] == "C"
        assert [(each["dueOn"], each["grade"]) for each in found["visits"]] == [
            ("2027-05-02", "C"), ("2027-08-31", "C"), ("2027-12-31", "C"),
        ]  # fmt: skip


async def test_a_parent_looks_up_the_supplier_of_the_school(kitchen):
    licence = await licensed(kitchen)
    key = await kitchen.register("a1", licenceId=licence, number=None)
    await kitchen.graded(key)
    done = await kitchen.inspected(key, "2.1")
    parent = kitchen.bureau.as_user("")
    before = await look_up(parent)
    assert before["食品生产者"]["最近检查结果"] == "—"
    await kitchen.act(CLERK, "publishFoodInspection", "FoodInspection", id=done["id"])
    found = await look_up(parent)
    assert found["食品生产者"]["风险等级"].startswith("B级")
    assert found["食品生产者"]["最近检查结果"].startswith("基本符合")
    assert found["食品生产者"]["许可有效期止"].startswith("2027-02-05")
    assert found["许可证"]["状态"].startswith("有效")
    assert "王小明" not in str(found)


async def look_up(parent):
    """What anybody finds by the number of the licence, by kind."""
    found = (await parent.ask(LOOK_UP, n=NUMBER))["lookUp"]
    return {
        each["kind"].partition("\n")[0]: {
            fact["title"].partition("\n")[0]: fact["value"] for fact in each["facts"]
        }
        for each in found
    }
