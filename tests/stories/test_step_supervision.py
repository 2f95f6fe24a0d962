"""The stories of step supervision, each played by its people over GraphQL."""

import asyncpg
import pytest

from core.step_log.auditing import audit
from core.step_log.closing import CLOSE, WRITE
from core.step_log.outside import FILE
from tests.core.desk.pages import Clerk
from tests.fixtures.jobs import run_jobs
from tests.plugins.enforcement.docket import CLERK, docket_in
from tests.plugins.special_equipment.plant import a_device, plant
from tests.plugins.step_supervision import ground as g
from tests.stories.declaring import OWNER
from tests.stories.rectifying import HazardStory

__all__ = ["plant"]


@pytest.fixture
async def watched(house):
    return await g.begun(house)


async def test_1_the_deputy_mayor_sees_which_town_holds_stop_reports(watched):
    """Which town holds stop-reports longer than three working days? The town answers for it."""
    declaration = watched.declaration
    await declaration.verify(g.TOWN, expectedVersion=None)
    await declaration.act("branch-special-equipment-clerk", "confirmDeclaration")
    device = declaration.row["equipment"]["id"]
    stop = g.Declaration(watched.bureau)
    photos = [await g.picture(watched.bureau, OWNER)]
    await stop.act(OWNER, "declareStop", equipmentId=device, reason="停产", photos=photos)
    watched.bureau.clock.advance(days=6)
    mayor = watched.bureau.as_user(g.SUPERIOR)
    held = """{ matters(where: { step: { eq: "verified" }, late: { eq: true } }) {
      nodes { id title dueOn daysLeft town { name } } } }"""
    (matter,) = (await mayor.ask(held))["matters"]["nodes"]
    assert (matter["town"]["name"], matter["daysLeft"] < 0) == ("新街", True)
    row = g.done(await watched.issue(matterId=matter["id"], question="停用上报为何未核实？"))
    row = g.done(await watched.answer(row, text="明日核实。"))
    row = g.done(await watched.judge(row, accepted=False, verdict="请先核实再答复。"))
    await stop.verify(g.TOWN, expectedVersion=None)
    row = g.done(await watched.answer(row, text="已于今日核实。"))
    row = g.done(await watched.judge(row))
    assert (row["matter"]["outcome"], row["timesReturned"]) == ("ACCEPTED", 1)
    counts = "{ stepPerformance(by: UNIT) { name timed late worstDays } }"
    units = {r["name"]: r for r in (await mayor.ask(counts))["stepPerformance"]}
    assert units["town-a"]["late"] == 2, "the new device and its stop"


async def test_2_a_citizen_scans_a_lift_and_reads_what_is_narrow(plant):
    """Use number, next inspection, its state: no person, and nothing of the unit's file."""
    await a_device(plant, useRegistrationNo="梯11浙AJ5023(19)")
    citizen = Clerk(plant, "")
    await citizen.get("/look-up?number=梯11浙AJ5023(19)")
    assert citizen.says("检验有效期止")
    assert not any(citizen.says(secret) for secret in ("王小明", "1380000", "电话"))


async def test_3_a_reporter_s_token_says_which_station_has_it_until_when(house):
    """Handed to the station, due on a day; the reporter's words are not shown."""
    hazard = HazardStory(house)
    await hazard.begin()
    await hazard.report(g.TOWN)
    given = {"matterId": hazard.row["matter"]["id"]}
    token = (await house.as_user(g.TOWN).run("issueProgressToken", "token", **given))["token"]
    citizen = Clerk(house, "")
    await citizen.get(f"/desk/step_supervision/my-report?token={token}")
    assert citizen.says("站所核查")
    assert citizen.says("first")
    assert citizen.says(hazard.row["matter"]["dueOn"])
    assert not citizen.says("漏汽")
    assert "no-store" in citizen.last.headers["cache-control"]


async def test_4_the_auditor_finds_the_row_that_somebody_made_punctual(watched):
    """One command; whoever owns the database has changed one step after its day was anchored."""
    bureau = watched.bureau
    await watched.declaration.verify(g.TOWN, expectedVersion=None)
    bureau.clock.advance(days=1)
    await run_jobs(bureau, [CLOSE, WRITE], periodic=True)
    outside = bureau.application.settings.var_path / FILE
    sound = await audit(bureau.endpoints.audit, outside)
    assert sound.findings == []
    assert sound.examination.lines == 2
    owner = await asyncpg.connect(bureau.endpoints.owner)
    try:
        await owner.execute("alter table step_event no force row level security")
        await owner.execute("update step_event set on_time = true where not on_time")
        await owner.execute("alter table step_event force row level security")
    finally:
        await owner.close()
    found = (await audit(bureau.endpoints.audit, outside)).findings
    assert [each.kind for each in found] == ["SEAL"]


async def test_5_after_its_term_a_penalty_is_gone_from_the_pages_and_the_data(bureau):
    """On the day after its publication ends nothing public shows it, and no copy may be kept."""
    bureau.clock.advance(days=-800)
    docket = await docket_in(bureau)
    await docket.to("performed")
    await docket.act(CLERK, "publishDecision")
    (shown,) = (await docket.state())["publications"]
    citizen = Clerk(bureau, "")

    async def is_shown():
        await citizen.get("/desk/enforcement/published")
        on_page = citizen.says(shown["number"])
        data = await bureau.http.get("/open-data/enforcement/published.json")
        assert data.headers["cache-control"] == "no-store"
        assert (shown["number"] in data.text) is on_page
        return on_page

    assert await is_shown()
    bureau.clock.advance(days=1094)
    assert await is_shown(), "the last day"
    bureau.clock.advance(days=1)
    assert not await is_shown()
