"""The stories of special equipment, each played by its people over GraphQL."""

import datetime as dt

import pytest

from plugins.special_equipment.seeds import plant_catalogue, plant_cycles, plant_safety_law
from tests.plugins.special_equipment import plant as p

SAFETY = "enterprise-safety-officer-a1"
DEVICE = "useStatus colour overdue nextInspectionOn"


@pytest.fixture
async def plant(bureau):
    async with bureau.application.store.system() as session:
        await plant_catalogue(session)
        await plant_cycles(session)
        await plant_safety_law(session)
    return bureau


async def carried(plant, **more):
    """A device of a1 in the register: its id."""
    return await p.a_device(plant, **more)


async def test_1_a_boiler_is_stopped_and_its_red_warning_vanishes(plant):
    """The firm files "stop" with a photo; the town verifies, the section confirms."""
    number = "锅11浙AB5023(24)"
    boiler = {"typeCode": "1100", "name": "蒸汽锅炉", "useRegistrationNo": number}
    boiler["equipmentCode"] = p.equipment_code("1100", "10123", 2020, 1)
    key = await carried(plant, **boiler)
    assert (await p.device(plant, key, DEVICE))["overdue"] is True
    photos = [await p.photo(plant, p.OWNER)]
    filed = await p.declare(
        plant, p.OWNER, "declareStop", equipmentId=key, reason="停炉", photos=photos
    )
    assert (await p.device(plant, key, DEVICE))["overdue"] is True, "declared alone: no change"
    plant.clock.advance(days=1)
    await p.carry(plant, filed)
    found = await p.device(plant, key, DEVICE)
    assert (found["useStatus"], found["colour"], found["overdue"]) == ("STOPPED", None, False)
    again = await p.declare(plant, p.OWNER, "declareRestart", equipmentId=key)
    assert p.code_of(again) == "RESTART_NEEDS_INSPECTION", "the next check: before the restart"


async def test_2_at_a_fire_all_vessels_within_500_metres(plant):
    """The duty officer finds all vessels near, their contents, their valves' last check."""
    here = {"latitude": 30.1800, "longitude": 120.2700}
    vessel = {"typeCode": "2170", "name": "液氨储罐", "medium": "液氨"}
    near = await carried(
        plant,
        **vessel,
        equipmentCode=p.equipment_code("2170", "10123", 2020, 1),
        latitude=30.1830,
        longitude=120.2720,
    )
    far = {"latitude": 30.1900, "longitude": 120.2700}
    for serial, (code, place) in enumerate((("2170", far), ("3110", here)), 2):
        number = p.equipment_code(code, "10123", 2020, serial)
        await carried(plant, **(vessel | {"typeCode": code} | place), equipmentCode=number)
    part = await plant.as_user(p.OWNER).run(
        "recordSafetyPart",
        "safetyPart { id }",
        equipmentId=near,
        kind="VALVE",
        number="AV-1",
        checkedOn="2026-03-01",
        nextCheckOn="2027-02-28",
    )
    assert part["userErrors"] == []
    data = await plant.as_user("station-inspector-first").ask(
        """query ($la: Float!, $lo: Float!) {
             equipmentNear(latitude: $la, longitude: $lo, metres: 500, kinds: ["2000"]) {
               metres equipment { name medium place parts { kind number lastCheckedOn } } } }""",
        la=here["latitude"],
        lo=here["longitude"],
    )
    (found,) = data["equipmentNear"]
    assert 300 < found["metres"] < 450
    assert found["equipment"]["medium"] == "液氨"
    assert found["equipment"]["parts"] == [
        {"kind": "VALVE", "number": "AV-1", "lastCheckedOn": "2026-03-01"}
    ]
    elsewhere = await plant.as_user("station-inspector-second").ask(
        """{ equipmentNear(latitude: 30.18, longitude: 120.27) { metres } }"""
    )
    assert elsewhere["equipmentNear"] == [], "another station sees nothing of it"


async def test_3_before_may_day_the_crowded_places_are_listed(plant):
    """Rides, escalators and cranes in crowded places that are due within sixty days."""
    plant.clock.advance(days=146)  # 18 April 2027
    crowded = {"placeKind": "CROWDED"}
    cases = {
        "扶梯": ("3310", crowded, "2026-05-15"),
        "过山车": ("6100", crowded, "2026-05-20"),
        "厂内起重机": ("4110", {"placeKind": "FACTORY"}, "2025-05-20"),
        "商场起重机": ("4110", crowded, "2025-05-20"),
        "新扶梯": ("3310", crowded, "2026-12-15"),
    }
    for serial, (name, (code, place, accepted)) in enumerate(cases.items(), 1):
        number = p.equipment_code(code, "10123", 2020, serial)
        given = {"name": name, "typeCode": code, "acceptedOn": accepted, **place}
        await carried(plant, **given, equipmentCode=number)
    data = await plant.as_user(p.CHIEF).ask(
        """{ equipmentList(where: {
               placeKind: { eq: CROWDED }, useStatus: { eq: IN_USE }
               kind: { code: { in: ["3000", "4000", "6000"] } }
               nextInspectionOn: { lte: "2027-06-17" } }) { nodes { name } } }"""
    )
    assert {n["name"] for n in data["equipmentList"]["nodes"]} == {"扶梯", "过山车", "商场起重机"}


INSTRUCTION = """safetyInstruction { id version number dueOn closedOn toCaseOn
  matter { state step outcome dueOn } }"""


async def test_4_a_failed_report_drafts_the_instruction(plant):
    """The institute's file says "failed" for a use number; the branch gets the draft."""
    number = "梯11浙AJ5023(24)"
    key = await carried(plant, useRegistrationNo=number)
    failed = await plant.as_user(p.CLERK).run(
        "recordEquipmentInspection",
        "equipmentInspection { conclusion }",
        useRegistrationNo=number,
        kind="PERIODIC",
        body="萧山检测院",
        reportNo="X-9",
        inspectedOn="2026-11-20",
        conclusion="FAILED",
        problems="制动失效",
    )
    assert failed["userErrors"] == []
    clerk, chief, owner = (plant.as_user(who) for who in (p.CLERK, p.CHIEF, p.OWNER))
    listed = "{ safetyInstructions { nodes { id problem matter { step } equipment { id } } } }"
    (draft,) = (await clerk.ask(listed))["safetyInstructions"]["nodes"]
    assert (draft["matter"]["step"], draft["equipment"]["id"]) == ("issued", key)
    assert "制动失效" in draft["problem"]
    assert (await owner.ask(listed))["safetyInstructions"]["nodes"] == [], "not before its service"
    given = {"instructionId": draft["id"]}
    first = await clerk.run("issueInstruction", INSTRUCTION, **given)
    assert first["safetyInstruction"]["number"] is None, "two sign"
    twice = await clerk.run("issueInstruction", INSTRUCTION, **given)
    assert p.code_of(twice) == "ALREADY_SIGNED"
    second = await chief.run("issueInstruction", INSTRUCTION, **given)
    assert second["safetyInstruction"]["number"] == "（萧）特监令〔2026〕1号"
    served = await clerk.run("serveInstruction", INSTRUCTION, **given)
    assert served["safetyInstruction"]["matter"]["dueOn"] == "2026-12-23"
    plant.clock.advance(days=1)
    done = await owner.run("reportInstruction", INSTRUCTION, text="已换制动器", **given)
    assert done["safetyInstruction"]["matter"]["dueOn"] == "2026-12-08", "ten working days"
    closed = await chief.run(
        "reinspectInstruction", INSTRUCTION, passed=True, notes="合格", **given
    )
    assert closed["safetyInstruction"]["matter"]["outcome"] == "CLOSED"


async def test_5_the_weekly_log_is_refused_while_a_red_item_is_open(plant):
    """The safety officer ticks the daily list; the weekly one is refused; mended, it is taken."""
    await carried(plant)
    officer = plant.as_user(SAFETY)
    data = await officer.ask(
        "{ riskItems(where: { period: { eq: DAILY } }) { nodes { id text red typePrefix } } }"
    )
    items = data["riskItems"]["nodes"]
    red = next(each for each in items if each["red"] and each["typePrefix"] == "3")
    log = "safetyLog { id checked unsound findings { id state what } }"
    unit = p.enterprise(plant, "a1")
    mute = await officer.run(
        "writeSafetyLog", log, enterpriseId=unit, period="DAILY", unsoundIds=[red["id"]]
    )
    assert p.code_of(mute) == "INVALID_INPUT", "what is wrong?"
    daily = await officer.run(
        "writeSafetyLog",
        log,
        enterpriseId=unit,
        period="DAILY",
        unsoundIds=[red["id"]],
        note="报警无人接听",
    )
    assert daily["userErrors"] == []
    assert (daily["safetyLog"]["checked"], daily["safetyLog"]["unsound"]) == (5, 1)
    (finding,) = daily["safetyLog"]["findings"]
    weekly = await officer.run("writeSafetyLog", log, enterpriseId=unit, period="WEEKLY")
    assert p.code_of(weekly) == "RED_ITEM_OPEN"
    assert await plant.count("safety_log") == 1, "a refusal leaves nothing"
    mended = await officer.run(
        "mendFinding",
        "safetyFinding { mendedOn }",
        findingId=finding["id"],
        measures="更换对讲主机",
    )
    assert mended["safetyFinding"]["mendedOn"] == str(p.TODAY)
    weekly = await officer.run("writeSafetyLog", log, enterpriseId=unit, period="WEEKLY")
    assert weekly["userErrors"] == []
    again = await officer.run("writeSafetyLog", log, enterpriseId=unit, period="WEEKLY")
    assert p.code_of(again) == "LOG_WRITTEN"
    duty = await plant.as_user(p.CHIEF).ask("{ safetyDuties { nodes { missingOn } } }")
    later = p.TODAY + dt.timedelta(days=4)
    assert duty["safetyDuties"]["nodes"] == [{"missingOn": str(later)}]
