"""Samples: bought, sealed by two, tested by others, told, tested again; and what follows."""

import pytest

from tests.plugins.food_safety.kitchen import (
    CHIEF,
    CLERK,
    FAILING,
    HEAD,
    INSPECTOR,
    NEIGHBOUR,
    PASSING,
    UNIT,
)

FORM = {
    "productName": "萝卜干", "batch": "1", "baseQuantity": "10", "checkQuantity": "4",
    "reserveQuantity": "2", "quantityUnit": "袋", "paid": "9",
}  # fmt: skip
RETEST = {"reportNo": "FJ-1", "laboratory": "省食品检验院"}


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"paid": "0"}, "INVALID_INPUT"),  # samples are bought
        ({"checkQuantity": "9"}, "SAMPLE_QUANTITY"),  # no more than there was
        ({"batch": ""}, "INVALID_INPUT"),
    ],
)
async def test_a_form_that_cannot_be_is_refused(shared, more, code):
    (row,) = await shared.bureau.rows("select count(*) as n from food_producer")
    key = await shared.register("c1") if row["n"] == 0 else await first(shared)
    who = "station-inspector-second"
    assert await shared.refused(who, "takeFoodSample", producerId=key, **FORM | more) == code


async def first(shared):
    """The id of the one maker of town c."""
    found = await shared.bureau.as_user(CLERK).ask("{ foodProducers { nodes { id } } }")
    return found["foodProducers"]["nodes"][0]["id"]


async def test_one_person_neither_seals_alone_nor_tests_what_he_took(shared):
    key = await shared.register("a1")
    made = await shared.act(CLERK, "takeFoodSample", "FoodSample", producerId=key, **FORM)
    assert await shared.refused(CLERK, "sealFoodSample", id=made["id"]) == "SAME_PERSON"
    await shared.act(CHIEF, "sealFoodSample", "FoodSample", id=made["id"])
    sent = await shared.act(CLERK, "sendFoodSample", "FoodSample", id=made["id"], laboratory="甲")
    assert sent["matter"]["dueOn"] == "2026-12-21"  # twenty working days
    for who in (CLERK, CHIEF):
        found = await shared.refused(
            who, "recordFoodTest", id=made["id"], reportNo="1", items=[PASSING]
        )
        assert found == "SAME_PERSON", who
    for who in (UNIT, INSPECTOR, HEAD, "town-leader-a"):
        found = await shared.refused(who, "recordFoodTest", id=made["id"], reportNo="1", items=[])
        assert found == "ABSENT", who


async def test_a_re_test_that_passes_takes_everything_back(shared):
    key = await shared.register("a2")
    made = await shared.failed(key, recallClass="ONE")
    assert await shared.refused(UNIT, "requestFoodRetest", id=made["id"], reason="异议") == (
        "NOT_FOUND"
    )
    open_ = await shared.refused(CLERK, "concludeFoodSample", id=made["id"])
    assert open_ == "RETEST_WINDOW_OPEN"
    await shared.act(
        NEIGHBOUR, "requestFoodRetest", "FoodSample", id=made["id"], reason="对结果有异议"
    )
    same = {**RETEST, "laboratory": "市食品检验院"}
    assert await shared.refused(
        CLERK, "recordFoodRetest", id=made["id"], items=[PASSING], **same
    ) == "SAME_LABORATORY"  # fmt: skip
    done = await shared.act(
        CLERK, "recordFoodRetest", "FoodSample", id=made["id"], items=[PASSING], **RETEST
    )
    assert (done["verdict"], done["finalVerdict"]) == ("FAILED", "PASSED")
    assert done["matter"]["outcome"] == "OVERTURNED"
    rows = await shared.bureau.rows(
        "select state from matter where resource in"
        " ('food_safety:Disposal', 'food_safety:FoodRecall')"
    )
    assert {row["state"] for row in rows} == {"WITHDRAWN"}
    assert await shared.bureau.count("risk_grade") == 0


async def test_the_time_for_a_re_test_runs_through_golden_week(kitchen):
    kitchen.bureau.clock.advance(days=-56)  # Monday, 28 September
    key = await kitchen.register("a1")
    await kitchen.graded(key)
    made = await kitchen.failed(key)
    # the holidays do not count, and the make-up Saturday does
    assert made["matter"]["dueOn"] == "2026-10-13"
    assert made["reserveUntil"] == "2027-03-28"  # six months
    kitchen.bureau.clock.advance(days=17)
    late = await kitchen.refused(UNIT, "requestFoodRetest", id=made["id"], reason="异议")
    assert late == "RETEST_TOO_LATE"
    done = await kitchen.act(CLERK, "concludeFoodSample", "FoodSample", id=made["id"])
    assert (done["finalVerdict"], done["matter"]["outcome"]) == ("FAILED", "FAILED")
    # the grade goes up at once, and the branch fixes it
    (row,) = await kitchen.bureau.rows(
        "select grade, raised_for, step from risk_grade g join matter m on m.id = g.matter_id"
        " where g.fixed_on is null"
    )
    assert (row["grade"], row["step"]) == ("C", "fixed")
    assert "抽样检验不合格" in row["raised_for"]


async def test_a_disposal_from_the_seal_to_its_closing(kitchen):
    key = await kitchen.register("a1")
    await kitchen.failed(key)
    (row,) = (await kitchen.bureau.as_user(UNIT).ask(
        "{ disposals { nodes { id dueOn colour matter { dueOn } } } }"
    ))["disposals"]["nodes"]  # fmt: skip
    assert (row["dueOn"], row["matter"]["dueOn"]) == ("2027-02-22", "2027-02-22")
    at = {"id": row["id"]}
    early = await kitchen.refused(UNIT, "reportTrace", **at, made="9", sold="3", soldTo="甲")
    assert early == "WRONG_STEP"
    for who in (NEIGHBOUR, "town-leader-a", CLERK):
        assert await kitchen.refused(who, "reportStopAndSeal", **at, sealed="1") in (
            "ABSENT", "NOT_FOUND",
        )  # fmt: skip
    await kitchen.act(UNIT, "reportStopAndSeal", "Disposal", **at, sealed="6")
    await kitchen.act(UNIT, "reportTrace", "Disposal", **at, made="9", sold="3", soldTo="甲")
    await kitchen.act(UNIT, "reportRecalled", "Disposal", **at, recalled="已售罄，无可召回")
    cause = {"cause": "计量失准", "correction": "更换秤具"}
    last = await kitchen.act(UNIT, "reportCause", "Disposal", **at, **cause)
    assert last["matter"]["dueOn"] == "2027-02-22"  # one term for all of it
    # whoever told the maker and opened it does not close it
    assert await kitchen.refused(CHIEF, "closeDisposal", **at) == "SAME_PERSON"
    assert await kitchen.refused(CLERK, "closeDisposal", **at, accepted=False) == "INVALID_INPUT"
    back = await kitchen.act(
        CLERK, "closeDisposal", "Disposal", **at, accepted=False, reason="请附照片"
    )
    assert back["matter"]["step"] == "caused"
    await kitchen.act(UNIT, "reportCause", "Disposal", **at, **cause)
    done = await kitchen.act(CLERK, "closeDisposal", "Disposal", **at)
    assert (done["matter"]["outcome"], done["closedOn"]) == ("CLOSED", "2026-11-23")


async def test_a_failing_item_makes_a_failing_sample(shared):
    key = await shared.register("b1")
    made = await shared.sampled(key)
    done = await shared.act(
        CLERK, "recordFoodTest", "FoodSample", id=made["id"], reportNo="1", items=[PASSING, FAILING]
    )
    assert (done["verdict"], done["matter"]["step"]) == ("FAILED", "told")
