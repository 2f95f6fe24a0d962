"""The register's writes: who may designate key units, what must be given, what stays in step."""

import datetime as dt

import pytest
from sqlalchemy import select

from core.errors import Conflict, Denied, InvalidInput, NotFound
from core.policy.vocabulary import Action
from core.register import service
from core.register.models import (
    ChangeSet,
    Enterprise,
    EnterpriseKind,
    KeyUnitDesignation,
    KeyUnitKind,
)
from core.store.scope import LostScope

CHIEF = "branch.food_safety_chief"
OPEN = "select kind from key_unit_designation where enterprise_id = $1 and released_on is null"


async def designate(workshop, name, kind=KeyUnitKind.FOOD, *, role=CHIEF, **given):
    reason = given.pop("reason", "连续两次抽检不合格")
    async with workshop.work(role, reason=reason) as work:
        key = workshop.world.enterprises[name]
        return await service.designate_key_unit(work, key, kind, **given)


async def release(workshop, designation, *, reason="整改到位", **given):
    async with workshop.work(CHIEF, reason=reason) as work:
        return await service.release_key_unit(work, designation.id, **given)


async def is_key_unit(workshop, name):
    key = workshop.world.enterprises[name]
    (row,) = await workshop.rows("select is_key_unit from enterprise where id = $1", key)
    return row["is_key_unit"]


async def test_a_designation_marks_the_enterprise_and_its_change_set(workshop):
    made = await designate(workshop, "a2", on=dt.date(2026, 11, 1))
    assert (made.reason, made.designated_on) == ("连续两次抽检不合格", dt.date(2026, 11, 1))
    assert await is_key_unit(workshop, "a2")
    (row,) = await workshop.rows(
        "select e.version, c.source, c.confirmed_by, c.reason from enterprise e"
        " join change_set c on c.id = e.change_id where e.id = $1",
        workshop.world.enterprises["a2"],
    )
    assert tuple(row) == (2, "key_unit_designation", 7, "连续两次抽检不合格")


async def test_a_kind_is_open_once_per_unit(workshop):
    await designate(workshop, "a2")
    with pytest.raises(Conflict) as refused:
        await designate(workshop, "a2")
    assert refused.value.stable_code == "ALREADY_DESIGNATED"
    await designate(workshop, "a2", KeyUnitKind.SPECIAL_EQUIPMENT)
    found = await workshop.rows(OPEN, workshop.world.enterprises["a2"])
    assert sorted(row["kind"] for row in found) == ["FOOD", "SPECIAL_EQUIPMENT"]


async def test_the_mark_goes_with_the_last_designation(workshop):
    food = await designate(workshop, "a2")
    equipment = await designate(workshop, "a2", KeyUnitKind.SPECIAL_EQUIPMENT)
    await release(workshop, food)
    assert await is_key_unit(workshop, "a2")
    released = await release(workshop, equipment, expected_version=1)
    assert not await is_key_unit(workshop, "a2")
    assert (released.released_on, released.release_reason) == (workshop.today, "整改到位")
    again = await designate(workshop, "a2")
    assert again.id not in (food.id, equipment.id)
    assert await is_key_unit(workshop, "a2")


async def test_nothing_is_released_twice_or_from_an_old_version(workshop):
    made = await designate(workshop, "a2")
    with pytest.raises(Conflict) as stale:
        await release(workshop, made, expected_version=2)
    assert stale.value.stable_code == "STALE_VERSION"
    await release(workshop, made)
    with pytest.raises(Conflict) as twice:
        await release(workshop, made)
    assert twice.value.stable_code == "ALREADY_RELEASED"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"reason": "  "}, "reason"),
        ({"on": dt.date(2026, 11, 24)}, "designatedOn"),
    ],
)
async def test_reason_and_day_are_required(workshop, given, field):
    with pytest.raises(InvalidInput) as refused:
        await designate(workshop, "a2", **given)
    assert refused.value.field == field
    assert not await workshop.rows(OPEN, workshop.world.enterprises["a2"])


async def test_a_designation_does_not_end_before_it_began(workshop):
    made = await designate(workshop, "a2", on=dt.date(2026, 11, 10))
    with pytest.raises(InvalidInput) as refused:
        await release(workshop, made, on=dt.date(2026, 11, 9))
    assert refused.value.field == "releasedOn"
    assert await is_key_unit(workshop, "a2")


@pytest.mark.parametrize(
    ("role", "towns", "enterprise"),
    [
        ("town.leader", ("a",), None),
        ("station.head", ("a", "b"), None),
        ("enterprise.manager", (), "a2"),
        ("branch.food_safety_clerk", (), None),
        ("superior.supervisor", (), None),
        ("officer.system", (), None),
    ],
)
async def test_nobody_but_a_chief_designates(workshop, role, towns, enterprise):
    key = workshop.world.enterprises["a2"]
    with pytest.raises((Denied, NotFound)):
        async with workshop.work(role, *towns, enterprise=enterprise) as work:
            await service.designate_key_unit(work, key, KeyUnitKind.FOOD)
    assert not await is_key_unit(workshop, "a2")
    assert not await workshop.rows(OPEN, key)


async def test_what_does_not_exist_is_not_found(workshop):
    with pytest.raises(NotFound) as refused:
        async with workshop.work(CHIEF) as work:
            await service.designate_key_unit(work, 999_999, KeyUnitKind.FOOD)
    assert refused.value.field == "enterpriseId"


def new(workshop, **more):
    given = {
        "town_id": workshop.world.divisions["a"],
        "name": " 杭州萧山样本新粮油有限公司 ",
        "kind": EnterpriseKind.ENTERPRISE,
        "address": "样本路9号",
        "credit_code": "n2330109mf0000013j",
        "phone": "138 0000 1234",
    }
    return service.NewEnterprise(**given | more)


async def register(workshop, role="branch.data_clerk", **more):
    async with workshop.work(role, reason="窗口登记") as work:
        return await service.register_enterprise(work, new(workshop, **more))


async def test_an_enterprise_enters_with_card_numbers_and_search_text(workshop):
    made = await register(workshop)
    (row,) = await workshop.rows(
        "select e.*, d.name as card, c.kind as change from enterprise e"
        " join enterprise_card d on d.id = e.id join change_set c on c.id = e.change_id"
        " where e.id = $1",
        made.id,
    )
    assert (row["card"], row["credit_code"]) == ("杭州萧山样本新粮油有限公司", "N2330109MF0000013J")
    assert (row["organisation_code"], row["change"]) == ("MF0000013", "DECLARATION")
    assert "xsybxly" in row["search_text"]
    assert "13800001234" not in str(row["phone"]) + row["search_text"]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"credit_code": "91330109589891087X"}, "creditCode"),
        ({"phone": "12"}, "phone"),
        ({"registration_no": "33018100"}, "registrationNo"),
        ({"organisation_code": "589891087U"}, "organisationCode"),
        ({"name": " "}, "name"),
        ({"address": ""}, "address"),
        ({"town_id": 999_999}, "townId"),
    ],
)
async def test_what_is_wrong_is_refused_at_its_field(workshop, more, field):
    before = await workshop.rows("select count(*) from change_set")
    with pytest.raises((InvalidInput, NotFound)) as refused:
        await register(workshop, **more)
    assert refused.value.field == field
    assert await workshop.rows("select count(*) from change_set") == before


@pytest.mark.parametrize("role", ["town.leader", "enterprise.manager", "branch.legal_reviewer"])
async def test_others_do_not_register(workshop, role):
    with pytest.raises(Denied):
        await register(workshop, role)


async def test_a_row_needs_the_rule_of_the_act_it_belongs_to(workshop):
    row = ChangeSet(kind="IMPORT", source="x", confirmed_at=workshop.clock.now(), reason="")
    with pytest.raises(Denied):
        async with workshop.work("town.leader", "a") as work:
            await work.entail(row, KeyUnitDesignation, Action.DECIDE)


async def test_a_row_that_was_only_read_cannot_be_changed(workshop):
    wanted = select(Enterprise).where(Enterprise.id == workshop.world.enterprises["a2"])
    with pytest.raises(LostScope):
        async with workshop.work(CHIEF) as work:
            (await work.session.scalars(wanted)).one().is_key_unit = True
