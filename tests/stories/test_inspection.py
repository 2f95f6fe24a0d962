"""The stories of inspection. The first, a leaking boiler from the town's phone to the order of the
same day, and most of the fourth are told in `test_hazard.py`, step by step and with every refusal.
"""

import subprocess

import pytest

from core.draws.drawing import Ball, drawn, pool_hash
from tests.core.draws.test_drawing import RECIPE
from tests.stories.declaring import picture
from tests.stories.inspecting import (
    AFAR,
    CHIEF,
    CLERK,
    FAKE,
    HEAD,
    INSPECTOR,
    LETTER,
    REFUND,
    TODAY,
    Desk,
)
from tests.stories.rectifying import DUE, HazardStory

DRAW = """query($id: ID!) { draw(id: $id) { kind poolSha256 pool poolSize seed seedSource count
  verified publishedOn resultSha256 frozenAs drawnAs winners { place key label ticket } } }"""
WHO = ("town-leader-a", "town-quality-officer-a", "enterprise-manager-a1", "enterprise-clerk-a1")
SOURCE = "2026年11月23日福利彩票双色球开奖号码"
SEED = "03 07 11 19 25 30 08"


@pytest.fixture
async def desk(house):
    return await Desk(house).furnish()


async def test_a_boiler_leaks_and_the_order_is_out_the_same_day(house):
    hazard = HazardStory(house)
    await hazard.begin()
    await hazard.report("town-quality-officer-a")
    queue = '{ workQueue(slug: "hazard/checked") { totalCount } }'
    assert (await house.as_user(INSPECTOR).ask(queue))["workQueue"]["totalCount"] == 1
    await hazard.act(INSPECTOR, "checkHazard", photos=[await picture(house, INSPECTOR)])
    await hazard.act(CLERK, "takeInHazard")
    await hazard.act(CLERK, "orderRectification", **hazard.terms)
    await hazard.act(CHIEF, "signRectificationOrder")
    assert (hazard.row["foundOn"] if "foundOn" in hazard.row else str(TODAY)) == str(TODAY)
    (order,) = await house.rows("select issued_on, number from rectification_order")
    assert tuple(order) == (TODAY, "萧质监责改〔2026〕1号")


async def test_five_percent_are_drawn_from_a_frozen_pool_and_anybody_finds_the_same(desk, house):
    units = await desk.units(40)
    library = await desk.library("C11")
    await desk.act(CLERK, "putIntoLibrary", "objectLibrary", libraryId=library, enterpriseIds=units)
    for number, who in enumerate((INSPECTOR, HEAD, CLERK), 1):
        await desk.officer(who, f"33010900{number}")
    await desk.officer("branch-enforcement-officer", "330109099", validTo="2026-12-01")
    plan = await desk.plan(libraryId=library)
    given = {"planId": plan["id"], "percent": 5, "seedSource": SOURCE}
    plan = await desk.act(CLERK, "freezePlan", "inspectionPlan", **given)

    wall = house.as_user(CLERK)  # the screen on the wall, before the seed is known
    before = (await wall.ask(DRAW, id=plan["objectsDraw"]["id"]))["draw"]
    assert (before["poolSize"], before["count"], before["seedSource"]) == (40, 2, SOURCE)
    assert (before["seed"], before["verified"], before["winners"]) == (None, None, [])
    asked = {"planId": plan["id"], "seed": SEED, "witnesses": ["王见证"]}
    assert await desk.code(CLERK, "drawPlan", **asked) == ""  # no right to it at all
    assert await desk.code(CHIEF, "drawPlan", **asked | {"seed": ""}) == "SEED_MISSING"
    assert not await house.rows("select 1 from inspection_task")
    await desk.act(CHIEF, "drawPlan", "inspectionPlan", **asked)

    after = (await wall.ask(DRAW, id=plan["objectsDraw"]["id"]))["draw"]
    assert after["poolSha256"] == before["poolSha256"]
    assert (after["seed"], after["verified"]) == (SEED, True)
    keys = [each["key"] for each in after["winners"]]
    balls = [Ball(*line.split()[:1]) for line in after["pool"].splitlines()]
    assert (pool_hash(balls), drawn(SEED, balls, 2)) == (after["poolSha256"], keys)
    assert by_the_shell(after["pool"]) == [after["poolSha256"], *keys]
    assert {each["label"] for each in after["winners"]} == await names_of_tasks(house)
    await officers_were_drawn_too(house, wall, plan)
    await the_draw_is_public_once_published(desk, house, plan)


def by_the_shell(pool):
    """What anybody finds, with nothing of ours."""
    ran = subprocess.run(
        ["/bin/sh", "-c", RECIPE],
        env={"PATH": "/usr/bin:/bin", "POOL": pool, "SEED": SEED, "COUNT": "2"},
        capture_output=True,
        text=True,
        check=True,
    )
    return ran.stdout.split()


async def names_of_tasks(house):
    rows = await house.rows(
        "select c.name from inspection_task t join enterprise_card c on c.id = t.inspected_id"
    )
    return {row["name"] for row in rows}


async def officers_were_drawn_too(house, wall, plan):
    """Three fit; the one whose card ends before the plan does was not in the pool."""
    draw = (await wall.ask(DRAW, id=plan["officersDraw"]["id"]))["draw"]
    order = [each["key"] for each in draw["winners"]]
    assert (sorted(order), draw["verified"]) == (["330109001", "330109002", "330109003"], True)
    rows = await house.rows(
        "select a.card_no as first, b.card_no as second from inspection_task t"
        " join officer_card a on a.id = t.officer_id"
        " join officer_card b on b.id = t.second_officer_id order by t.id"
    )
    assert [tuple(row) for row in rows] == [(order[0], order[1]), (order[2], order[0])]


async def the_draw_is_public_once_published(desk, house, plan):
    one = plan["objectsDraw"]["id"]
    for who in ("", *WHO):
        assert (await house.as_user(who).ask(DRAW, id=one))["draw"] is None
    await desk.act(CHIEF, "publishPlan", "inspectionPlan", planId=plan["id"])
    for who in ("", *WHO, AFAR):
        draw = (await house.as_user(who).ask(DRAW, id=one))["draw"]
        assert (draw["verified"], draw["publishedOn"]) == (True, str(TODAY))
    persons = await house.as_user("").errors(
        "query($id: ID!) { draw(id: $id) { witnesses } }", id=one
    )
    assert persons


ONE = """query($c: ID!, $r: ID!) {
  complaint(id: $c) { number matter { step dueOn } letter { number name violationReports { id } } }
  violationReport(id: $r) { number matter { step dueOn } letter { number complaints { id } } } }"""


async def test_one_letter_holds_both_wishes_two_records_two_clocks(desk, house, inboxes):
    letter = await desk.letter(**REFUND, **FAKE)
    (complaint,), (report,) = letter["complaints"], letter["violationReports"]
    seen = await house.as_user(CLERK).ask(ONE, c=complaint["id"], r=report["id"])
    assert seen["complaint"]["matter"] == {"step": "accepted", "dueOn": "2026-12-02"}  # 7 days
    assert seen["violationReport"]["matter"] == {"step": "checked", "dueOn": "2026-12-14"}  # 15
    assert seen["complaint"]["letter"]["number"] == seen["violationReport"]["letter"]["number"]
    assert seen["complaint"]["letter"]["name"] == "陈小红"

    own = "query($id: ID!) { complaint(id: $id) { summary matter { step } } }"
    unit = house.as_user("enterprise-manager-a1")
    assert (await unit.ask(own, id=complaint["id"]))["complaint"] is None
    one = {"complaintId": complaint["id"]}
    done = await desk.act(CLERK, "acceptComplaint", "complaint", **one)
    # 45 working days; provisional while the holidays of 2027 are not published
    assert done["matter"]["dueOn"] == "2027-01-25"
    assert (await unit.ask(own, id=complaint["id"]))["complaint"]["summary"] == "电线质量争议"
    await neither_town_nor_unit_sees_the_person(house, complaint["id"], report["id"])

    checked = {"reportId": report["id"], "finding": "标注厂名厂址与实际不符", "isFiled": True}
    filed = await desk.act(INSPECTOR, "checkViolationReport", "violationReport", **checked)
    assert filed["matter"] == {
        "step": "told", "state": "OPEN", "outcome": None, "dueOn": "2026-11-30",
    }  # fmt: skip  # the reporter is told within five working days
    told = await desk.act(INSPECTOR, "tellReporter", "violationReport", reportId=report["id"])
    assert (told["matter"]["state"], told["matter"]["outcome"]) == ("DONE", "FILED")
    still = await house.as_user(CLERK).ask(ONE, c=complaint["id"], r=report["id"])
    assert still["complaint"]["matter"] == {"step": "mediated", "dueOn": "2027-01-25"}

    agreed = one | {"result": "SETTLED", "note": "店家退款给陈小红", "isProven": True}
    await desk.act(CLERK, "concludeMediation", "complaint", **agreed)
    ended = await desk.act(CLERK, "tellParties", "complaint", **one)
    assert (ended["matter"]["state"], ended["matter"]["outcome"]) == ("DONE", "SETTLED")


async def neither_town_nor_unit_sees_the_person(house, complaint, report):
    """Not in any field of theirs, and the report not at all."""
    for who in WHO:
        person = house.as_user(who)
        for field in ("letter { name }", "outcomeNote"):
            text = f"query($id: ID!) {{ complaint(id: $id) {{ {field} }} }}"
            assert await person.errors(text, id=complaint), (who, field)
        assert await person.errors("{ letters { nodes { content } } }")
        assert await person.errors("{ violationReports { nodes { id } } }")
        matters = "{ matters { nodes { title steps { reason } } } }"
        told = str(await person.ask(matters))
        assert "陈" not in told
        assert "电线" not in told
    titles = str(
        await house.as_user("enterprise-manager-a1").ask("{ matters { nodes { title } } }")
    )
    assert "投诉〔2026〕1号" in titles
    assert "举报" not in titles


async def test_five_of_six_items_are_closed_and_the_sixth_gets_one_extension(house):
    hazard = HazardStory(house)
    await hazard.begin()
    await hazard.report("town-quality-officer-a")
    await hazard.act(INSPECTOR, "checkHazard")
    await hazard.act(CLERK, "takeInHazard")
    six = hazard.terms | {"items": [f"整改事项{n}" for n in range(1, 7)]}
    await hazard.act(CLERK, "orderRectification", **six)
    await hazard.act(CHIEF, "signRectificationOrder")
    unit = "enterprise-safety-officer-a1"
    after = [await picture(house, unit)]
    report = {"text": "前五项已整改，第六项待配件", "doneItems": [1, 2, 3, 4, 5], "photos": after}
    await hazard.act(unit, "reportRectification", **report)
    seen = {"notes": "前五项合格", "passedItems": [1, 2, 3, 4, 5], "reason": "第六项未完成"}
    await hazard.act(HEAD, "reinspectHazard", **seen)
    assert (hazard.step, hazard.row["matter"]["dueOn"]) == ("rectified", DUE.isoformat())
    later = {"dueOn": "2026-12-20", "reason": "等待配件"}
    await hazard.act(CHIEF, "extendRectification", **later)
    again = {"hazardId": hazard.row["id"], **later, "dueOn": "2026-12-30"}
    refused = await house.as_user(CHIEF).do("extendRectification", **again)
    assert refused["userErrors"][0]["code"] == "TERM_EXTENDED"
    await hazard.act(unit, "reportRectification", text="第六项已整改", doneItems=[6])
    await hazard.act(HEAD, "reinspectHazard", notes="合格", passedItems=[6])
    assert hazard.row["matter"]["outcome"] == "CLOSED"


WORKLOAD = "{ officerCards { nodes { id cardNo openTaskCount } } }"
TASKS = """query($officer: ID!) { inspectionTasks(first: 50, where: {
  officer: { id: { eq: $officer } }, closedOn: { isNull: true } }) {
  totalCount nodes { id version } } }"""


async def test_the_squad_leader_sees_who_has_fourteen_tasks_and_moves_four(desk, house):
    units = await desk.units(14)
    first, second = [await desk.officer(w, c) for w, c in ((INSPECTOR, "1001"), (HEAD, "1002"))]
    third = await desk.officer(CLERK, "1003")
    plan = await desk.plan(kind="DAILY", title="日常检查")
    given = {"planId": plan["id"], "enterpriseIds": units}
    await desk.act(CLERK, "nameUnits", "inspectionPlan", **given)
    waiting = '{ workQueue(slug: "inspection_task/to_assign", first: 50) { nodes { subjectId } } }'
    for each in (await house.as_user(CHIEF).ask(waiting))["workQueue"]["nodes"]:
        pair = {"officerId": first, "secondOfficerId": second}
        await desk.act(CHIEF, "assignTask", "inspectionTask", taskId=each["subjectId"], **pair)
    assert await workload(house) == {"1001": 14, "1002": 0, "1003": 0}

    page = (await house.as_user(CHIEF).ask(TASKS, officer=first))["inspectionTasks"]
    assert page["totalCount"] == 14
    for each in page["nodes"][:4]:
        moved = {"taskId": each["id"], "expectedVersion": each["version"], "officerId": third}
        await desk.act(CHIEF, "reassignTask", "inspectionTask", **moved)
    assert await workload(house) == {"1001": 10, "1002": 0, "1003": 4}
    for who in (INSPECTOR, CLERK, "branch-enforcement-officer"):
        assert await desk.code(who, "reassignTask", **moved) == ""
    assert await workload(house) == {"1001": 10, "1002": 0, "1003": 4}
    mine = '{ workQueue(slug: "inspection_task/issued") { totalCount } }'
    for who, count in ((INSPECTOR, 10), (CLERK, 4), (HEAD, 0)):
        assert (await house.as_user(who).ask(mine))["workQueue"]["totalCount"] == count, who


async def workload(house):
    nodes = (await house.as_user(CHIEF).ask(WORKLOAD))["officerCards"]["nodes"]
    return {each["cardNo"]: each["openTaskCount"] for each in nodes}


async def test_a_letter_is_complete_or_refused(desk, house):
    assert await desk.code(CLERK, "recordLetter", **LETTER, enterpriseId=desk.unit()) == "NO_WISH"
    assert not await house.rows("select 1 from letter")
