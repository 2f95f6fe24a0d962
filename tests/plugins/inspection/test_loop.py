"""The whole loop by all its actors, and every wrong actor denied with nothing changed."""

import datetime as dt

import pytest

from schema.ids import global_id
from tests.plugins.inspection.loop import (
    CHIEF,
    CLERK,
    DUE,
    HEAD,
    NEIGHBOUR,
    OTHER_STATION,
    STATION,
    TODAY,
    TOWN,
    UNIT,
)


async def test_the_whole_loop(loop):
    photo = await loop.photo(TOWN)
    await loop.report(photos=[photo])
    state = await loop.state(TOWN)
    assert (state["foundBy"], state["source"], state["matter"]["step"]) == (
        "TOWN",
        "REPORT",
        "checked",
    )
    assert state["matter"]["dueOn"] == "2026-11-30"  # five working days
    assert state["attachments"] == [{"id": photo}]
    await loop.act(STATION, "checkHazard", grade="SERIOUS", measures="已当场停用锅炉")
    await loop.act(CLERK, "takeInHazard")
    await loop.act(CLERK, "orderRectification", **loop.terms())
    draft = (await loop.state())["orders"][0]
    assert (draft["number"], draft["issuedOn"]) == (None, None)
    assert (await loop.state(UNIT))["orders"] == []  # a draft is not the enterprise's to read
    await loop.act(CHIEF, "signRectificationOrder")
    state = await loop.state(UNIT)
    assert (state["grade"], state["stopAtOnce"]) == ("SERIOUS", True)
    assert state["orders"][0]["number"] == "萧质监责改〔2026〕1号"
    assert (state["matter"]["step"], state["matter"]["dueOn"]) == ("rectified", DUE.isoformat())
    after = await loop.photo(UNIT)
    await loop.act(UNIT, "reportRectification", text="已修复", doneItems=[1, 2], photos=[after])
    state = await loop.state(STATION)
    assert state["matter"]["dueOn"] == "2026-12-07"  # ten working days
    assert state["reports"][0]["attachments"] == [{"id": after}]
    await loop.act(HEAD, "reinspectHazard", notes="现场复查合格", passedItems=[1, 2])
    state = await loop.state(TOWN)
    assert (state["matter"]["state"], state["matter"]["outcome"]) == ("DONE", "CLOSED")
    assert (state["closedOn"], state["reinspections"][0]["passed"]) == (TODAY.isoformat(), True)
    acts = [(s["act"], s["step"]) for s in state["matter"]["steps"]]
    assert acts == [
        ("OPENED", "reported"),
        ("COMPLETED", "checked"),
        ("COMPLETED", "taken_in"),
        ("SIGNED", "ordered"),
        ("COMPLETED", "ordered"),
        ("COMPLETED", "rectified"),
        ("COMPLETED", "reinspected"),
    ]


STEPS = {
    "checked": ("checkHazard", {}, {STATION, HEAD, CLERK, CHIEF}),
    "taken_in": ("takeInHazard", {}, {CLERK, CHIEF}),
    "rectified": ("reportRectification", {"text": "好了", "doneItems": [1]}, {UNIT}),
    "reinspected": (
        "reinspectHazard",
        {"notes": "合格", "passedItems": [1, 2]},
        {HEAD, CLERK, CHIEF},
    ),
}
EVERYBODY = {
    TOWN,
    STATION,
    HEAD,
    CLERK,
    CHIEF,
    UNIT,
    NEIGHBOUR,
    OTHER_STATION,
    "town-leader-c",
    "superior-supervisor",
    "officer-security",
    "branch-licensing-chief",
    "",
}


@pytest.mark.parametrize("step", [*STEPS, "ordered"])
async def test_every_wrong_actor_is_denied_and_nothing_changes(loop, step):
    name, given, allowed = STEPS.get(step) or ("orderRectification", None, {CLERK, CHIEF})
    await loop.to(step)
    before = await loop.traces()
    for who in sorted(EVERYBODY - allowed):
        await loop.code(who, name, **(given if given is not None else loop.terms()))
    assert await loop.traces() == before
    await loop.act(min(allowed), name, **(given if given is not None else loop.terms()))


async def test_steps_cannot_be_taken_out_of_turn(loop):
    await loop.report()
    before = await loop.traces()
    assert await loop.code(CLERK, "takeInHazard") == "WRONG_STEP"
    assert await loop.code(CLERK, "orderRectification", **loop.terms()) == "WRONG_STEP"
    assert await loop.code(CLERK, "signRectificationOrder") == "WRONG_STEP"
    assert await loop.code(UNIT, "reportRectification", text="好", doneItems=[]) == "WRONG_STEP"
    assert await loop.traces() == before


async def test_whoever_checked_does_not_reinspect(loop):
    await loop.to("reinspected")
    before = await loop.traces()
    refused = await loop.code(STATION, "reinspectHazard", notes="合格", passedItems=[1, 2])
    assert refused == "SAME_PERSON"
    assert await loop.traces() == before
    await loop.act(HEAD, "reinspectHazard", notes="合格", passedItems=[1, 2])


async def test_an_order_needs_a_second_officer(loop):
    await loop.to("ordered")
    assert await loop.code(CHIEF, "signRectificationOrder") == "NO_DRAFT"
    await loop.act(CLERK, "orderRectification", **loop.terms())
    before = await loop.traces()
    assert await loop.code(CLERK, "signRectificationOrder") == "ALREADY_SIGNED"
    assert await loop.code(CHIEF, "orderRectification", **loop.terms()) == "ORDER_DRAFTED"
    assert await loop.traces() == before
    await loop.act(CHIEF, "signRectificationOrder")
    assert (await loop.state())["orders"][0]["issuedOn"] == TODAY.isoformat()


async def test_a_draft_that_is_returned_is_drafted_anew(loop):
    await loop.to("ordered")
    await loop.act(CLERK, "orderRectification", **loop.terms())
    (row,) = await loop.bureau.rows("select id, version from matter")
    matter = global_id("Matter", row["id"])
    done = await loop.bureau.as_user(CHIEF).do("returnMatter", id=matter, reason="条款不当")
    assert done["userErrors"] == []
    await loop.act(CLERK, "takeInHazard")
    assert await loop.code(CHIEF, "signRectificationOrder") == "NO_DRAFT"
    await loop.act(CHIEF, "orderRectification", **loop.terms(items=["停用锅炉"]))
    await loop.act(CLERK, "signRectificationOrder")
    (order,) = (await loop.state())["orders"]
    assert order["items"] == ["停用锅炉"]


async def test_what_does_not_pass_goes_back_and_the_term_is_extended_once(loop):
    await loop.to("reinspected")
    back = {"notes": "第二项未完成", "passedItems": [1]}
    assert await loop.code(HEAD, "reinspectHazard", **back) == "INVALID_INPUT"  # no reason
    await loop.act(HEAD, "reinspectHazard", **back, reason="第二项未完成")
    assert (await loop.state())["matter"]["dueOn"] == DUE.isoformat()
    later = {"dueOn": (DUE + dt.timedelta(days=10)).isoformat(), "reason": "等待配件"}
    assert await loop.code(CHIEF, "extendRectification", **{**later, "reason": " "})
    assert await loop.code(CHIEF, "extendRectification", **{**later, "dueOn": "2026-12-01"})
    for who in (STATION, TOWN, UNIT, CLERK):
        await loop.code(who, "extendRectification", **later)
    await loop.act(CHIEF, "extendRectification", **later)
    state = await loop.state(UNIT)
    assert state["orders"][0]["term"] == state["matter"]["dueOn"] == later["dueOn"]
    before = await loop.traces()
    much_later = {**later, "dueOn": "2027-03-01"}
    assert await loop.code(CHIEF, "extendRectification", **much_later) == "TERM_EXTENDED"
    assert await loop.traces() == before
    await loop.act(UNIT, "reportRectification", text="第二项已完成", doneItems=[2])
    refused = {"notes": "好", "passedItems": [1, 2], "reason": "x"}
    assert await loop.code(HEAD, "reinspectHazard", **refused) == "INVALID_INPUT"  # 1 has passed
    loop.bureau.clock.advance(days=60)
    state = await loop.state()
    assert state["matter"]["late"] is True
    await loop.act(HEAD, "reinspectHazard", notes="仍未完成", passedItems=[], reason="仍未完成")
    state = await loop.state()  # back, and at once overdue: an extended term stays what it was
    assert (state["matter"]["dueOn"], state["matter"]["late"]) == (later["dueOn"], True)
    assert await loop.code(CHIEF, "extendRectification", **much_later) == "TERM_EXTENDED"
    await loop.act(UNIT, "reportRectification", text="完成", doneItems=[2])
    await loop.act(CHIEF, "reinspectHazard", notes="合格", passedItems=[2])
    assert (await loop.state())["matter"]["outcome"] == "CLOSED"


async def test_a_hazard_is_dismissed_with_a_reason(loop):
    await loop.report()
    assert await loop.code(STATION, "dismissHazard") == "INVALID_INPUT"
    for who in (TOWN, UNIT, OTHER_STATION):
        await loop.code(who, "dismissHazard", reason="x")
    await loop.act(STATION, "dismissHazard", reason="现场无异常")
    state = await loop.state(TOWN)
    assert (state["matter"]["outcome"], state["closedOn"]) == ("DISMISSED", TODAY.isoformat())
    await loop.report()
    await loop.act(STATION, "checkHazard")
    assert await loop.code(STATION, "dismissHazard", reason="x") == "NOT_YOUR_STEP"
    await loop.act(CLERK, "dismissHazard", reason="不属于监管范围")
    assert await loop.code(CLERK, "dismissHazard", reason="x") == "MATTER_CLOSED"


async def test_a_returned_report_is_sent_again(loop):
    await loop.report()
    (row,) = await loop.bureau.rows("select id from matter")
    matter = global_id("Matter", row["id"])
    station = loop.bureau.as_user(STATION)
    assert (await station.do("returnMatter", id=matter, reason="地点不清"))["userErrors"] == []
    acts = (await loop.state(TOWN))["matter"]["availableActions"]
    assert acts[0] == {
        "name": "reported",
        "allowed": True,
        "mutation": "resubmitHazard",
        "code": None,
    }
    await loop.code(STATION.replace("first", "second"), "resubmitHazard")
    await loop.act(TOWN, "resubmitHazard", what="锅炉房北墙锅炉漏汽")
    assert (await loop.state())["matter"]["step"] == "checked"
