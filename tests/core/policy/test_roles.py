"""The one table of roles."""

import pytest

from core.errors import PolicyError
from core.policy.defaults import load_roles
from core.policy.roles import parse_roles
from core.policy.vocabulary import Tier

HEAD = "name,tier,chinese,english\n"
SUBSYSTEMS = (
    "quality standards metrology special_equipment food_safety enforcement inspection licensing"
)


def test_every_role_of_the_design_is_there():
    roles = load_roles()
    for subsystem in SUBSYSTEMS.split():
        assert {f"branch.{subsystem}_clerk", f"branch.{subsystem}_chief"} <= set(roles)
    assert {role.tier for role in roles.values()} == set(Tier)
    assert {name for name in roles if "." not in name} == {"public"}
    for role in roles.values():
        if role.name != "public":
            assert role.name.startswith(role.tier.value.lower() + ".")
    assert len({role.chinese for role in roles.values()}) == len(roles)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("leader,TOWN,领导,Leader", "must be named"),
        ("town.,TOWN,领导,Leader", "must be named"),
        ("town.a.b,TOWN,领导,Leader", "must be named"),
        ("town.leader,Town,领导,Leader", "no tier"),
        ("town.leader,TOWN,领导", "3 columns"),
        ("town.leader,TOWN,,Leader", "chinese is empty"),
        ("town.leader,TOWN,领导,Leader\ntown.leader,TOWN,领导,Leader", "stands twice"),
        ("# nobody", "is empty"),
    ],
)
def test_refuses(row, why):
    with pytest.raises(PolicyError, match=why):
        parse_roles(f"{HEAD}{row}\n", "roles.csv")
