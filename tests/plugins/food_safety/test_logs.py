"""Logs of makers: each period once, findings until they are mended, red ones before a week."""

from schema.ids import global_id
from tests.plugins.food_safety.kitchen import CLERK, HEAD, NEIGHBOUR, OFFICER, UNIT

LOG = "foodLog { id period firstOn lastOn checked unsound findings(first: 9) { id state what } }"
SEEN = "{ foodLogs { totalCount } }"


async def items(kitchen):
    rows = await kitchen.bureau.rows("select id, number from food_log_item order by number")
    return {row["number"]: global_id("FoodLogItem", row["id"]) for row in rows}


async def test_a_red_finding_is_mended_before_the_week_closes(shared):
    key, known = await shared.register("a1"), await items(shared)
    given = {"producerId": key, "period": "DAILY", "unsoundIds": [known[2]]}
    unit = shared.bureau.as_user(UNIT)
    bare = await unit.run("writeFoodLog", LOG, **given)
    assert bare["userErrors"][0]["code"] == "INVALID_INPUT"  # what was found is said
    done = await unit.run("writeFoodLog", LOG, **given, note="一人称量")
    assert done["userErrors"] == []
    (finding,) = done["foodLog"]["findings"]
    assert (done["foodLog"]["checked"], finding["state"]) == (4, "RED")
    again = await unit.do("writeFoodLog", **given, note="一人称量")
    assert again["userErrors"][0]["code"] == "FOOD_LOG_WRITTEN"
    week = {"producerId": key, "period": "WEEKLY"}
    closed = await unit.do("writeFoodLog", **week)
    assert closed["userErrors"][0]["code"] == "RED_ITEM_OPEN"
    mended = await unit.do("mendFoodFinding", id=finding["id"], measures="增加复核人员")
    assert mended["userErrors"] == []
    done = await unit.run("writeFoodLog", LOG, **week)
    assert (done["foodLog"]["firstOn"], done["foodLog"]["lastOn"]) == ("2026-11-23", "2026-11-29")


async def test_a_maker_writes_its_own_and_supervisors_read(shared):
    key = await shared.register("a2")
    given = {"producerId": key, "period": "MONTHLY"}
    for who in (OFFICER, HEAD, CLERK, ""):
        assert await shared.refused(who, "writeFoodLog", **given) == "ABSENT", who
    assert await shared.refused(UNIT, "writeFoodLog", **given) == "NOT_FOUND"
    old = await shared.refused(NEIGHBOUR, "writeFoodLog", **given, day="2026-09-01")
    assert old == "INVALID_INPUT"
    before = (await shared.bureau.as_user(HEAD).ask(SEEN))["foodLogs"]["totalCount"]
    assert (await shared.bureau.as_user(NEIGHBOUR).do("writeFoodLog", **given))["userErrors"] == []
    after = (await shared.bureau.as_user(HEAD).ask(SEEN))["foodLogs"]["totalCount"]
    assert after == before + 1
