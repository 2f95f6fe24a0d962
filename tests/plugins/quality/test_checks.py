"""A spot check by all its actors, and every wrong actor denied with nothing changed."""

import datetime as dt

import pytest

from tests.plugins.quality.ground import (
    CHIEF,
    CLERK,
    FORM,
    HEAD,
    ITEMS,
    LAB,
    NEIGHBOUR,
    OTHER_STATION,
    SECOND_LAB,
    STATION,
    TODAY,
    TOWN,
    UNIT,
    report,
)


async def test_from_the_task_to_the_closing(checks):
    await checks.assign()
    assert await checks.state(UNIT) is None  # a spot check is not announced
    photo = await checks.photo(STATION)
    await checks.act(STATION, "takeSample", **FORM, photos=[photo])
    assert await checks.state(UNIT) is None
    await checks.act(HEAD, "sealSample")
    state = await checks.state(UNIT)
    assert (state["enterprise"]["name"], state["matter"]["step"]) == (
        "杭州萧山样本a1食品有限公司",
        "sent",
    )
    assert state["samples"][0]["attachments"] == [{"id": photo}]
    await checks.act(STATION, "sendSample", sentBy="专车")
    await checks.act(CLERK, "recordTestReport", **report())
    state = await checks.state()
    assert (state["verdict"], state["matter"]["step"]) == ("FAILED", "notified")
    assert state["samples"][0]["reserveUntil"] == "2027-05-23"  # six months, for it failed
    await checks.act(CLERK, "notifyResult")
    state = await checks.state(UNIT)
    assert state["matter"]["dueOn"] == "2026-12-08"  # fifteen calendar days
    await checks.act(UNIT, "acceptResult")
    assert (await checks.state())["finalOn"] == str(TODAY)
    assert await checks.bureau.count("clue") == 0  # an enterprise's act opens nothing
    await checks.act(CLERK, "orderProductCorrection", **checks.terms())
    assert (await checks.state(UNIT))["orders"] == []  # a draft is not the enterprise's to read
    await checks.act(CHIEF, "signCorrectionOrder")
    assert await checks.bureau.count("clue") == 1  # enforcement learns of it with the order
    state = await checks.state(UNIT)
    assert state["orders"][0]["number"] == "萧质监责改（抽）〔2026〕1号"
    assert state["orders"][0]["recheckBy"] == "2027-02-06"  # 75 days after the order
    assert state["matter"]["dueOn"] == "2026-12-23"
    await checks.act(UNIT, "reportCorrection", causes="拉丝模磨损", measures="更换拉丝模")
    assert (await checks.state())["matter"]["dueOn"] == "2027-02-06"
    await checks.act(STATION, "recheckProduct", passed=True, notes="复查合格")
    state = await checks.state(UNIT)
    assert (state["matter"]["state"], state["matter"]["outcome"]) == ("DONE", "CORRECTED")
    assert (state["closedOn"], state["rechecks"][0]["tier"]) == (str(TODAY), "STATION")


async def test_a_passing_report_ends_the_check(checks):
    await checks.to("tested")
    await checks.act(CLERK, "recordTestReport", **report(passes=True))
    state = await checks.state(UNIT)
    assert (state["matter"]["outcome"], state["verdict"]) == ("PASSED", "PASSED")
    assert state["samples"][0]["reserveUntil"] == "2027-02-23"
    (made,) = await checks.bureau.rows(
        "select last_passed_on, last_sampled_on from enterprise_product where id = $1",
        checks.makings["a1"],
    )
    assert made["last_passed_on"] == made["last_sampled_on"] == TODAY


STEPS = {
    "sampled": ("takeSample", FORM, {STATION, HEAD, CLERK, CHIEF}),
    "sent": ("sendSample", {"sentBy": "专车"}, {STATION, HEAD, CLERK, CHIEF}),
    "tested": ("recordTestReport", report(), {CLERK, CHIEF}),
    "notified": ("notifyResult", {}, {CLERK, CHIEF}),
    "objected": ("objectToResult", {"grounds": "样品受潮"}, {UNIT}),
    "ordered": (
        "orderProductCorrection",
        {"items": ["停止销售"], "dueOn": "2026-12-20"},
        {CLERK, CHIEF},
    ),
    "corrected": ("reportCorrection", {"causes": "x", "measures": "y"}, {UNIT}),
    "rechecked": (
        "recheckProduct",
        {"passed": True, "notes": "好"},
        {STATION, HEAD, CLERK, CHIEF},
    ),
}
EVERYBODY = {
    TOWN, STATION, HEAD, CLERK, CHIEF, UNIT, NEIGHBOUR, OTHER_STATION, "town-leader-c",
    "superior-supervisor", "officer-security", "branch-licensing-chief",
    "branch-food-safety-chief", "",
}  # fmt: skip


async def test_every_wrong_actor_is_denied_at_every_step_and_nothing_changes(checks):
    await checks.assign()
    for step, (name, given, allowed) in STEPS.items():
        await checks.to(step)
        before = await checks.traces()
        for who in sorted(EVERYBODY - allowed):
            await checks.refused(who, name, **given)
        assert await checks.traces() == before, step


async def test_one_officer_alone_seals_nothing(checks):
    await checks.assign()
    assert await checks.refused(HEAD, "sealSample") == "SAMPLE_MISSING"
    await checks.act(STATION, "takeSample", **FORM)
    before = await checks.traces()
    assert await checks.refused(STATION, "sealSample") == "ALREADY_SIGNED"
    assert await checks.refused(HEAD, "takeSample", **FORM) == "SAMPLE_TAKEN"
    assert await checks.traces() == before


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"reserveQuantity": "490"}, "SAMPLE_QUANTITY"),
        ({"batch": ""}, "INVALID_INPUT"),
        ({"takenAt": "2026-11-20T09:00:00+08:00"}, "SAMPLE_TIME"),
        ({"takenAt": "2026-11-24T09:00:00+08:00"}, "SAMPLE_TIME"),
    ],
)
async def test_a_sampling_form_must_make_sense(checks, more, code):
    await checks.assign()
    before = await checks.traces()
    assert await checks.refused(STATION, "takeSample", **FORM | more) == code
    assert await checks.traces() == before


async def test_whoever_sampled_does_not_record_the_test(checks):
    await checks.assign()
    await checks.act(CLERK, "takeSample", **FORM)
    await checks.act(HEAD, "sealSample")
    await checks.act(STATION, "sendSample", sentBy="专车")
    before = await checks.traces()
    assert await checks.refused(CLERK, "recordTestReport", **report()) == "SAMPLER_TESTS"
    assert await checks.traces() == before
    await checks.act(CHIEF, "recordTestReport", **report())


async def test_a_first_signature_is_taken_back_so_that_nobody_waits_for_ever(checks):
    await checks.assign()
    await checks.act(STATION, "reportNoSample", reason="无库存")
    assert await checks.refused(HEAD, "takeSample", **FORM) == "SAMPLE_TAKEN"
    assert await checks.refused(HEAD, "retractSampling", reason="x") == "NOT_SIGNED_BY_YOU"
    assert await checks.refused(STATION, "retractSampling") == "INVALID_INPUT"
    await checks.act(STATION, "retractSampling", reason="仓库另有库存")
    await checks.act(STATION, "takeSample", **FORM)
    await checks.act(STATION, "retractSampling", reason="批号抄错")
    assert await checks.refused(HEAD, "sealSample") == "SAMPLE_MISSING"
    await checks.act(HEAD, "takeSample", **FORM | {"batch": "2026-11-B"})
    await checks.act(STATION, "sealSample")
    (sample,) = await checks.bureau.rows("select batch, number from sample")
    assert tuple(sample) == ("2026-11-B", "XS202600001")
    assert await checks.refused(STATION, "retractSampling", reason="x") == "NOT_SIGNED_BY_YOU"


async def test_nothing_to_sample_needs_two_officers_and_a_reason(checks):
    await checks.assign()
    assert await checks.refused(STATION, "reportNoSample") == "INVALID_INPUT"
    await checks.act(STATION, "reportNoSample", reason="已停产，无库存")
    assert await checks.step() == "sampled"
    assert await checks.refused(STATION, "reportNoSample", reason="无库存") == "ALREADY_SIGNED"
    await checks.act(HEAD, "reportNoSample", reason="属实")
    state = await checks.state()
    assert (state["matter"]["outcome"], state["enterprise"]) == ("NO_SAMPLE", None)


@pytest.mark.parametrize(("passes", "end"), [(True, "OVERTURNED"), (False, None)])
async def test_a_retest_by_another_laboratory_decides(checks, passes, end):
    await checks.to("objected")
    await checks.act(UNIT, "objectToResult", grounds="样品受潮")
    again = report(passes=passes, number="R-2")
    assert await checks.refused(CLERK, "recordTestReport", **again) == "SAME_LABORATORY"
    known = report(number="R-1", laboratory=LAB)
    assert await checks.refused(CLERK, "recordTestReport", **known) == "REPORT_KNOWN"
    open_items = [each | {"verdict": "NOT_JUDGED"} for each in ITEMS]
    unjudged = again | {"laboratory": SECOND_LAB, "items": open_items}
    assert await checks.refused(CLERK, "recordTestReport", **unjudged) == "REPORT_NOT_JUDGED"
    await checks.act(CLERK, "recordTestReport", **again | {"laboratory": SECOND_LAB})
    state = await checks.state(UNIT)
    assert state["objections"][0]["upheld"] is not passes
    assert state["matter"]["outcome"] == end
    assert (state["finalOn"] is None, state["matter"]["step"]) == (
        False,
        "retested" if passes else "ordered",
    )


async def test_the_objection_has_its_time_and_the_branch_waits_for_it(checks):
    await checks.to("objected")
    assert await checks.refused(CLERK, "acceptResult") == "OBJECTION_OPEN"
    assert await checks.refused(CLERK, "objectToResult", grounds="x") == "NOT_THE_ENTERPRISE"
    checks.bureau.clock.advance(days=16)
    assert await checks.refused(UNIT, "objectToResult", grounds="受潮") == "OBJECTION_LATE"
    await checks.act(CLERK, "acceptResult")
    assert await checks.step() == "ordered"


async def test_a_term_over_golden_week_ends_on_the_working_day_after_it(checks):
    checks.bureau.clock.advance(days=(dt.date(2026, 9, 18) - TODAY).days)
    await checks.to("objected")
    state = await checks.state()
    assert (state["notifiedOn"], state["matter"]["dueOn"]) == ("2026-09-18", "2026-10-08")


async def test_a_failing_recheck_is_announced_and_goes_to_enforcement(checks):
    await checks.to("corrected")
    assert await checks.refused(CLERK, "recheckUnreported") == "CORRECTION_RUNNING"
    checks.bureau.clock.advance(days=31)
    await checks.act(CLERK, "recheckUnreported")
    await checks.act(STATION, "recheckProduct", passed=False, notes="仍不合格")
    for who in (CLERK, STATION, UNIT):
        await checks.refused(who, "recordAnnouncement", announcement="浙质监公告1号")
    await checks.act(CHIEF, "recordAnnouncement", announcement="浙质监公告〔2026〕1号")
    state = await checks.state(UNIT)
    assert (state["matter"]["outcome"], state["announcement"]) == ("CASE", "浙质监公告〔2026〕1号")


async def test_the_order_takes_two_and_its_term_is_bounded(checks):
    await checks.to("ordered")
    assert await checks.refused(CHIEF, "signCorrectionOrder") == "CORRECTION_MISSING"
    late = checks.terms() | {"dueOn": "2027-03-01"}
    assert await checks.refused(CLERK, "orderProductCorrection", **late) == "INVALID_INPUT"
    await checks.act(CLERK, "orderProductCorrection", **checks.terms())
    before = await checks.traces()
    assert await checks.refused(CLERK, "signCorrectionOrder") == "ALREADY_SIGNED"
    assert (
        await checks.refused(CHIEF, "orderProductCorrection", **checks.terms())
        == "CORRECTION_DRAFTED"
    )
    assert await checks.traces() == before


async def test_the_same_product_of_the_same_firm_is_not_sampled_twice_in_six_months(checks):
    await checks.to("tested")
    given = {
        "enterpriseId": checks.enterprise(), "productId": checks.product(), "laboratory": LAB,
        "sampleBy": "2027-04-01", "reason": "再查",
    }  # fmt: skip
    before = await checks.traces()
    assert await checks.code(CLERK, "assignSpotCheck", **given) == "CHECKED_RECENTLY"
    assert await checks.traces() == before
    checks.bureau.clock.advance(days=182)
    await checks.assign()


async def test_a_visit_moves_the_next_one_and_a_second_failure_is_counted(checks):
    for number, code in enumerate(("R-1", "R-2")):
        checks.id = None
        await checks.assign()
        await checks.act(STATION, "takeSample", **FORM)
        await checks.act(HEAD, "sealSample")
        await checks.act(STATION, "sendSample", sentBy="专车")
        await checks.act(CLERK, "recordTestReport", **report(number=code))
        await checks.act(CLERK, "notifyResult")
        await checks.act(UNIT, "acceptResult")
        (made,) = await checks.bureau.rows(
            "select recent_failures from enterprise_product where id = $1", checks.makings["a1"]
        )
        assert made["recent_failures"] == number + 1
        checks.bureau.clock.advance(days=185)
    red = await checks.bureau.rows("select * from warning where rule_code = 'Q3'")
    assert len(red) == 1
