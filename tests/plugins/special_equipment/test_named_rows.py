"""A row that an input names: absent or out of scope, the refusal says the same, and says why."""

from schema.ids import global_id
from tests.plugins.special_equipment.plant import OWNER, a_lift, enterprise, everything

ANSWER = "userErrors { code message field explain }"


async def test_absent_and_out_of_scope_are_explained_alike(plant):
    before, told = await everything(plant), []
    for firm in (enterprise(plant, "b1"), global_id("Enterprise", 999_999)):
        text = (
            "mutation ($input: DeclareNewEquipmentInput!) "
            f"{{ declareNewEquipment(input: $input) {{ {ANSWER} }} }}"
        )
        given = {"enterpriseId": firm, **a_lift()}
        data = await plant.as_user(OWNER).ask(text, input=given)
        told.append(data["declareNewEquipment"]["userErrors"])
    assert told[0] == told[1]
    (error,) = told[0]
    assert error["code"] == "NOT_FOUND"
    assert error["explain"]["decision"] == "missing_row"
    assert "可见范围" in error["explain"]["why"]
    assert "安全管理员" in error["explain"]["ask"]
    assert error["explain"]["rule"] is None
    assert await everything(plant) == before
