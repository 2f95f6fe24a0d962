"""Plans, draws and tasks: two persons, two officers, flags, campaigns, and what is refused."""

import datetime as dt

import pytest

from core.store.events import Dispatcher, Subscriber
from plugins.inspection.api import ViolationFound, ViolationSource
from plugins.inspection.service_daily import recount
from schema.ids import global_id
from tests.stories.inspecting import AFAR, CHIEF, CLERK, HEAD, INSPECTOR, TODAY, Desk

STATE = "query($id: ID!) { inspectionTask(id: $id) { matter { step state dueOn } disposal } }"
BARRED = (AFAR, "town-leader-a", "enterprise-manager-a1", "branch-quality-clerk", "")
FOUND = {"visitedOn": TODAY.isoformat(), "findings": "检验标志过期", "problems": ["标志过期"]}


@pytest.fixture
async def desk(bureau):
    return await Desk(bureau).furnish()


async def task_of(desk, unit="a1", **plan):
    """A task at a unit, assigned to the station's inspector and head."""
    first, second = [
        desk.cards.get(card) or await desk.officer(who, card)
        for who, card in ((INSPECTOR, "1001"), (HEAD, "1002"))
    ]
    made = await desk.plan(**{"kind": "DAILY"} | plan)
    given = {"planId": made["id"], "enterpriseId": desk.unit(unit)}
    task = await desk.act(CLERK, "planTask", "inspectionTask", **given)
    pair = {"officerId": first, "secondOfficerId": second}
    await desk.act(CHIEF, "assignTask", "inspectionTask", taskId=task["id"], **pair)
    return task["id"]


async def written(desk, task):
    """Accepted by the inspector, written by him, signed by the head."""
    await desk.act(INSPECTOR, "acceptTask", "inspectionTask", taskId=task)
    await desk.act(INSPECTOR, "recordTaskResult", "inspectionTask", taskId=task, **FOUND)
    await desk.act(HEAD, "signTaskResult", "inspectionTask", taskId=task)


async def test_a_task_takes_two_officers_and_the_unit_learns_of_it_last(desk, bureau):
    task = await task_of(desk)
    unit = bureau.as_user("enterprise-manager-a1")
    assert (await unit.ask(STATE, id=task))["inspectionTask"] is None
    assert await desk.code(HEAD, "acceptTask", taskId=task) == "HELD_BY_ANOTHER"
    accepted = await desk.act(INSPECTOR, "acceptTask", "inspectionTask", taskId=task)
    assert accepted["matter"] == {
        "step": "awaiting_feedback", "state": "OPEN", "dueOn": "2026-12-31",
    }  # fmt: skip
    assert await desk.code(HEAD, "signTaskResult", taskId=task) == "NO_RESULT"
    other = "branch-enforcement-officer"
    assert await desk.code(other, "recordTaskResult", taskId=task, **FOUND) == "NOT_THE_OFFICER"
    await desk.act(INSPECTOR, "recordTaskResult", "inspectionTask", taskId=task, **FOUND)
    assert await desk.code(HEAD, "recordTaskResult", taskId=task, **FOUND) == "RESULT_WRITTEN"
    assert await desk.code(INSPECTOR, "signTaskResult", taskId=task) == "ALREADY_SIGNED"
    assert (await unit.ask(STATE, id=task))["inspectionTask"] is None
    await desk.act(HEAD, "signTaskResult", "inspectionTask", taskId=task)
    assert (await unit.ask(STATE, id=task))["inspectionTask"]["matter"]["step"] == "handling"


async def test_what_follows_is_an_order_a_case_or_nothing(desk, bureau):
    heard = []

    async def hear(_work, news):
        heard.append(news)

    store = bureau.application.store
    tasks = {}
    for unit, disposal in (("a1", "RECTIFICATION"), ("a2", "CASE"), ("b1", "NONE_NEEDED")):
        tasks[disposal] = await task_of(desk, unit)
        await written(desk, tasks[disposal])
    await desk.act(CHIEF, "handleTask", "inspectionTask", taskId=tasks["RECTIFICATION"],
                   disposal="RECTIFICATION")  # fmt: skip
    (hazard,) = await bureau.rows("select what, source, enterprise_id from hazard")
    assert hazard["what"] == "检查任务〔2026〕1号：标志过期"
    assert hazard["enterprise_id"] == bureau.world.enterprises["a1"]
    ended = {"taskId": tasks["NONE_NEEDED"], "disposal": "NONE_NEEDED"}
    done = await desk.act(CHIEF, "handleTask", "inspectionTask", **ended)
    assert (done["matter"]["state"], done["closedOn"]) == ("DONE", str(TODAY))
    store.dispatcher = Dispatcher([Subscriber(ViolationFound, hear)])
    case = {"taskId": tasks["CASE"], "disposal": "CASE"}
    await desk.act(CHIEF, "handleTask", "inspectionTask", **case)
    (news,) = heard
    assert (news.source, news.what) == (ViolationSource.TASK, "标志过期")
    closed = {"taskId": tasks["CASE"], "followUp": "已立案"}
    done = await desk.act(HEAD, "closeTask", "inspectionTask", **closed)
    assert done["matter"]["state"] == "DONE"


async def test_officers_must_fit(desk, bureau):
    task = await task_of(desk)
    ending = await desk.officer("branch-enforcement-officer", "1009", validTo="2026-12-30")
    both = {"taskId": task, "officerId": ending}
    assert await desk.code(CHIEF, "reassignTask", **both) == "OFFICER_UNFIT"
    first = desk.cards["1001"]
    twice = {"taskId": task, "officerId": first, "secondOfficerId": first}
    assert await desk.code(CHIEF, "reassignTask", **twice) == "ONE_OFFICER_TWICE"
    await written(desk, task)
    late = {"taskId": task, "officerId": desk.cards["1002"]}
    assert await desk.code(CHIEF, "reassignTask", **late) == "NOT_IN_HAND"
    rules = await bureau.rows("select colour from warning where rule_code = 'G3'")
    assert [row["colour"] for row in rules] == ["RED"]


async def test_a_unit_seen_by_an_upper_authority_of_late_is_flagged(desk, bureau):
    days = {"a1": TODAY - dt.timedelta(days=60), "a2": dt.date(2026, 8, 23)}
    for unit, day in days.items():
        given = {"enterpriseId": desk.unit(unit), "level": "PROVINCIAL", "what": "监督检查"}
        await desk.act(
            CLERK, "noteUpperInspection", "upperInspection", inspectedOn=str(day), **given
        )
    for unit in ("a1", "a2", "b1"):
        await task_of(desk, unit)
    rows = await bureau.rows("select inspected_id, upper_inspected_on from inspection_task")
    found = {row["inspected_id"]: row["upper_inspected_on"] for row in rows}
    world = bureau.world.enterprises
    assert found == {world["a1"]: days["a1"], world["a2"]: None, world["b1"]: None}
    raised = await bureau.rows("select colour from warning where rule_code = 'G2'")
    assert [row["colour"] for row in raised] == ["YELLOW"]


async def test_a_pool_is_frozen_once_and_drawn_with_two_officers(desk, bureau):
    library = await desk.library("B01")
    await desk.act(CLERK, "fillLibrary", "objectLibrary", libraryId=library)
    assert await bureau.count("library_object") == 3  # the key units for food
    plan = await desk.plan(libraryId=library)
    one = {"planId": plan["id"]}
    share = one | {"percent": 50}
    assert await desk.code(CHIEF, "drawPlan", **one) == "PLAN_NOT_FROZEN"
    assert await desk.code(CLERK, "freezePlan", **share) == "TOO_FEW_OFFICERS"
    assert await bureau.count("draw") == 0
    for who, card in ((INSPECTOR, "1001"), (HEAD, "1002")):
        await desk.officer(who, card)
    wrong = share | {"qualification": "核工业"}
    assert await desk.code(CLERK, "freezePlan", **wrong) == "TOO_FEW_OFFICERS"
    await desk.act(CHIEF, "freezePlan", "inspectionPlan", **share)
    assert await desk.code(CLERK, "freezePlan", **share) == "PLAN_FIXED"
    assert await desk.code(CHIEF, "drawPlan", **one) == "SAME_HAND"
    units = one | {"enterpriseIds": [desk.unit()]}
    assert await desk.code(CLERK, "nameUnits", **units) == "PLAN_NOT_RANDOM"
    assert await bureau.count("inspection_task") == 0


async def test_a_campaign_counts_what_is_done_and_says_who_lags(desk, bureau):
    town = global_id("Division", bureau.world.divisions["a"])
    campaign = await desk.act(
        CHIEF, "startCampaign", "campaign", title="液氨专项", aim="逐户检查",
        legalBasis="分局方案", category="SPECIAL_EQUIPMENT", startsOn="2026-11-14",
        endsOn="2026-12-03", townIds=[town], each=2,
    )  # fmt: skip
    async with bureau.application.store.system() as session:
        await recount(session, TODAY)
    ask = "{ campaignTargets { nodes { target done behind share } } }"
    mine = bureau.as_user("town-quality-officer-a")
    (before,) = (await mine.ask(ask))["campaignTargets"]["nodes"]
    assert before == {"target": 2, "done": 0, "behind": 45, "share": 0.0}
    assert (await bureau.as_user("town-leader-b").ask(ask))["campaignTargets"]["nodes"] == []
    task = await task_of(desk, kind="CAMPAIGN", campaignId=campaign["id"])
    await written(desk, task)
    ended = {"taskId": task, "disposal": "NONE_NEEDED"}
    await desk.act(CHIEF, "handleTask", "inspectionTask", **ended)
    (after,) = (await mine.ask(ask))["campaignTargets"]["nodes"]
    assert after == {"target": 2, "done": 1, "behind": 0, "share": 0.5}


async def test_who_does_not_plan_changes_nothing(desk, bureau):
    task = await task_of(desk)
    (plan,) = await bureau.rows("select id from inspection_plan")
    tables = ("inspection_plan", "inspection_task", "matter", "step_event", "draw")
    before = {table: await bureau.rows(f"select * from {table} order by id") for table in tables}
    acts = {
        "freezePlan": {"planId": global_id("InspectionPlan", plan["id"]), "percent": 5},
        "publishPlan": {"planId": global_id("InspectionPlan", plan["id"])},
        "assignTask": {"taskId": task, "officerId": desk.cards["1001"],
                       "secondOfficerId": desk.cards["1002"]},
        "handleTask": {"taskId": task, "disposal": "NONE_NEEDED"},
    }  # fmt: skip
    for who in BARRED:
        for name, given in acts.items():
            assert await desk.code(who, name, **given) == "", (who, name)
    assert await desk.code(AFAR, "acceptTask", taskId=task) == "NOT_FOUND"
    for table in tables:
        assert await bureau.rows(f"select * from {table} order by id") == before[table]
