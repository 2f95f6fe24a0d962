"""Hidden and absent answer alike, also where an answer is a sentence or a number."""

import pytest

from tests.access import facts
from tests.access.comparison import ABSENT
from tests.access.oracle import gid

CALLERS = ("", "town-leader-a", "enterprise-manager-a1", "station-head-second", "no-post")
MOST = 6


def hidden_rows(ground, caller, type_):
    keys = ground.oracle.table(type_).keys() - ground.oracle.reach(caller, type_)
    return sorted(keys)[:MOST]


@pytest.mark.parametrize("username", CALLERS, ids=lambda name: name or "public")
async def test_explaining_a_hidden_row_is_explaining_none(own_ground, username):
    ground = own_ground  # every question leaves an entry in the ledger
    caller, asked = ground.caller(username), 0
    for type_ in ground.oracle.records:
        resource = f"{facts.PLUGINS.get(type_, 'core')}:{type_}"

        async def explained(key, type_=type_, resource=resource):
            given = f'resource: "{resource}", objectId: "{gid(type_, key)}"'
            shown = "decision why scope ask rule near losing { rule why }"
            return await ground.ask(caller, f"{{ explain(input: {{{given}}}) {{ {shown} }} }}")

        absent = await explained(ABSENT)
        for key in hidden_rows(ground, caller, type_):
            asked += 1
            assert await explained(key) == absent, (type_, key)
    assert asked > 20


async def test_ending_the_sessions_of_a_stranger_is_ending_those_of_nobody(own_ground):
    caller = own_ground.caller("town-leader-a")

    async def ended(key):
        given = f'accountId: "{gid("Account", key)}"'
        shown = "ended userErrors { code message field }"
        text = f"mutation {{ endAllSessions(input: {{{given}}}) {{ {shown} }} }}"
        return await own_ground.ask(caller, text)

    absent = await ended(ABSENT)
    for key in hidden_rows(own_ground, caller, "Account"):
        assert await ended(key) == absent
    still = await own_ground.bureau.rows("select count(*) as n from session where ended_at is null")
    assert still[0]["n"] == len(own_ground.oracle.table("Session"))


async def test_an_expected_version_is_not_looked_at_where_the_row_is_hidden(own_ground):
    """A conflict would tell that the row is there, and how often it has changed."""
    caller = own_ground.caller("enterprise-manager-a1")
    licences = own_ground.oracle.table("Licence")
    (hidden, *_) = hidden_rows(own_ground, caller, "Licence")

    async def filed(key, version):
        given = f'licenceId: "{gid("Licence", key)}", expectedVersion: {version}'
        shown = "userErrors { code message field explain }"
        text = f"mutation {{ fileRenewal(input: {{{given}}}) {{ {shown} }} }}"
        return await own_ground.ask(caller, text)

    right, wrong = licences[hidden]["version"], licences[hidden]["version"] + 1
    assert await filed(hidden, right) == await filed(hidden, wrong) == await filed(ABSENT, 1)
