"""The whole way of a case by all its actors, from a clue to the archive."""

import datetime as dt

from tests.plugins.enforcement.docket import (
    CLERK,
    LEADER,
    NEIGHBOUR,
    OFFICER,
    PARTY,
    REVIEWER,
    STATION,
    TODAY,
    TOWN,
)

WALK = [
    ("OPENED", "filed"),
    ("SIGNED", "investigated"),
    ("COMPLETED", "investigated"),
    ("COMPLETED", "reviewed"),
    ("COMPLETED", "noticed"),
    ("COMPLETED", "answered"),
    ("COMPLETED", "decided"),
    ("COMPLETED", "served"),
    ("COMPLETED", "performed"),
    ("COMPLETED", "closed"),
    ("COMPLETED", "archived"),
]


async def test_a_case_from_its_clue_to_the_archive(docket):
    await docket.file()
    state = await docket.state()
    assert (state["number"], state["matter"]["step"]) == ("萧质监案〔2026〕1号", "investigated")
    assert state["decideBy"] == (TODAY + dt.timedelta(days=91)).isoformat()  # the 90th is a Sunday
    assert await docket.state(PARTY) is None  # it is not told yet
    paper = {"form": 14, "text": "问：何时生产？答：九月。"}
    assert await docket.code(CLERK, "issueCaseDocument", **paper) == "NOT_CASE_OFFICER"
    assert await docket.code(OFFICER, "issueCaseDocument", form=45, text="罚") == "PAPER_OF_A_STEP"
    await docket.act(OFFICER, "issueCaseDocument", **paper)
    await docket.act(OFFICER, "concludeInvestigation", **docket.report())
    await docket.act(STATION, "signInvestigation")
    await docket.act(REVIEWER, "reviewCase", agreed=True, opinion="事实清楚，同意")
    await docket.act(OFFICER, "issuePenaltyNotice", basis="《产品质量法》第四十九条")
    assert await docket.state(PARTY) is None
    await docket.act(OFFICER, "serveNotice", **docket.served())
    told = await docket.state(PARTY)
    assert (told["notices"][0]["fine"], told["notices"][0]["answerBy"]) == (60_000, "2026-11-30")
    assert await docket.state(NEIGHBOUR) is None
    docket.bureau.clock.advance(days=8)
    await docket.act(OFFICER, "submitForDecision")
    await docket.act(LEADER, "decideCase")
    await docket.act(OFFICER, "serveDecision", **docket.served())
    decision = (await docket.state(PARTY))["decisions"][0]
    assert (decision["fine"], decision["payBy"]) == (60_000, "2026-12-16")
    assert decision["number"] == "萧质监罚〔2026〕1号"
    paid = {"amount": 60_000, "paidOn": docket.today.isoformat(), "reference": "B1"}
    receipt = await docket.photo(PARTY)
    await docket.act(PARTY, "reportPayment", photos=[receipt], **paid)
    (payment,) = (await docket.inside())["payments"]
    await docket.run(CLERK, "confirmPayment", id=payment["id"])
    await docket.act(CLERK, "publishDecision")
    await docket.act(LEADER, "closeCase")
    await docket.act(CLERK, "archiveCase")
    state = await docket.state()
    assert (state["matter"]["outcome"], state["closureReason"]) == ("PENALTY", "PERFORMED")
    assert [(s["act"], s["step"]) for s in state["matter"]["steps"]] == WALK
    forms = [paper["form"]["number"] for paper in (await docket.inside())["documents"]]
    assert forms == [7, 14, 35, 36, 37, 50, 45, 50, 53, 54]
    seen = await docket.bureau.as_user(TOWN).post(f'{{ node(id: "{docket.id}") {{ id }} }}')
    assert seen.json()["data"]["node"] is None
