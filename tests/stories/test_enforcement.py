"""The stories of enforcement (domain 4.6), each by its actors."""

import datetime as dt

import pytest

from core.policy.vocabulary import Tier
from plugins.inspection.seeds import plant_law
from tests.core.desk.pages import Clerk
from tests.plugins.enforcement.docket import (
    CHIEF,
    CLERK,
    LEADER,
    NEIGHBOUR,
    OFFICER,
    PARTY,
    REVIEWER,
    TOWN,
    VALUE,
    docket_in,
)

FORM = "/desk/enforcement/{}"
GRAVE = {"grade": "HEAVY", "gradeReason": "拒不停止销售", "fine": 120_000}
BOUNDS = """query ($rule: ID!, $value: Int!) { discretionBounds(ruleId: $rule, goodsValue: $value) {
  minimum maximum grade usual lowest highest } }"""
PUBLIC = """{ publications { totalCount nodes { number partyName fine } } }"""
LOOK = """query ($n: String!) { lookUp(number: $n) { number facts { title value } } }"""


@pytest.fixture
async def docket(bureau):
    """The docket of one story."""
    async with bureau.application.store.system() as session:
        await plant_law(session)
    return await docket_in(bureau)


async def test_story_1_a_clue_in_one_click_and_the_filing_form_prefilled(docket):
    found = {"what": "锅炉安全阀未校验，拒不整改", "enterpriseId": docket.unit()}
    done = await docket.bureau.as_user(TOWN).run("reportHazard", "hazard { id }", **found)
    hazard = done["hazard"]["id"]
    clerk = Clerk(docket.bureau, CLERK)
    path = FORM.format("clue-from-hazard") + f"/{hazard}"
    proposed = await clerk.get(path)
    assert f">{found['what']}</textarea>" in clerk.last.text
    await clerk.post(path, proposed.inputs | {"what": found["what"]})  # as it is proposed
    data = await docket.bureau.as_user(CLERK).ask(
        "{ clues { nodes { id what source subject partyName matter { dueOn } } } }"
    )
    (clue,) = data["clues"]["nodes"]
    assert (clue["source"], clue["subject"]) == ("INSPECTION", hazard)
    assert clue["partyName"] == "杭州萧山样本a1食品有限公司"
    assert clue["matter"]["dueOn"] == "2026-12-14"  # fifteen working days
    officer = Clerk(docket.bureau, OFFICER)
    await officer.get(FORM.format("propose-filing") + f"/{clue['id']}")
    assert f">{found['what']}</textarea>" in officer.last.text
    again = await docket.bureau.as_user(CLERK).do("handOverClue", subject=hazard, **found)
    assert again["userErrors"][0]["code"] == "CLUE_KNOWN"


async def test_story_2_no_decision_without_notice(docket):
    await docket.to("noticed")
    before = await docket.traces()
    refused = await docket.refusal(OFFICER, "submitForDecision")
    assert refused["code"] == "NOTICE_MISSING"
    assert "第六十二条" in refused["message"]
    assert refused["explain"]["article"] == "第六十二条"
    assert await docket.code(LEADER, "decideCase") == "NOTICE_MISSING"
    assert await docket.traces() == before
    await docket.act(OFFICER, "issuePenaltyNotice", basis="第四十九条")  # written, not served
    assert await docket.code(OFFICER, "submitForDecision") == "NOTICE_MISSING"


async def test_story_3_the_reviewer_sees_the_bound_and_changes_it_with_a_reason(docket):
    await docket.to("reviewed", fine=77_760)
    reviewer = docket.bureau.as_user(REVIEWER)
    found = await reviewer.ask(BOUNDS, rule=docket.rules["PQ49"], value=VALUE)
    light, ordinary, heavy = found["discretionBounds"]
    assert (light["minimum"], light["maximum"]) == (48_600, 145_800)
    assert (light["grade"], light["usual"], light["highest"]) == ("LIGHT", True, 77_760)
    assert (ordinary["lowest"], ordinary["highest"]) == (77_760, 116_640)
    assert heavy["lowest"] == 116_641
    (report,) = (await docket.inside(REVIEWER))["reports"]
    assert (report["grade"], report["fine"], report["highest"]) == ("LIGHT", 77_760, 77_760)
    before = await docket.traces()
    agree = {"agreed": True, "opinion": "有从重情节", "fine": 90_000}
    assert await docket.code(REVIEWER, "reviewCase", **agree) == "INVALID_INPUT"  # no reason
    said = {"gradeReason": "曾因同类行为受过处罚"}
    refused = await docket.refusal(REVIEWER, "reviewCase", **agree, **said)
    assert (refused["code"], refused["explain"]["highest"]) == ("FINE_OUT_OF_BOUNDS", 77_760)
    assert await docket.traces() == before
    await docket.act(REVIEWER, "reviewCase", **agree, **said, grade="ORDINARY")
    (report,) = (await docket.inside(REVIEWER))["reports"]
    assert (report["grade"], report["fine"]) == ("ORDINARY", 90_000)
    assert report["gradeReason"] == said["gradeReason"]
    assert (await docket.inside(REVIEWER))["reviews"][0]["changed"] is True


async def test_story_4_a_hearing_is_asked_for_on_day_5_over_the_national_day(bureau):
    bureau.clock.advance(days=-59)  # Friday, 25 September 2026
    docket = await docket_in(bureau)
    await docket.to("noticed", **GRAVE)
    docket.bureau.clock.advance(days=3)
    await docket.act(OFFICER, "issuePenaltyNotice", basis="第四十九条")
    await docket.act(OFFICER, "serveNotice", **docket.served())
    state = await docket.state(PARTY)
    assert state["notices"][0]["hearingOffered"] is True
    # 29, 30 September; the holiday; 8, 9 October and Saturday 10, a make-up workday
    assert state["notices"][0]["answerBy"] == state["matter"]["dueOn"] == "2026-10-10"
    docket.bureau.clock.advance(days=12)  # day 5
    assert docket.today == dt.date(2026, 10, 10)
    assert await docket.code(OFFICER, "submitForDecision") == "ANSWER_RUNNING"
    await docket.act(PARTY, "requestHearing")
    state = await docket.state()
    assert state["decideBy"] is None  # the ninety days stand
    plan = {"place": "分局三楼", "chairId": docket.cards[REVIEWER]}
    short = await docket.code(CHIEF, "arrangeHearing", heldOn="2026-10-19", **plan)
    assert short == "HEARING_NOTICE_SHORT"
    own = {**plan, "chairId": docket.cards[OFFICER]}
    assert (
        await docket.code(CHIEF, "arrangeHearing", heldOn="2026-10-21", **own)
        == "CHAIR_OF_THE_CASE"
    )
    await docket.act(CHIEF, "arrangeHearing", heldOn="2026-10-21", **plan)
    assert await docket.code(OFFICER, "submitForDecision") == "HEARING_PENDING"
    docket.bureau.clock.advance(days=11)
    await docket.act(REVIEWER, "reportHearing", report="当事人到场，意见已记录")
    state = await docket.state()
    # filed on 25 September: day 90 is 24 December; eleven days of hearing do not count
    assert state["decideBy"] == "2027-01-04"
    await docket.act(OFFICER, "submitForDecision")
    assert await docket.code(LEADER, "decideCase") == "DISCUSSION_MISSING"
    words = {"opinions": "同意处罚", "conclusion": "罚款十二万元"}
    await docket.act(LEADER, "discussCase", members=["甲", "乙", "丙"], **words)
    heavier = {"result": "PENALTY", "fine": 130_000, "grade": "HEAVY", "gradeReason": "加重"}
    refused = await docket.refusal(LEADER, "decideCase", reason="态度不好", **heavier)
    assert (refused["code"], refused["explain"]["article"]) == (
        "HEAVIER_THAN_NOTICED",
        "第四十五条",
    )
    await docket.act(LEADER, "decideCase")
    assert (await docket.state())["decisions"][0]["fine"] == 120_000


async def test_story_4_on_day_6_it_is_too_late(bureau):
    bureau.clock.advance(days=-56)  # Monday, 28 September 2026
    docket = await docket_in(bureau)
    await docket.to("answered", **GRAVE)
    docket.bureau.clock.advance(days=13)
    refused = await docket.refusal(PARTY, "requestHearing")
    assert (refused["code"], refused["explain"]["article"]) == ("HEARING_LATE", "第六十四条")
    assert await docket.code(NEIGHBOUR, "requestHearing") == "NOT_FOUND"
    await docket.act(PARTY, "fileDefence", text="产品未售出")  # a defence is still heard
    await docket.act(OFFICER, "answerDefence", answer="不影响定性", accepted=False)
    await docket.act(OFFICER, "submitForDecision")


async def test_story_5_on_day_1095_it_leaves_the_public_and_stays_in_the_archive(bureau):
    bureau.clock.advance(days=-800)  # 14 September 2024: no leap day in three years
    docket = await docket_in(bureau)
    await docket.to("performed")
    await docket.act(CLERK, "publishDecision")
    published = docket.today
    assert await docket.code(CLERK, "publishDecision") == "PUBLICATION_OVER"
    (shown,) = (await docket.state())["publications"]
    ends = published + dt.timedelta(days=1095)
    assert shown["endsOn"] == ends.isoformat()
    public = docket.bureau.as_tier(Tier.PUBLIC.value.lower())
    assert (await public.ask(PUBLIC))["publications"]["totalCount"] == 1
    (looked,) = (await public.ask(LOOK, n=shown["number"]))["lookUp"]
    assert looked["number"] == shown["number"]
    docket.bureau.clock.advance(days=1094)
    assert (await public.ask(PUBLIC))["publications"]["totalCount"] == 1
    docket.bureau.clock.advance(days=1)
    assert docket.today == ends
    assert (await public.ask(PUBLIC))["publications"]["totalCount"] == 0
    assert (await public.ask(LOOK, n=shown["number"]))["lookUp"] == []
    page = await docket.bureau.http.get(f"/look-up?number={shown['number']}")
    assert shown["number"] not in page.text.split("<form")[0]
    assert "no-store" in page.headers["cache-control"]
    archive = await docket.bureau.as_user(CHIEF).ask(PUBLIC)
    assert archive["publications"]["nodes"][0]["number"] == shown["number"]
    assert (await docket.bureau.as_user(TOWN).ask(PUBLIC))["publications"]["totalCount"] == 0
