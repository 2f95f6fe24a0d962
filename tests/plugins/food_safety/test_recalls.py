"""Recalls: three classes with their hours and working days, begun by the maker or by order."""

import pytest

from tests.plugins.food_safety.kitchen import CHIEF, CLERK, HEAD, NEIGHBOUR, OFFICER, UNIT

DANGER = {
    "food": "萝卜干", "batches": ["20261101"], "why": "检出异物", "quantityUnit": "袋",
    "knownAt": "2026-11-22T01:00:00+00:00",
}  # fmt: skip
WARNINGS = """{ earlyWarnings(first: 20, where: { rule: { code: { eq: "F3" } } }) {
  nodes { colour dueOn } } }"""
RETURNED = {"made": "100", "sold": "60", "recalled": "41.5", "handling": "已销毁"}


@pytest.mark.parametrize(
    ("grade", "name", "start", "finish", "late"),
    [
        ("ONE", "a1", "2026-11-23T01:00", "2026-12-07", True),  # known on Sunday at nine, 25 h ago
        ("TWO", "a2", "2026-11-24T01:00", "2026-12-21", False),
        ("THREE", "b1", "2026-11-25T01:00", "2027-01-04", False),
    ],
)
async def test_hours_and_working_days_of_each_class(shared, grade, name, start, finish, late):
    key = await shared.register(name)
    made = await shared.act(
        f"enterprise-manager-{name}", "openFoodRecall", "FoodRecall",
        producerId=key, recallClass=grade, **DANGER,
    )  # fmt: skip
    assert made["startBy"].startswith(start)
    assert (made["finishBy"], made["startedLate"]) == (finish, late)
    assert (made["matter"]["step"], made["matter"]["dueOn"]) == ("planned", finish)


async def test_others_neither_begin_nor_assess(shared):
    key = await shared.register("b2")
    given = {"producerId": key, "recallClass": "ONE", **DANGER}
    for who in (OFFICER, HEAD, "branch-quality-clerk", ""):
        assert await shared.refused(who, "openFoodRecall", **given) == "ABSENT", who
    assert await shared.refused(NEIGHBOUR, "openFoodRecall", **given) == "NOT_FOUND"
    tomorrow = {**given, "knownAt": "2026-11-24T01:00:00+00:00"}
    found = await shared.refused("enterprise-manager-b2", "openFoodRecall", **tomorrow)
    assert found == "INVALID_INPUT"


async def test_an_ordered_recall_to_its_assessment(kitchen):
    key = await kitchen.register("a1")
    made = await kitchen.act(
        CHIEF, "openFoodRecall", "FoodRecall", producerId=key, recallClass="TWO", **DANGER
    )
    at = {"id": made["id"]}
    assert (made["matter"]["step"], made["finishBy"]) == ("started", None)
    assert await kitchen.refused(CHIEF, "startFoodRecall", **at) == "ABSENT"
    kitchen.bureau.clock.advance(days=2)
    begun = await kitchen.act(UNIT, "startFoodRecall", "FoodRecall", **at)
    assert begun["startedLate"] is True
    await kitchen.act(UNIT, "planFoodRecall", "FoodRecall", **at, plan="通知经销商下架")
    too_many = {**RETURNED, "recalled": "61"}
    assert await kitchen.refused(UNIT, "reportFoodRecall", **at, **too_many) == "INVALID_INPUT"
    await kitchen.act(UNIT, "reportFoodRecall", "FoodRecall", **at, **RETURNED)
    assert await kitchen.refused(UNIT, "assessFoodRecall", **at, effective=True) == "ABSENT"
    assert await kitchen.refused(CHIEF, "assessFoodRecall", **at, effective=True) == "SAME_PERSON"
    back = await kitchen.act(
        CLERK, "assessFoodRecall", "FoodRecall", **at, effective=False, reason="尚有经销商未退回"
    )
    assert (back["matter"]["step"], back["matter"]["dueOn"]) == ("reported", begun["finishBy"])
    await kitchen.act(UNIT, "reportFoodRecall", "FoodRecall", **at, **RETURNED)
    done = await kitchen.act(CLERK, "assessFoodRecall", "FoodRecall", **at, effective=True)
    assert done["matter"]["outcome"] == "EFFECTIVE"


async def test_the_clock_of_a_recall_warns_and_its_end_clears(kitchen):
    key = await kitchen.register("a1")
    await kitchen.act(
        UNIT, "openFoodRecall", "FoodRecall", producerId=key, recallClass="ONE",
        **{**DANGER, "knownAt": "2026-11-23T01:00:00+00:00"},
    )  # fmt: skip
    found = (await kitchen.bureau.as_user(UNIT).ask(WARNINGS))["earlyWarnings"]["nodes"]
    assert found == []  # two weeks are left
    (row,) = await kitchen.bureau.rows("select finish_by from food_recall")
    assert str(row["finish_by"]) == "2026-12-07"


async def test_a_changed_calendar_moves_the_last_days(kitchen):
    key = await kitchen.register("a1")
    await kitchen.act(
        UNIT, "openFoodRecall", "FoodRecall", producerId=key, recallClass="THREE", **DANGER
    )
    set_day = await kitchen.bureau.as_user("branch-data-clerk").do(
        "setCalendarDay", day="2027-01-04", kind="HOLIDAY", name="调休", nameEn="Holiday",
        reason="放假安排",
    )  # fmt: skip
    assert set_day["userErrors"] == []
    (row,) = await kitchen.bureau.rows(
        "select finish_by, due_on from food_recall r join matter m on m.id = r.matter_id"
    )
    assert str(row["finish_by"]) == str(row["due_on"]) == "2027-01-05"
