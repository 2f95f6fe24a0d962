"""M7: the enterprise declares, the town verifies, the branch confirms, and the register changes."""

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
    a_lift,
    carry,
    code_of,
    confirm,
    declare,
    declare_new,
    device,
    disable_accounts,
    end_posts,
    enterprise,
    everything,
    photo,
    verify,
)

SAME_FIRM, OTHER_FIRM = "enterprise-clerk-a1", "enterprise-manager-a2"
OTHER_TOWN, OTHER_STATION = "town-quality-officer-b", "station-inspector-second"
NOBODY = ("superior-supervisor", "officer-system", "officer-security", "officer-audit", "")
UNKNOWN = ("officer-system", "officer-security", "officer-audit", "", "superior-supervisor")


async def refused(bureau, who, name, /, **given):
    """That somebody gets nowhere with a mutation, and that nothing at all has changed."""
    before = await everything(bureau)
    kind = name[0].upper() + name[1:] + "Input!"
    text = f"mutation($input: {kind}) {{ {name}(input: $input) {{ userErrors {{ code }} }} }}"
    answer = (await bureau.as_user(who).post(text, input=given)).json()
    errors = answer["errors"] if "errors" in answer else answer["data"][name]["userErrors"]
    assert errors, f"{who or 'the public'} got through with {name}"
    assert await everything(bureau) == before
    return errors[0].get("code")


async def test_a_new_device_enters_the_register_by_confirmation_alone(plant):
    given = {"enterpriseId": enterprise(plant, "a1"), **a_lift()}
    for who in (OTHER_FIRM, OTHER_TOWN, OTHER_STATION, "branch-licensing-chief", *NOBODY):
        await refused(plant, who, "declareNewEquipment", **given)
    filed = await declare(plant, OWNER, "declareNewEquipment", **given)
    row = filed["equipmentDeclaration"]
    assert row["matter"] == {"state": "OPEN", "step": "verified", "outcome": None}
    assert await plant.count("equipment") == 0

    checking = {"declarationId": row["id"], "result": "PASSED", "findings": "属实"}
    for who in (OWNER, SAME_FIRM, OTHER_FIRM, OTHER_TOWN, STATION, CLERK, CHIEF, *NOBODY):
        await refused(plant, who, "verifyDeclaration", **checking)
    assert await refused(plant, TOWN, "verifyDeclaration", **checking) == "INVALID_INPUT"  # photo
    for who in (CLERK, CHIEF):
        assert await refused(plant, who, "confirmDeclaration", declarationId=row["id"]) == (
            "WRONG_STEP"
        )
    verified = (await verify(plant, row))["equipmentDeclaration"]
    assert verified["matter"]["step"] == "confirmed"
    assert await plant.count("equipment") == 0

    for name in ("confirmDeclaration", "refuseDeclaration"):
        for who in (OWNER, OTHER_FIRM, TOWN, OTHER_TOWN, STATION, "branch-data-clerk", *NOBODY):
            await refused(plant, who, name, declarationId=row["id"], reason="试")
    assert await refused(plant, TOWN, "verifyDeclaration", **checking) in (
        "INVALID_INPUT",
        "WRONG_STEP",
    )
    confirmed = (await confirm(plant, row))["equipmentDeclaration"]
    assert confirmed["matter"] == {"state": "DONE", "step": "confirmed", "outcome": "CONFIRMED"}
    (stored,) = await plant.rows(
        "select e.*, c.confirmed_by, c.source from equipment e "
        "join change_set c on c.id = e.change_id"
    )
    assert stored["confirmed_by"] == plant.world.accounts[CLERK]
    assert (stored["source"], stored["use_status"]) == ("special_equipment", "IN_USE")
    assert stored["registration_state"] == "UNREGISTERED"
    assert str(stored["next_inspection_on"]) == "2025-03-31"
    for who in (CLERK, CHIEF):
        assert await refused(plant, who, "confirmDeclaration", declarationId=row["id"]) == (
            "MATTER_CLOSED"
        )


async def test_the_timeline_names_every_step_and_everybody_follows(plant):
    row = await carry(plant, await declare_new(plant))
    text = """query($id: ID!) { equipmentDeclaration(id: $id) { attachments { id }
      matter { steps { act step tier } } } }"""
    for who in (OWNER, TOWN, STATION, CLERK, "superior-supervisor"):
        data = (await plant.as_user(who).ask(text, id=row["id"]))["equipmentDeclaration"]
        steps = [(each["act"], each["step"], each["tier"]) for each in data["matter"]["steps"]]
        assert steps == [
            ("OPENED", "filed", "ENTERPRISE"),
            ("COMPLETED", "verified", "TOWN"),
            ("COMPLETED", "confirmed", "BRANCH"),
        ]
        assert len(data["attachments"]) == 1
    for who in (OTHER_FIRM, OTHER_TOWN):
        assert (await plant.as_user(who).ask(text, id=row["id"]))["equipmentDeclaration"] is None


async def test_returned_with_a_reason_and_filed_again(plant):
    row = (await declare_new(plant))["equipmentDeclaration"]
    before = await everything(plant)
    silent = await verify(plant, row, result="RETURNED", photos=[])
    assert code_of(silent) == "INVALID_INPUT"
    assert await everything(plant) == before
    back = await verify(plant, row, result="RETURNED", photos=[], reason="铭牌编号不一致")
    assert back["equipmentDeclaration"]["matter"]["step"] == "filed"
    await refused(plant, OTHER_FIRM, "resubmitDeclaration", declarationId=row["id"], name="x")
    again = await plant.as_user(OWNER).run(
        "resubmitDeclaration",
        "equipmentDeclaration { name matter { step } }",
        declarationId=row["id"],
        name="二号客梯",
    )
    assert again["equipmentDeclaration"] == {"name": "二号客梯", "matter": {"step": "verified"}}


async def test_the_station_looks_where_the_town_asks(plant):
    row = (await declare_new(plant))["equipmentDeclaration"]
    sent = await verify(plant, row, result="TO_STATION")
    assert sent["equipmentDeclaration"]["matter"]["step"] == "inspected"
    given = {"declarationId": row["id"], "findings": "安全装置有效"}
    for who in (OWNER, TOWN, OTHER_STATION, CLERK, *NOBODY):
        await refused(plant, who, "inspectDeclaration", **given)
    done = await plant.as_user(STATION).run(
        "inspectDeclaration", "equipmentDeclaration { matter { step } }", **given
    )
    assert done["equipmentDeclaration"]["matter"]["step"] == "confirmed"


async def test_a_unit_with_an_account_declares_for_itself(plant):
    given = {"enterpriseId": enterprise(plant, "a1"), **a_lift()}
    key = await a_device(plant)
    about = {"equipmentId": key, "reason": "停产"}
    for who in (TOWN, "town-leader-a", "town-safety-officer-ac"):
        assert await refused(plant, who, "declareNewEquipment", **given) == "UNIT_HAS_ACCOUNT"
        assert await refused(plant, who, "declareStop", **about) == "UNIT_HAS_ACCOUNT"
    # stations and the section find what is not registered, whoever it belongs to
    for who in (STATION, CLERK):
        assert (await declare_new(plant, who))["userErrors"] == []


@pytest.mark.parametrize("leave", [end_posts, disable_accounts])
async def test_its_town_declares_for_a_unit_that_nobody_answers_for(plant, leave):
    await leave(plant)
    assert (await declare_new(plant, TOWN))["userErrors"] == []
    other = {"enterpriseId": enterprise(plant, "a2"), **a_lift()}
    assert await refused(plant, TOWN, "declareNewEquipment", **other) == "UNIT_HAS_ACCOUNT"
    # the wall stands again: another town's unit is as far away as before
    there = {"enterpriseId": enterprise(plant, "b1"), **a_lift()}
    assert await refused(plant, TOWN, "declareNewEquipment", **there) == "NOT_FOUND"


async def test_a_post_that_ends_tomorrow_is_held_today(plant):
    await end_posts(plant, on=TODAY + dt.timedelta(days=1))
    given = {"enterpriseId": enterprise(plant, "a1"), **a_lift()}
    assert await refused(plant, TOWN, "declareNewEquipment", **given) == "UNIT_HAS_ACCOUNT"


async def test_who_filed_does_not_verify_and_who_filed_does_not_confirm(plant):
    await end_posts(plant)
    filed = await declare_new(plant, who=TOWN)
    row = filed["equipmentDeclaration"]
    assert code_of(await verify(plant, row)) == "SAME_PERSON"
    await verify(plant, row, who="town-safety-officer-a")
    assert (await confirm(plant, row))["userErrors"] == []
    own = (await declare_new(plant, who=CLERK))["equipmentDeclaration"]
    await verify(plant, own)
    before = await everything(plant)
    assert code_of(await confirm(plant, own)) == "SAME_PERSON"
    assert await everything(plant) == before
    assert (await confirm(plant, own, who=CHIEF))["userErrors"] == []


async def test_refused_with_a_reason_leaves_the_register_alone(plant):
    row = (await declare_new(plant))["equipmentDeclaration"]
    await verify(plant, row)
    given = {"declarationId": row["id"]}
    assert await refused(plant, CLERK, "refuseDeclaration", **given) == "INVALID_INPUT"
    done = await plant.as_user(CLERK).run(
        "refuseDeclaration",
        "equipmentDeclaration { matter { state outcome } }",
        reason="资料虚假",
        **given,
    )
    assert done["equipmentDeclaration"]["matter"] == {"state": "DONE", "outcome": "REFUSED"}
    assert await plant.count("equipment") == 0


async def test_its_opener_withdraws_it_before_confirmation(plant):
    row = (await declare_new(plant))["equipmentDeclaration"]
    text = "query($id: ID!) { equipmentDeclaration(id: $id) { matter { id } } }"
    matter = (await plant.as_user(OWNER).ask(text, id=row["id"]))["equipmentDeclaration"]["matter"]
    await refused(plant, TOWN, "withdrawMatter", id=matter["id"], reason="试")
    done = await plant.as_user(OWNER).run(
        "withdrawMatter", "matter { state }", id=matter["id"], reason="填错单位"
    )
    assert done["matter"] == {"state": "WITHDRAWN"}
    assert code_of(await verify(plant, row)) == "MATTER_CLOSED"


async def test_a_replayed_declaration_is_one(plant):
    given = {"enterpriseId": enterprise(plant, "a1"), **a_lift()}
    for _ in range(2):
        await declare(plant, OWNER, "declareNewEquipment", clientMutationId="once", **given)
    assert await plant.count("equipment_declaration") == 1


@pytest.mark.parametrize("wrong", [{"typeCode": "3000"}, {"typeCode": "7110"}, {"name": " "}])
async def test_a_device_needs_what_the_register_needs(plant, wrong):
    given = {"enterpriseId": enterprise(plant, "a1"), **a_lift(**wrong)}
    assert await refused(plant, OWNER, "declareNewEquipment", **given) == "INVALID_INPUT"


async def test_the_photo_of_somebody_else_is_not_taken(plant):
    given = {"enterpriseId": enterprise(plant, "a1"), **a_lift()}
    theirs = await photo(plant, TOWN)
    assert await refused(plant, OWNER, "declareNewEquipment", photos=[theirs], **given) == (
        "NOT_FOUND"
    )


async def test_the_device_is_found_by_any_number_and_pinyin(plant):
    key = await a_device(plant, factoryNo="FN-77", useRegistrationNo="梯11浙AJ5023（19）")
    found = await device(plant, key, "useRegistrationNo registrationState equipmentCode")
    assert found["useRegistrationNo"] == "梯11浙AJ5023(19)"
    assert found["registrationState"] == "REGISTERED"
    text = (
        "query($t: String!) { search(text: $t, first: 5) { __typename ... on Equipment { id } } }"
    )
    for term in ("梯11浙AJ5023(19)", "FN-77", found["equipmentCode"], "yhkt", "一号客梯"):
        data = await plant.as_user(TOWN).ask(text, t=term)
        assert {"__typename": "Equipment", "id": key} in data["search"], term
