"""Every step with its unit, clock and lateness; pauses as rows; counts by unit and town."""

from tests.plugins.step_supervision import ground as g

EVENTS = """{ stepEvents { nodes { act stepTitle onTime daysLate happenedOn town { name }
  organisation { name } } } }"""
PAUSES = """query($id: ID!) { matter(id: $id) { pauses { kind reason pausedOn resumedOn stepTitle
  organisation { name } } } }"""
COUNTS = """query($by: StepsBy!) { stepPerformance(by: $by) {
  name done timed late rate worstDays returned paused } }"""


async def pauses_of(watched, who=g.SUPERIOR):
    data = await watched.bureau.as_user(who).ask(PAUSES, id=watched.matter)
    return data["matter"]["pauses"]


async def test_a_late_step_names_its_unit_and_its_days(watched):
    await watched.declaration.verify(g.TOWN)
    data = await watched.bureau.as_user(g.SUPERIOR).ask(EVENTS)
    late, opened = data["stepEvents"]["nodes"]
    assert (late["act"], late["onTime"], late["daysLate"]) == ("COMPLETED", False, 9)
    assert (late["organisation"]["name"], late["town"]["name"]) == ("town-a", "新街")
    assert (late["happenedOn"], opened["happenedOn"]) == ("2026-12-05", "2026-11-23")
    assert (opened["act"], opened["onTime"], opened["daysLate"]) == ("OPENED", None, 0)


async def test_a_supplement_is_a_pause_with_its_reason_and_its_end(watched):
    await watched.act(g.TOWN, "requestSupplement", reason="缺合格证")
    (pause,) = await pauses_of(watched)
    assert pause == {
        "kind": "supplement",
        "reason": "缺合格证",
        "pausedOn": "2026-12-05",
        "resumedOn": None,
        "stepTitle": "镇街核实",
        "organisation": {"name": "town-a"},
    }
    watched.bureau.clock.advance(days=3)
    await watched.act(g.OWNER, "supplementMatter", reason="已补")
    (pause,) = await pauses_of(watched, g.OWNER)
    assert pause["resumedOn"] == "2026-12-08"
    assert await watched.bureau.count("step_pause") == 1


async def test_a_withdrawal_ends_the_pause_and_a_copy_shows_it(watched):
    await watched.act(g.TOWN, "requestSupplement", reason="缺合格证")
    other = "town-leader-b"
    data = await watched.bureau.as_user(other).ask("{ stepPauses { totalCount } }")
    assert data["stepPauses"]["totalCount"] == 0
    key = g.global_id("Organisation", watched.bureau.world.organisations["town-b"])
    await watched.act(g.TOWN, "copyMatter", organisationIds=[key], reason="知悉")
    data = await watched.bureau.as_user(other).ask("{ stepPauses { totalCount } }")
    assert data["stepPauses"]["totalCount"] == 1
    await watched.act(g.OWNER, "withdrawMatter", reason="不装了")
    assert [each["resumedOn"] for each in await pauses_of(watched)] == ["2026-12-05"]


async def test_counts_are_those_of_the_steps_that_one_may_see(watched):
    await watched.act(g.TOWN, "requestSupplement", reason="缺合格证")
    await watched.act(g.OWNER, "supplementMatter", reason="已补")
    await watched.declaration.verify(g.TOWN, expectedVersion=None)
    superior = watched.bureau.as_user(g.SUPERIOR)
    by_unit = {r["name"]: r for r in (await superior.ask(COUNTS, by="UNIT"))["stepPerformance"]}
    town = by_unit["town-a"]
    assert (town["done"], town["timed"], town["late"], town["rate"]) == (1, 1, 1, 0.0)
    assert (town["worstDays"], town["paused"], town["returned"]) == (9, 1, 0)
    assert by_unit["a1"]["rate"] is None, "opening has no limit"
    for by, name in (("TOWN", "新街"), ("PROCEDURE", "设备上报"), ("STEP", "镇街核实")):
        rows = (await superior.ask(COUNTS, by=by))["stepPerformance"]
        assert any(name in row["name"] and row["late"] == 1 for row in rows), (by, rows)
    other = watched.bureau.as_user("town-leader-b")
    assert (await other.ask(COUNTS, by="UNIT"))["stepPerformance"] == []


async def test_the_period_is_of_business_days(watched):
    text = """query($f: Date!, $l: Date!) { stepPerformance(first: $f, last: $l) { done } }"""
    superior = watched.bureau.as_user(g.SUPERIOR)
    inside = await superior.ask(text, f="2026-11-23", l="2026-11-23")
    assert len(inside["stepPerformance"]) == 1
    assert (await superior.ask(text, f="2026-11-24", l="2026-12-05"))["stepPerformance"] == []
