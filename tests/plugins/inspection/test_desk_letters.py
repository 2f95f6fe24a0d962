"""Letters, plans and tasks by pages and forms of the desk, and the screen on the wall."""

import pytest

from tests.core.desk.pages import Clerk
from tests.plugins.inspection.test_desk import send
from tests.stories.inspecting import CHIEF, CLERK, HEAD, INSPECTOR, Desk

BASE = "/desk/inspection/"
LISTS = (
    "letters",
    "complaints",
    "reports",
    "complaint-statistics",
    "complaint-records",
    "rectification",
    "plans",
    "tasks",
    "officers",
    "libraries",
    "upper-inspections",
    "campaigns",
)
QUEUES = ("complaint-accepted", "complaint-mediated", "report-checked", "task-issued")


@pytest.fixture
async def desk(bureau):
    return await Desk(bureau).furnish()


def key_in(person):
    """The id at the end of the page that a form went on to."""
    return person.last.headers["location"].partition("?")[0].rpartition("/")[2]


async def test_a_letter_is_recorded_and_dealt_with_by_forms(desk, bureau):
    given = {
        "enterpriseId": desk.unit(), "name": "陈小红", "phone": "13700001111",
        "content": "电线是假的", "product": "电线", "complaint": "质量争议", "wanted": "退款",
        "report": "冒用厂名",
    }  # fmt: skip
    clerk = await send(bureau, CLERK, "record-letter", **given)
    letter = key_in(clerk)
    await clerk.get(f"{BASE}letter/{letter}")
    assert clerk.says("陈小红")
    assert clerk.says("投诉〔2026〕1号")
    assert clerk.says("举报〔2026〕1号")
    complaint = (await bureau.as_user(CLERK).ask("{ complaints { nodes { id } } }"))["complaints"]
    key = complaint["nodes"][0]["id"]
    await send(bureau, CLERK, "accept-complaint", key)
    await send(bureau, CLERK, "conclude-mediation", key, result="SETTLED", note="退款")
    await clerk.get(f"{BASE}complaint/{key}")
    assert clerk.says("告知双方并归档")
    unit = Clerk(bureau, "enterprise-manager-a1")
    await unit.get(f"{BASE}complaint/{key}")
    assert unit.says("质量争议")
    assert not unit.says("陈")
    await unit.get(f"{BASE}letter/{letter}", status=404)


async def test_the_wall_shows_a_draw_that_anybody_can_repeat(desk, bureau):
    library = await desk.library("B01")
    await desk.act(CLERK, "fillLibrary", "objectLibrary", libraryId=library)
    for who, card in ((INSPECTOR, "1001"), (HEAD, "1002")):
        await desk.officer(who, card)
    plan = await desk.plan(libraryId=library)
    await send(bureau, CLERK, "freeze-plan", plan["id"], percent="50", seedSource="开奖号码")
    await send(bureau, CHIEF, "draw-plan", plan["id"], seed="07 11", witnesses="王见证")
    (draw,) = await bureau.rows("select * from draw where kind = 'inspection.objects'")
    ask = '{ draws(where: { kind: { eq: "inspection.objects" } }) { nodes { id } } }'
    key = (await bureau.as_user(CLERK).ask(ask))["draws"]["nodes"][0]["id"]
    wall = Clerk(bureau, CHIEF)
    await wall.get(f"/desk/core/draw/{key}")
    for text in (draw["pool_sha256"], "07 11", *draw["keys"]):
        assert wall.says(text)
    await wall.get(f"{BASE}plan/{plan['id']}")
    assert wall.says("检查任务〔2026〕1号")
    for page in (*LISTS, *QUEUES):
        await wall.get(f"{BASE}{page}")
    for who in ("town-leader-a", "enterprise-manager-a1"):
        for page in ("letters", "reports", "officers"):
            await Clerk(bureau, who).get(f"{BASE}{page}", status=404)
