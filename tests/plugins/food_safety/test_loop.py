"""The main loop: a file, a grade and its visits, an inspection, a sample and what follows."""

from tests.plugins.food_safety.kitchen import CHIEF, CLERK, HEAD, INSPECTOR, PASSING, UNIT

PRODUCER = """query($id: ID!) { foodProducer(id: $id) {
  grade gradeYear nextInspectionBy lastInspectedOn lastResult classes colour
  category { code points } visits(first: 10) { number dueOn grade doneOn assignedOn droppedOn }
} }"""


async def test_a_file_says_the_class_of_most_risk(shared):
    key = await shared.register("b1", "103", "104", "116")
    found = (await shared.bureau.as_user(CLERK).ask(PRODUCER, id=key))["foodProducer"]
    assert found["classes"] == ["104", "116", "103"]
    assert found["category"] == {"code": "104", "points": 35}
    assert found["nextInspectionBy"] == "2027-11-23"
    assert await shared.refused(
        CLERK, "registerFoodProducer", enterpriseId=shared.enterprise("b1"),
        categoryIds=await shared.categories("104"),
    ) == "FOOD_PRODUCER_KNOWN"  # fmt: skip


async def test_grade_visits_inspection(shared):
    key = await shared.register("a1")
    await shared.graded(key)
    found = (await shared.bureau.as_user(CLERK).ask(PRODUCER, id=key))["foodProducer"]
    # 25 for its class, 10 as nobody has inspected it
    assert (found["grade"], found["gradeYear"]) == ("B", 2026)
    assert [each["dueOn"] for each in found["visits"]] == ["2026-12-31"]
    done = await shared.inspected(key)
    assert (done["result"], done["proposal"]) == ("CONFORMING", "NONE")
    assert (done["matter"]["step"], done["matter"]["dueOn"]) == ("published", "2026-12-21")
    closed = await shared.act(CLERK, "publishFoodInspection", "FoodInspection", id=done["id"])
    assert (closed["matter"]["state"], closed["publishedOn"]) == ("DONE", "2026-11-23")
    found = (await shared.bureau.as_user(UNIT).ask(
        "query($id: ID!) { foodProducer(id: $id) { lastResult nextInspectionBy } }", id=key
    ))["foodProducer"]  # fmt: skip
    assert found == {"lastResult": "CONFORMING", "nextInspectionBy": "2027-05-23"}


async def test_a_sample_that_passes_ends(shared):
    key = await shared.register("a2")
    sample = await shared.sampled(key)
    assert sample["number"] == "XSSP202600001"
    assert sample["matter"]["dueOn"] == "2026-12-21"
    taker = await shared.refused(
        INSPECTOR, "recordFoodTest", id=sample["id"], reportNo="1", items=[PASSING]
    )
    assert taker == "ABSENT"
    done = await shared.act(
        CLERK, "recordFoodTest", "FoodSample", id=sample["id"], reportNo="SP-1", items=[PASSING]
    )
    assert (done["matter"]["outcome"], done["finalVerdict"]) == ("PASSED", "PASSED")
    assert done["reserveUntil"] == "2027-02-23"
    assert HEAD != CHIEF
