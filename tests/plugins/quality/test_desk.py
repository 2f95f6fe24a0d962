"""Sampling on a phone, the draw on the desk, and what each tier finds on its pages."""

import pytest

from tests.core.desk.pages import Clerk
from tests.core.papers.paper import Printed
from tests.plugins.quality.ground import CHIEF, CLERK, HEAD, STATION, TOWN, UNIT

PAGE = "/desk/quality/{}"


async def send(bureau, who, form, key="", **typed):
    """Open a form, fill in what is given, and submit it; the rest stays as it is proposed."""
    person = Clerk(bureau, who)
    path = PAGE.format(form) + (f"/{key}" if key else "")
    page = await person.get(path)
    await person.post(path, page.inputs | {name: [value] for name, value in typed.items()})
    return person


async def test_a_sample_is_taken_and_sealed_by_forms(checks):
    key = await checks.assign()
    bureau = checks.bureau
    station = Clerk(bureau, STATION)
    await station.get(PAGE.format("to-sample"))
    assert station.says("监督抽查：电线电缆")
    page = await station.get(PAGE.format(f"take-sample/{key}"))
    assert page.inputs["nominalMaker"] == ["杭州萧山样本a1食品有限公司"]
    typed = {"baseQuantity": "500", "checkQuantity": "20", "reserveQuantity": "20"}
    await send(bureau, STATION, "take-sample", key, batch="B-1", quantityUnit="米", **typed)
    await send(bureau, HEAD, "seal-sample", key)
    await send(bureau, STATION, "send-sample", key, sentBy="专车")
    assert await checks.step() == "tested"
    (sample,) = (await checks.state())["samples"]
    assert sample["nominalMaker"] == "杭州萧山样本a1食品有限公司"
    unit = Clerk(bureau, UNIT)
    await unit.get(PAGE.format(f"task/{key}"))
    assert unit.says(sample["number"])


async def test_the_enterprise_objects_by_its_form(checks):
    await checks.to("objected")
    unit = Clerk(checks.bureau, UNIT)
    page = await unit.get(PAGE.format(f"task/{checks.id}"))
    assert any("object-to-result" in link for link in page.links)
    assert not any("order-correction" in link for link in page.links)
    await send(checks.bureau, UNIT, "object-to-result", checks.id, grounds="样品受潮")
    assert await checks.step() == "retested"


async def test_notice_and_order_are_printed_for_the_enterprise(checks):
    await checks.to("corrected")
    person = Clerk(checks.bureau, UNIT)
    for slug, said in (("notice", "导体电阻"), ("correction", "停止销售该批次")):
        path = PAGE.format(f"papers/{slug}/{checks.id}.pdf")
        answer = await checks.bureau.http.get(path, headers=person.headers)
        assert answer.status_code == 200, slug
        assert said in Printed(answer.content).text


async def test_a_plan_is_published_and_drawn_by_forms(checks):
    bureau = checks.bureau
    given = {
        "name": "电缆抽查", "productId": checks.product(), "batches": "2", "laboratory": "检验中心",
        "seedSource": "彩票", "sampleBy": "2026-12-20",
    }  # fmt: skip
    clerk = await send(bureau, CLERK, "draft-plan", **given)
    key = clerk.location.partition("?")[0].rpartition("/")[2]
    await send(bureau, CHIEF, "publish-plan", key)
    await send(bureau, CLERK, "draw-plan", key, seed="5 8 1")
    page = Clerk(bureau, CLERK)
    await page.get(PAGE.format(f"plan/{key}"))
    assert page.says("5 8 1")
    await page.get(PAGE.format(f"blank-forms/{key}"))
    assert page.says("萧山样本")


@pytest.mark.parametrize(
    ("who", "pages"),
    [
        (CHIEF, ("tasks", "plans", "supervision", "firm-products", "board", "rules", "products")),
        (STATION, ("tasks", "supervision", "clues", "board")),
        (TOWN, ("supervision", "clues", "published")),
        (UNIT, ("tasks", "published")),
    ],
)
async def test_each_tier_has_its_pages(checks, who, pages):
    await checks.to("notified")
    person = Clerk(checks.bureau, who)
    for slug in pages:
        await person.get(PAGE.format(slug))
