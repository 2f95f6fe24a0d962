"""Food on the desks: every page for whom it is meant, and a sample's way by forms alone."""

import pytest

from tests.core.desk.pages import Clerk
from tests.fixtures.jobs import run_jobs
from tests.plugins.food_safety.kitchen import CHIEF, CLERK, HEAD, INSPECTOR, OFFICER, UNIT

LISTS = (
    "makers", "grades", "inspections", "samples", "disposals", "recalls", "logs", "findings",
    "visits", "board",
    "rates?year=2026&first=2026-01-01&last=2026-12-31",
)  # fmt: skip
FOR_STAFF = {"visits", "board"}
WARNINGS = "{ earlyWarnings(first: 20) { nodes { colour state rule { code } } } }"


async def send(bureau, who, form, key="", **typed):
    """Open a form, fill in what is given, and submit it."""
    person = Clerk(bureau, who)
    path = f"/desk/food_safety/{form}" + (f"/{key}" if key else "")
    page = await person.get(path)
    await person.post(path, page.inputs | {name: [value] for name, value in typed.items()})
    return person


@pytest.fixture(scope="module")
async def busy(shared):
    """A maker of whom everything is on file."""
    shared.key = await shared.register("a1")
    await shared.graded(shared.key)
    shared.inspection = await shared.inspected(shared.key, "4.2", "8.1")
    shared.sample = await shared.failed(shared.key, recallClass="TWO")
    return shared


@pytest.mark.parametrize("who", [CHIEF, HEAD, OFFICER, UNIT, "superior-supervisor"])
async def test_every_page_opens_for_whom_it_is_meant(busy, who):
    for page in LISTS:
        slug = page.partition("?")[0]
        if who == UNIT and (slug in FOR_STAFF or slug == "rates"):
            continue
        if who == OFFICER and slug == "rates":
            continue
        person = Clerk(busy.bureau, who)
        await person.get(f"/desk/food_safety/{page}")
    for slug, record in (("maker", busy.key), ("inspection", busy.inspection["id"]),
                         ("sample", busy.sample["id"])):  # fmt: skip
        person = Clerk(busy.bureau, who)
        await person.get(f"/desk/food_safety/{slug}/{record}")
        assert person.says("样本a1"), slug


async def test_a_sample_s_way_by_forms(busy):
    bureau = busy.bureau
    taken = await send(
        bureau, INSPECTOR, "take-sample", producerId=busy.key, productName="梅干菜", batch="7",
        baseQuantity="50", checkQuantity="4", reserveQuantity="2", quantityUnit="袋", paid="20",
    )  # fmt: skip
    key = taken.location.partition("?")[0].rpartition("/")[2]
    await send(bureau, HEAD, "seal-sample", key)
    await send(bureau, INSPECTOR, "send-sample", key, laboratory="甲所")
    lines = "苯甲酸；≤0.5；1.2；g/kg；不合格\n菌落总数；≤10000；120；CFU/g；合格"
    await send(bureau, CLERK, "record-test", key, reportNo="SP-9", lines=lines)
    await send(bureau, CHIEF, "tell-sample", key)
    await send(bureau, UNIT, "request-retest", key, reason="对方法有异议")
    await send(
        bureau, CLERK, "record-retest", key, reportNo="FJ-9", laboratory="乙所",
        lines="苯甲酸；≤0.5；1.1；g/kg；不合格",
    )  # fmt: skip
    (row,) = await bureau.rows(
        "select outcome, final_verdict from food_sample s join matter m on m.id = s.matter_id"
        " where product_name = '梅干菜'"
    )
    assert (row["outcome"], row["final_verdict"]) == ("FAILED", "FAILED")
    seen = Clerk(bureau, UNIT)
    await seen.get(f"/desk/food_safety/sample/{key}")
    assert seen.says("苯甲酸")


async def test_the_three_clocks_warn(kitchen):
    bureau = kitchen.bureau
    key = await kitchen.register("a1")
    await kitchen.graded(key, level="D")  # three months: due on 23 February
    await kitchen.failed(key, recallClass="ONE")
    (recall,) = (await bureau.as_user(UNIT).ask("{ foodRecalls { nodes { id } } }"))["foodRecalls"][
        "nodes"
    ]
    await kitchen.act(UNIT, "startFoodRecall", "FoodRecall", id=recall["id"])
    bureau.clock.advance(days=75)
    await run_jobs(bureau, periodic=True)
    found = (await bureau.as_user(CHIEF).ask(WARNINGS))["earlyWarnings"]["nodes"]
    colours = {each["rule"]["code"]: each["colour"] for each in found}
    # sixteen days before the visit and the end of the disposal; the recall is long over
    assert {c: colours[c] for c in ("F1", "F2", "F3")} == {
        "F1": "RED", "F2": "RED", "F3": "EXPIRED",
    }  # fmt: skip
    mine = (await bureau.as_user(UNIT).ask(WARNINGS))["earlyWarnings"]["nodes"]
    assert {each["rule"]["code"] for each in mine} >= {"F2", "F3"}
