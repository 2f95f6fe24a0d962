"""M7 as a story: a unit declares, its town verifies on site, the branch confirms, the register
changes; whoever is concerned sees it and is told, whoever is not is refused at every step.
"""

import datetime as dt

import pytest

from core.register.models import Enterprise, EnterpriseCard, EnterpriseKind, EnterpriseStatus
from core.register.numbers import credit_code
from schema.ids import global_id
from tests.fixtures.small_world import confirm
from tests.live.line import all_of, introduced, served
from tests.stories.cast import BRANCH, EQUIPMENT_SECTION, STATION, SUPERIOR, TOWN, UNIT
from tests.stories.declaring import (
    CODE,
    LIFT,
    OWNER,
    Declaration,
    openings,
    picture,
    unit,
)

OFFICER, LEADER = "town-quality-officer-a", "town-leader-a"
CLERK, CHIEF = "branch-special-equipment-clerk", "branch-special-equipment-chief"
INSPECTOR = "station-inspector-first"
OUTSIDERS = ("enterprise-manager-a2", "town-leader-b", "town-leader-c", "station-head-second")
DEVICE = """query($code: String!) { equipmentList(where: { equipmentCode: { eq: $code } }) { nodes {
  id version name colour overdue useStatus nextInspectionOn registrationState
  enterprise { name } town { nameEn } } } }"""


async def device(bureau, who, code=CODE):
    """The device as somebody sees it; None where it is out of sight."""
    nodes = (await bureau.as_user(who).ask(DEVICE, code=code))["equipmentList"]["nodes"]
    return nodes[0] if nodes else None


async def new_lift(bureau, who=OWNER, **more):
    """A declaration of a new lift with a photo that was really sent."""
    filed = Declaration(bureau)
    photos = [await picture(bureau, who)]
    given = {"enterpriseId": unit(bureau), "photos": photos, **LIFT} | more
    await filed.act(who, "declareNewEquipment", **given)
    return filed


async def registered_lift(bureau):
    """A lift that has gone through; gives the device as the section sees it."""
    filed = await new_lift(bureau)
    await filed.verify(OFFICER)
    await filed.act(CLERK, "confirmDeclaration")
    return await device(bureau, CLERK)


async def test_a_new_lift_from_the_unit_to_the_register(house, refusals, inboxes):
    await refusals.check(*openings(house))
    filed = await new_lift(house)
    assert filed.step == "verified"
    assert filed.row["matter"]["dueOn"] == "2026-11-26"  # three working days
    assert await inboxes.told("opened") == (UNIT - {OWNER}) | TOWN
    await refusals.check(*filed.attempts())

    await filed.verify(OFFICER, "RETURNED", photos=[], reason="铭牌编号看不清，请重拍")
    assert filed.step == "filed"
    assert await inboxes.told("returned") == UNIT
    await refusals.check(*filed.attempts())

    again = [await picture(house, OWNER)]
    await filed.act(OWNER, "resubmitDeclaration", photos=again, name="一号客梯")
    assert await inboxes.told("completed") == (UNIT - {OWNER}) | TOWN
    assert len(filed.row["attachments"]) == 2
    await filed.verify(OFFICER)
    assert filed.step == "confirmed"
    assert await inboxes.told("completed") == UNIT | EQUIPMENT_SECTION
    assert await device(house, SUPERIOR) is None  # verified is not registered
    await refusals.check(*filed.attempts())

    await filed.act(CLERK, "confirmDeclaration")
    assert filed.row["matter"] | {"id": "", "version": 0} == {
        "id": "", "version": 0, "state": "DONE", "step": "confirmed",
        "outcome": "CONFIRMED", "dueOn": None,
    }  # fmt: skip
    assert await inboxes.told("completed") == UNIT
    await refusals.check(*filed.attempts())
    assert refusals.asked > 2_500, refusals.asked
    assert {"ABSENT", "NOT_FOUND", "NOT_YOUR_STEP", "WRONG_STEP", "MATTER_CLOSED"} <= set(
        refusals.how
    )
    await the_register_says_so(house, filed)


async def the_register_says_so(house, filed):
    """The device, where its facts are from, and who sees it."""
    (row,) = await house.rows(
        "select c.*, e.id as device, e.town_id from equipment e join change_set c"
        " on c.id = e.change_id"
    )
    assert row["confirmed_by"] == house.world.accounts[CLERK]
    assert (row["kind"], row["source"]) == ("DECLARATION", "special_equipment")
    assert filed.row["equipment"]["id"] == global_id("Equipment", row["device"])
    for who in (*UNIT, *TOWN, *STATION, *BRANCH, SUPERIOR):
        found = await device(house, who)
        assert found is not None, who
        # accepted in March 2024: due at the end of March 2025, and it is November 2026
        assert (found["nextInspectionOn"], found["colour"]) == ("2025-03-31", "EXPIRED")
        assert (found["overdue"], found["useStatus"]) == (True, "IN_USE")
    for who in OUTSIDERS:
        assert await device(house, who) is None, who
    hidden = await house.as_user("officer-security").errors(DEVICE, code=CODE)
    assert "equipmentList" in hidden[0]["message"]


async def test_everybody_on_the_chain_reads_the_same_timeline_and_sees_the_photos(house):
    filed = await new_lift(house)
    await filed.verify(OFFICER)
    await filed.act(CLERK, "confirmDeclaration")
    text = """query($id: ID!) { equipmentDeclaration(id: $id) {
      attachments { url } matter { steps { act step tier onTime } } } }"""
    expected = [("OPENED", "ENTERPRISE"), ("COMPLETED", "TOWN"), ("COMPLETED", "BRANCH")]
    for who in (OWNER, OFFICER, INSPECTOR, CLERK, SUPERIOR):
        seen = (await house.as_user(who).ask(text, id=filed.id))["equipmentDeclaration"]
        assert [(each["act"], each["tier"]) for each in seen["matter"]["steps"]] == expected
        for photo in seen["attachments"]:
            headers = {"authorization": f"Bearer {house.as_user(who).token}"}
            answer = await house.http.get(photo["url"], headers=headers)
            assert answer.headers["content-type"] == "image/jpeg", who
    names = [photo["url"] for photo in seen["attachments"]]
    for who in OUTSIDERS:
        seen = await house.as_user(who).ask(text, id=filed.id)
        assert seen["equipmentDeclaration"] is None, who
        headers = {"authorization": f"Bearer {house.as_user(who).token}"}
        for name in names:
            assert (await house.http.get(name, headers=headers)).status_code == 404, who


async def test_the_station_looks_where_the_town_asks(house, refusals):
    filed = await new_lift(house)
    await filed.verify(OFFICER, "TO_STATION")
    assert filed.step == "inspected"
    await refusals.check(*filed.attempts())
    photos = [await picture(house, INSPECTOR)]
    await filed.act(INSPECTOR, "inspectDeclaration", findings="安全装置有效", photos=photos)
    assert filed.step == "confirmed"
    assert refusals.asked > 600


async def test_subscribers_hear_of_it_as_it_happens(house):
    matters = "subscription { matterAdvanced { step state } }"
    devices = """subscription { recordChanged(type: "Equipment") {
      operation node { ... on Equipment { name } } } }"""
    filed = await new_lift(house)
    async with served(house) as server:
        lines = (introduced(server, who) for who in (INSPECTOR, OWNER, "enterprise-manager-a2"))
        async with all_of(*lines) as (station, owner, neighbour):
            await station.subscribe(matters)
            await owner.subscribe(devices)
            await neighbour.subscribe(devices)
            await filed.verify(OFFICER)
            assert await station.heard() == {"step": "confirmed", "state": "OPEN"}
            await filed.act(CLERK, "confirmDeclaration")
            assert await station.heard() == {"step": "confirmed", "state": "DONE"}
            assert await owner.heard() == {"operation": "CREATED", "node": {"name": "一号客梯"}}
            await neighbour.settle()
            assert neighbour.early == []


async def test_stop_and_restart_past_the_date_only_after_an_inspection(house, refusals):
    lift = await registered_lift(house)
    stop = Declaration(house)
    stopped = {"equipmentId": lift["id"], "reason": "车间停产", "effectiveOn": "2026-11-20"}
    await stop.act(OWNER, "declareStop", photos=[await picture(house, OWNER)], **stopped)
    await stop.verify(OFFICER)
    await stop.act(CLERK, "confirmDeclaration")
    found = await device(house, OWNER)
    assert (found["useStatus"], found["colour"], found["overdue"]) == ("STOPPED", None, False)

    await refusals.check(*openings(house, lift))
    refused = await house.as_user(OWNER).do("declareRestart", equipmentId=lift["id"])
    assert refused["userErrors"][0]["code"] == "RESTART_NEEDS_INSPECTION"
    assert (await device(house, OWNER))["useStatus"] == "STOPPED"

    report = {"kind": "PERIODIC", "body": "萧山检测院", "reportNo": "XS-1"}
    passed = {"inspectedOn": "2026-11-22", "conclusion": "PASSED"}
    done = await house.as_user(CLERK).do(
        "recordEquipmentInspection", equipmentId=lift["id"], **report, **passed
    )
    assert done["userErrors"] == []
    restart = Declaration(house)
    await restart.act(OWNER, "declareRestart", equipmentId=lift["id"])
    await restart.verify(LEADER)
    await restart.act(CHIEF, "confirmDeclaration")
    found = await device(house, OWNER)
    assert (found["useStatus"], found["overdue"]) == ("IN_USE", False)
    assert dt.date.fromisoformat(found["nextInspectionOn"]) > dt.date(2026, 11, 23)


@pytest.fixture
async def small_shop(house):
    """The global id of a unit of town a that nobody has an account of."""
    async with house.application.store.system() as session:
        await confirm(session, house.world, house.clock.now())
        code = credit_code("92330109", "MA0XW900")
        made = Enterprise(
            town_id=house.world.divisions["a"],
            name="新街老王五金店",
            credit_code=code,
            kind=EnterpriseKind.SOLE_TRADER,
            status=EnterpriseStatus.OPEN,
            address="新街路9号",
            legal_representative="王五",
            phone="13800005678",
            is_key_unit=False,
            search_text=code,
            change_id=house.world.change_id,
        )
        session.add(made)
        await session.flush()
        session.add(EnterpriseCard(id=made.id, name=made.name, town_id=made.town_id))
    return global_id("Enterprise", made.id)


async def test_a_town_files_for_a_unit_without_account(house, refusals, inboxes, small_shop):
    filed = Declaration(house, openers=TOWN)
    photos = [await picture(house, OFFICER)]
    given = LIFT | {"enterpriseId": small_shop, "photos": photos, "typeCode": "5110"}
    del given["equipmentCode"], given["useRegistrationNo"]
    await filed.act(OFFICER, "declareNewEquipment", **given | {"name": "叉车"})
    assert await inboxes.told("opened") == TOWN - {OFFICER}
    same = await house.as_user(OFFICER).do(
        "verifyDeclaration", declarationId=filed.id, result="PASSED", findings="属实", photos=[]
    )
    assert same["userErrors"]
    await filed.verify(LEADER)
    await filed.act(CLERK, "confirmDeclaration")
    (row,) = await house.rows("select enterprise_id, name from equipment")
    assert global_id("Enterprise", row["enterprise_id"]) == small_shop
