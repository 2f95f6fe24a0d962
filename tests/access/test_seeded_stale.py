"""Seeded leaks in time and in writing: what has changed must count at once, and not move away."""

import asyncpg
import pytest

from core.identity.actors import Actors
from core.store.unit import UnitOfWork
from plugins.licensing import service
from tests.access import seeding
from tests.access.conftest import oracle_of
from tests.access.oracle import gid
from tests.access.rights import policy_rows
from tests.fixtures.policy import edit_policy

LEADER, MANAGER = "town-leader-b", "enterprise-manager-a1"
RULE = "town.leader,core:Enterprise,read,divisions,allow"


async def differences(ground, username):
    compared = ground.compare()
    for step in (compared.schema, compared.rows):
        await step(ground.caller(username))
    return compared.differences


async def end_post(ground, username):
    account = ground.caller(username).account
    posts = ground.oracle.table("Post")
    (post,) = (key for key, row in posts.items() if row["account_id"] == account)
    officer = ground.bureau.as_user("officer-security")
    done = await officer.do("endPost", id=gid("Post", post), day="2026-11-23", reason="调离")
    assert done["userErrors"] == []


async def remove_rule(ground):
    await edit_policy(ground.bureau, remove=[RULE])


def stale_actors(patch, _application):
    """Who was known once stays who he was."""
    patch.setattr(Actors, "_remembered", lambda self, digest, _now: self._known.get(digest))


def stale_policy(patch, application):
    """A new table is not taken up."""
    patch.setattr(application.live, "swap", lambda _table: False)


@pytest.mark.parametrize("leaking", [False, True])
async def test_an_ended_post_counts_at_once(own_ground, richer, leaking):
    apply = stale_actors if leaking else lambda *_: None
    with seeding.seeded(own_ground.bureau.application, apply):
        assert await differences(own_ground, LEADER) == []
        await end_post(own_ground, LEADER)
        own_ground.oracle = await oracle_of(own_ground.bureau, richer.secrets)
        assert own_ground.caller(LEADER).duties == ()
        assert bool(await differences(own_ground, LEADER)) is leaking


@pytest.mark.parametrize("leaking", [False, True])
async def test_a_removed_rule_counts_at_once(own_ground, richer, leaking):
    apply = stale_policy if leaking else lambda *_: None
    with seeding.seeded(own_ground.bureau.application, apply):
        assert await differences(own_ground, LEADER) == []
        await remove_rule(own_ground)
        left = [row for row in policy_rows() if ",".join(row) != RULE]
        own_ground.oracle = await oracle_of(own_ground.bureau, richer.secrets, left)
        assert bool(await differences(own_ground, LEADER)) is leaking


def unchecked(patch, _application):
    """The row is not looked at again after the change."""
    patch.setattr(UnitOfWork, "_check", lambda *_: None)


def moving(own_ground):
    """A service that, on the way, hands the licence to another enterprise."""
    honest, other = service.file_renewal, own_ground.bureau.world.enterprises["b1"]

    async def file_renewal(work, asked):
        licence = await honest(work, asked)
        licence.enterprise_id = other
        return licence

    return lambda patch, _application: patch.setattr(service, "file_renewal", file_renewal)


async def open_the_register(own_ground):
    """Take the register's wall down: without it a change needs no confirmed change set."""
    owner = await asyncpg.connect(own_ground.bureau.endpoints.owner)
    try:
        await owner.execute("alter table licence disable trigger user")
    finally:
        await owner.close()


@pytest.mark.parametrize(
    ("broken", "register", "moves"),
    [
        ((), False, False),
        ((seeding.no_second_wall,), False, False),
        ((unchecked,), False, False),
        ((unchecked, seeding.no_second_wall), True, False),
        ((unchecked, seeding.no_second_wall), False, True),
    ],
    ids=["both walls", "the first alone", "the second alone", "the register's alone", "none"],
)
async def test_no_write_moves_a_row_out_of_reach(own_ground, broken, register, moves):
    if not register:
        await open_the_register(own_ground)
    licences = own_ground.oracle.table("Licence")
    (key,) = (k for k, row in licences.items() if row["number"].endswith("-a1-yellow"))

    def apply(patch, application):
        for each in (*broken, moving(own_ground)):
            each(patch, application)

    with seeding.seeded(own_ground.bureau.application, apply):
        given = f'licenceId: "{gid("Licence", key)}"'
        text = f"mutation {{ fileRenewal(input: {{{given}}}) {{ userErrors {{ code }} }} }}"
        await own_ground.ask(own_ground.caller(MANAGER), text)
    (row,) = await own_ground.bureau.rows("select * from licence where id = $1", key)
    assert (row["enterprise_id"] != licences[key]["enterprise_id"]) is moves
    assert (row["renewal_applied_on"] is not None) is moves
