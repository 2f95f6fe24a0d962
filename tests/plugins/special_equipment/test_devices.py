"""What happens to known devices: stopped, restarted, scrapped, changed, moved, inspected."""

import datetime as dt

import pytest

from tests.plugins.special_equipment.plant import (
    CHIEF,
    CLERK,
    OWNER,
    STATION,
    TODAY,
    TOWN,
    a_device,
    carry,
    code_of,
    confirm,
    declare,
    declare_new,
    device,
    end_posts,
    enterprise,
    everything,
    inspected,
    photo,
    town,
    verify,
)

STATE = "useStatus colour overdue nextInspectionOn stoppedOn stopReason registrationState version"


async def stop(bureau, key, **more):
    given = {"equipmentId": key, "reason": "停产", "effectiveOn": "2026-11-20"} | more
    return await declare(bureau, OWNER, "declareStop", **given)


async def overdue(bureau, who=CLERK):
    text = "{ equipmentList(first: 5, where: { overdue: { eq: true } }) { totalCount } }"
    return (await bureau.as_user(who).ask(text))["equipmentList"]["totalCount"]


async def nothing_happens(bureau, act):
    """The code of a refusal that has left everything as it was."""
    before = await everything(bureau)
    code = code_of(await act)
    assert await everything(bureau) == before
    return code


async def test_a_stopped_device_leaves_the_overdue_figures_and_stays_in_the_archive(plant):
    key = await a_device(plant)  # accepted in 2024: due in March 2025
    assert await overdue(plant) == 1
    assert (await device(plant, key, STATE))["colour"] == "EXPIRED"
    filed = await stop(plant, key)
    assert await overdue(plant) == 1, "a declaration alone changes nothing"
    await carry(plant, filed)
    found = await device(plant, key, STATE)
    assert (found["useStatus"], found["colour"], found["overdue"]) == ("STOPPED", None, False)
    assert (found["stoppedOn"], found["stopReason"]) == ("2026-11-20", "停产")
    assert await overdue(plant) == 0
    board = await plant.as_user(CLERK).ask("{ equipmentBoard { colour count } }")
    assert board["equipmentBoard"] == []
    text = "query($id: ID!) { enterprise(id: $id) { equipmentCount nextInspection } }"
    data = await plant.as_user(OWNER).ask(text, id=enterprise(plant, "a1"))
    assert data["enterprise"] == {"equipmentCount": 1, "nextInspection": None}


async def test_a_restart_past_its_date_needs_an_inspection_first(plant):
    key = await a_device(plant)
    await carry(plant, await stop(plant, key))
    again = declare(plant, OWNER, "declareRestart", equipmentId=key)
    assert await nothing_happens(plant, again) == "RESTART_NEEDS_INSPECTION"
    assert (await inspected(plant, key, TODAY))["userErrors"] == []
    await carry(plant, await declare(plant, OWNER, "declareRestart", equipmentId=key))
    found = await device(plant, key, STATE)
    assert (found["useStatus"], found["stoppedOn"]) == ("IN_USE", None)
    assert found["nextInspectionOn"] == "2028-03-31"


async def test_a_restart_that_became_too_late_is_not_confirmed(plant):
    key = await a_device(plant, acceptedOn="2026-01-15")  # due at the end of January 2027
    await carry(plant, await stop(plant, key))
    row = (await declare(plant, OWNER, "declareRestart", equipmentId=key))["equipmentDeclaration"]
    await verify(plant, row)
    plant.clock.advance(days=90)
    assert await nothing_happens(plant, confirm(plant, row)) == "RESTART_NEEDS_INSPECTION"


async def test_a_lift_idle_for_a_year_is_inspected_whatever_its_date(plant):
    key = await a_device(plant, acceptedOn="2025-11-30")
    await inspected(plant, key, "2025-12-10")
    await carry(plant, await stop(plant, key, effectiveOn="2025-12-20"))
    plant.clock.advance(days=60)
    again = declare(plant, OWNER, "declareRestart", equipmentId=key)
    assert await nothing_happens(plant, again) == "RESTART_NEEDS_INSPECTION"


async def test_one_declaration_of_a_kind_at_a_time(plant):
    key = await a_device(plant)
    await stop(plant, key)
    assert await nothing_happens(plant, stop(plant, key)) == "DECLARED_ALREADY"
    assert (await declare(plant, OWNER, "declareScrap", equipmentId=key, reason="老旧"))[
        "userErrors"
    ] == []


async def test_a_number_of_another_device_is_refused(plant):
    key = await a_device(plant, factoryNo="1")
    code = (await device(plant, key, "equipmentCode"))["equipmentCode"]
    again = declare_new(plant, equipmentCode=code)
    assert await nothing_happens(plant, again) == "NUMBER_TAKEN"
    # another unit cannot see the other file: the section, which can, is told when it confirms
    row = (await declare_new(plant, "enterprise-manager-a2", "a2", equipmentCode=code))[
        "equipmentDeclaration"
    ]
    await verify(plant, row)
    assert await nothing_happens(plant, confirm(plant, row)) == "NUMBER_TAKEN"


async def test_a_device_that_changed_meanwhile_is_shown_with_its_difference(plant):
    key = await a_device(plant)
    row = (await stop(plant, key))["equipmentDeclaration"]
    await verify(plant, row)
    await inspected(plant, key, "2026-11-22")
    version = (await device(plant, key, "version"))["version"]
    before = await everything(plant)
    (error,) = (await confirm(plant, row))["userErrors"]
    assert error["code"] == "EQUIPMENT_CHANGED"
    assert error["explain"] == {
        "equipmentVersion": version,
        "differences": {"nextInspectionOn": ["2025-03-31", "2028-03-31"]},
    }
    assert await everything(plant) == before
    assert (await confirm(plant, row, equipmentVersion=version))["userErrors"] == []


async def test_scrapped_is_the_end_but_its_registration_is_the_prefectures(plant):
    key = await a_device(plant, useRegistrationNo="梯11浙AJ5023(19)")
    given = {"equipmentId": key, "reason": "老旧", "dismantled": True}
    await carry(plant, await declare(plant, OWNER, "declareScrap", **given))
    found = await device(plant, key, STATE)
    assert (found["useStatus"], found["registrationState"]) == ("DISMANTLED", "REGISTERED")
    for name in ("declareStop", "declareRestart", "declareChange"):
        act = declare(plant, OWNER, name, equipmentId=key, reason="试")
        assert await nothing_happens(plant, act) == "EQUIPMENT_STATE"
    assert await nothing_happens(plant, inspected(plant, key, TODAY)) == "EQUIPMENT_STATE"


async def test_a_change_writes_what_was_declared_and_nothing_else(plant):
    key = await a_device(plant, factoryNo="F-1")
    given = {"equipmentId": key, "useRegistrationNo": "梯11浙AJ5023(19)", "place": "西楼"}
    await carry(plant, await declare(plant, OWNER, "declareChange", **given))
    found = await device(plant, key, "useRegistrationNo registrationState place factoryNo version")
    assert found == {
        "useRegistrationNo": "梯11浙AJ5023(19)",
        "registrationState": "REGISTERED",
        "place": "西楼",
        "factoryNo": "F-1",
        "version": 2,
    }


async def test_a_relocation_is_verified_by_the_town_where_it_arrives(plant):
    key = await a_device(plant)
    await inspected(plant, key, TODAY)
    given = {"equipmentId": key, "townId": town(plant, "b"), "place": "新厂房"}
    filed = await declare(plant, OWNER, "declareRelocation", **given)
    row = filed["equipmentDeclaration"]
    assert code_of(await verify(plant, row)) in ("DENIED", "NOT_FOUND")
    await carry(plant, filed, "town-quality-officer-b")
    text = "query($id: ID!) { equipment(id: $id) { place inspections { reportNo } } }"
    assert (await plant.as_user(TOWN).ask(text, id=key))["equipment"] is None
    moved = (await plant.as_user("town-quality-officer-b").ask(text, id=key))["equipment"]
    assert moved["place"] == "新厂房"
    assert len(moved["inspections"]) == 1


async def test_a_relocation_filed_by_its_old_town_is_transferred(plant):
    key = await a_device(plant)
    await end_posts(plant)
    given = {"equipmentId": key, "townId": town(plant, "b"), "place": "新厂房"}
    filed = await declare(plant, TOWN, "declareRelocation", **given)
    row = filed["equipmentDeclaration"]
    other = "town-safety-officer-a"
    photos = [await photo(plant, other)]
    act = verify(plant, row, other, photos=photos)
    assert await nothing_happens(plant, act) == "TRANSFER_FIRST"
    text = "query($id: ID!) { equipmentDeclaration(id: $id) { matter { id } } }"
    matter = (await plant.as_user(other).ask(text, id=row["id"]))["equipmentDeclaration"]["matter"]
    await plant.as_user(other).run(
        "transferMatter", "matter { id }", id=matter["id"], townId=town(plant, "b"), reason="移装"
    )
    await carry(plant, filed, "town-quality-officer-b")
    assert (await device(plant, key, "town { id }"))["town"]["id"] == town(plant, "b")


async def test_a_device_that_moved_before_its_confirmation_is_verified_anew(plant):
    key = await a_device(plant)
    row = (await stop(plant, key))["equipmentDeclaration"]
    await verify(plant, row)
    given = {"equipmentId": key, "townId": town(plant, "b"), "place": "新厂房"}
    await carry(
        plant, await declare(plant, OWNER, "declareRelocation", **given), "town-quality-officer-b"
    )
    assert await nothing_happens(plant, confirm(plant, row)) == "EQUIPMENT_MOVED"


async def test_a_device_that_leaves_the_district_has_ended_here(plant):
    key = await a_device(plant)
    given = {"equipmentId": key, "place": "绍兴柯桥"}
    await carry(plant, await declare(plant, OWNER, "declareRelocation", **given))
    assert (await device(plant, key, STATE))["useStatus"] == "MOVED_OUT"


async def test_reports_set_the_next_date_by_the_law(plant):
    key = await a_device(plant)  # accepted in March 2024: years 1, 4, 7
    first = await inspected(plant, key, "2025-02-10")
    assert first["equipmentInspection"] == {"nextOn": "2028-03-31", "conclusion": "PASSED"}
    later = inspected(plant, key, TODAY, nextOn="2035-01-01")
    assert await nothing_happens(plant, later) == "INVALID_INPUT"
    old = await inspected(plant, key, "2024-06-01")
    assert old["userErrors"] == []
    assert (await device(plant, key, STATE))["nextInspectionOn"] == "2028-03-31"
    assert (await inspected(plant, key, TODAY, conclusion="FAILED"))["userErrors"] == []
    found = await device(plant, key, STATE)
    assert (found["nextInspectionOn"], found["colour"]) == ("2026-11-22", "EXPIRED")


@pytest.mark.parametrize(
    "who", [OWNER, TOWN, STATION, "branch-licensing-chief", "superior-supervisor", ""]
)
async def test_nobody_else_records_reports(plant, who):
    key = await a_device(plant)
    before = await everything(plant)
    text = """mutation($input: RecordEquipmentInspectionInput!) {
      recordEquipmentInspection(input: $input) { userErrors { code } } }"""
    given = {"equipmentId": key, "kind": "PERIODIC", "body": "x", "reportNo": "1"}
    given |= {"inspectedOn": "2026-11-20", "conclusion": "PASSED"}
    answer = (await plant.as_user(who).post(text, input=given)).json()
    assert answer.get("errors") or answer["data"]["recordEquipmentInspection"]["userErrors"]
    assert await everything(plant) == before


async def test_a_late_stop_says_so(plant):
    key = await a_device(plant)
    late = await stop(plant, key, effectiveOn=str(TODAY - dt.timedelta(days=31)))
    assert late["equipmentDeclaration"]["filedLate"] is True
    future = stop(plant, key, effectiveOn=str(TODAY + dt.timedelta(days=1)))
    assert await nothing_happens(plant, future) == "INVALID_INPUT"


async def test_a_stale_form_of_a_device_is_a_conflict(plant):
    key = await a_device(plant)
    act = stop(plant, key, expectedVersion=7)
    assert await nothing_happens(plant, act) == "STALE_VERSION"
    assert (await stop(plant, key, expectedVersion=1))["userErrors"] == []


async def test_the_chief_confirms_too(plant):
    row = (await declare_new(plant))["equipmentDeclaration"]
    await verify(plant, row)
    assert (await confirm(plant, row, CHIEF))["userErrors"] == []
