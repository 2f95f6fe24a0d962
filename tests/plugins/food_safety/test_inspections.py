"""Inspections: two persons, the checklist of the day, a higher level, publication, the hazards."""

import datetime as dt

from tests.plugins.food_safety.kitchen import CHIEF, CLERK, HEAD, INSPECTOR, OFFICER, UNIT

SEEN = """query($id: ID!) { foodInspection(id: $id) { result patrol {
  checklist { code version } answers(first: 60) { result item { isKey } hazard { id } } } } }"""


async def test_a_higher_level_keeps_the_branch_away_for_three_months(shared):
    key = await shared.register("a1")
    upper = {"producerId": key, "level": "CITY", "inspectedOn": "2026-11-20", "findings": "符合"}
    assert await shared.refused(INSPECTOR, "recordUpperFoodInspection", **upper) == "ABSENT"
    tomorrow = {**upper, "inspectedOn": "2026-11-24"}
    assert await shared.refused(CLERK, "recordUpperFoodInspection", **tomorrow) == "INVALID_INPUT"
    done = await shared.bureau.as_user(CLERK).run(
        "recordUpperFoodInspection", "foodUpperInspection { heldUntil }", **upper
    )
    assert done["foodUpperInspection"] == {"heldUntil": "2027-02-20"}
    for kind in ("DAILY", "SYSTEM"):
        found = await shared.refused(HEAD, "assignFoodInspection", producerId=key, kind=kind)
        assert found == "UPPER_INSPECTED"
    made = await shared.inspected(key, kind="UNANNOUNCED")
    assert made["result"] == "CONFORMING"
    (row,) = await shared.bureau.rows(
        "select last_inspected_on, last_full_on from food_producer where held_until is not null"
    )
    # an unannounced one need not cover all items (Order 49/2021 art. 27)
    assert (row["last_inspected_on"], row["last_full_on"]) == (dt.date(2026, 11, 23), None)


async def test_two_persons_inspect_and_nobody_else(shared):
    key = await shared.register("a2")
    for who in (UNIT, OFFICER, INSPECTOR, ""):
        assert await shared.refused(who, "assignFoodInspection", producerId=key) == "ABSENT", who
    made = await shared.act(CLERK, "assignFoodInspection", "FoodInspection", producerId=key)
    given = {"id": made["id"], "secondOfficer": "李明"}
    early = await shared.refused(HEAD, "signFoodInspection", id=made["id"])
    assert early == "INSPECTION_NOT_RECORDED"
    assert await shared.refused(
        INSPECTOR, "recordFoodInspection", id=made["id"], secondOfficer=" "
    ) == "SECOND_OFFICER"  # fmt: skip
    await shared.act(INSPECTOR, "recordFoodInspection", "FoodInspection", **given)
    assert await shared.refused(HEAD, "recordFoodInspection", **given) == "INSPECTION_RECORDED"
    before = await shared.bureau.as_user("enterprise-manager-a2").ask(SEEN, id=made["id"])
    assert before["foodInspection"] is None
    await shared.act(HEAD, "signFoodInspection", "FoodInspection", id=made["id"])
    after = await shared.bureau.as_user("enterprise-manager-a2").ask(SEEN, id=made["id"])
    patrol = after["foodInspection"]["patrol"]
    assert patrol["checklist"] == {"code": "FP", "version": 2}
    assert len(patrol["answers"]) == 13
    for who in (INSPECTOR, HEAD, "enterprise-manager-a2", OFFICER):
        found = await shared.refused(who, "publishFoodInspection", id=made["id"])
        assert found == "ABSENT", who


async def test_it_closes_when_what_it_found_is_put_right(shared):
    key = await shared.register("b1")
    made = await shared.inspected(key, "8.1")
    assert (made["result"], made["proposal"]) == ("BASICALLY", "ORDER")
    await shared.act(CHIEF, "publishFoodInspection", "FoodInspection", id=made["id"])
    assert await shared.refused(INSPECTOR, "closeFoodInspection", id=made["id"]) == "HAZARDS_OPEN"
    over = await shared.refused(INSPECTOR, "handOverFoodInspection", id=made["id"], reason="x")
    assert over == "ABSENT"
    (hazard,) = (await shared.bureau.as_user(HEAD).ask(
        "{ hazards(where: { matter: { state: { eq: OPEN } } }) { nodes { id } } }"
    ))["hazards"]["nodes"]  # fmt: skip
    gone = await shared.bureau.as_user(HEAD).do(
        "dismissHazard", hazardId=hazard["id"], reason="当场已改正标签"
    )
    assert gone["userErrors"] == []
    done = await shared.act(INSPECTOR, "closeFoodInspection", "FoodInspection", id=made["id"])
    assert (done["matter"]["outcome"], done["closedOn"]) == ("CLOSED", "2026-11-23")


async def test_what_the_station_takes_back_is_assigned_to_nobody(shared):
    key = await shared.register("b2")
    made = await shared.act(HEAD, "assignFoodInspection", "FoodInspection", producerId=key)
    (row,) = await shared.bureau.rows(
        "select matter_id from food_inspection order by id desc limit 1"
    )
    assert row["matter_id"] is not None
    assert made["matter"]["step"] == "done"


async def test_twenty_working_days_run_through_golden_week(kitchen):
    kitchen.bureau.clock.advance(days=-56)  # the Monday before it: 28 September
    key = await kitchen.register("a1")
    made = await kitchen.inspected(key)
    assert made["matter"]["dueOn"] == "2026-10-30"
