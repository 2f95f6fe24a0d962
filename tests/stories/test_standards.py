"""Standardization as stories: a notice of replacement, a declaration, a random check, a label."""

import pytest

from core.register.models import Enterprise, EnterpriseCard, EnterpriseKind, EnterpriseStatus
from plugins.standards.models import StandardUse, UseRole
from plugins.standards.seeds import plant_law
from schema.ids import parse_id
from tests.fixtures.jobs import run_jobs
from tests.fixtures.small_world import confirm
from tests.plugins.standards.acts import (
    CHECK,
    CHIEF,
    CLERK,
    OFFICER,
    OWN,
    OWNER,
    ROUND,
    STATION,
    act,
    add,
    check,
    code_of,
    content,
    declared,
    drawn_round,
    everything,
    notice,
    own,
    points,
    use,
)

FIRMS = 37
TOLD = """select account.username, message.title from message
join account on account.id = message.account_id
where message.kind = 'standards.replaced' order by message.id"""
LABEL = """query($product: String!) {
  standardUses(first: 5, where: { product: { contains: $product }, open: { eq: true } }) {
    nodes { product enterprise { name } standard { code title status replacedBy { code } } }
  }
}"""


@pytest.fixture
async def bureau_of_standards(house):
    """The house with the law of standards."""
    async with house.application.store.system() as session:
        await plant_law(session)
    return house


async def users_of(house, standard_id, many):
    """So many further firms that name a standard; nobody of them has an account."""
    async with house.application.store.system() as session:
        await confirm(session, house.world, house.clock.now())
        for n in range(many):
            firm = Enterprise(
                town_id=house.world.divisions["b"],
                name=f"杭州萧山样本电缆{n}厂",
                kind=EnterpriseKind.ENTERPRISE,
                status=EnterpriseStatus.OPEN,
                address=f"样本路{n}号",
                search_text="",
                change_id=house.world.change_id,
            )
            session.add(firm)
            await session.flush()
            card = EnterpriseCard(id=firm.id, name=firm.name, town_id=firm.town_id)
            day = house.clock.now().date()
            used = StandardUse(
                enterprise_id=firm.id,
                town_id=firm.town_id,
                product="电缆",
                role=UseRole.EXECUTED,
                standard_id=standard_id,
                declared_on=day,
                search_text="",
            )
            session.add_all((card, used))


async def test_a_standard_changes_and_37_firms_get_a_dated_reminder(bureau_of_standards):
    """GB changes: the clerk imports the notice, 37 firms get a dated reminder."""
    house = bureau_of_standards
    old = await add(house, "GB/T 12706.1-2008", "电缆")
    await use(house, "GB/T 12706.1-2008")
    await use(house, "GB/T 12706.1-2008", "控制电缆")  # the same firm: told once
    await use(house, "GB/T 12706.1-2008", who="enterprise-clerk-c1")
    await users_of(house, parse_id(old["id"])[1], FIRMS - 2)
    done = await notice(house, "GB/T 12706.1-2008", "2027-01-01", "GB/T 12706.1-2026")
    assert (done["firmsTold"], done["usesFlagged"]) == (FIRMS, FIRMS + 1)

    await run_jobs(house)
    told = await house.rows(TOLD)
    everybody = {f"enterprise-{r}-{f}" for r in ("manager", "safety-officer", "clerk")
                 for f in ("a1", "c1")}  # fmt: skip
    assert {row["username"] for row in told} == everybody
    assert len(told) == len(everybody)
    assert all("2027-01-01" in row["title"] for row in told)
    assert all("GB/T 12706.1-2026" in row["title"] for row in told)
    query = """{ earlyWarnings(first: 50, where: { rule: { code: { eq: "S2" } } }) {
      totalCount nodes { colour dueOn } } }"""
    seen = (await house.as_user(CLERK).ask(query))["earlyWarnings"]
    assert seen["totalCount"] == FIRMS + 1
    assert {(each["colour"], each["dueOn"]) for each in seen["nodes"]} == {("YELLOW", "2026-12-31")}
    assert (await house.as_user(OWNER).ask(query))["earlyWarnings"]["totalCount"] == 2


async def test_an_enterprise_declares_and_a_withdrawn_standard_is_refused(bureau_of_standards):
    """Q/XSLB 003-2026 with indicators; GB/T 1234 is withdrawn 2025-07-01, replaced by another."""
    house = bureau_of_standards
    await add(house, "GB/T 1234-2012")
    await notice(house, "GB/T 1234-2012", "2025-07-01", "GB/T 1234-2025")
    given = content(number="Q/XSLB 003-2026", basis=["GB/T 1234-2012"])
    before = await everything(house)
    refused = await house.as_user(OWNER).run("draftEnterpriseStandard", OWN, **given)
    assert code_of(refused) == "STANDARD_ENDED"
    message = refused["userErrors"][0]["message"]
    assert "withdrawn 2025-07-01, replaced by GB/T 1234-2025" in message
    assert await everything(house) == before

    row = await act(
        house, OWNER, "draftEnterpriseStandard", OWN, **given | {"basis": ["GB/T 1234-2025"]}
    )
    row = await own(house, OWNER, "declareEnterpriseStandard", row)
    assert (row["number"], row["state"]) == ("Q/XSLB 003-2026", "IN_FORCE")
    assert row["indicators"] == [{"name": "抗拉强度", "below": False, "statement": ""}]


async def test_five_per_cent_of_declarations_are_drawn_checked_and_published(bureau_of_standards):
    """Double-random sample of 5 % of the declarations, eight points, results published."""
    house = bureau_of_standards
    for who in (OWNER, "enterprise-manager-c1"):
        for _ in range(11):
            await declared(house, who)
    row = await drawn_round(house, 5)
    assert (row["percent"], len(row["checks"])) == (5, 2)  # of 22, rounded up
    faulty = [(await points(house))[2]]
    first, second = (each["id"] for each in row["checks"])
    await check(house, CLERK, "checkDeclaration", first)
    await check(house, OFFICER, "signDeclarationCheck", first)
    await check(house, CLERK, "checkDeclaration", second, faulty=faulty, findings="编号缺年代号")
    done = await check(house, OFFICER, "signDeclarationCheck", second)
    assert len(done["answers"]) == 8
    await check(house, CHIEF, "orderCorrection", second, correctBy="2026-12-11")
    own_firm = "a1" if "a1" in done["enterprise"]["name"] else "c1"
    firm, other = (
        f"enterprise-manager-{each}" for each in sorted(("a1", "c1"), key=own_firm.__ne__)
    )
    hidden = await house.as_user(other).run("correctDeclaration", CHECK, checkId=second, text="x")
    assert code_of(hidden) == "NOT_FOUND"
    await check(house, firm, "correctDeclaration", second, text="已补正编号")
    done = await check(house, CLERK, "reviewCorrection", second, accepted=True)
    assert done["matter"]["outcome"] == "CORRECTED"

    draws = "{ draws(first: 5) { nodes { title seed winners { label } } } }"
    assert (await house.as_user("").ask(draws))["draws"]["nodes"] == []
    await act(house, CHIEF, "publishCheckRound", ROUND, roundId=row["id"])
    (draw,) = (await house.as_user("").ask(draws))["draws"]["nodes"]
    assert draw["seed"]
    assert len(draw["winners"]) == 2


async def test_a_station_looks_up_which_standard_the_label_must_name(bureau_of_standards):
    """The inspector stands at the machine and reads the standard, and what replaces it."""
    house = bureau_of_standards
    await add(house, "GB/T 1234-2012", "电缆护套")
    await use(house, "GB/T 1234-2012", "低压电缆")
    await use(house, "GB/T 1234-2012", "低压电缆", who="enterprise-clerk-c1")  # out of its towns
    await notice(house, "GB/T 1234-2012", "2027-03-01", "GB/T 1234-2026")
    (seen,) = (await house.as_user(STATION).ask(LABEL, product="电缆"))["standardUses"]["nodes"]
    assert seen["enterprise"]["name"].startswith("杭州萧山样本a1")
    assert seen["standard"] == {
        "code": "GB/T 1234-2012",
        "title": "电缆护套",
        "status": "CURRENT",
        "replacedBy": {"code": "GB/T 1234-2026"},
    }
