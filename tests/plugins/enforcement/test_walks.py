"""Random walks over the state machine: there is no way around notice, review and decision."""

import random

import pytest

from tests.plugins.enforcement.docket import CHIEF, CLERK, LEADER, OFFICER, PARTY, REVIEWER, STATION

PEOPLE = (OFFICER, STATION, CLERK, CHIEF, REVIEWER, LEADER, PARTY)


def acts(docket):
    """Everything that anybody may try, in any order."""
    agree = {"agreed": True, "opinion": "同意"}
    back = {"agreed": False, "opinion": "补充证据"}
    paid = {"amount": 60_000, "paidOn": docket.today.isoformat(), "reference": "B"}
    return [
        ("concludeInvestigation", docket.report()),
        ("signInvestigation", {}),
        ("reviewCase", agree),
        ("reviewCase", back),
        ("issuePenaltyNotice", {"basis": "第四十九条"}),
        ("serveNotice", docket.served()),
        ("fileDefence", {"text": "申辩"}),
        ("answerDefence", {"answer": "不采纳"}),
        ("waiveAnswer", {}),
        ("submitForDecision", {}),
        ("submitForDecision", {"anew": True, "reason": "事实不清"}),
        ("decideCase", {}),
        ("serveDecision", docket.served()),
        ("recordPayment", paid),
        ("publishDecision", {}),
        ("closeCase", {}),
        ("archiveCase", {}),
    ]


async def attempt(docket, who, name, given):
    """Try it; says whether it happened."""
    kind = name[0].upper() + name[1:] + "Input!"
    text = f"mutation($i: {kind}) {{ {name}(input: $i) {{ userErrors {{ code }} }} }}"
    answer = await docket.bureau.as_user(who).post(text, i={"caseId": docket.id, **given})
    data = answer.json()
    return "errors" not in data and data["data"][name]["userErrors"] == []


async def sound(docket):
    """What must hold of the tables after every act."""
    row = docket.bureau.rows
    (case,) = await row("select * from penalty_case")
    (matter,) = await row("select * from matter where id = $1", case["matter_id"])
    officers = {r["account_id"] for r in await row("select account_id from case_officer")}
    decisions = await row("select * from penalty_decision")
    assert len(decisions) <= 1
    assert (matter["step"] in ("served", "performed", "closed", "archived")) == bool(decisions)
    reviews = await row("select * from case_review order by id")
    assert not officers & {r["reviewed_by"] for r in reviews}
    for decision in decisions:
        assert decision["decided_by"] not in officers | {r["reviewed_by"] for r in reviews}
        assert reviews[-1]["agreed"]
        notices = await row("select * from penalty_notice where not superseded")
        (notice,) = [n for n in notices if n["served_on"] is not None]
        assert notice["fine"] >= decision["fine"]
        answered = notice["waived_on"] is not None or notice["answer_by"] < decision["decided_on"]
        assert answered
        open_ = "select count(*) as n from defence where answered_on is null"
        assert (await row(open_))[0]["n"] == 0
        keys = {r["confirmed_by"] for r in await row("select confirmed_by from payment")}
        assert not keys & (officers | {decision["decided_by"], reviews[-1]["reviewed_by"]})


@pytest.mark.parametrize("seed", [3, 14])
async def test_no_walk_gets_around_notice_review_and_decision(docket, seed):
    chance = random.Random(seed)  # noqa: S311  a walk, no secret
    await docket.file()
    done = 0
    for turn in range(260):
        if turn % 40 == 39:
            docket.bureau.clock.advance(days=chance.choice((0, 1, 8)))
        name, given = chance.choice(acts(docket))
        if await attempt(docket, chance.choice(PEOPLE), name, given):
            done += 1
            await sound(docket)
    assert done >= 6, done
