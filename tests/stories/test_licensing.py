"""Licensing as stories: a home page, a contested number, a silent midnight, a town's list."""

import datetime as dt

import pytest

from plugins.licensing.numbers import ccc_number, sc_number, xk_number
from plugins.licensing.seeds import plant_application_limits, plant_licence_types
from schema.ids import global_id
from tests.core.desk.pages import Clerk
from tests.fixtures.jobs import run_jobs
from tests.plugins.licensing.window import (
    CHIEF,
    CLERK,
    DATA,
    LICENCE,
    OWNER,
    accepted,
    act,
    imported,
    refused,
    registered,
)

XK, CCC = xk_number("浙", "06", "001", 397), ccc_number(2024, "01", "0105", 21)
SC = sc_number("101", "330109", 7)
TODAY = dt.date(2026, 11, 23)
WARNINGS = """query($rule: String!) {
  earlyWarnings(first: 20, where: { rule: { code: { eq: $rule } } }) { nodes {
    colour state dueOn enterprise { name } subject { ... on Licence { number } }
  } }
}"""
QUEUE = """{ workQueue(slug: "licence_conflict/settled", first: 10) {
  totalCount nodes { id: subjectId title dueOn enterprise { name } } } }"""


@pytest.fixture
async def window(house):
    """The house with types of licences and limits of law."""
    async with house.application.store.system() as session:
        await plant_licence_types(session)
        await plant_application_limits(session)
    rows = await house.rows("select id, code from licence_type where valid_to is null")
    house.kinds = {row["code"]: global_id("LicenceType", row["id"]) for row in rows}
    return house


async def warnings(house, who, rule):
    return (await house.as_user(who).ask(WARNINGS, rule=rule))["earlyWarnings"]["nodes"]


async def on(house, day):
    """The morning of a day: the sweep, and the telling."""
    house.clock.advance(days=(day - house.clock.now().date()).days)
    await run_jobs(house, periodic=True)
    await run_jobs(house)


async def test_a_cable_makers_home_page(window):
    """XK 210 days (yellow), CCC suspended on 3 November (red), SC none."""
    ends = TODAY + dt.timedelta(days=210)
    await registered(window, XK, "XK", issuedOn="2022-06-22", validUntil=str(ends))
    certificate = await registered(window, CCC, "CCC", issuedOn="2024-03-01")
    await act(
        window,
        CHIEF,
        "suspendLicence",
        LICENCE,
        licenceId=certificate["id"],
        decidedOn="2026-11-03",
        legalBasis="《认证认可条例》第二十六条",
        reason="获证产品抽检不合格",
    )
    page = """{ enterprises(first: 5) { nodes { licences(first: 10) {
      number colour state validUntil type { code } events(first: 5) { act happenedOn reason }
    } } } }"""
    (file,) = (await window.as_user(OWNER).ask(page))["enterprises"]["nodes"]
    seen = {each["type"]["code"]: each for each in file["licences"]}
    assert set(seen) == {"XK", "CCC"}  # no SC
    assert (seen["XK"]["colour"], seen["XK"]["validUntil"]) == ("YELLOW", str(ends))
    assert seen["CCC"]["state"] == "SUSPENDED"
    suspended = {
        "act": "SUSPENDED",
        "happenedOn": "2026-11-03",
        "reason": "获证产品抽检不合格",
    }
    assert suspended in seen["CCC"]["events"]
    (red,) = await warnings(window, OWNER, "L5")
    assert (red["colour"], red["subject"]["number"]) == ("RED", CCC)
    assert [each["colour"] for each in await warnings(window, OWNER, "L2")] == ["YELLOW"]
    assert await warnings(window, "enterprise-manager-a2", "L5") == []


async def test_an_import_finds_two_firms_with_one_number(window):
    """The conflict waits in the data clerk's queue; the register stays as it was until then."""
    await imported(window, SC)
    row = await imported(window, SC, holder="c1")
    (claim,) = row["claims"]
    assert row["enterprise"]["name"].startswith("杭州萧山样本a1")
    assert claim["enterprise"]["name"].startswith("杭州萧山样本c1")
    assert (claim["matter"]["step"], claim["matter"]["dueOn"]) == ("settled", "2026-11-30")
    queue = (await window.as_user(DATA).ask(QUEUE))["workQueue"]
    assert [each["id"] for each in queue["nodes"]] == [claim["id"]]
    given = {"claimId": claim["id"], "moved": True, "reason": "省局确认原件为c1"}
    hidden = await window.as_user(CLERK).post(
        "mutation($input: SettleLicenceClaimInput!) "
        "{ settleLicenceClaim(input: $input) { userErrors { code } } }",
        input=given,
    )
    assert "errors" in hidden.json()  # the data clerk's alone
    assert len(await window.rows("select id from licence")) == 1

    await act(window, DATA, "settleLicenceClaim", "licenceClaim { settledOn }", **given)
    query = "query($id: ID!) { licence(id: $id) { enterprise { name } town { nameEn } } }"
    moved = (await window.as_user(DATA).ask(query, id=row["id"]))["licence"]
    assert moved["town"]["nameEn"] == "c"
    assert (await window.as_user("enterprise-manager-c1").ask(query, id=row["id"]))["licence"]
    assert (await window.as_user(OWNER).ask(query, id=row["id"]))["licence"] is None
    assert (await window.as_user(DATA).ask(QUEUE))["workQueue"]["totalCount"] == 0


async def test_silence_at_midnight_renews_and_alarms_the_officer(window):
    """A renewal filed in time, undecided at midnight of the last day: deemed renewed, blue."""
    ends = dt.date(2027, 1, 15)
    licence = await registered(window, SC, issuedOn="2022-01-16", validUntil=str(ends))
    await accepted(window, kind="RENEW", licenceId=licence["id"])  # 35 working days before
    query = "query($id: ID!) { licence(id: $id) { state colour renewBy } }"

    async def seen():
        return (await window.as_user(OWNER).ask(query, id=licence["id"]))["licence"]

    assert (await seen())["renewBy"] >= str(TODAY)
    await on(window, ends)
    assert (await seen())["state"] == "RENEWAL_PENDING"
    (alarm,) = await warnings(window, CHIEF, "L6")
    assert (alarm["colour"], alarm["subject"]["number"]) == ("RED", SC)
    await on(window, ends + dt.timedelta(days=1))
    now = await seen()
    assert (now["state"], now["colour"]) == ("DEEMED_RENEWED", "RENEWAL_PENDING")
    (alarm,) = await warnings(window, CHIEF, "L6")
    assert alarm["colour"] == "EXPIRED"
    told = await window.rows(
        "select 1 from message join account on account.id = account_id "
        "where username = 'branch-licensing-chief' and title like '动态预警%'"
    )
    assert told
    states = {each["state"] for each in await warnings(window, OWNER, "L1")}
    assert states <= {"CLEARED"}  # the firm is left in peace
    code = await refused(window, OWNER, "fileApplication", kind="RENEW", licenceId=licence["id"])
    assert code == "APPLICATION_OPEN"


async def test_the_towns_list_of_licences_that_end_next_quarter(window):
    """The clerk prints it for the monthly meeting."""
    await registered(window, SC, issuedOn="2022-01-11", validUntil="2027-01-01")
    await registered(window, sc_number("102", "330109", 8), issuedOn="2022-04-01",
                     validUntil="2027-03-31")  # fmt: skip
    await registered(window, sc_number("103", "330109", 9), issuedOn="2022-01-01",
                     validUntil="2026-12-31")  # fmt: skip
    await registered(window, sc_number("106", "330109", 10), issuedOn="2022-04-02",
                     validUntil="2027-04-01")  # fmt: skip
    elsewhere = sc_number("114", "330109", 11)
    await registered(window, elsewhere, holder="c1", issuedOn="2022-03-01", validUntil="2027-02-28")
    town = global_id("Division", window.world.divisions["a"])
    clerk = Clerk(window, CLERK)
    await clerk.get(f"/desk/licensing/next-quarter?town={town}")
    assert clerk.says(SC)
    assert clerk.says("2027-03-31")
    for absent in ("2026-12-31", "2027-04-01", elsewhere):
        assert not clerk.says(absent)
    officer = Clerk(window, "town-leader-a")
    await officer.get("/desk/licensing/next-quarter")
    assert officer.says(SC)
    assert not officer.says(elsewhere)
