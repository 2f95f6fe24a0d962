"""Linked patrols: on the route of the station that holds the town, done by a patrol there."""

import pytest

from plugins.inspection.seeds import plant_law
from schema.ids import global_id
from tests.plugins.early_warning.ground import CHIEF, INSPECTOR, LEADER, OWNER, Ground, number

ROUTE = """{ linkedVisits(first: 40, where: { state: { eq: PLANNED } }) {
  nodes { id title dueOn town { name } enterprise { name } warning { colour id } }
} }"""
LISTS = "{ checklists(first: 20) { nodes { code validTo items { id number creates } } } }"


@pytest.fixture
async def ground(bureau):
    async with bureau.application.store.system() as session:
        await plant_law(session)
    return await Ground(bureau).begin(visit=True)


async def route(bureau, who=INSPECTOR):
    return (await bureau.as_user(who).ask(ROUTE))["linkedVisits"]["nodes"]


async def patrol(bureau, who=INSPECTOR, unit="a1", code="C11", failing=()):
    """File a patrol in short form."""
    lists = (await bureau.as_user(who).ask(LISTS))["checklists"]["nodes"]
    items = next(each["items"] for each in lists if (each["code"], each["validTo"]) == (code, None))
    given = {
        "enterpriseId": global_id("Enterprise", bureau.world.enterprises[unit]),
        "checklistCode": code,
        "secondOfficer": "李明",
        "failedItems": [each["id"] for each in items if each["number"] in failing],
        "note": "限速器失效" if failing else "",
    }
    done = await bureau.as_user(who).run("recordPatrol", "patrol { id }", **given)
    assert done["userErrors"] == [], done
    return done["patrol"]["id"]


async def test_a_red_lift_is_on_the_route_of_its_station_and_town_alone(bureau, ground):
    (warning,) = await ground.raised("a1")
    for who in (INSPECTOR, "station-head-first", LEADER, "town-quality-officer-ac"):
        (visit,) = await route(bureau, who)
        assert visit["warning"] == {"colour": "RED", "id": warning}
        assert visit["dueOn"] == "2026-11-30"  # five working days from Monday
    for who in ("station-inspector-second", "town-leader-b", "town-leader-c"):
        assert await route(bureau, who) == []


async def test_the_desks_show_it_on_the_day_s_route(bureau, ground):
    await ground.raised("a1")
    for who in (INSPECTOR, LEADER):
        page = await bureau.http.get(
            "/desk", headers={"authorization": f"Bearer {bureau.as_user(who).token}"}
        )
        assert "预警联动巡查" in page.text or "特种设备检验将到期" in page.text


async def test_yellow_asks_for_no_visit_until_it_is_red(bureau, ground):
    (warning,) = await ground.raised("a1", colour="YELLOW")
    assert await route(bureau) == []
    await ground.coloured(number(warning), colour="RED")
    assert len(await route(bureau)) == 1
    await ground.coloured(number(warning), colour="URGENT")
    assert len(await route(bureau)) == 1


async def test_a_patrol_that_finds_all_well_ends_the_visit(bureau, ground):
    (warning,) = await ground.raised("a1")
    await patrol(bureau)
    await ground.jobs()
    assert await route(bureau) == []
    assert (await ground.one(warning))["state"] == "ACKNOWLEDGED"
    story = (
        "query ($id: ID!) { earlyWarning(id: $id) { story { nodes { act } } visits { state } } }"
    )
    found = (await bureau.as_user(CHIEF).ask(story, id=warning))["earlyWarning"]
    acts = [each["act"] for each in found["story"]["nodes"]]
    assert acts == ["RAISED", "TOLD", "VISIT_PLANNED", "VISITED", "ACKNOWLEDGED"]
    assert [each["state"] for each in found["visits"]] == ["PASSED"]


async def test_a_failing_item_escalates_and_links_its_hazard(bureau, ground):
    (warning,) = await ground.raised("a1")
    await ground.act(OWNER, "acknowledgeWarning", warning)
    lists = (await bureau.as_user(INSPECTOR).ask(LISTS))["checklists"]["nodes"]
    items = next(e["items"] for e in lists if (e["code"], e["validTo"]) == ("C11", None))
    grave = next(each["number"] for each in items if each["creates"])
    await patrol(bureau, failing=(grave,))
    await ground.jobs()
    found = await ground.one(warning)
    assert (found["state"], found["level"]) == ("ESCALATED", 1)
    ask = """query ($id: ID!) { earlyWarning(id: $id) {
      visits { state record } matter { title subject { ... on Hazard { what } } }
    } }"""
    linked = (await bureau.as_user("branch-inspection-chief").ask(ask, id=warning))["earlyWarning"]
    assert "限速器失效" in linked["matter"]["subject"]["what"]
    assert linked["visits"][0]["state"] == "FAILED"
    assert {name for name, _, level in await ground.told() if level == 1} == {
        CHIEF,
        "station-head-first",
        LEADER,
        "town-leader-ac",
    }


async def test_patrols_elsewhere_and_of_other_things_leave_it(bureau, ground):
    (warning,) = await ground.raised("a1")
    await patrol(bureau, unit="a2")
    await patrol(bureau, code="C01")
    await ground.jobs()
    assert len(await route(bureau)) == 1
    assert (await ground.one(warning))["state"] == "NOTIFIED"


async def test_what_is_cleared_or_suppressed_leaves_the_route(bureau, ground):
    over, slept = await ground.raised("a1", "a1")
    await ground.cleared(number(over))
    await ground.act(CHIEF, "suppressWarning", slept, reason="停产", until="2026-11-30")
    await ground.jobs()
    assert await route(bureau) == []
    await ground.act(CHIEF, "resumeWarning", slept)
    await ground.jobs()
    assert [each["warning"]["id"] for each in await route(bureau)] == [slept]


async def test_a_visit_follows_its_record_to_another_town(bureau, ground):
    (warning,) = await ground.raised("a1")
    await bureau.rows("update warning set town_id = $1", bureau.world.divisions["c"])
    await ground.next_day()
    assert await route(bureau) == []
    (visit,) = await route(bureau, "station-inspector-second")
    assert visit["warning"]["id"] == warning


async def test_a_refused_patrol_leaves_the_visit(bureau, ground):
    await ground.raised("a1")
    given = {
        "enterpriseId": global_id("Enterprise", bureau.world.enterprises["a1"]),
        "checklistCode": "C11",
    }
    done = await bureau.as_user(INSPECTOR).do("recordPatrol", **given)
    assert done["userErrors"][0]["code"] == "SECOND_OFFICER"
    assert await ground.jobs() == 0
    assert len(await route(bureau)) == 1


async def test_a_rule_without_visits_asks_for_none(bureau, ground):
    ground.rule = (await Ground(bureau).begin(code="T2")).rule
    await ground.raised("a1")
    assert await route(bureau) == []
