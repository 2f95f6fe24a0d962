"""The stories of product quality supervision, told in GraphQL by those who live them."""

import datetime as dt

import pytest

from core.register.models import Enterprise, EnterpriseCard, EnterpriseKind, EnterpriseStatus
from core.register.search_text import search_text
from plugins.quality.models import EnterpriseGrade, EnterpriseProduct
from schema.ids import global_id
from tests.core.desk.pages import Clerk
from tests.core.papers.paper import Printed
from tests.fixtures.small_world import confirm
from tests.plugins.quality.classes import decided_class
from tests.plugins.quality.ground import (
    CHIEF,
    CLERK,
    FORM,
    HEAD,
    LAB,
    LEADER,
    SECOND_LAB,
    STATION,
    TODAY,
    UNIT,
    checks_in,
    report,
)

MAKERS, DRAWN = 180, 20
PLAN = """query ($id: ID!) { spotCheckPlan(id: $id) {
  id version number removedCount taskCount
  draw { poolSize poolSha256 seed verified winners { key label } }
  removed: candidates(first: 100, where: { removed: { isNull: false } }) {
    nodes { removed removedBecause unit { name } }
  }
  heavy: candidates(first: 100, where: { drawnAs: { isNull: true } }) { nodes { ball weight } }
  forms: tasks(first: 100) { nodes { id product { name } unit { name address } } }
} }"""


@pytest.fixture
async def checks(bureau):
    return await checks_in(bureau)


async def cable_makers(checks):
    """So many makers of cables in town b, two of them of class C."""
    bureau, world = checks.bureau, checks.bureau.world
    async with bureau.application.store.system() as session:
        await confirm(session, world, bureau.clock.now())
        made = []
        for number in range(MAKERS - len(checks.makings)):
            name = f"杭州萧山样本{number:03}线缆有限公司"
            firm = Enterprise(
                town_id=world.divisions["b"],
                name=name,
                kind=EnterpriseKind.ENTERPRISE,
                status=EnterpriseStatus.OPEN,
                address=f"线缆路{number}号",
                search_text=search_text(name),
                change_id=world.change_id,
            )
            made.append(firm)
        session.add_all(made)
        await session.flush()
        for firm in made:
            session.add(EnterpriseCard(id=firm.id, name=firm.name, town_id=firm.town_id))
            session.add(
                EnterpriseProduct(
                    enterprise_id=firm.id,
                    town_id=firm.town_id,
                    product_id=checks.products["QP-001"],
                    change_id=world.change_id,
                )
            )
        session.add_all([decided_class(firm, EnterpriseGrade.C) for firm in made[:2]])
        await session.flush()
        return [firm.id for firm in made]


async def test_1_a_clerk_draws_twenty_of_a_hundred_and_eighty_with_a_published_seed(checks):
    firms = await cable_makers(checks)
    listed = [global_id("Enterprise", key) for key in firms[10:13]]
    await checks.run(
        CLERK, "recordUpperLevelChecks", enterpriseIds=listed, productId=checks.product(),
        level="PROVINCIAL", notice="浙质监监〔2026〕8号",
    )  # fmt: skip
    drafted = await checks.run(
        CLERK, "draftSpotCheckPlan", "spotCheckPlan { id }", name="电线电缆第四季度",
        productId=checks.product(), batches=DRAWN, laboratory=LAB,
        seedSource="11月24日福彩3D开奖号码", sampleBy="2026-12-20",
    )  # fmt: skip
    plan = drafted["spotCheckPlan"]["id"]
    assert await checks.code(CLERK, "publishSpotCheckPlan", id=plan) != ""
    await checks.run(CHIEF, "publishSpotCheckPlan", id=plan)
    frozen = (await checks.bureau.as_user(CLERK).ask(PLAN, id=plan))["spotCheckPlan"]
    assert (frozen["draw"]["poolSize"], frozen["draw"]["seed"]) == (MAKERS - 3, None)
    assert {each["removed"] for each in frozen["removed"]["nodes"]} == {"UPPER_LEVEL"}
    assert {each["removedBecause"] for each in frozen["removed"]["nodes"]} == {
        "浙质监监〔2026〕8号"
    }
    (weights,) = await checks.bureau.rows(
        "select count(*) filter (where weight = 3) as heavy from spot_check_candidate"
    )
    assert weights["heavy"] == 2  # class C counts three times
    assert await checks.code(CHIEF, "drawSpotCheckPlan", id=plan, seed="5 8 1") != ""
    await checks.run(CLERK, "drawSpotCheckPlan", id=plan, seed="5 8 1", witnesses=["王监督"])
    drawn = (await checks.bureau.as_user(CLERK).ask(PLAN, id=plan))["spotCheckPlan"]
    assert (drawn["taskCount"], drawn["draw"]["seed"]) == (DRAWN, "5 8 1")
    assert drawn["draw"]["poolSha256"] == frozen["draw"]["poolSha256"]
    assert drawn["draw"]["verified"] is True  # anybody can draw it again
    forms = drawn["forms"]["nodes"]
    won = {winner["label"] for winner in drawn["draw"]["winners"]}
    assert {each["unit"]["name"] for each in forms} == won
    assert all(each["unit"]["address"] for each in forms)
    paper = f"/desk/quality/papers/sampling-form/{forms[0]['id']}.pdf"
    answer = await checks.bureau.http.get(paper, headers=Clerk(checks.bureau, CLERK).headers)
    printed = Printed(answer.content).text
    assert "产品质量监督抽样单" in printed
    assert forms[0]["unit"]["name"][:8] in printed
    assert await checks.code(CHIEF, "closeSpotCheckPlan", id=plan) == "TASKS_RUNNING"
    for who in (STATION, UNIT, "town-quality-officer-a"):
        await checks.code(who, "drawSpotCheckPlan", id=plan, seed="1")


async def test_2_a_patrolman_photographs_the_sealed_reserve_offline_and_syncs_later(checks):
    await checks.assign()
    on_site = checks.bureau.clock.now()
    checks.bureau.clock.advance(hours=7)  # no network until five o'clock
    photo = await checks.photo(STATION)
    form = FORM | {
        "takenAt": on_site.isoformat(), "photos": [photo], "clientMutationId": "offline-1",
        "taskId": checks.id,
    }  # fmt: skip
    first = await checks.run(STATION, "takeSample", "spotCheckTask { id }", **form)
    checks.bureau.clock.advance(minutes=3)
    again = await checks.run(STATION, "takeSample", "spotCheckTask { id }", **form)
    assert again["spotCheckTask"] == first["spotCheckTask"]
    await checks.act(HEAD, "sealSample")
    state = await checks.state()
    (sample,) = state["samples"]
    taken = dt.datetime.fromisoformat(sample["takenAt"])
    assert taken == on_site
    assert dt.datetime.fromisoformat(sample["sealedAt"]) > taken + dt.timedelta(hours=7)
    assert sample["attachments"] == [{"id": photo}]
    assert await checks.bureau.count("sample") == 1


async def test_3_the_quality_head_sees_what_failed_and_objects_in_time(checks):
    await checks.to("objected")
    checks.bureau.clock.advance(days=4)
    seen = (
        await checks.bureau.as_user(UNIT).ask(
            """{ spotCheckTasks(first: 5) { nodes { verdict matter { step daysLeft }
              reports { items { item measured verdict } } } } }"""
        )
    )["spotCheckTasks"]["nodes"]
    (mine,) = seen
    assert (mine["verdict"], mine["matter"]["daysLeft"]) == ("FAILED", 11)
    failed = [i["item"] for i in mine["reports"][0]["items"] if i["verdict"] == "FAILED"]
    assert failed == ["导体电阻"]
    paper = await checks.photo(UNIT)
    await checks.act(UNIT, "objectToResult", grounds="送检样品受潮，请求复检", photos=[paper])
    state = await checks.state()
    assert state["matter"]["step"] == "retested"
    assert state["objections"][0]["attachments"] == [{"id": paper}]
    again = report(passes=True, laboratory=SECOND_LAB, number="F-7")
    await checks.act(CLERK, "recordTestReport", **again)  # nobody sets a state by hand
    state = await checks.state(UNIT)
    assert (state["matter"]["outcome"], state["verdict"]) == ("OVERTURNED", "PASSED")


async def test_4_the_deputy_director_asks_for_risky_firms_without_a_recent_pass(checks):
    world = checks.bureau.world
    long_ago, lately = TODAY - dt.timedelta(days=500), TODAY - dt.timedelta(days=30)
    for name in ("a1", "b1", "c1"):
        given = {"enterpriseId": checks.enterprise(name), "grade": "C", "reasons": "两次不合格"}
        done = await checks.run(CLERK, "proposeEnterpriseClass", "enterpriseClass { id }", **given)
        await checks.run(CHIEF, "decideEnterpriseClass", id=done["enterpriseClass"]["id"])
    async with checks.bureau.application.store.system() as session:
        for name, passed in (("a1", long_ago), ("a2", long_ago), ("b1", lately), ("c1", long_ago)):
            row = await session.get_one(EnterpriseProduct, checks.makings[name])
            row.last_passed_on = passed
    towns = [global_id("Division", world.divisions[t]) for t in ("a", "b")]
    found = (
        await checks.bureau.as_user(LEADER).ask(
            """query ($towns: [ID!], $day: Date) { enterpriseProducts(first: 50, where: {
              product: { riskLevel: { eq: I } }, town: { id: { in: $towns } }
              lastPassedOn: { lt: $day }
              enterprise: { supervisionProfiles: { some: { grade: { eq: C } } } }
            }) { totalCount nodes { enterprise { name qualityClass } lastPassedOn } } }""",
            towns=towns,
            day=str(TODAY.replace(year=TODAY.year - 1)),
        )
    )["enterpriseProducts"]
    assert found["totalCount"] == 1  # a2 is not C, b1 passed lately, c1 lies elsewhere
    assert found["nodes"][0]["enterprise"]["qualityClass"] == "C"
    assert "样本a1" in found["nodes"][0]["enterprise"]["name"]


async def test_5_the_public_sees_only_what_is_published(checks):
    ask = """query ($maker: String) { publishedResults(first: 10, where: {
      nominalMaker: { eq: $maker } }) { nodes { productName verdict failures noticeNumber } } }"""
    public = checks.bureau.as_user("")
    await checks.to("objected")
    nothing = await checks.refused(CHIEF, "publishResult", noticeNumber="2026年第3号")
    assert nothing == "RESULT_NOT_FINAL"
    await checks.act(UNIT, "acceptResult")
    maker = FORM["nominalMaker"]
    assert (await public.ask(ask, maker=maker))["publishedResults"]["nodes"] == []
    await checks.refused(CLERK, "publishResult", noticeNumber="2026年第3号")
    await checks.act(CHIEF, "publishResult", noticeNumber="2026年第3号")
    (shown,) = (await public.ask(ask, maker=maker))["publishedResults"]["nodes"]
    assert shown["failures"] == ["导体电阻‖8.02Ω/km‖≤ 7.41"]
    assert await public.errors("{ spotCheckTasks(first: 1) { nodes { id } } }")
    looked = await public.ask(
        "query ($n: String!) { lookUp(number: $n) { kind facts { title value } } }", n=maker
    )
    assert len(looked["lookUp"]) == 1
    checks.bureau.clock.advance(days=3 * 366)  # after three years it is gone from public sight
    assert (await public.ask(ask, maker=maker))["publishedResults"]["nodes"] == []
