"""The three officers over GraphQL: each has a part of the work, and none the whole."""

import pytest

from schema.ids import global_id
from tests.schema.shared.people import (
    account_id,
    assign,
    codes,
    division_id,
    everything,
    ledger,
    newcomer,
    open_account,
    organisation_id,
    refused_at_the_door,
    sign_in,
)

OF_THE_SYSTEM_OFFICER = {"createAccount", "disableAccount", "resetPassword"}
OF_THE_SECURITY_OFFICER = {
    "assignPost",
    "endPost",
    "attachDivision",
    "detachDivision",
    "handOverAccount",
    "removeTotp",
    "proposePolicy",
    "addPolicyRule",
    "removePolicyRule",
    "rollBackPolicy",
    "rebasePolicy",
    "rejectPolicy",
    "withdrawPolicy",
    "signPolicy",
    "importPolicy",
    "adoptPolicyDefaults",
    "dismissPolicyProposal",
    "addRegressionCase",
    "retireRegressionCase",
}
OF_THE_AUDIT_OFFICER = {"verifyLedger"}
PARTS = {
    "system": OF_THE_SYSTEM_OFFICER,
    "security": OF_THE_SECURITY_OFFICER,
    "audit": OF_THE_AUDIT_OFFICER,
}
EVERY_PART = OF_THE_SYSTEM_OFFICER | OF_THE_SECURITY_OFFICER | OF_THE_AUDIT_OFFICER


@pytest.mark.parametrize("tier", ["branch", "station", "town", "enterprise", "superior", *PARTS])
async def test_each_officer_has_its_own_part_and_nobody_else_any(reading_bureau, tier):
    found = await reading_bureau.as_tier(tier).ask(
        "{ __schema { mutationType { fields { name } } } }"
    )
    names = {field["name"] for field in found["__schema"]["mutationType"]["fields"]}
    assert names & EVERY_PART == PARTS.get(tier, set())


@pytest.mark.parametrize("tier", ["town", "security", "audit", "public"])
async def test_whoever_calls_the_work_of_another_changes_nothing(bureau, tier):
    before = await everything(bureau)
    errors = await bureau.as_tier(tier).errors(
        "mutation($input: DisableAccountInput!)"
        "{ disableAccount(input: $input) { userErrors { code } } }",
        input={"id": account_id(bureau, "town-leader-b")},
    )
    assert {error["extensions"]["code"] for error in errors} == {"INVALID_DOCUMENT"}
    assert await everything(bureau) == before


async def test_no_account_gets_two_officers_posts_nor_one_beside_a_business_post(bureau):
    account, _ = await newcomer(bureau, "xiaowang")
    await assign(bureau, account, "officer.audit", "branch")
    before = await everything(bureau)
    for role in ("officer.system", "branch.data_clerk"):
        given = {
            "accountId": account,
            "role": role,
            "organisationId": organisation_id(bureau, "branch"),
            "validFrom": "2026-11-23",
        }
        assert codes(await bureau.as_tier("security").do("assignPost", **given)) == [
            "INCOMPATIBLE_POSTS"
        ]
    assert await everything(bureau) == before


async def test_rights_come_and_go_with_the_post_on_the_next_request(bureau):
    account, person = await newcomer(bureau, "xiaowang", "town")
    assert (await person.ask("{ me { roles { name } } }"))["me"]["roles"] == []
    post = await assign(bureau, account, "town.quality_officer", "town", "a", "c")
    seen = await person.ask("{ enterprises { nodes { town { name } } } posts { nodes { role } } }")
    assert {e["town"]["name"] for e in seen["enterprises"]["nodes"]} == {"新街", "临浦小镇"}
    assert seen["posts"]["nodes"] == [{"role": "town.quality_officer"}]
    ended = await bureau.as_tier("security").run(
        "endPost", "post { endedReason }", id=post["id"], day="2026-11-23", reason="调离"
    )
    assert ended == {"userErrors": [], "post": {"endedReason": "调离"}}
    assert "enterprises" not in await _queries(person)


async def test_divisions_are_attached_and_detached(bureau):
    account, person = await newcomer(bureau, "xiaowang", "town")
    post = await assign(bureau, account, "town.quality_officer", "town", "a")
    security = bureau.as_tier("security")
    attached = await security.run(
        "attachDivision",
        "postDivision { division { name } }",
        postId=post["id"],
        divisionId=division_id(bureau, "c"),
        validFrom="2026-11-23",
    )
    assert attached["postDivision"] == {"division": {"name": "临浦小镇"}}
    assert await _towns(person) == {"新街", "临浦小镇"}
    (first,) = post["divisions"]
    assert codes(await security.do("detachDivision", id=first["id"], day="2026-11-23")) == []
    assert await _towns(person) == {"临浦小镇"}


async def test_a_town_account_is_handed_over_whole(bureau):
    successor, person = await newcomer(bureau, "xiaowang", "town-a")
    former = bureau.as_user("town-quality-officer-ac")
    handed = await bureau.as_tier("security").run(
        "handOverAccount",
        "posts { role divisions { division { name } } account { username } }",
        fromAccountId=account_id(bureau, "town-quality-officer-ac"),
        toAccountId=successor,
        day="2026-11-23",
        reason="轮岗",
    )
    assert handed["userErrors"] == []
    (post,) = handed["posts"]
    assert (post["role"], post["account"]) == ("town.quality_officer", {"username": "xiaowang"})
    assert {d["division"]["name"] for d in post["divisions"]} == {"新街", "临浦小镇"}
    assert await _towns(person) == {"新街", "临浦小镇"}
    assert "enterprises" not in await _queries(former)


async def test_a_reset_password_serves_once_and_ends_the_sessions(bureau):
    account, person = await newcomer(bureau, "xiaowang")
    reset = await bureau.as_tier("system").run(
        "resetPassword", "account { mustChangePassword } oneTimePassword", id=account
    )
    assert reset["account"] == {"mustChangePassword": True}
    assert await refused_at_the_door(person)
    assert codes(await sign_in(bureau, "xiaowang")) == ["SIGN_IN_FAILED"]
    due = await sign_in(bureau, "xiaowang", reset["oneTimePassword"])
    assert codes(due) == ["PASSWORD_CHANGE_REQUIRED"]


async def test_the_security_officer_removes_a_lost_second_factor(bureau):
    account, person = await newcomer(bureau, "xiaowang")
    removed = await bureau.as_tier("security").run("removeTotp", "account { id }", id=account)
    assert removed == {"userErrors": [], "account": {"id": account}}
    assert await refused_at_the_door(person)


async def test_a_replay_opens_one_account_and_does_not_show_the_password_again(bureau):
    wanted = {
        "username": "xiaowang",
        "name": "小王",
        "organisationId": organisation_id(bureau, "branch"),
        "clientMutationId": "once",
    }
    system = bureau.as_tier("system")
    first = await system.run("createAccount", "account { id } oneTimePassword", **wanted)
    again = await system.run("createAccount", "account { id } oneTimePassword", **wanted)
    assert first["oneTimePassword"]
    assert again == {**first, "oneTimePassword": None}
    assert codes(await system.do("createAccount", **{**wanted, "name": "小李"})) == ["KEY_REUSED"]
    assert codes(await system.do("createAccount", **{**wanted, "clientMutationId": None})) == [
        "USERNAME_TAKEN"
    ]


async def test_a_stale_version_is_a_conflict(bureau):
    account, _ = await open_account(bureau, "xiaowang")
    stale = await bureau.as_tier("system").do("disableAccount", id=account, expectedVersion=9)
    assert codes(stale) == ["STALE_VERSION"]
    assert stale["userErrors"][0]["explain"]["expectedVersion"] == 9


@pytest.mark.parametrize("wrong", [global_id("Post", 1), "", "𠮷", "QWNjb3VudDrlsI8=", "Account:1"])
async def test_what_is_no_id_of_an_account_is_refused(bureau, wrong):
    assert codes(await bureau.as_tier("system").do("resetPassword", id=wrong)) == ["BAD_ID"]


async def test_every_mutation_and_every_refusal_leaves_one_entry(bureau):
    system, security = bureau.as_tier("system"), bureau.as_tier("security")
    account, _ = await open_account(bureau, "xiaowang")
    await assign(bureau, account, "branch.data_clerk", "branch")
    before = await everything(bureau)
    own = account_id(bureau, "officer-system")
    assert codes(await system.do("disableAccount", id=own)) == ["OWN_ACCOUNT"]
    absent = global_id("Account", 99_999)
    assert codes(await security.do("removeTotp", id=absent)) == ["NOT_FOUND"]
    assert await everything(bureau) == before
    assert await ledger(bureau) == [
        ("createAccount", "ACCEPTED", "", "officer-system"),
        ("assignPost", "ACCEPTED", "", "officer-security"),
        ("disableAccount", "REFUSED", "OWN_ACCOUNT", "officer-system"),
        ("removeTotp", "REFUSED", "NOT_FOUND", "officer-security"),
    ]


async def _queries(caller):
    found = await caller.ask("{ __schema { queryType { fields { name } } } }")
    return {field["name"] for field in found["__schema"]["queryType"]["fields"]}


async def _towns(caller):
    seen = await caller.ask("{ enterprises { nodes { town { name } } } }")
    return {each["town"]["name"] for each in seen["enterprises"]["nodes"]}
