"""Signing in and out over GraphQL, and what one does to the own account."""

import pyotp
import pytest

from tests.fixtures.bureau import Caller
from tests.schema.shared.people import (
    PASSWORD,
    assign,
    codes,
    everything,
    ledger,
    newcomer,
    open_account,
    refused_at_the_door,
    sign_in,
)

ME = "{ me { username } }"


async def test_a_wrong_name_and_a_wrong_password_answer_alike(bureau):
    await newcomer(bureau, "xiaowang")
    wrong_password = await sign_in(bureau, "xiaowang", "Not-the-one-2026")
    wrong_name = await sign_in(bureau, "nobody", "Not-the-one-2026")
    assert wrong_password == wrong_name
    assert codes(wrong_name) == ["SIGN_IN_FAILED"]
    assert wrong_name["token"] is None


async def test_the_first_sign_in_needs_a_new_password(bureau):
    _, one_time = await open_account(bureau, "xiaowang")
    assert codes(await sign_in(bureau, "xiaowang", one_time)) == ["PASSWORD_CHANGE_REQUIRED"]
    weak = await sign_in(bureau, "xiaowang", one_time, newPassword="short")
    assert codes(weak) == ["WEAK_PASSWORD"]
    signed = await sign_in(bureau, "xiaowang", one_time, newPassword=PASSWORD)
    assert signed["userErrors"] == []
    assert codes(await sign_in(bureau, "xiaowang", one_time)) == ["SIGN_IN_FAILED"]
    assert (await sign_in(bureau, "XiaoWang", PASSWORD))["token"]


async def test_the_bearer_token_works_until_signing_out(bureau):
    account, person = await newcomer(bureau, "xiaowang")
    assert await person.ask(ME) == {"me": {"username": "xiaowang"}}
    await assign(bureau, account, "branch.data_clerk", "branch")
    assert codes(await person.do("signOut")) == []
    assert await refused_at_the_door(person)


async def test_an_account_locks_after_five_wrong_guesses_and_opens_by_itself(bureau):
    await newcomer(bureau, "xiaowang")
    for _ in range(5):
        assert codes(await sign_in(bureau, "xiaowang", "Not-the-one-2026")) == ["SIGN_IN_FAILED"]
    assert codes(await sign_in(bureau, "xiaowang")) == ["ACCOUNT_LOCKED"]
    bureau.clock.advance(minutes=16)
    assert (await sign_in(bureau, "xiaowang"))["userErrors"] == []


async def test_signing_out_ends_this_session_alone(bureau):
    bureau_user = bureau.as_tier("town")
    other = bureau.as_tier("station")
    signed_out = await bureau_user.run("signOut", "session { endedAt }")
    assert signed_out["userErrors"] == []
    assert signed_out["session"]["endedAt"]
    assert await refused_at_the_door(bureau_user)
    assert not await refused_at_the_door(other)


async def test_a_disabled_account_is_refused_on_its_next_request(bureau):
    account, person = await newcomer(bureau, "xiaowang")
    assert not await refused_at_the_door(person)
    assert codes(await bureau.as_tier("system").do("disableAccount", id=account)) == []
    assert await refused_at_the_door(person)
    assert codes(await sign_in(bureau, "xiaowang")) == ["SIGN_IN_FAILED"]


async def test_changing_the_password_ends_the_other_sessions(bureau):
    account, other = await newcomer(bureau, "xiaowang")
    await assign(bureau, account, "branch.data_clerk", "branch")
    here = Caller(bureau.http, (await sign_in(bureau, "xiaowang"))["token"])
    wrong = await here.do("changeOwnPassword", password="Wrong-2026-bridge", newPassword=PASSWORD)
    assert codes(wrong) == ["WRONG_PASSWORD"]
    new = "Xianghu-2026-lake"
    assert codes(await here.do("changeOwnPassword", password=PASSWORD, newPassword=new)) == []
    assert not await refused_at_the_door(here)
    assert await refused_at_the_door(other)
    assert (await sign_in(bureau, "xiaowang", new))["token"]


@pytest.mark.parametrize("tier", ["superior", "system", "security", "audit", "town", "enterprise"])
async def test_everybody_finds_the_operations_on_the_own_account(reading_bureau, tier):
    names = await _mutations(reading_bureau.as_tier(tier))
    assert {"signOut", "changeOwnPassword", "enrolTotp", "confirmTotp", "endSession"} <= names


async def test_the_public_can_sign_in_and_ask_and_nothing_else(reading_bureau):
    assert await _mutations(reading_bureau.as_tier("public")) == {"askAboutStep", "signIn"}


async def test_a_second_factor_is_asked_for_once_it_is_confirmed(bureau):
    account, person = await newcomer(bureau, "xiaowang")
    await assign(bureau, account, "branch.data_clerk", "branch")
    enrolled = await person.run("enrolTotp", "uri seed account { username }")
    assert enrolled["account"] == {"username": "xiaowang"}
    assert enrolled["seed"] in enrolled["uri"]
    assert (await sign_in(bureau, "xiaowang"))["token"]
    app = pyotp.TOTP(enrolled["seed"])
    assert codes(await person.do("confirmTotp", code="000000")) == ["WRONG_CODE"]
    assert codes(await person.do("confirmTotp", code=app.at(bureau.clock.now()))) == []
    assert codes(await sign_in(bureau, "xiaowang")) == ["TOTP_REQUIRED"]
    bureau.clock.advance(seconds=60)
    code = app.at(bureau.clock.now())
    assert (await sign_in(bureau, "xiaowang", totp=code))["token"]
    assert codes(await sign_in(bureau, "xiaowang", totp=code)) == ["SIGN_IN_FAILED"]
    assert codes(await person.do("enrolTotp")) == ["TOTP_IN_FORCE"]


async def test_one_sees_and_ends_the_own_sessions_only(bureau):
    town, station = bureau.as_tier("town"), bureau.as_tier("station")
    mine = await town.ask("{ sessions { totalCount nodes { id account { username } } } }")
    assert [s["account"]["username"] for s in mine["sessions"]["nodes"]] == [
        "town-quality-officer-a"
    ]
    theirs = (await station.ask("{ sessions { nodes { id } } }"))["sessions"]["nodes"][0]["id"]
    assert codes(await town.do("endSession", id=theirs)) == ["NOT_FOUND"]
    assert codes(await town.do("endSession", id="U2Vzc2lvbjo5OTk5OQ==")) == ["NOT_FOUND"]
    assert not await refused_at_the_door(station)
    ended = await town.run("endAllSessions", "ended")
    assert (ended["userErrors"], ended["ended"]) == ([], 1)
    assert await refused_at_the_door(town)


async def test_the_security_officer_ends_the_sessions_of_anybody(bureau):
    account, person = await newcomer(bureau, "xiaowang")
    ended = await bureau.as_tier("security").run("endAllSessions", "ended", accountId=account)
    assert (ended["userErrors"], ended["ended"]) == ([], 1)
    assert await refused_at_the_door(person)


async def test_an_api_token_is_shown_once_does_less_and_can_be_revoked(bureau):
    town = bureau.as_tier("town")
    wanted = {
        "name": "统计程序",
        "actions": ["read"],
        "expiresAt": "2027-01-01T00:00:00+08:00",
        "clientMutationId": "once",
    }
    made = await town.run("createApiToken", "token apiToken { id prefix actions }", **wanted)
    again = await town.run("createApiToken", "token apiToken { id prefix actions }", **wanted)
    assert made["token"].startswith(made["apiToken"]["prefix"])
    assert again == {**made, "token": None}
    program = Caller(bureau.http, made["token"])
    assert await program.ask(ME) == {"me": {"username": "town-quality-officer-a"}}
    assert await _mutations(program) == {"signIn"}
    assert codes(await town.do("revokeApiToken", id=made["apiToken"]["id"])) == []
    assert await refused_at_the_door(program)


async def test_a_program_cannot_take_the_account_over(bureau):
    made = await bureau.as_tier("town").run(
        "createApiToken",
        "token",
        name="统计程序",
        actions=["read", "submit", "create", "withdraw"],
        expiresAt="2027-01-01T00:00:00Z",
    )
    program, before = Caller(bureau.http, made["token"]), await everything(bureau)
    new = {"password": PASSWORD, "newPassword": "Xianghu-2026-lake"}
    assert codes(await program.do("changeOwnPassword", **new)) == ["DENIED"]
    assert codes(await program.do("enrolTotp")) == ["DENIED"]
    more = {"name": "又一个", "actions": ["read"], "expiresAt": "2027-01-01T00:00:00Z"}
    assert codes(await program.do("createApiToken", **more)) == ["DENIED"]
    assert codes(await program.do("signOut")) == ["UNAUTHENTICATED"]
    assert await everything(bureau) == before
    assert [entry[:3] for entry in await ledger(bureau)] == [
        ("createApiToken", "ACCEPTED", ""),
        ("changeOwnPassword", "REFUSED", "DENIED"),
        ("enrolTotp", "REFUSED", "DENIED"),
        ("createApiToken", "REFUSED", "DENIED"),
        ("signOut", "REFUSED", "UNAUTHENTICATED"),
    ]


async def test_a_time_without_a_zone_is_refused(bureau):
    given = {"name": "x", "actions": ["read"], "expiresAt": "2027-01-01T00:00:00"}
    refused = await bureau.as_tier("town").do("createApiToken", **given)
    assert codes(refused) == ["INVALID_INPUT"]
    assert refused["userErrors"][0]["field"] == "expiresAt"


async def test_no_secret_enters_the_ledger_and_no_hash_the_schema(bureau):
    account, one_time = await open_account(bureau, "xiaowang")
    signed = await sign_in(bureau, "xiaowang", one_time, newPassword=PASSWORD)
    await assign(bureau, account, "branch.data_clerk", "branch")
    person = Caller(bureau.http, signed["token"])
    enrolled = await person.run("enrolTotp", "seed")
    made = await person.run(
        "createApiToken", "token", name="x", actions=["read"], expiresAt="2027-01-01T00:00:00Z"
    )
    hashes = [r["token_hash"] for r in await bureau.rows("select token_hash from api_token")]
    (row,) = await bureau.rows("select string_agg(e::text, '|') as text from ledger_entry e")
    assert "createApiToken" in row["text"]
    for secret in (one_time, PASSWORD, signed["token"], enrolled["seed"], made["token"], *hashes):
        assert secret not in row["text"]
    names = {
        name
        for record in ("Account", "Session", "ApiToken")
        for name in bureau.application.assembly.shape.types[record].fields
    }
    assert "prefix" in names
    assert not [name for name in names if "hash" in name.lower() or "secret" in name.lower()]


async def test_coming_and_failing_to_come_are_in_the_ledger(bureau):
    await newcomer(bureau, "xiaowang")
    await sign_in(bureau, "xiaowang", "Not-the-one-2026")
    assert (await ledger(bureau))[1:] == [
        ("signIn", "ACCEPTED", "", "xiaowang"),
        ("signIn", "REFUSED", "SIGN_IN_FAILED", ""),
    ]


async def _mutations(caller):
    found = await caller.ask("{ __schema { mutationType { fields { name } } } }")
    return {field["name"] for field in found["__schema"]["mutationType"]["fields"]}
