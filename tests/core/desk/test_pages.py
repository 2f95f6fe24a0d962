"""Pages and the first page: what each tier sees of the same declarations."""

from collections.abc import Callable

import pytest

from tests.core.desk.pages import Clerk
from tests.fixtures.bureau import TIERS, Bureau
from tests.fixtures.policy import edit_policy

At = Callable[[str], Clerk]


@pytest.mark.parametrize("tier", [tier for tier in TIERS if tier != "public"])
async def test_every_tier_has_a_first_page_and_every_page_that_it_links_to(
    clerk: At, tier: str, licences: dict[str, str]
) -> None:
    person = clerk(TIERS[tier])
    home = await person.get("/desk")
    inside = sorted({link for link in home.links if link.startswith("/desk/")})
    assert inside
    for link in inside:
        await person.get(link)


async def test_nobody_s_desk_is_public(clerk: At) -> None:
    nobody = clerk("")
    for path in ("/desk", "/desk/licensing/licences", "/desk/core/create-account"):
        await nobody.get(path, 303)
        assert nobody.location == "/"
    await nobody.post("/desk/licensing/file-renewal/x", {"_once": "1"})
    assert nobody.location == "/"


async def test_one_page_serves_several_roles_each_within_its_scope(
    clerk: At, licences: dict[str, str]
) -> None:
    for username, seen in {
        "branch-licensing-clerk": {"red", "green"},
        "town-leader-a": {"red"},
        "enterprise-clerk-c1": {"green"},
        "town-leader-b": set(),
    }.items():
        person = clerk(username)
        await person.get("/desk/licensing/licences")
        assert {c for c, number in licences.items() if person.says(number)} == seen, username


async def test_what_a_role_s_schema_lacks_is_left_out_of_its_page(
    clerk: At, bureau: Bureau
) -> None:
    enterprise = (await bureau.as_user("town-leader-a").ask(
        "{ enterprises { nodes { id } } }"
    ))["enterprises"]["nodes"][0]["id"]  # fmt: skip
    person = clerk("branch-licensing-clerk")
    await person.get(f"/desk/core/enterprise/{enterprise}")
    assert person.says("法定代表人")
    rule = "branch.licensing_clerk,core:Enterprise.legalRepresentative,read,all,allow"
    await edit_policy(bureau, remove=[rule])
    await person.get(f"/desk/core/enterprise/{enterprise}")
    assert not person.says("法定代表人")
    assert person.says("统一社会信用代码")


async def test_filter_and_colours_lead_to_the_list(clerk: At, licences: dict[str, str]) -> None:
    person = clerk("branch-licensing-clerk")
    home = await person.get("/desk")
    assert "/desk/licensing/licences?colour=RED" in home.links
    await person.get("/desk/licensing/licences?colour=RED")
    assert person.says(licences["red"])
    assert not person.says(licences["green"])


async def test_hidden_and_absent_pages_answer_alike(clerk: At, licences: dict[str, str]) -> None:
    person = clerk("officer-audit")
    await person.get("/desk/licensing/licences", 404)
    hidden = person.seen
    await person.get("/desk/licensing/nothing", 404)
    assert person.seen == hidden


async def test_a_record_out_of_scope_has_no_page(
    clerk: At, bureau: Bureau, licences: dict[str, str]
) -> None:
    found = await bureau.as_user("branch-licensing-clerk").ask(
        "{ licences(where: { colour: { eq: GREEN } }) { nodes { id } } }"
    )
    key = found["licences"]["nodes"][0]["id"]
    await clerk("enterprise-clerk-c1").get(f"/desk/licensing/licence/{key}")
    await clerk("enterprise-clerk-a1").get(f"/desk/licensing/licence/{key}", 404)


async def test_officer_asks_why(clerk: At) -> None:
    person = clerk("officer-security")
    await person.get("/desk/core/why?resource=licensing:Licence&action=decide&role=town.leader")
    assert person.says("禁止") or person.says("没有")
