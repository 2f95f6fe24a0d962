"""The traps of the law: clocks, persons, sums, and what never happens twice."""

import datetime as dt

import pytest

from plugins.enforcement.models_law import DiscretionGrade
from plugins.enforcement.service_discretion import part_of_range
from plugins.enforcement.service_money import surcharge
from tests.plugins.enforcement.docket import (
    CHIEF,
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

DAY = dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("grade", "shares", "bounds"),
    [
        (DiscretionGrade.LIGHT, (0, 30), (48_600, 77_760)),
        (DiscretionGrade.ORDINARY, (30, 70), (77_760, 116_640)),
        (DiscretionGrade.HEAVY, (70, 100), (116_641, 145_800)),
        (DiscretionGrade.REDUCED, (0, 0), (0, 48_599)),
        (DiscretionGrade.NONE, (0, 0), (0, 0)),
    ],
)
def test_the_part_of_each_grade(grade, shares, bounds):
    found = part_of_range(48_600, 145_800, grade, shares)
    assert (found.lowest, found.highest) == bounds


def test_the_surcharge_runs_by_the_day_and_never_exceeds_the_fine():
    due = dt.date(2026, 3, 1)
    assert surcharge(10_000, due, [], due) == 0
    assert surcharge(10_000, due, [], due + DAY) == 300
    assert surcharge(10_000, due, [], due + 33 * DAY) == 9_900
    assert surcharge(10_000, due, [], due + 34 * DAY) == 10_000
    assert surcharge(10_000, due, [], due + 400 * DAY) == 10_000
    half = [(due + 10 * DAY, 5_000)]
    assert surcharge(10_000, due, half, due + 20 * DAY) == 10 * 300 + 10 * 150
    assert surcharge(10_000, due, [(due, 10_000)], due + 9 * DAY) == 0
    assert surcharge(10_000, None, [], due) == 0


async def test_overlapping_times_are_left_out_once_and_goods_are_held_longer_for_tests(docket):
    await docket.file()
    colleague = next(o["id"] for o in (await docket.inside())["officers"] if o["holder"] == STATION)
    goods = {"kind": "SEALING", "items": ["电热水壶 486 件"], "officerId": colleague}
    await docket.act(OFFICER, "takeMeasure", **goods)
    await docket.act(OFFICER, "takeMeasure", **goods | {"kind": "REGISTRATION"})
    sealed, kept = (await docket.inside())["measures"]
    assert (sealed["until"], kept["until"]) == ("2026-12-23", "2026-12-02")
    for who in (OFFICER, STATION, CHIEF, CLERK, PARTY):
        assert await docket.code(who, "approveMeasure", id=sealed["id"]) not in ("", None)
    await docket.run(LEADER, "approveMeasure", id=sealed["id"])
    assert (await docket.inside())["measures"][0]["approvedOn"] == TODAY.isoformat()
    why = {"reason": "送检"}
    await docket.act(CHIEF, "stopCaseClock", kind="TESTING", **why)
    assert (await docket.state())["decideBy"] is None
    docket.bureau.clock.advance(days=5)
    await docket.act(CHIEF, "stopCaseClock", kind="SUSPENSION", reason="等待法院裁判")
    assert (
        await docket.code(OFFICER, "concludeInvestigation", **docket.report()) == "CASE_SUSPENDED"
    )
    docket.bureau.clock.advance(days=5)
    assert await docket.code(CHIEF, "stopCaseClock", kind="TESTING", **why) == "CASE_SUSPENDED"
    await docket.act(CHIEF, "resumeCaseClock", kind="TESTING")
    docket.bureau.clock.advance(days=5)
    await docket.act(CHIEF, "resumeCaseClock", kind="SUSPENSION")
    # tested on days 1 to 10, suspended on days 6 to 15: fifteen days, not twenty
    state = await docket.state()
    assert state["decideBy"] == (TODAY + 105 * DAY).isoformat()
    sealed, kept = (await docket.inside())["measures"]
    assert sealed["until"] == "2027-01-04"  # ten days of tests, and then two of a week-end
    assert kept["lapsed"] is True  # registration never waits
    await docket.act(LEADER, "extendCase", reason="案情复杂")
    assert await docket.code(LEADER, "extendCase", reason="案情复杂") == "CASE_EXTENDED"
    assert (await docket.state())["decideBy"] == (TODAY + 135 * DAY).isoformat()
    await docket.run(LEADER, "extendMeasure", id=sealed["id"], reason="案情复杂")
    assert await docket.code(LEADER, "extendMeasure", id=kept["id"], reason="x") == "MEASURE_OVER"


async def test_an_officer_taken_off_a_case_still_neither_reviews_nor_collects(docket):
    await docket.file(officerIds=[docket.cards[OFFICER], docket.cards[CHIEF]])
    off = {"removeIds": [docket.cards[CHIEF]], "reason": "调离"}
    assert await docket.code(LEADER, "changeCaseOfficers", **off) == "TWO_OFFICERS"
    on = {"addIds": [docket.cards[STATION]]}
    await docket.act(LEADER, "changeCaseOfficers", **off, **on)
    said = docket.report()
    assert await docket.code(CHIEF, "concludeInvestigation", **said) == "NOT_CASE_OFFICER"
    assert await docket.code(CLERK, "concludeInvestigation", **said) == "NOT_CASE_OFFICER"
    await docket.act(OFFICER, "concludeInvestigation", **said)
    assert await docket.code(OFFICER, "signInvestigation") == "ALREADY_SIGNED"
    await docket.act(STATION, "signInvestigation")
    before = await docket.traces()
    agree = {"agreed": True, "opinion": "同意"}
    assert await docket.code(CHIEF, "reviewCase", **agree) == "OFFICER_OF_THE_CASE"
    for who in (OFFICER, CLERK, STATION, TOWN, PARTY, NEIGHBOUR, LEADER, "superior-supervisor", ""):
        await docket.code(who, "reviewCase", **agree)
    assert await docket.traces() == before
    await docket.act(REVIEWER, "reviewCase", **agree)
    await docket.act(OFFICER, "issuePenaltyNotice", basis="第四十九条")
    await docket.act(OFFICER, "serveNotice", **docket.served())
    await docket.act(PARTY, "waiveAnswer")
    await docket.act(OFFICER, "submitForDecision")
    for who in (OFFICER, CLERK, STATION, TOWN, PARTY, CHIEF, REVIEWER, "superior-supervisor", ""):
        await docket.code(who, "decideCase")
    await docket.act(LEADER, "decideCase")
    late = docket.served(way="ELECTRONIC")
    assert await docket.code(OFFICER, "serveDecision", **late) == "CONSENT_MISSING"
    await docket.act(OFFICER, "serveDecision", **docket.served())
    paid = {"amount": 60_000, "paidOn": docket.today.isoformat(), "reference": "B"}
    assert await docket.code(CHIEF, "recordPayment", **paid) == "OFFICER_OF_THE_CASE"
    await docket.act(CLERK, "recordPayment", **paid)


async def test_one_act_is_fined_once_and_what_is_annulled_is_withdrawn(docket):
    await docket.to("performed")
    await docket.act(CLERK, "publishDecision")
    number = (await docket.state())["decisions"][0]["number"]
    first = docket.id
    await docket.to("decided")
    refused = await docket.refusal(LEADER, "decideCase")
    assert refused["code"] == "FINED_ALREADY"
    assert number in refused["message"]
    second, docket.id = docket.id, first
    await docket.act(LEADER, "annulDecision", by="行政复议决定书 1 号", reason="事实不清")
    assert (await docket.state())["decisions"][0]["withdrawBy"] == "2026-11-26"
    public = docket.bureau.as_user("")
    assert (await public.ask("{ publications { totalCount } }"))["publications"]["totalCount"] == 1
    await docket.act(CLERK, "withdrawPublication", reason="复议撤销")
    assert (await public.ask("{ publications { totalCount } }"))["publications"]["totalCount"] == 0
    docket.id = second
    await docket.act(LEADER, "decideCase")  # the first decision counts no more


async def test_what_is_found_too_late_is_not_filed(docket):
    await docket.hand_over_clue()
    old = {"violatedOn": "2024-11-22", "ruleId": docket.rules["PQ50"]}
    assert await docket.code(OFFICER, "proposeFiling", **docket.proposal(**old)) == "TIME_BARRED"
    lethal = old | {"ruleId": docket.rules["PQ49"]}  # five years for life and health
    await docket.run(OFFICER, "proposeFiling", **docket.proposal(**lethal))
    alone = docket.proposal(officerIds=[docket.cards[OFFICER]])
    assert await docket.code(OFFICER, "proposeFiling", **alone) == "TWO_OFFICERS"
    assert await docket.code(LEADER, "decideFiling", clueId=docket.clue, files=False)
    why = {"reason": "不属于本局管辖"}
    await docket.run(LEADER, "decideFiling", clueId=docket.clue, files=False, **why)
    assert await docket.bureau.count("penalty_case") == 0


async def test_a_town_sees_that_its_clue_was_taken_up_and_nothing_else(docket):
    clue = await docket.hand_over_clue(TOWN, source="TRANSFER")
    town = docket.bureau.as_user(TOWN)
    seen = "{ clues { nodes { id takenUpOn matter { outcome } } } }"
    other = docket.bureau.as_user("town-leader-b")
    assert (await other.ask("{ clues { totalCount } }"))["clues"]["totalCount"] == 0
    await docket.run(OFFICER, "proposeFiling", **docket.proposal())
    await docket.run(LEADER, "decideFiling", clueId=clue["id"], files=True)
    (own,) = (await town.ask(seen))["clues"]["nodes"]
    assert own == {
        "id": clue["id"],
        "takenUpOn": TODAY.isoformat(),
        "matter": {"outcome": "FILED"},
    }
    assert (await town.ask("{ matterBoard { open } }"))["matterBoard"] == []
    fields = await town.ask('{ __type(name: "Query") { fields { name } } }')
    names = {each["name"] for each in fields["__type"]["fields"]}
    assert not names & {"penaltyCase", "penaltyCases", "caseBoard", "penaltyDecisions"}


async def test_on_the_spot_two_officers_and_no_more_than_the_law_allows(docket):
    given = {
        "what": "使用未经检定的电子秤",
        "enterpriseId": docket.unit(),
        "heard": "无异议",
        "ruleId": docket.rules["ME43"],
    }
    officer = docket.bureau.as_user(OFFICER)
    for fine, code in ((3_001, "SPOT_LIMIT"), (0, "INVALID_INPUT")):
        done = await officer.do("penaliseOnTheSpot", **given, fine=fine)
        assert done["userErrors"][0]["code"] == code
    person = given | {"enterpriseId": None, "partyKind": "PERSON", "partyName": "王小明"}
    done = await officer.do("penaliseOnTheSpot", **person, fine=201)
    assert done["userErrors"][0]["code"] == "SPOT_LIMIT"
    made = await docket.run(OFFICER, "penaliseOnTheSpot", "spotPenalty { id }", **given, fine=500)
    key = made["spotPenalty"]["id"]
    assert await docket.code(OFFICER, "signSpotPenalty", id=key) == "SAME_PERSON"
    await docket.run(CLERK, "signSpotPenalty", id=key)
    assert await docket.code(CLERK, "collectSpotFine", id=key) == "SAME_PERSON"
    await docket.run(CHIEF, "collectSpotFine", id=key)
    (row,) = await docket.bureau.rows("select * from spot_penalty")
    assert (row["number"], row["paid_on"]) == ("萧质监当罚〔2026〕1号", TODAY)


async def test_only_the_party_answers_and_pays_and_an_unpaid_fine_is_not_closed(docket):
    await docket.to("answered")
    before = await docket.traces()
    for who in (NEIGHBOUR, TOWN, STATION, REVIEWER, LEADER, "superior-supervisor", ""):
        await docket.code(who, "fileDefence", text="x")
        await docket.code(who, "waiveAnswer")
    assert await docket.traces() == before
    assert await docket.code(PARTY, "requestHearing") == "HEARING_NOT_OFFERED"
    assert await docket.code(OFFICER, "submitForDecision") == "ANSWER_RUNNING"
    await docket.act(PARTY, "fileDefence", text="已召回全部产品")
    docket.bureau.clock.advance(days=8)
    assert await docket.code(OFFICER, "submitForDecision") == "DEFENCE_UNANSWERED"
    await docket.act(OFFICER, "answerDefence", answer="采纳部分", accepted=True)
    await docket.act(OFFICER, "submitForDecision")
    milder = {"result": "PENALTY", "fine": 50_000, "reason": "主动召回"}
    await docket.act(LEADER, "decideCase", **milder)
    await docket.act(OFFICER, "serveDecision", **docket.served())
    parts = {"dues": ["2027-01-15", "2027-02-15"], "amounts": [20_000, 20_000]}
    assert await docket.code(LEADER, "approveInstalments", **parts, reason="困难")
    parts["amounts"] = [20_000, 30_000]
    await docket.act(LEADER, "approveInstalments", **parts, reason="经济困难")
    docket.bureau.clock.advance(days=94)
    asked = "query($id: ID!) { caseBalance(caseId: $id) { surcharge capped owed } }"
    (owed,) = (await docket.bureau.as_user(PARTY).ask(asked, id=docket.id))["caseBalance"]
    late = (docket.today - dt.date(2027, 2, 15)).days
    assert owed == {"surcharge": late * 1_500, "capped": False, "owed": 50_000 + late * 1_500}
    paid = {"amount": 50_000, "paidOn": docket.today.isoformat(), "reference": "B"}
    await docket.act(CLERK, "recordPayment", **paid)
    assert await docket.step() == "performed"  # the surcharge is owed
    assert await docket.code(LEADER, "closeCase") == "WRONG_STEP"
    await docket.act(CLERK, "recordPayment", **paid | {"amount": late * 1_500})
    assert await docket.step() == "closed"
