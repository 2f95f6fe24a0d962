"""The hazard's way by forms of the desk alone, and a patrol that says only what failed."""

import pytest

from schema.ids import global_id
from tests.core.desk.pages import Clerk
from tests.plugins.inspection.loop import CHIEF, CLERK, DUE, HEAD, STATION, TOWN, UNIT

FORM = "/desk/inspection/{}"


async def send(bureau, who, form, key="", **typed):
    """Open a form, fill in what is given, and submit it; the rest stays as it is proposed."""
    person = Clerk(bureau, who)
    path = FORM.format(form) + (f"/{key}" if key else "")
    page = await person.get(path)
    await person.post(path, page.inputs | {name: [value] for name, value in typed.items()})
    return person


async def test_the_whole_way_on_the_desk(loop):
    bureau = loop.bureau
    where = {"place": "车间北墙", "what": "锅炉漏汽", "category": "SPECIAL_EQUIPMENT"}
    town = await send(bureau, TOWN, "report-hazard", **where)
    loop.id = key = town.location.partition("?")[0].rpartition("/")[2]
    unit = await bureau.as_user(STATION).ask(
        '{ enterprises(where: { name: { contains: "样本a1" } }) { nodes { id } } }'
    )
    enterprise = unit["enterprises"]["nodes"][0]["id"]
    station = Clerk(bureau, STATION)
    await station.get("/desk/inspection/to-check")
    assert station.says("锅炉漏汽")
    await send(bureau, STATION, "check-hazard", key, enterpriseId=enterprise)
    await send(bureau, CLERK, "take-in-hazard", key)
    law = {
        "violatedId": loop.law("特种设备安全法", "第三十九条"),
        "basisId": loop.law("特种设备安全法", "第六十二条"),
    }
    clerk = Clerk(bureau, CLERK)
    proposed = await clerk.get(FORM.format("order-rectification") + f"/{key}")
    assert proposed.inputs["dueOn"] == [DUE.isoformat()]
    await send(bureau, CLERK, "order-rectification", key, items="修复锅炉\n补做记录", **law)
    await send(bureau, CHIEF, "sign-order", key)
    photo = await loop.photo(UNIT)
    await loop.act(UNIT, "reportRectification", text="好", doneItems=[1, 2], photos=[photo])
    await send(bureau, HEAD, "reinspect-hazard", key, notes="合格", passedItems="1\n2")
    state = await loop.state(UNIT)
    assert (state["matter"]["outcome"], state["orders"][0]["items"]) == (
        "CLOSED",
        ["修复锅炉", "补做记录"],
    )
    for who in (TOWN, STATION, CLERK, UNIT, "superior-supervisor"):
        person = Clerk(bureau, who)
        await person.get(f"/desk/inspection/hazard/{key}")
        assert person.says("萧质监责改〔2026〕1号")
        assert person.says("复查")


@pytest.mark.parametrize("who", [TOWN, UNIT])
async def test_a_step_s_form_says_why_it_is_not_possible(loop, who):
    await loop.report()
    person = Clerk(loop.bureau, STATION)
    page = await person.get(f"/desk/inspection/hazard/{loop.id}")
    assert any("check-hazard" in link for link in page.links)
    assert not any("take-in-hazard" in link for link in page.links)
    other = Clerk(loop.bureau, who)
    page = await other.get(f"/desk/inspection/hazard/{loop.id}")
    assert not any("check-hazard" in link for link in page.links)


async def test_a_round_of_the_town_opens_what_failed(loop):
    person = Clerk(loop.bureau, TOWN)
    await person.get(FORM.format("patrol-town"))
    assert person.says("不合格的项目")
    rows = await loop.bureau.rows(
        "select i.id, i.number from checklist_item i join checklist c on c.id = i.checklist_id"
        " where c.code = 'TOWN' order by number"
    )
    done = await loop.bureau.as_user(TOWN).run(
        "recordPatrol",
        "patrol { id answers { result hazard { what } } }",
        checklistCode="TOWN",
        place="村口",
        failedItems=[global_id("ChecklistItem", rows[1]["id"])],
        note="电梯异响",
        photos=[await loop.photo(TOWN)],
    )
    assert done["userErrors"] == []
    results = [each["result"] for each in done["patrol"]["answers"]]
    assert results == ["PASSED", "FAILED", "PASSED", "PASSED"]
    (bound,) = await loop.bureau.rows("select subject_type from attachment")
    assert bound["subject_type"] == "Hazard"
    page = await person.get("/desk/inspection/patrols")
    assert any("/patrol/" in link for link in page.links)
