"""The comparison must be able to fail: every seeded leak is found, and each wall holds alone."""

import pytest

from core.policy.compiler import compile_table
from core.policy.rules import Rule
from tests.access import facts, leaks, seeding
from tests.access.conftest import oracle_of
from tests.access.oracle import gid
from tests.access.people import TODAY
from tests.access.rights import is_shown, policy_rows
from tests.access.writes import Attempts

SCOPED = ("", "station-head-first", "town-leader-a", "town-quality-officer-ac", "moved-towns")
HOUSES = ("enterprise-manager-a1", "enterprise-clerk-b2", "old-town-firm")
SHARE = 48
READING = ("schema", "rows", "orders", "filters", "search", "board", "nodes")


async def differences(ground, steps, callers):
    compared = ground.compare()
    compared.share = SHARE
    for name in callers:
        compared.turn += 1
        for step in steps:
            await getattr(compared, step)(ground.caller(name))
    return compared.differences


def both(*patches):
    """Several things broken at once."""

    def apply(patch, application):
        for each in patches:
            each(patch, application)

    return apply


@pytest.mark.parametrize("leak", leaks.READS, ids=lambda leak: leak.name)
async def test_a_seeded_leak_is_found(ground, leak):
    application = ground.bureau.application
    with seeding.seeded(application, both(seeding.no_second_wall, leak.apply)):
        found = await differences(ground, leak.steps, leak.callers)
    assert found


async def test_without_a_leak_the_same_runs_find_nothing(ground):
    """Also the first wall alone: the second is down, and nobody gets a row more."""
    application = ground.bureau.application
    with seeding.seeded(application, seeding.no_second_wall):
        assert await differences(ground, READING, (*SCOPED, *HOUSES, "two-hats")) == []


async def test_the_second_wall_alone_keeps_everybody_within_the_ceiling(ground):
    """Without a single predicate, rows of other towns and houses stay out of reach."""
    application, oracle = ground.bureau.application, ground.oracle
    compared = ground.compare()
    compared.same = lambda *_: None
    with seeding.seeded(application, seeding.no_first_wall):
        for name in (*SCOPED, *HOUSES):
            caller = ground.caller(name)
            for field, type_ in compared.lists(caller).items():
                answer = await ground.ask(caller, f"{{ {field}(first: 100) {{ nodes {{ id }} }} }}")
                found = {node["id"] for node in answer["data"][field]["nodes"]}
                assert found <= ceiling(oracle, caller, type_), (name, field)
        everything = await ground.ask(ground.caller("branch-data-clerk"), SESSIONS)
    # the branch's ceiling is everything: the control that the first wall was really down
    assert everything["data"]["sessions"]["totalCount"] == len(oracle.table("Session"))


SESSIONS = "{ sessions { totalCount } }"


def ceiling(oracle, caller, type_):
    """Ids of the rows that any kind of scope gives the caller, whatever the policy grants."""
    columns = facts.SCOPES[type_]
    theirs = {
        "divisions": {d for duty in caller.duties for d in duty.divisions},
        "own": {duty.enterprise for duty in caller.duties} - {None},
        "assigned": {caller.account} - {None},
        "participant": {duty.organisation for duty in caller.duties},
    }

    def within(row):
        shown = row.get(columns.get("published"))
        if shown is not None and is_shown(shown, TODAY):
            return True
        places = ((kind, row[column]) for kind, column in columns.items() if kind in theirs)
        return any(
            theirs[kind] & set(value if isinstance(value, list) else [value])
            for kind, value in places
        )

    rows = oracle.table(type_)
    return {gid(type_, key) for key, row in rows.items() if not columns or within(row)}


async def _under(own_ground, richer, *extra):
    """Put more rules in force, and let the oracle know them."""
    application = own_ground.bureau.application
    more = [tuple(text.split(",")) for text in extra]
    known = [Rule(*row) for row in (*policy_rows(), *more)]
    domain = application.assembly.domain
    application.live.swap(compile_table(known, domain, application.live.version + 1))
    seeding.forget(application)
    own_ground.oracle = await oracle_of(own_ground.bureau, richer.secrets, [*policy_rows(), *more])


MASKED = (
    "town.leader,core:Enterprise.name,read,all,mask",
    "town.leader,licensing:Licence.validUntil,read,all,deny",
    "town.leader,licensing:Enterprise.licences,read,all,deny",
    "enterprise.manager,core:Enterprise.address,read,all,mask",
)


async def test_masked_and_denied_fields_are_gone_from_filters_and_orders(own_ground, richer):
    await _under(own_ground, richer, *MASKED)
    people = ("town-leader-a", "enterprise-manager-a1", "two-hats")
    assert await differences(own_ground, READING, people) == []
    application = own_ground.bureau.application
    with seeding.seeded(application, leaks.hidden_in_filter):
        found = " ".join(await differences(own_ground, ("schema",), people))
    assert "EnterpriseWhere" in found
    assert "EnterpriseOrder" in found


async def test_neither_a_type_nor_a_wildcard_covers_anything_personal(own_ground, richer):
    wild = "public,core:*,read,all,allow"
    await _under(own_ground, richer, wild)
    application = own_ground.bureau.application
    with seeding.seeded(application, seeding.no_second_wall):  # it would hide the rows anyway
        assert await differences(own_ground, ("schema", "rows"), ("",)) == []
    with seeding.seeded(application, leaks.personal_by_type):
        found = await differences(own_ground, ("schema",), ("",))
    assert any("phone" in line for line in found)
    with seeding.seeded(application, leaks.personal_by_wildcard):
        await _under(own_ground, richer, wild)
        assert await differences(own_ground, ("schema",), ("",))


@pytest.mark.parametrize("leak", leaks.WRITES, ids=lambda leak: leak.name)
async def test_a_leaking_write_is_found(own_ground, leak):
    application = own_ground.bureau.application
    attempts = Attempts(own_ground.oracle, own_ground.ask)
    caller = own_ground.caller("enterprise-manager-a1")
    await attempts.rows(caller, leak.steps)
    assert attempts.differences == []
    with seeding.seeded(application, both(seeding.no_second_wall, leak.apply)):
        await attempts.rows(caller, leak.steps)
    assert attempts.differences
