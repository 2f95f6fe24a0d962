"""M9 as a story: a licence nears its end, the enterprise is told, says so, applies, and is left in
peace; whoever asks later can prove what it was told and when it opened that.
"""

import datetime as dt

import pytest

from plugins.licensing.seeds import plant_licence_types
from schema.ids import global_id
from tests.fixtures.jobs import run_jobs
from tests.plugins.early_warning.test_visits import patrol
from tests.plugins.licensing.shop import NUMBER
from tests.plugins.special_equipment.plant import a_device, inspected

OWNER, CLERK, CHIEF = "enterprise-manager-a1", "branch-licensing-clerk", "branch-licensing-chief"
AUDITOR, NEIGHBOUR, STATION = "superior-supervisor", "enterprise-manager-a2", "station-head-first"
TOWN = "town-leader-a"
UNTIL = dt.date(2027, 5, 22)
"""The last day of the licence: yellow when it is entered, red from 22 February on."""
MESSAGES = "{ messages(first: 20) { nodes { id title body subject createdAt unread } } }"
WARNINGS = """{ earlyWarnings(first: 20) { nodes {
  id colour state dueOn nextStep explain clearedBy
  rule { code } enterprise { name } subject { ... on Licence { number } }
  story(first: 20) { nodes { act colour on } }
} } }"""
PROOF = """query ($subject: String!) {
  warningNotices(first: 50, where: { subjectId: { eq: $subject } }) {
    nodes { username colour toldAt openedAt why }
  }
}"""


@pytest.fixture
async def watched(house):
    """The house with licence types."""
    async with house.application.store.system() as session:
        await plant_licence_types(session)
    return house


async def warnings(house, who=OWNER, rule="L1"):
    """Those of one rule."""
    found = (await house.as_user(who).ask(WARNINGS))["earlyWarnings"]["nodes"]
    return [each for each in found if each["rule"]["code"] == rule]


async def messages(house, who=OWNER):
    found = (await house.as_user(who).ask(MESSAGES))["messages"]["nodes"]
    return [each for each in found if each["title"].startswith("动态预警")]


async def on(house, day):
    """The morning of a day: what was left of the days before, the sweep, the telling."""
    house.clock.advance(days=(day - house.clock.now().date()).days)
    await run_jobs(house, periodic=True)
    await run_jobs(house)


async def a_licence(house):
    """A licence of the enterprise; gives its id."""
    (kind,) = await house.rows("select id from licence_type where code = 'SC' and valid_to is null")
    done = await house.as_user(CLERK).run(
        "registerLicence",
        "licence { id version }",
        enterpriseId=global_id("Enterprise", house.world.enterprises["a1"]),
        typeId=global_id("LicenceType", kind["id"]),
        number=NUMBER,
        authority="萧山区市场监督管理局",
        issuedOn="2022-05-23",
        covers=["糕点"],
        reason="核发",
    )
    assert done["userErrors"] == [], done
    return done["licence"]["id"]


async def test_from_red_to_cleared_with_proof_of_the_third_of_march(watched):
    house = watched
    licence = await a_licence(house)
    await run_jobs(house)
    (yellow,) = await warnings(house)
    assert (yellow["colour"], yellow["dueOn"]) == ("YELLOW", UNTIL.isoformat())

    await on(house, dt.date(2027, 2, 22))
    (red,) = await warnings(house)
    assert (red["id"], red["colour"], red["state"]) == (yellow["id"], "RED", "NOTIFIED")
    assert red["rule"] == {"code": "L1"}
    assert red["subject"] == {"number": NUMBER}
    assert "《行政许可法》第五十条" in red["explain"]
    assert await warnings(house, NEIGHBOUR) == []
    for who in (OWNER, STATION, TOWN, CHIEF):
        newest = (await messages(house, who))[0]
        assert newest["title"] == "动态预警：红 1（2月22日）"
    assert await messages(house, NEIGHBOUR) == []

    await on(house, dt.date(2027, 3, 3))
    mine = house.as_user(OWNER)
    for message in await messages(house):
        await mine.do("readMessage", id=message["id"])
    given = await mine.run("acknowledgeWarning", "earlyWarning { state }", id=red["id"])
    assert given["earlyWarning"] == {"state": "ACKNOWLEDGED"}

    await on(house, dt.date(2027, 3, 20))
    assert (await warnings(house))[0]["state"] == "ACKNOWLEDGED"
    filed = await mine.do("fileRenewal", licenceId=licence, reason="申请延续")
    assert filed["userErrors"] == []
    (over,) = await warnings(house)
    assert (over["state"], over["clearedBy"]) == ("CLEARED", "left")
    acts = [each["act"] for each in over["story"]["nodes"]]
    assert acts == [
        "RAISED",
        "TOLD",
        "COLOUR_CHANGED",
        "TOLD",
        "VISIT_PLANNED",
        "ESCALATED",
        "ACKNOWLEDGED",
        "CLEARED",
    ]

    found = await house.as_user(AUDITOR).ask(PROOF, subject=licence)
    proof = {(each["username"], each["colour"]): each for each in found["warningNotices"]["nodes"]}
    assert proof[OWNER, "RED"]["toldAt"].startswith("2027-02-22")
    assert proof[OWNER, "RED"]["openedAt"].startswith("2027-03-03")
    assert proof[TOWN, "RED"]["openedAt"] is None
    assert (NEIGHBOUR, "RED") not in proof


async def planned(house, who):
    """The warnings for which somebody has to go there."""
    route = "{ linkedVisits(where: { state: { eq: PLANNED } }) { nodes { warning { id } } } }"
    found = (await house.as_user(who).ask(route))["linkedVisits"]["nodes"]
    return [each["warning"]["id"] for each in found]


async def test_a_red_lift_from_the_route_to_the_inspection(watched):
    house = watched
    lift = await a_device(house, acceptedOn="2022-12-10")
    done = await inspected(house, lift, dt.date(2024, 1, 5))
    assert done["equipmentInspection"]["nextOn"] == "2026-12-31"
    await run_jobs(house)
    (warning,) = await warnings(house, rule="E1")
    assert warning["colour"] == "RED"

    for who in ("station-inspector-first", TOWN):
        assert warning["id"] in await planned(house, who)
    assert await planned(house, "station-inspector-second") == []

    await patrol(house)
    await run_jobs(house)
    assert (await warnings(house, rule="E1"))[0]["state"] == "ACKNOWLEDGED"
    assert await planned(house, TOWN) == []

    await inspected(house, lift, dt.date(2026, 11, 22))
    (over,) = await warnings(house, rule="E1")
    assert (over["state"], over["clearedBy"]) == ("CLEARED", "renewed")
