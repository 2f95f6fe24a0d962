"""Complaints and reports: clocks of the law, dated rules, confidentiality, and what is refused."""

import datetime as dt

import pytest

from core.store.events import Dispatcher, Subscriber
from plugins.inspection.api import ViolationFound, ViolationSource
from plugins.inspection.models_letters import Complaint, ComplaintRecord
from plugins.inspection.service_daily import recount
from tests.stories.inspecting import (
    AFAR,
    CLERK,
    FAKE,
    INSPECTOR,
    LETTER,
    REFUND,
    TODAY,
    Desk,
)

BARRED = (
    "town-leader-a",
    "town-quality-officer-a",
    "enterprise-manager-a1",
    "branch-quality-clerk",
    "branch-enforcement-officer",
    "superior-supervisor",
    "officer-audit",
    "",
)
AGREED = {"result": "SETTLED", "note": "已退款", "isProven": True}
STATE = "query($id: ID!) { complaint(id: $id) { matter { step state dueOn outcome paused } } }"


@pytest.fixture
async def desk(bureau):
    return await Desk(bureau).furnish()


async def traces(bureau):
    tables = ("letter", "complaint", "violation_report", "matter", "step_event", "complaint_record")
    return {table: await bureau.rows(f"select * from {table} order by id") for table in tables}


async def matter(bureau, complaint):
    return (await bureau.as_user(CLERK).ask(STATE, id=complaint))["complaint"]["matter"]


async def test_seven_working_days_run_from_the_receipt(desk, bureau):
    for received, due in (
        ("2026-11-23", "2026-12-02"),
        ("2026-11-20", "2026-12-01"),  # entered on Monday, received on Friday
        ("2026-09-28", "2026-10-13"),  # Golden Week, and its make-up Saturday 10 October
        ("2026-09-30", "2026-10-15"),
    ):
        complaint = await desk.complaint(receivedOn=received)
        assert (await matter(bureau, complaint))["dueOn"] == due


async def test_a_test_stops_the_clock_of_the_mediation(desk, bureau):
    complaint = await desk.complaint()
    await desk.act(CLERK, "acceptComplaint", "complaint", complaintId=complaint)
    ids = "query($id: ID!) { complaint(id: $id) { matter { id } } }"
    found = (await bureau.as_user(CLERK).ask(ids, id=complaint))["complaint"]["matter"]["id"]
    given = {"id": found, "kind": "testing", "reason": "送检"}
    stopped = await bureau.as_user(CLERK).do("pauseMatter", **given)
    assert stopped["userErrors"] == []
    assert (await matter(bureau, complaint))["dueOn"] is None
    bureau.clock.advance(days=14)
    resumed = await bureau.as_user(CLERK).do("resumeMatter", id=found)
    assert resumed["userErrors"] == []
    assert (await matter(bureau, complaint))["dueOn"] == "2027-02-08"  # ten working days later


async def test_what_is_not_accepted_names_a_reason_that_is_in_force(desk, bureau):
    complaint = await desk.complaint()
    old = await desk.rule("OVER_THREE_YEARS", dt.date(2025, 1, 1))
    before = await traces(bureau)
    refused = {"complaintId": complaint, "ruleId": old}
    assert await desk.code(CLERK, "refuseComplaint", **refused) == "RULE_NOT_IN_FORCE"
    power = {"complaintId": complaint, "ruleId": await desk.rule("IDENTITY_PROOF")}
    assert await desk.code(CLERK, "refuseComplaint", **power) == "NOT_FOUND"
    assert await traces(bureau) == before
    given = {"complaintId": complaint, "ruleId": await desk.rule("OVER_THREE_YEARS")}
    done = await desk.act(CLERK, "refuseComplaint", "complaint", **given)
    assert (done["matter"]["state"], done["matter"]["outcome"]) == ("DONE", "NOT_ACCEPTED")


async def test_proof_of_identity_is_demanded_and_then_needed(desk, bureau):
    complaint = await desk.complaint()
    ask = "query($id: ID!) { complaint(id: $id) { letter { id } } }"
    letter = (await bureau.as_user(CLERK).ask(ask, id=complaint))["complaint"]["letter"]["id"]
    await desk.act(CLERK, "demandIdentityProof", "letter", letterId=letter)
    one = {"complaintId": complaint}
    assert await desk.code(CLERK, "acceptComplaint", **one) == "PROOF_OUTSTANDING"
    await desk.act(CLERK, "noteIdentityProof", "letter", letterId=letter)
    await desk.act(CLERK, "acceptComplaint", "complaint", **one)


async def test_a_repeat_is_merged_into_the_first_against_the_same(desk, bureau):
    first, other = await desk.complaint(), await desk.complaint("b1")
    repeat = await desk.complaint()
    for wrong in (other, repeat):
        given = {"complaintId": repeat, "intoId": wrong}
        assert await desk.code(CLERK, "mergeComplaint", **given) in ("NO_REPEAT", "NOT_FOUND")
    backwards = {"complaintId": first, "intoId": repeat}
    assert await desk.code(CLERK, "mergeComplaint", **backwards) == "NO_REPEAT"
    done = await desk.act(CLERK, "mergeComplaint", "complaint", complaintId=repeat, intoId=first)
    assert done["matter"]["outcome"] == "MERGED"
    assert (await matter(bureau, first))["state"] == "OPEN"


async def test_an_anonymous_report_is_one_a_complaint_is_not(desk, bureau):
    nobody = {**LETTER, "name": "", "phone": "", "enterpriseId": desk.unit()}
    before = await traces(bureau)
    assert await desk.code(CLERK, "recordLetter", **nobody, **REFUND) == "COMPLAINANT_UNKNOWN"
    assert await traces(bureau) == before
    letter = await desk.act(CLERK, "recordLetter", "letter", **nobody, **FAKE)
    report = letter["violationReports"][0]["id"]
    given = {"reportId": report, "finding": "未发现违法", "isFiled": False}
    done = await desk.act(CLERK, "checkViolationReport", "violationReport", **given)
    assert (done["matter"]["state"], done["matter"]["outcome"]) == ("DONE", "NOT_FILED")


async def test_a_proven_report_is_told_to_others_once(desk, bureau):
    heard = []

    async def hear(_work, news):
        heard.append(news)

    store = bureau.application.store
    letter = await desk.letter(**FAKE)
    report = letter["violationReports"][0]["id"]
    store.dispatcher = Dispatcher([Subscriber(ViolationFound, hear)])
    given = {"reportId": report, "finding": "标签造假", "isFiled": True}
    await desk.act(INSPECTOR, "checkViolationReport", "violationReport", **given)
    (news,) = heard
    assert (news.source, news.what) == (ViolationSource.REPORT, "标签造假")
    assert news.enterprise_id == bureau.world.enterprises["a1"]
    assert news.resource == "inspection:ViolationReport"


async def test_a_clue_found_in_mediation_gets_its_own_clock(desk, bureau):
    complaint = await desk.complaint()
    clue = {"complaintId": complaint, "product": "电线", "summary": "无生产许可证"}
    assert await desk.code(CLERK, "reportClue", **clue) == "NOT_IN_MEDIATION"
    await desk.act(CLERK, "acceptComplaint", "complaint", complaintId=complaint)
    bureau.clock.advance(days=7)
    await desk.act(CLERK, "reportClue", "complaint", **clue)
    (row,) = await bureau.rows("select * from violation_report")
    (open_,) = await bureau.rows("select due_on from matter where id = $1", row["matter_id"])
    assert open_["due_on"] == dt.date(2026, 12, 21)  # 15 working days from 30 November
    assert (await matter(bureau, complaint))["step"] == "mediated"


async def test_who_does_not_deal_with_letters_changes_nothing(desk, bureau):
    complaint = await desk.complaint()
    before = await traces(bureau)
    given = {**LETTER, **REFUND, "enterpriseId": desk.unit()}
    acts = {
        "recordLetter": given,
        "acceptComplaint": {"complaintId": complaint},
        "concludeMediation": {"complaintId": complaint, **AGREED},
        "tellParties": {"complaintId": complaint},
    }
    for who in BARRED:
        for name, said in acts.items():
            assert await desk.code(who, name, **said) == "", (who, name)
    for name, said in acts.items():  # a station of other towns
        if name != "recordLetter":
            assert await desk.code(AFAR, name, **said) in ("NOT_FOUND", "DENIED"), name
    assert await traces(bureau) == before


async def test_three_proven_in_ninety_days_put_a_unit_on_the_key_list(desk, bureau):
    for number in range(3):
        complaint = await desk.complaint()
        one = {"complaintId": complaint}
        await desk.act(CLERK, "acceptComplaint", "complaint", **one)
        await desk.act(CLERK, "concludeMediation", "complaint", **one, **AGREED)
        (row,) = await bureau.rows("select proven, listed_on from complaint_record")
        assert tuple(row) == (number + 1, TODAY if number == 2 else None)
    raised = await bureau.rows("select colour from warning where rule_code = 'C3'")
    assert [row["colour"] for row in raised] == ["RED"]
    async with bureau.application.store.system() as session:
        await recount(session, TODAY + dt.timedelta(days=89))
    assert tuple((await bureau.rows("select proven from complaint_record"))[0]) == (3,)
    async with bureau.application.store.system() as session:
        await recount(session, TODAY + dt.timedelta(days=90))
    (row,) = await bureau.rows("select proven, listed_on from complaint_record")
    assert tuple(row) == (0, None)
    assert Complaint.__scope__["own"] == "enterprise_id"
    assert "own" not in ComplaintRecord.__scope__


async def test_the_clocks_of_acceptance_and_mediation_are_warned_of(desk, bureau):
    complaint = await desk.complaint(receivedOn="2026-11-16")
    (row,) = await bureau.rows("select rule_code, colour from warning where cleared_on is null")
    assert tuple(row) == ("C1", "RED")  # due on 25 November
    await desk.act(CLERK, "acceptComplaint", "complaint", complaintId=complaint)
    assert not await bureau.rows("select 1 from warning where cleared_on is null")
    (now,) = await bureau.rows("select warning_rule from matter")
    assert now["warning_rule"] == "C2"


async def test_statistics_count_by_town_and_product(desk, bureau):
    for unit in ("a1", "a1", "c1"):
        await desk.complaint(unit)
    text = "{ complaintStatistics { town { nameEn } product received accepted } }"
    found = (await bureau.as_user(CLERK).ask(text))["complaintStatistics"]
    assert [(c["town"]["nameEn"], c["received"]) for c in found] == [("a", 2), ("c", 1)]
    mine = (await bureau.as_user("town-leader-a").ask(text))["complaintStatistics"]
    assert [(c["town"]["nameEn"], c["received"]) for c in mine] == [("a", 2)]
