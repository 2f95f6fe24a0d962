"""Numbers without gaps, law on its day, drafts, delegation to a station, rates and the board."""

import asyncio
from collections import Counter

from sqlalchemy import select

from plugins.inspection.models import LegalBasis
from schema.ids import global_id
from tests.fixtures.policy import edit_policy
from tests.plugins.inspection.loop import (
    CHIEF,
    CLERK,
    DUE,
    HEAD,
    NEIGHBOUR,
    OTHER_STATION,
    STATION,
    TOWN,
    UNIT,
    Loop,
)

SIGNERS = (
    CHIEF,
    "branch-special-equipment-clerk",
    "branch-special-equipment-chief",
    "branch-food-safety-clerk",
    "branch-food-safety-chief",
)


async def drafted(loop):
    """Another hazard whose order waits for the second signature."""
    each = Loop(loop.bureau, loop.laws)
    await each.to("ordered")
    await each.act(CLERK, "orderRectification", **each.terms())
    return each


async def test_numbers_have_no_gaps_under_concurrent_issue(loop):
    waiting = [await drafted(loop) for _ in SIGNERS]
    await asyncio.gather(
        *(
            each.act(who, "signRectificationOrder")
            for each, who in zip(waiting, SIGNERS, strict=True)
        )
    )
    rows = await loop.bureau.rows("select serial, number from rectification_order order by serial")
    assert [row["serial"] for row in rows] == [1, 2, 3, 4, 5]
    assert rows[4]["number"] == "萧质监责改〔2026〕5号"


async def test_a_failed_issue_leaves_no_gap_and_a_year_begins_anew(loop):
    first, second = await drafted(loop), await drafted(loop)
    row = "select id from legal_basis where article = '第六十二条'"
    ((law,),) = await loop.bureau.rows(row)
    await repeal(loop, law, "2026-11-20")
    refused = await first.code(CHIEF, "signRectificationOrder")
    assert refused == "LAW_NOT_IN_FORCE"
    await repeal(loop, law, None)
    await second.act(CHIEF, "signRectificationOrder")
    await first.act(CHIEF, "signRectificationOrder")
    assert (await first.state())["orders"][0]["number"] == "萧质监责改〔2026〕2号"
    loop.bureau.clock.advance(days=60)
    third = await next_year(loop)
    assert (await third.state())["orders"][0]["number"] == "萧质监责改〔2027〕1号"


async def next_year(loop):
    each = Loop(loop.bureau, loop.laws)
    await each.to("ordered")
    await each.act(CLERK, "orderRectification", **each.terms(dueOn="2027-03-01"))
    await each.act(CHIEF, "signRectificationOrder")
    return each


async def repeal(loop, law, day):
    """Close or open the validity of an article, as a new seed would."""
    async with loop.bureau.application.store.system() as session:
        row = (await session.scalars(select(LegalBasis).where(LegalBasis.id == law))).one()
        row.valid_to = None if day is None else row.valid_from.fromisoformat(day)


async def test_an_order_keeps_the_wording_and_refuses_repealed_law(loop):
    await loop.to("ordered")
    before = await loop.traces()
    repealed = loop.terms(basisId=loop.law("行政处罚法", "第二十三条"))
    assert await loop.code(CLERK, "orderRectification", **repealed) == "LAW_NOT_IN_FORCE"
    swapped = loop.terms(basisId=loop.law("特种设备安全法", "第三十九条"))  # a duty, no power
    assert await loop.code(CLERK, "orderRectification", **swapped) == "NOT_FOUND"
    assert await loop.code(CLERK, "orderRectification", **loop.terms(items=[])) == "INVALID_INPUT"
    past = loop.terms(dueOn="2026-11-23")
    assert await loop.code(CLERK, "orderRectification", **past) == "INVALID_INPUT"
    assert await loop.traces() == before
    await loop.act(CLERK, "orderRectification", **loop.terms())
    await loop.act(CHIEF, "signRectificationOrder")
    await repeal(loop, loop.laws["特种设备安全法", "第六十二条"], "2026-12-01")
    loop.bureau.clock.advance(days=30)
    (order,) = (await loop.state())["orders"]
    assert order["basis"] == {"article": "第六十二条"}


async def delegated(loop):
    """Let the stations order."""
    stations = ("station.head", "station.inspector")
    rows = [f"{role},inspection:Hazard,update,divisions,allow" for role in stations]
    await edit_policy(loop.bureau, rows, reason="委托")


async def test_a_station_orders_where_the_policy_delegates_it(loop):
    await loop.to("ordered")
    assert "OrderRectificationInput" in await loop.code(HEAD, "orderRectification", **loop.terms())
    await delegated(loop)
    await loop.act(HEAD, "orderRectification", **loop.terms())
    await loop.act(STATION, "signRectificationOrder")
    state = await loop.state()
    assert state["orders"][0]["number"] == "萧质监first责改〔2026〕1号"
    assert state["matter"]["step"] == "rectified"


async def test_a_serious_hazard_is_ordered_by_the_branch(loop):
    await delegated(loop)
    await loop.report(grade="SERIOUS")
    await loop.act(STATION, "checkHazard", measures="已停用")
    await loop.act(CLERK, "takeInHazard")
    before = await loop.traces()
    code = await loop.code(HEAD, "orderRectification", **loop.terms())
    assert (code, await loop.traces()) == ("SERIOUS_RESERVED", before)
    await loop.act(CLERK, "orderRectification", **loop.terms())
    before = await loop.traces()
    code = await loop.code(HEAD, "signRectificationOrder")
    assert (code, await loop.traces()) == ("SERIOUS_RESERVED", before)
    await loop.act(CHIEF, "signRectificationOrder")


BOARD = "{ hazardBoard { town { nameEn } grade step late count } }"
RATES = """{ rectificationRates(first: "2026-01-01", last: "2026-12-31") {
  town { nameEn } ordered closed inTime overdue rate } }"""


async def test_the_board_and_the_rate_count_what_one_may_see(loop):
    await loop.to("reinspected")
    await loop.act(HEAD, "reinspectHazard", notes="好", passedItems=[1, 2])
    await loop.to("rectified")
    await loop.report()
    await loop.report(TOWN.replace("-a", "-c"), enterpriseId=unit(loop, "c1"))
    loop.bureau.clock.advance(days=30)
    cells = (await loop.bureau.as_user(CLERK).ask(BOARD))["hazardBoard"]
    found = {(c["town"]["nameEn"], c["step"], c["late"], c["count"]) for c in cells}
    assert found == {
        ("a", "rectified", True, 1),
        ("a", "checked", True, 1),
        ("c", "checked", True, 1),
    }
    cells = (await loop.bureau.as_user(TOWN).ask(BOARD))["hazardBoard"]
    assert {c["town"]["nameEn"] for c in cells} == {"a"}
    (rate,) = (await loop.bureau.as_user(UNIT).ask(RATES))["rectificationRates"]
    assert (rate["ordered"], rate["closed"], rate["inTime"], rate["overdue"]) == (2, 1, 1, 1)
    assert rate["rate"] == 0.5
    assert DUE.year == 2026


CELLS = "{ hazardBoard { town { id } grade step late colour count } }"
LISTED = """{ hazards(first: 50, where: { matter: { state: { eq: OPEN } } }) {
  nodes { town { id } grade matter { step late colour } } } }"""


async def test_the_board_counts_what_its_caller_may_list(loop):
    for step in ("ordered", "rectified"):
        await loop.to(step)
    await loop.report(grade="SERIOUS")
    await loop.report(TOWN.replace("-a", "-c"), enterpriseId=unit(loop, "c1"))
    await loop.act(UNIT, "reportHazard", what="电梯异响")
    loop.bureau.clock.advance(days=20)
    sums = {}
    for who in (UNIT, NEIGHBOUR, TOWN, "town-leader-ac", STATION, OTHER_STATION, CLERK):
        rows = (await loop.bureau.as_user(who).ask(LISTED))["hazards"]["nodes"]
        cells = (await loop.bureau.as_user(who).ask(CELLS))["hazardBoard"]
        listed = Counter(
            (town["id"], grade, matter["step"], bool(matter["late"]), matter["colour"])
            for town, grade, matter in ((r["town"], r["grade"], r["matter"]) for r in rows)
        )
        counted = {
            (c["town"]["id"], c["grade"], c["step"], c["late"], c["colour"]): c["count"]
            for c in cells
        }
        assert counted == listed, who
        sums[who] = sum(counted.values())
    assert list(sums.values()) == [4, 0, 4, 5, 4, 1, 5]


def unit(loop, name):
    return global_id("Enterprise", loop.bureau.world.enterprises[name])


async def test_what_is_transferred_takes_order_report_and_photos_along(loop):
    await loop.to("rectified")
    photo = await loop.photo(UNIT)
    await loop.act(UNIT, "reportRectification", text="好", doneItems=[1], photos=[photo])
    (row,) = await loop.bureau.rows("select id from matter")
    given = {
        "id": global_id("Matter", row["id"]),
        "townId": global_id("Division", loop.bureau.world.divisions["c"]),
        "reason": "设备已移至临浦",
    }
    done = await loop.bureau.as_user(HEAD).do("transferMatter", **given)
    assert done["userErrors"] == []
    state = await loop.state("station-head-second")
    assert (state["town"], len(state["orders"])) == ({"nameEn": "c"}, 1)
    assert state["reports"][0]["attachments"] == [{"id": photo}]
    assert len((await loop.state(HEAD))["orders"]) == 1  # still on the chain
