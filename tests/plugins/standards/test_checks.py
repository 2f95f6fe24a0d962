"""Random rounds: one freezes, another draws, two check, the firm corrects, or it is published."""

from tests.plugins.standards.acts import (
    CHECK,
    CHIEF,
    CLERK,
    OFFICER,
    OWNER,
    ROUND,
    act,
    check,
    code_of,
    declared,
    drawn_round,
    everything,
    points,
)


async def a_check(bureau):
    """The id of a check of a1's declaration."""
    await declared(bureau)
    (found,) = (await drawn_round(bureau))["checks"]
    return found["id"]


async def faulty_check(bureau):
    """It is checked by two, faulty at point 8, and waits for the order."""
    key = await a_check(bureau)
    await check(
        bureau,
        CLERK,
        "checkDeclaration",
        key,
        faulty=[(await points(bureau))[8]],
        findings="标签仍标旧编号",
    )
    return await check(bureau, OFFICER, "signDeclarationCheck", key)


async def test_whoever_freezes_does_not_draw_and_nothing_is_drawn_of_nothing(standards):
    empty = await standards.as_user(CLERK).run("freezeCheckRound", "", title="抽查")
    assert code_of(empty) == "NOTHING_TO_DRAW"
    for who in (OWNER, "enterprise-manager-c1"):
        await declared(standards, who)
    frozen = await act(standards, CLERK, "freezeCheckRound", ROUND, title="抽查", percent=50)
    before = await everything(standards)
    hidden = await standards.as_user(CLERK).post(
        f'mutation {{ drawCheckRound(input: {{ roundId: "{frozen["id"]}" }}) '
        "{ userErrors { code } } }"
    )
    assert "errors" in hidden.json()  # drawing is the chief's
    assert await everything(standards) == before
    row = await act(standards, CHIEF, "drawCheckRound", ROUND, roundId=frozen["id"])
    assert (row["drawnOn"], len(row["checks"])) == ("2026-11-23", 1)
    again = await standards.as_user(CHIEF).run("drawCheckRound", "", roundId=frozen["id"])
    assert code_of(again) == "DRAWN_ALREADY"


async def test_without_a_fault_it_ends_with_the_second_signature(standards):
    key = await a_check(standards)
    missing = await standards.as_user(CLERK).run("signDeclarationCheck", CHECK, checkId=key)
    assert code_of(missing) == "CHECK_MISSING"
    some = [{"pointId": (await points(standards))[1], "verdict": "CONFORMING"}]
    short = await standards.as_user(CLERK).run("checkDeclaration", CHECK, checkId=key, answers=some)
    assert code_of(short) == "POINTS_INCOMPLETE"
    assert short["userErrors"][0]["explain"]["points"] == [2, 3, 4, 5, 6, 7, 8]
    row = await check(standards, CLERK, "checkDeclaration", key)
    assert row["matter"]["step"] == "checked"
    assert len(row["answers"]) == 8
    twice = await standards.as_user(CLERK).run("signDeclarationCheck", CHECK, checkId=key)
    assert code_of(twice) == "ALREADY_SIGNED"
    second = await standards.as_user(OFFICER).run("checkDeclaration", CHECK, checkId=key)
    assert code_of(second) == "CHECK_RECORDED"
    row = await check(standards, OFFICER, "signDeclarationCheck", key)
    assert (row["matter"]["outcome"], row["endedOn"]) == ("CONFORMING", "2026-11-23")


async def test_what_is_faulty_is_ordered_corrected_and_looked_at(standards):
    row = await faulty_check(standards)
    assert row["matter"]["step"] == "ordered"
    row = await check(standards, CHIEF, "orderCorrection", row["id"], correctBy="2026-12-23")
    assert (row["matter"]["step"], row["matter"]["dueOn"]) == ("corrected", "2026-12-23")
    row = await check(standards, OWNER, "correctDeclaration", row["id"], text="已换标签")
    row = await check(
        standards, CLERK, "reviewCorrection", row["id"], accepted=False, reason="仍有旧标签"
    )
    assert (row["matter"]["step"], row["matter"]["dueOn"]) == ("corrected", "2026-12-23")
    await check(standards, OWNER, "correctDeclaration", row["id"], text="已全部更换")
    row = await check(standards, CLERK, "reviewCorrection", row["id"], accepted=True)
    assert row["matter"]["outcome"] == "CORRECTED"


async def test_only_what_is_past_its_term_is_published_as_uncorrected(standards):
    row = await faulty_check(standards)
    row = await check(standards, CHIEF, "orderCorrection", row["id"], correctBy="2026-11-30")
    before = await everything(standards)
    early = await standards.as_user(CHIEF).run(
        "publishUncorrected", CHECK, checkId=row["id"], reason="逾期"
    )
    assert code_of(early) == "TERM_RUNS"
    theirs = await standards.as_user(CHIEF).run(
        "correctDeclaration", CHECK, checkId=row["id"], text="代填"
    )
    assert code_of(theirs) == "NOT_YOUR_STEP"
    assert await everything(standards) == before
    standards.clock.advance(days=8)
    row = await check(standards, CHIEF, "publishUncorrected", row["id"], reason="逾期未改正")
    assert (row["matter"]["state"], row["matter"]["outcome"]) == ("DONE", "PUBLISHED")
