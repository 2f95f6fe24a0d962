"""Cases of supervision: asked, answered, returned, accepted; a refusal changes nothing."""

import pytest

from tests.fixtures.jobs import run_jobs
from tests.plugins.step_supervision import ground as g

SEEN = "{ supervisionCases { totalCount nodes { number } } }"


async def seen_by(watched, who):
    data = await watched.bureau.as_user(who).ask(SEEN)
    return data["supervisionCases"]["totalCount"]


async def test_asked_returned_answered_again_and_accepted(watched):
    row = g.done(await watched.issue())
    assert (row["number"], row["unit"]["name"]) == ("督〔2026〕1号", "town-a")
    assert row["matter"]["step"] == "answered"
    assert row["matter"]["dueOn"] == "2026-12-11", "five working days after Saturday"
    row = g.done(await watched.answer(row))
    row = g.done(await watched.judge(row, accepted=False, answerBy="2026-12-08"))
    assert (row["timesReturned"], row["matter"]["step"]) == (1, "answered")
    assert (row["matter"]["dueOn"], row["closedOn"]) == ("2026-12-08", None)
    row = g.done(await watched.answer(row, text="十二月七日上午核实。"))
    row = g.done(await watched.judge(row))
    assert row["matter"] == {**row["matter"], "state": "DONE", "outcome": "ACCEPTED"}
    assert row["closedOn"] == "2026-12-05"
    again = g.done(await watched.issue())
    assert again["number"] == "督〔2026〕2号", "a closed case bars no other"


async def test_the_unit_and_nobody_else_sees_and_answers(watched):
    row = g.done(await watched.issue())
    counts = {who: await seen_by(watched, who) for who in (g.SUPERIOR, g.LEADER, g.TOWN)}
    assert set(counts.values()) == {1}
    for who in ("town-leader-b", g.STATION, g.CHIEF):
        assert await seen_by(watched, who) == 0, who
    owner = await watched.bureau.as_user(g.OWNER).errors(SEEN)
    assert "Cannot query field" in owner[0]["message"], "an enterprise knows of no cases"
    before = await watched.everything()
    for who in ("town-leader-b", g.STATION, g.CHIEF):
        assert g.code_of(await watched.answer(row, who)) == "NOT_FOUND", who
    for who, name in ((g.TOWN, "answerSupervision"), (g.SUPERIOR, "answerSupervision"),
                      (g.LEADER, "acceptSupervision"), (g.LEADER, "issueSupervision")):  # fmt: skip
        kind = name[0].upper() + name[1:] + "Input!"
        text = f"mutation($i: {kind}) {{ {name}(input: $i) {{ userErrors {{ code }} }} }}"
        answer = await watched.bureau.as_user(who).post(text, i={"caseId": row["id"]})
        assert "errors" in answer.json(), (who, name)
    assert await watched.everything() == before


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"unit": "a1"}, "NOT_A_UNIT"),
        ({"unit": "superior"}, "NOT_A_UNIT"),
        ({"question": "  "}, "INVALID_INPUT"),
        ({"answerBy": "2026-12-01"}, "INVALID_INPUT"),
    ],
)
async def test_what_cannot_be_asked(watched, given, code):
    before = await watched.everything()
    assert g.code_of(await watched.issue(**given)) == code
    assert await watched.everything() == before


async def test_one_open_case_a_unit_and_none_about_a_case(watched):
    row = g.done(await watched.issue())
    before = await watched.everything()
    assert g.code_of(await watched.issue()) == "SUPERVISED_ALREADY"
    about = await watched.issue(matterId=row["matter"]["id"])
    assert g.code_of(about) == "CASE_ITSELF"
    early = await watched.judge(row)
    assert g.code_of(early) == "WRONG_STEP", "nothing was answered yet"
    assert await watched.everything() == before
    other = g.done(await watched.issue(unit="first"))
    assert other["unit"]["name"] == "first", "another unit may be asked at the same time"


async def test_the_unit_is_told_and_the_superior_of_the_answer(watched):
    row = g.done(await watched.issue())
    await run_jobs(watched.bureau)
    told = await _told(watched, "SupervisionCase")
    assert g.LEADER in told
    assert not any(who.startswith(("enterprise", "station", "branch")) for who in told)
    g.done(await watched.answer(row))
    await run_jobs(watched.bureau)
    assert g.SUPERIOR in await _told(watched, "SupervisionCase")


async def _told(watched, record):
    rows = await watched.bureau.rows(
        "select username from message join account on account.id = message.account_id "
        "where subject_type = $1",
        record,
    )
    return {row["username"] for row in rows}
