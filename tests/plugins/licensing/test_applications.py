"""Applications: the clock of each type, reviews by two, hearings across holidays, and the end."""

import datetime as dt

import pytest

from plugins.licensing.numbers import sc_number, xk_number
from plugins.licensing.procedures import PROCEDURES, application_code
from plugins.licensing.seeds import application_limits
from tests.plugins.licensing.window import (
    CHIEF,
    CLERK,
    LICENCE,
    OWNER,
    ROW,
    accepted,
    act,
    apply,
    code_of,
    firm,
    imported,
    refused,
    registered,
    step,
    window,
)

__all__ = ["window"]
NUMBER = sc_number("101", "330109", 7)
XK = xk_number("浙", "06", "001", 397)


def test_each_type_has_the_clock_of_its_law():
    steps = {p.code: {s.name: s for s in p.steps} for p in PROCEDURES if p.version == 1}
    assert steps["application"]["decided"].limit.days == 20
    assert steps["application"]["decided"].limit.extendable_days == 10
    xk = steps[application_code("XK")]["decided"].limit
    assert (xk.days, "testing" in xk.excluded) == (60, True)
    (sc,) = [p for p in PROCEDURES if p.code == application_code("SC") and p.version == 2]
    assert {s.name: s.limit.days for s in sc.steps if s.limit}["decided"] == 10
    assert application_code("CCC") == "application"
    assert all(row["legal_basis"] and row["source"] for row in application_limits())


async def test_a_new_licence_from_the_application_to_the_paper(window):
    row = await apply(window)
    assert (row["matter"]["step"], row["matter"]["dueOn"]) == ("accepted", "2026-11-30")
    row = await step(
        window, CLERK, "acceptApplication", row, outcome="RETURNED", reason="缺工艺流程图"
    )
    assert row["matter"]["step"] == "filed"
    row = await step(window, OWNER, "resubmitApplication", row, statement="已补流程图")
    row = await step(window, CLERK, "acceptApplication", row, outcome="ACCEPTED")
    assert row["matter"]["dueOn"] == "2026-12-07"  # ten working days
    row = await step(
        window,
        CLERK,
        "recordSiteReview",
        row,
        reviewers=["样本甲", "样本乙"],
        items=["车间布局：符合"],
        passed=True,
    )
    assert row["siteReviews"] == [
        {"passed": True, "reviewerCount": 2, "reviewers": "样本甲、样本乙"}
    ]
    row = await step(window, CHIEF, "decideApplication", row, granted=True)
    assert row["matter"]["dueOn"] == "2026-12-07"  # ten working days for the paper
    row = await step(window, CLERK, "issueApplication", row, number=NUMBER, authority="萧山分局")
    assert (row["matter"]["outcome"], row["licence"]["number"]) == ("GRANTED", NUMBER)
    assert row["licence"]["state"] == "VALID"


async def test_the_time_of_tests_does_not_count_for_an_industrial_product(window):
    row = await accepted(window, code="XK")
    assert row["matter"]["dueOn"] == "2027-01-22"  # sixty days
    pause = {"id": row["matter"]["id"], "kind": "testing", "reason": "送样检验"}
    await act(window, CHIEF, "pauseMatter", "matter { paused }", **pause)
    window.clock.advance(days=20)
    resumed = await act(
        window,
        CHIEF,
        "resumeMatter",
        "matter { dueOn }",
        id=row["matter"]["id"],
        reason="检验完成",
    )
    assert resumed["dueOn"] == "2027-02-11"  # twenty days on; that calendar is not published yet


async def test_reviews_need_two_and_a_failure_is_not_granted(window):
    row = await accepted(window)
    given = {"applicationId": row["id"], "items": ["布局"], "passed": False}
    for names in (["样本甲"], ["样本甲", "样本甲"], ["甲", "乙", "丙", "丁", "戊"]):
        code = await refused(
            window, CLERK, "recordSiteReview", reviewers=names, findings="不符", **given
        )
        assert code == "REVIEWERS"
    row = await step(
        window, CLERK, "recordSiteReview", row, reviewers=["样本甲", "样本乙"], items=["布局"],
        passed=False, findings="生熟未分开",
    )  # fmt: skip
    code = await refused(window, CHIEF, "decideApplication", applicationId=row["id"], granted=True)
    assert code == "SITE_FAILED"
    row = await step(
        window, CHIEF, "decideApplication", row, granted=False, reason="现场核查不合格"
    )
    row = await step(window, CLERK, "issueApplication", row)
    assert (row["matter"]["outcome"], row["licence"]) == ("REFUSED", None)


async def test_a_hearing_is_asked_for_within_five_working_days_over_golden_week(window):
    window.clock.advance(days=(dt.date(2026, 9, 29) - dt.date(2026, 11, 23)).days)
    row = await accepted(window)
    row = await step(window, CLERK, "tellOfHearing", row)
    until = dt.date.fromisoformat(row["hearingUntil"])
    assert until > dt.date(2026, 10, 8)  # the holidays do not count
    code = await refused(window, CHIEF, "decideApplication", applicationId=row["id"], granted=True)
    assert code == "HEARING_OPEN"
    window.clock.advance(days=(until - dt.date(2026, 9, 29)).days)  # its last day
    row = await step(window, OWNER, "askForHearing", row)
    window.clock.advance(days=1)
    code = await refused(window, CHIEF, "decideApplication", applicationId=row["id"], granted=True)
    assert code == "HEARING_OPEN"
    row = await step(window, CLERK, "holdHearing", row)
    row = await step(window, CHIEF, "decideApplication", row, granted=True)
    assert row["matter"]["step"] == "issued"


async def test_a_day_too_late_for_a_hearing(window):
    row = await accepted(window)
    row = await step(window, CLERK, "tellOfHearing", row)
    assert row["hearingUntil"] == "2026-11-30"
    window.clock.advance(days=8)
    code = await refused(window, OWNER, "askForHearing", applicationId=row["id"])
    assert code == "HEARING_TOO_LATE"


async def test_whose_licence_was_revoked_waits_three_years(window):
    licence = await registered(window, XK, "XK")
    given = {
        "licenceId": licence["id"],
        "legalBasis": "条例第四十八条",
        "reason": "抽查不合格",
        "decidedOn": "2023-11-24",
    }
    await act(window, CHIEF, "revokeLicence", LICENCE, **given)
    new = {"kind": "NEW", "typeId": window.kinds["XK"], "covers": ["电缆"], "statement": "再申请"}
    assert await refused(window, OWNER, "fileApplication", **new) == "BARRED"
    assert (await apply(window))["matter"]["step"] == "accepted"  # of another kind
    window.clock.advance(days=1)
    assert (await apply(window, code="XK"))["matter"]["step"] == "accepted"


async def test_changes_copies_and_cancellations_take_effect_when_handed_over(window):
    licence = await registered(window, NUMBER)
    row = await accepted(window, kind="CHANGE", licenceId=licence["id"], covers=["糕点", "饮料"])
    code = await refused(
        window, OWNER, "fileApplication", kind="CANCEL", licenceId=licence["id"], statement="停产"
    )
    assert code == "APPLICATION_OPEN"
    row = await step(window, CHIEF, "decideApplication", row, granted=True)
    row = await step(window, CLERK, "issueApplication", row)
    assert row["licence"]["covers"] == ["糕点", "饮料"]
    row = await accepted(window, kind="CANCEL", licenceId=licence["id"])
    row = await step(window, CHIEF, "decideApplication", row, granted=True)
    row = await step(window, CLERK, "issueApplication", row)
    assert row["licence"]["state"] == "CANCELLED"
    acts = [each["act"] for each in await window.rows("select act from licence_event order by id")]
    assert acts == ["REGISTERED", "CHANGED", "CANCELLED"]


async def test_a_renewal_that_is_not_accepted_leaves_the_licence_as_it_was(window):
    licence = await registered(window, NUMBER)
    row = await apply(window, kind="RENEW", licenceId=licence["id"])
    assert row["licence"]["state"] == "RENEWAL_PENDING"
    alone = await refused(window, CHIEF, "decideRenewal", licenceId=licence["id"], granted=True)
    assert alone == "APPLICATION_OPEN"
    row = await step(
        window, CLERK, "acceptApplication", row, outcome="NOT_ACCEPTED", reason="应向市局申请"
    )
    assert (row["matter"]["outcome"], row["licence"]["state"]) == ("NOT_ACCEPTED", "VALID")


async def test_whoever_accepts_does_not_decide_and_towns_and_firms_neither(window):
    row = await accepted(window)
    for who in (OWNER, CLERK, "town-leader-a", "station-head-first", "superior-supervisor"):
        answer = (
            await window.as_user(who).post(
                "mutation($input: DecideApplicationInput!) "
                "{ decideApplication(input: $input) { userErrors { code } } }",
                input={"applicationId": row["id"], "granted": True},
            )
        ).json()
        assert "errors" in answer, who
    theirs = await window.as_user("enterprise-manager-a2").run(
        "askForHearing", ROW, applicationId=row["id"]
    )
    assert code_of(theirs) == "NOT_FOUND"


@pytest.mark.parametrize("who", ["town-quality-officer-a", "superior-supervisor"])
async def test_names_of_reviewers_are_masked(window, who):
    row = await accepted(window)
    await step(
        window, CLERK, "recordSiteReview", row, reviewers=["样本甲", "样本乙"], items=["布局"],
        passed=True,
    )  # fmt: skip
    data = await window.as_user(who).ask(
        "{ applications(first: 5) { nodes { siteReviews(first: 5) { reviewers } } } }"
    )
    (review,) = data["applications"]["nodes"][0]["siteReviews"]
    assert "*" in review["reviewers"]


async def test_a_yearly_report_moves_the_next_one_on(window):
    licence = await registered(window, XK, "XK")
    assert licence["yearlyDueOn"] == "2027-01-10"
    done = await act(
        window,
        OWNER,
        "reportYearly",
        "licence { yearlyDueOn }",
        licenceId=licence["id"],
        text="自查合格",
    )
    assert done["yearlyDueOn"] == "2028-01-10"
    food = await registered(window, NUMBER)
    assert await refused(window, OWNER, "reportYearly", licenceId=food["id"], text="x") == (
        "NOTHING_DUE"
    )


async def test_an_import_never_overwrites_ours_and_is_the_data_clerks(window):
    await registered(window, NUMBER)
    given = {
        "enterpriseId": firm(window, "a1"),
        "typeId": window.kinds["SC"],
        "number": NUMBER,
        "authority": "省局",
        "issuedOn": "2023-01-10",
        "validUntil": "2028-01-09",
        "source": "文件",
    }
    assert await refused(window, "branch-data-clerk", "importLicence", **given) == "OURS_ALREADY"
    other = sc_number("102", "330109", 9)
    row = await imported(window, other)
    assert (row["origin"], row["claims"]) == ("EXTERNAL", [])
    row = await imported(window, other, validUntil="2029-01-09")
    assert row["validUntil"] == "2029-01-09"
    renewal = {"kind": "RENEW", "licenceId": row["id"], "statement": "延续"}
    assert await refused(window, OWNER, "fileApplication", **renewal) == "EXTERNAL_RECORD"


async def test_the_reports_count(window):
    await registered(window, NUMBER)
    await registered(window, XK, "XK")
    await registered(window, sc_number("102", "330109", 8), holder="c1")
    licence = await registered(window, sc_number("103", "330109", 8), holder="c1")
    await act(
        window, "enterprise-manager-c1", "fileRenewal", "licence { id }", licenceId=licence["id"]
    )
    data = await window.as_user(CLERK).ask(
        "{ licenceStates { town { nameEn } typeCode state count }"
        "  licenceExpiries { month typeCode count }"
        "  renewalRates { town { nameEn } filed inTime rate }"
        "  licenceIslands { typeCode enterprises knownHereOnly } }"
    )
    assert {(c["town"]["nameEn"], c["typeCode"], c["state"]): c["count"]
            for c in data["licenceStates"]} == {
        ("a", "SC", "VALID"): 1, ("a", "XK", "VALID"): 1,
        ("c", "SC", "VALID"): 1, ("c", "SC", "RENEWAL_PENDING"): 1,
    }  # fmt: skip
    assert data["licenceExpiries"] == [
        {"month": "2027-01-01", "typeCode": "SC", "count": 3},
        {"month": "2027-01-01", "typeCode": "XK", "count": 1},
    ]
    assert data["renewalRates"] == [{"town": {"nameEn": "c"}, "filed": 1, "inTime": 1, "rate": 1.0}]
    assert data["licenceIslands"] == [
        {"typeCode": "SC", "enterprises": 2, "knownHereOnly": 1},
        {"typeCode": "XK", "enterprises": 1, "knownHereOnly": 0},
    ]
