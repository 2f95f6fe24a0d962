"""What the tests of the core's operations share: new people with passwords, ids, and row counts."""

from schema.ids import global_id
from tests.fixtures.bureau import Caller

PASSWORD = "Fuchun-2026-bridge"
EVERY_TABLE = "select tablename from pg_tables where schemaname = 'public'"
TRACES = {"ledger_entry", "ledger_seal", "sign_in_attempt", "replay_key", "freshness"}
"""Tables that refusals may write into, too."""


def account_id(bureau, username):
    return global_id("Account", bureau.world.accounts[username])


def organisation_id(bureau, name):
    return global_id("Organisation", bureau.world.organisations[name])


def division_id(bureau, name):
    return global_id("Division", bureau.world.divisions[name])


async def open_account(bureau, username, organisation="branch"):
    """A new account: its global id and its one-time password."""
    made = await bureau.as_tier("system").run(
        "createAccount",
        "account { id } oneTimePassword",
        username=username,
        name="试用人",
        organisationId=organisation_id(bureau, organisation),
    )
    assert made["userErrors"] == []
    return made["account"]["id"], made["oneTimePassword"]


async def sign_in(bureau, username, password=PASSWORD, **given):
    """The payload of `signIn`."""
    public = bureau.as_tier("public")
    return await public.run("signIn", "token", username=username, password=password, **given)


async def newcomer(bureau, username, organisation="branch"):
    """Somebody new with a lasting password and no post: the account's id, and the client."""
    key, password = await open_account(bureau, username, organisation)
    signed = await sign_in(bureau, username, password, newPassword=PASSWORD)
    assert signed["userErrors"] == []
    return key, Caller(bureau.http, signed["token"])


async def assign(bureau, account, role, organisation, *divisions):
    """Give somebody a post from today on, as the security officer."""
    given = await bureau.as_tier("security").run(
        "assignPost",
        "post { id divisions { id } }",
        accountId=account,
        role=role,
        organisationId=organisation_id(bureau, organisation),
        validFrom="2026-11-23",
        divisionIds=[division_id(bureau, each) for each in divisions],
    )
    assert given["userErrors"] == []
    return given["post"]


def codes(payload):
    return [error["code"] for error in payload["userErrors"]]


async def refused_at_the_door(caller):
    """Whether the caller's token is no longer accepted."""
    answer = (await caller.post("{ me { username } }")).json()
    return [e["extensions"]["code"] for e in answer.get("errors", ())] == ["UNAUTHENTICATED"]


async def everything(bureau):
    """The number of rows and the newest change of every table but those that hold traces."""
    tables = sorted(row["tablename"] for row in await bureau.rows(EVERY_TABLE))
    found = {}
    for table in tables:
        if table not in TRACES:
            text = "select count(*) as n, md5(string_agg(t::text, '|' order by t::text)) as h"
            (row,) = await bureau.rows(f'{text} from "{table}" t')
            found[table] = (row["n"], row["h"])
    return found


async def ledger(bureau):
    """(operation, outcome, code, username) of every entry, in order."""
    entries = await bureau.rows("select * from ledger_entry order by id")
    return [(e["operation"], e["outcome"], e["code"], e["username"]) for e in entries]
