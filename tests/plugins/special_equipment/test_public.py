"""Anybody looks up a device by its number, and learns what is narrow and of nobody's person."""

import pytest

from tests.plugins.special_equipment.plant import a_device, device, inspected

LOOK_UP = "query($n: String!) { lookUp(number: $n) { number colour facts { title value } } }"


@pytest.mark.parametrize("name", ["useRegistrationNo", "equipmentCode"])
async def test_a_lift_is_looked_up_by_either_number(plant, name):
    key = await a_device(plant, useRegistrationNo="梯11浙AJ5023(19)")
    await inspected(plant, key, "2026-11-20")
    number = (await device(plant, key, name))[name]
    (found,) = (await plant.as_user("").ask(LOOK_UP, n=number))["lookUp"]
    assert (found["number"], found["colour"]) == (number, "GREEN")
    values = {fact["title"].partition("\n")[0]: fact["value"] for fact in found["facts"]}
    assert values["检验有效期止"].startswith("2028-03-31")
    assert values["状态"] == "在用\nIn use"
    assert "杭州萧山样本a1食品有限公司" in values["使用单位"]


async def test_a_part_of_a_number_finds_nothing(plant):
    await a_device(plant, useRegistrationNo="梯11浙AJ5023(19)")
    for part in ("梯11浙AJ5023", "梯%", ""):
        answer = (await plant.as_user("").post(LOOK_UP, n=part)).json()
        assert "errors" in answer or answer["data"]["lookUp"] == []
