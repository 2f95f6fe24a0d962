"""Matters that answer warnings: opened about the subject they do, ended they do no more."""

from schema.ids import global_id, parse_id
from tests.plugins.early_warning.ground import CHIEF, CLERK, OWNER, Ground
from tests.plugins.special_equipment.plant import a_device, declare

ONE = """query ($id: ID!) { earlyWarning(id: $id) {
  state matter { id title } subject { ... on Equipment { id } } story { nodes { act note } }
} }"""


async def ground_of(bureau, device):
    """A red warning of the inspection rule about the device."""
    ground = await Ground(bureau).begin(code="E5")
    await bureau.rows("update warning set state = 'CLEARED', cleared_on = $1", ground.today)
    (warning,) = await ground.raised("a1", subject_key=parse_id(device)[1])
    return ground, warning


async def one(bureau, warning, who=CHIEF):
    return (await bureau.as_user(who).ask(ONE, id=warning))["earlyWarning"]


async def stop(bureau, device):
    """The enterprise declares that the device is out of use; gives the matter."""
    given = {"equipmentId": device, "reason": "停产"}
    done = await declare(bureau, OWNER, "declareStop", **given)
    assert done["userErrors"] == [], done
    rows = await bureau.rows("select matter_id from equipment_declaration order by id desc limit 1")
    return global_id("Matter", rows[0]["matter_id"])


async def test_a_matter_about_the_subject_answers_it_until_it_is_withdrawn(plant):
    device = await a_device(plant)
    ground, warning = await ground_of(plant, device)
    assert (await one(plant, warning))["subject"] == {"id": device}
    matter = await stop(plant, device)
    await ground.jobs()
    acting = await one(plant, warning)
    assert (acting["state"], acting["matter"]["id"]) == ("ACTING", matter)
    its = "query ($id: ID!) { matter(id: $id) { warnings { id state } } }"
    shown = (await plant.as_user(OWNER).ask(its, id=matter))["matter"]["warnings"]
    assert shown == [{"id": warning, "state": "ACTING"}]
    done = await plant.as_user(OWNER).do("withdrawMatter", id=matter, reason="改为检验")
    assert done["userErrors"] == [], done
    await ground.jobs()
    fallen = await one(plant, warning)
    assert (fallen["state"], fallen["matter"]) == ("ACKNOWLEDGED", None)
    assert fallen["story"]["nodes"][-1]["act"] == "ACKNOWLEDGED"


async def test_a_matter_of_another_device_leaves_it(plant):
    device, other = await a_device(plant), await a_device(plant)
    ground, warning = await ground_of(plant, device)
    await stop(plant, other)
    await ground.jobs()
    assert (await one(plant, warning))["state"] == "NOTIFIED"


async def test_the_matter_that_is_named_must_be_its_own_and_open(plant):
    device = await a_device(plant)
    ground, warning = await ground_of(plant, device)
    before = await one(plant, warning)
    rows = await plant.rows("select id from matter where state = 'DONE'")
    ended = global_id("Matter", rows[0]["id"])
    elsewhere = await a_matter_of(plant, "a2")
    for matter, code in ((ended, "MATTER_ENDED"), (elsewhere, "NOT_FOUND")):
        found = await ground.act(OWNER, "actOnWarning", warning, matterId=matter)
        assert found == code
    found = await ground.act(CLERK, "actOnWarning", warning, matterId=elsewhere)
    assert found == "MATTER_ELSEWHERE"
    assert await one(plant, warning) == before


async def a_matter_of(bureau, unit):
    """A hazard of another enterprise."""
    given = {
        "enterpriseId": global_id("Enterprise", bureau.world.enterprises[unit]),
        "what": "漏汽",
        "category": "SPECIAL_EQUIPMENT",
    }
    caller = bureau.as_user("town-quality-officer-a")
    done = await caller.run("reportHazard", "hazard { matter { id } }", **given)
    return done["hazard"]["matter"]["id"]
