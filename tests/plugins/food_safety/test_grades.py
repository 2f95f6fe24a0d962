"""Grading: three tiers, two persons at the branch, and the plan that follows."""

from tests.plugins.food_safety.kitchen import (
    CHIEF,
    CLERK,
    FAR_INSPECTOR,
    HEAD,
    INSPECTOR,
    OFFICER,
    UNIT,
)

VISITS = "query($id: ID!) { foodProducer(id: $id) { visits(first: 20) { id dueOn } } }"
SEEN = "{ foodVisits { totalCount } }"


async def test_a_grade_from_the_proposal_to_the_enterprise(shared):
    key = await shared.register("a1")
    made = await shared.act(CLERK, "proposeRiskGrade", "RiskGrade", producerId=key, year=2026)
    assert (made["grade"], made["staticPoints"], made["dynamicPoints"]) == ("B", 25, 10)
    assert made["matter"]["dueOn"] == "2026-12-07"  # ten working days
    again = await shared.refused(CLERK, "proposeRiskGrade", producerId=key, year=2026)
    assert again == "GRADING_OPEN"
    assert await shared.refused(FAR_INSPECTOR, "checkRiskGrade", id=made["id"]) == "NOT_FOUND"
    assert await shared.refused(CHIEF, "fixRiskGrade", id=made["id"]) == "WRONG_STEP"
    # another number needs its reason
    unsaid = await shared.refused(INSPECTOR, "checkRiskGrade", id=made["id"], dynamicPoints=40)
    assert unsaid == "INVALID_INPUT"
    checked = await shared.act(
        INSPECTOR, "checkRiskGrade", "RiskGrade", id=made["id"], dynamicPoints=22, reason="自查缺失"
    )
    assert (checked["grade"], checked["dynamicPoints"]) == ("C", 22)
    assert await shared.refused(CLERK, "fixRiskGrade", id=made["id"]) == "ABSENT"
    assert await shared.refused(HEAD, "fixRiskGrade", id=made["id"]) == "ABSENT"
    fixed = await shared.act(CHIEF, "fixRiskGrade", "RiskGrade", id=made["id"])
    assert fixed["matter"]["step"] == "told"
    assert await shared.refused(OFFICER, "acknowledgeRiskGrade", id=made["id"]) == "ABSENT"
    done = await shared.act(UNIT, "acknowledgeRiskGrade", "RiskGrade", id=made["id"])
    assert done["matter"]["outcome"] == "FIXED"


async def test_whoever_proposed_or_compared_does_not_fix(shared):
    key = await shared.register("a2")
    made = await shared.act(CHIEF, "proposeRiskGrade", "RiskGrade", producerId=key, year=2026)
    await shared.act(INSPECTOR, "checkRiskGrade", "RiskGrade", id=made["id"])
    assert await shared.refused(CHIEF, "fixRiskGrade", id=made["id"]) == "SAME_PERSON"


async def test_nobody_else_proposes_or_raises(shared):
    key = await shared.register("b1")
    for who in (UNIT, OFFICER, INSPECTOR, HEAD, "branch-quality-chief", ""):
        found = await shared.refused(who, "proposeRiskGrade", producerId=key, year=2026)
        assert found == "ABSENT", who
    assert await shared.refused(
        CLERK, "raiseRiskGrade", producerId=key, reason="处罚"
    ) == "NOT_GRADED"  # fmt: skip
    assert await shared.refused(CLERK, "raiseRiskGrade", producerId=key) == "INVALID_INPUT"


async def test_the_highest_grade_is_not_raised_and_visits_stay_secret(shared):
    key = await shared.register("b2", "105")
    await shared.graded(key, level="D")
    assert await shared.refused(
        CLERK, "raiseRiskGrade", producerId=key, reason="处罚"
    ) == "GRADE_HIGHEST"  # fmt: skip
    seen = (await shared.bureau.as_user(INSPECTOR).ask(VISITS, id=key))["foodProducer"]
    assert len(seen["visits"]) == 3  # what is left of a year wants the least that the law does
    for who in ("enterprise-manager-b2", UNIT, ""):
        answer = (await shared.bureau.as_user(who).post(SEEN)).json()
        assert "errors" in answer, who


async def test_a_lower_grade_drops_visits_that_nobody_has_in_hand(kitchen):
    key = await kitchen.register("a1")
    await kitchen.graded(key, year=2027, level="D")
    await kitchen.act(HEAD, "assignFoodInspection", "FoodInspection", producerId=key, kind="DAILY")
    await kitchen.graded(key, year=2027, level="A")
    rows = await kitchen.bureau.rows("select number, assigned_on, dropped_on from food_visit")
    kept = [row["number"] for row in rows if row["dropped_on"] is None]
    assert (len(rows), kept) == (4, [1])
    assert rows[0]["assigned_on"] is not None
