"""The desks: the superior supervises from the matter's page, the town answers from its queue."""

from tests.core.desk.pages import Clerk
from tests.plugins.step_supervision import ground as g

LISTS = ("performance", "steps", "pauses", "cases")


async def test_every_page_opens_with_something_on_it(watched):
    await watched.act(g.TOWN, "requestSupplement", reason="缺合格证")
    row = g.done(await watched.issue())
    clerk = Clerk(watched.bureau, g.SUPERIOR)
    for slug in LISTS:
        await clerk.get(f"/desk/step_supervision/{slug}")
    assert clerk.says("督〔2026〕1号")
    await clerk.get(f"/desk/step_supervision/case/{row['id']}")
    assert clerk.says("为何逾期")
    await clerk.get(f"/desk/core/matter/{watched.matter}")
    assert clerk.says("缺合格证")
    assert clerk.says("督〔2026〕1号")


async def test_supervised_and_answered_by_forms(watched):
    superior = Clerk(watched.bureau, g.SUPERIOR)
    page = await superior.get(f"/desk/core/matter/{watched.matter}")
    path = f"/desk/step_supervision/issue/{watched.matter}"
    assert path in page.links
    form = (await superior.get(path)).inputs
    key = g.global_id("Organisation", watched.bureau.world.organisations["town-a"])
    typed = {k: v[0] for k, v in form.items()} | {"unitId": key, "question": "为何逾期？"}
    await superior.post(path, typed)
    leader = Clerk(watched.bureau, g.LEADER)
    await leader.get("/desk/step_supervision/to-answer")
    assert leader.says("督〔2026〕1号")
    (row,) = await watched.bureau.rows("select id from supervision_case")
    case = g.global_id("SupervisionCase", row["id"])
    path = f"/desk/step_supervision/answer/{case}"
    form = (await leader.get(path)).inputs
    await leader.post(path, {k: v[0] for k, v in form.items()} | {"answer": "本周核实。"})
    path = f"/desk/step_supervision/return/{case}"
    form = (await superior.get(path)).inputs
    await superior.post(path, {k: v[0] for k, v in form.items()} | {"verdict": "哪一天？"})
    (row,) = await watched.bureau.rows("select times_returned, verdict from supervision_case")
    assert tuple(row) == (1, "哪一天？")
