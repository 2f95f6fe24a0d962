"""The stories of step supervision, each played by its people over GraphQL."""

import pytest

from tests.plugins.step_supervision import ground as g
from tests.stories.declaring import OWNER


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
