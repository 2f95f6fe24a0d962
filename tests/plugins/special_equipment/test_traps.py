"""What goes wrong in life: two at once, towns that merge, sites, late papers, wrong corrections."""

import asyncio
from collections import Counter

import pytest

from core.register.models import Division, Site
from schema.ids import global_id
from tests.core.desk.pages import Clerk
from tests.fixtures.small_world import confirm as enter_register
from tests.plugins.special_equipment.plant import (
    CHIEF,
    CLERK,
    OWNER,
    STATION,
    TODAY,
    TOWN,
    a_device,
    a_lift,
    carry,
    code_of,
    confirm,
    declare,
    declare_new,
    device,
    everything,
    inspected,
    town,
    verify,
)

COLLEAGUE = "enterprise-clerk-a1"


async def nothing_happens(bureau, act):
    """The code of a refusal that has left everything as it was."""
    before = await everything(bureau)
    code = code_of(await act)
    assert await everything(bureau) == before
    return code


async def both(*acts):
    """The codes of two acts at the same moment, None for the one that got through, sorted."""
    return sorted(map(str, map(code_of, await asyncio.gather(*acts))))


NUMBERS = [
    {},
    {"equipmentCode": None, "useRegistrationNo": "梯11浙AJ5023(19)"},
    {"equipmentCode": None, "registrationCode": "31103301092010030001"},
]


@pytest.mark.parametrize("numbers", NUMBERS)
async def test_two_clerks_file_the_same_new_device_at_once(plant, numbers):
    given = a_lift(**numbers)
    acts = [declare_new(plant, who, **given) for who in (OWNER, COLLEAGUE)]
    assert await both(*acts) == ["DECLARED_ALREADY", "None"]
    assert await plant.count("matter") == 1


async def test_one_number_in_common_is_enough(plant):
    number = {"useRegistrationNo": "梯11浙AJ5023(19)"}
    assert code_of(await declare_new(plant, **number)) is None
    again = declare_new(plant, COLLEAGUE, **number)  # under another equipment code
    assert await nothing_happens(plant, again) == "DECLARED_ALREADY"


async def test_two_clerks_stop_the_same_device_at_once(plant):
    key = await a_device(plant)
    given = {"equipmentId": key, "reason": "停产"}
    acts = [declare(plant, who, "declareStop", **given) for who in (OWNER, COLLEAGUE)]
    assert await both(*acts) == ["DECLARED_ALREADY", "None"]


async def test_two_of_the_section_confirm_at_once(plant):
    row = (await declare_new(plant))["equipmentDeclaration"]
    await verify(plant, row)
    assert await both(*(confirm(plant, row, who) for who in (CLERK, CHIEF))) == [
        "MATTER_CLOSED",
        "None",
    ]
    assert await plant.count("equipment") == 1


async def test_the_desk_shows_what_changed_and_confirms_on_it(plant):
    key = await a_device(plant)
    given = {"equipmentId": key, "reason": "停产"}
    row = (await declare(plant, OWNER, "declareStop", **given))["equipmentDeclaration"]
    await verify(plant, row)
    form = f"/desk/special_equipment/confirm/{row['id']}"
    clerk = Clerk(plant, CLERK)
    early = await clerk.get(form)
    assert not clerk.says("2028-03-31")
    await inspected(plant, key, "2026-11-22")
    late = await clerk.post(form, early.inputs, 422)  # what he read is no more
    assert clerk.says("2025-03-31")
    assert clerk.says("2028-03-31")
    await clerk.get(f"/desk/special_equipment/declaration/{row['id']}")
    assert clerk.says("2028-03-31")
    await clerk.post(form, late.inputs)
    assert (await device(plant, key, "useStatus"))["useStatus"] == "STOPPED"


async def test_changes_after_the_confirmation_are_not_the_declarations(plant):
    key = await a_device(plant)
    row = await carry(
        plant, await declare(plant, OWNER, "declareStop", equipmentId=key, reason="x")
    )
    text = "query($id: ID!) { equipmentDeclaration(id: $id) { changedSince { name } } }"
    for who in (CLERK, OWNER):
        data = await plant.as_user(who).ask(text, id=row["id"])
        assert data["equipmentDeclaration"]["changedSince"] == []


async def test_a_late_report_does_not_undo_a_later_failure(plant):
    key = await a_device(plant)
    assert (await inspected(plant, key, TODAY, conclusion="FAILED"))["userErrors"] == []
    assert (await inspected(plant, key, "2026-11-01"))["userErrors"] == []
    found = await device(plant, key, "nextInspectionOn colour")
    assert found == {"nextInspectionOn": "2026-11-22", "colour": "EXPIRED"}
    assert (await inspected(plant, key, TODAY))["userErrors"] == []
    assert (await device(plant, key, "colour"))["colour"] == "GREEN"


async def test_stopped_while_an_inspection_is_due_and_restarted_before_it_stopped(plant):
    key = await a_device(plant)  # past its date
    given = {"equipmentId": key, "reason": "停产", "effectiveOn": "2026-11-20"}
    await carry(plant, await declare(plant, OWNER, "declareStop", **given))
    await inspected(plant, key, TODAY)
    early = declare(plant, OWNER, "declareRestart", equipmentId=key, effectiveOn="2026-11-19")
    assert await nothing_happens(plant, early) == "INVALID_INPUT"


async def site_in(bureau, name, of="a1"):
    """The global id of another site of a unit, in a town."""
    async with bureau.application.store.system() as session:
        await enter_register(session, bureau.world, bureau.clock.now())
        made = Site(
            enterprise_id=bureau.world.enterprises[of],
            town_id=bureau.world.divisions[name],
            name="二号厂区",
            address="临浦路2号",
            change_id=bureau.world.change_id,
        )
        session.add(made)
        await session.flush()
    return global_id("Site", made.id)


async def test_a_device_moves_to_another_site_of_its_unit(plant):
    key, site = await a_device(plant), await site_in(plant, "b")
    given = {"equipmentId": key, "siteId": site, "place": "新厂房"}
    wrong = declare(plant, OWNER, "declareRelocation", townId=town(plant, "c"), **given)
    assert await nothing_happens(plant, wrong) == "INVALID_INPUT"
    filed = await declare(plant, OWNER, "declareRelocation", **given)
    await carry(plant, filed, "town-quality-officer-b")
    found = await device(plant, key, "useStatus town { id } site { id }")
    assert found == {
        "useStatus": "IN_USE",
        "town": {"id": town(plant, "b")},
        "site": {"id": site},
    }


async def merge(bureau, gone, heir):
    """A town is no more from today on."""
    async with bureau.application.store.system() as session:
        old = await session.get_one(Division, bureau.world.divisions[gone])
        old.valid_to, old.successor_id = TODAY, bureau.world.divisions[heir]


async def test_a_unit_of_a_merged_town_declares_to_the_town_of_today(plant):
    await merge(plant, "a", "b")
    filed = await declare_new(plant)
    assert filed["userErrors"] == []
    row = await carry(plant, filed, "town-quality-officer-b")
    found = await device(plant, row["equipment"]["id"], "town { id }")
    assert found["town"]["id"] == town(plant, "b")


async def test_a_corrected_type_and_day_of_acceptance_reach_the_register(plant):
    key = await a_device(plant)
    about = "type { code } kind { code } acceptedOn nextInspectionOn"
    given = {"equipmentId": key, "typeCode": "5110", "acceptedOn": "2026-03-15"}
    wrong = declare(plant, OWNER, "declareChange", useRegistrationNo="梯11浙AJ5023(19)", **given)
    assert await nothing_happens(plant, wrong) == "INVALID_INPUT"
    await carry(plant, await declare(plant, OWNER, "declareChange", **given))
    found = await device(plant, key, about)
    assert (found["type"]["code"], found["kind"]["code"]) == ("5110", "5000")
    assert (found["acceptedOn"], found["nextInspectionOn"]) == ("2026-03-15", "2028-03-15")
    await inspected(plant, key, TODAY)
    due = (await device(plant, key, about))["nextInspectionOn"]
    later = {"equipmentId": key, "acceptedOn": "2026-04-15"}
    await carry(plant, await declare(plant, OWNER, "declareChange", **later))
    found = await device(plant, key, about)
    assert (found["acceptedOn"], found["nextInspectionOn"]) == ("2026-04-15", due)


async def test_a_change_says_what_has_changed(plant):
    key = await a_device(plant)
    empty = declare(plant, OWNER, "declareChange", equipmentId=key)
    assert await nothing_happens(plant, empty) == "INVALID_INPUT"


BOARD = "{ equipmentBoard { colour count town { id } kind { id } } }"
LISTED = """{ equipmentList(first: 50, where: { useStatus: { eq: IN_USE } }) {
  nodes { colour town { id } kind { id } } } }"""


async def test_the_board_counts_what_its_caller_may_list(plant):
    for holder, place in (("a1", "a"), ("a2", "a"), ("b1", "b")):
        for accepted in ("2024-03-15", "2026-09-01"):
            given = {"who": f"enterprise-manager-{holder}", "holder": holder}
            filed = await declare_new(plant, **given, acceptedOn=accepted)
            await carry(plant, filed, f"town-quality-officer-{place}")
    stopped = await a_device(plant, typeCode="5110")
    await carry(
        plant, await declare(plant, OWNER, "declareStop", equipmentId=stopped, reason="停产")
    )
    sums = {}
    everybody = (OWNER, TOWN, "town-leader-ac", STATION, CLERK, "superior-supervisor")
    for who in (*everybody, "enterprise-manager-c1", "station-head-second"):
        rows = (await plant.as_user(who).ask(LISTED))["equipmentList"]["nodes"]
        cells = (await plant.as_user(who).ask(BOARD))["equipmentBoard"]
        listed = Counter((r["town"]["id"], r["kind"]["id"], r["colour"]) for r in rows)
        counted = {(c["town"]["id"], c["kind"]["id"], c["colour"]): c["count"] for c in cells}
        assert counted == listed, who
        sums[who] = sum(counted.values())
    assert [sums[who] for who in (OWNER, TOWN, STATION, CLERK)] == [2, 4, 6, 6]
    assert sums["enterprise-manager-c1"] == sums["station-head-second"] == 0
