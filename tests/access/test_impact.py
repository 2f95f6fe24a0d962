"""What a change of the policy is said to do to rows and schemas is what the oracle says.

Rows against the oracle's sets under both policies; schemas against their printed texts.
"""

from dataclasses import replace

import pytest
from graphql import build_schema, is_abstract_type, is_scalar_type

from core.errors import Denied
from core.store.scope import about
from schema.impact import rows, schemas
from schema.tiers.views import Views
from tests.access import facts
from tests.access.changes import CHANGES, E, S, T, accesses, changed, tables
from tests.access.conftest import oracle_of
from tests.access.rights import Caller, Duty, policy_rows


def seats_of(oracle):
    """(account, duty, towns) of every seat of today, and the public, from the bare tables."""
    yield None, Duty("public"), {None}
    for account in oracle.tables["account"].values():
        if account["disabled_at"] is not None:
            continue
        held = [p for p in oracle.tables["post"].values() if oracle._in_force(p)]
        mine = [(p, p["role"]) for p in held if p["account_id"] == account["id"]]
        for lent in oracle.tables["temporary_duty"].values():
            given = lent["account_id"] == account["id"] and lent["confirmed_at"] is not None
            post = oracle.tables["post"][lent["post_id"]]
            if given and oracle._in_force(lent) and oracle._in_force(post):
                mine.append((post, lent["role"]))
        for post, role in mine:
            towns = {
                a["division_id"]
                for a in oracle.tables["post_division"].values()
                if a["post_id"] == post["id"] and oracle._in_force(a)
            }
            if not towns and post["enterprise_id"]:
                towns = {oracle.tables["enterprise_card"][post["enterprise_id"]]["town_id"]}
            yield account["id"], replace(oracle._duty(post), role=role), towns or {None}


def expected(oracles):
    """{(resource, role, town): (people, before, gained, lost)} by plain sets."""
    found = {}
    for type_ in oracles[0].records:
        resource = f"{facts.PLUGINS.get(type_, 'core')}:{type_}"
        for account, duty, towns in seats_of(oracles[0]):
            caller = Caller("x", None, account, (duty,))
            seen = [oracle.reach(caller, type_) for oracle in oracles]
            for town in towns:
                group = found.setdefault((resource, duty.role, town), [0, set(), set()])
                group[0] += 1
                group[1] |= seen[0]
                group[2] |= seen[1]
    return {
        key: (people, len(before), len(after - before), len(before - after))
        for key, (people, before, after) in found.items()
        if before != after
    }


async def counted(ground, both):
    application = ground.bureau.application
    today = ground.oracle.today
    async with application.store.system() as session:
        held = await rows.holdings(session, today)
        found = await rows.row_changes(session, both, application.assembly.resources, held, today)
    return {(c.resource, c.role, c.town): (c.people, c.before, c.gained, c.lost) for c in found}


async def oracles(ground, change):
    after = changed(policy_rows(), change)
    then = await oracle_of(ground.bureau, type("No", (), {"clear": {}}), rules=after)
    return ground.oracle, then


@pytest.mark.parametrize("name", CHANGES)
async def test_rows_gained_and_lost_are_those_of_the_oracle(ground, name):
    change = CHANGES[name]
    wanted = expected(await oracles(ground, change))
    assert await counted(ground, tables(ground, change)) == wanted
    assert bool(wanted) is (name != "nothing")


async def test_a_scope_that_is_not_counted_is_caught(ground, monkeypatch):
    """A seeded defect: matters that an organisation takes part in are forgotten."""
    real = rows.sees
    monkeypatch.setattr(
        rows,
        "sees",
        lambda reach, held: real(
            replace(reach, ids=tuple(p for p in reach.ids if p[0] != "participant")), held
        ),
    )
    change = CHANGES["a station sees only what it takes part in"]
    wanted = expected(await oracles(ground, change))
    assert await counted(ground, tables(ground, change)) != wanted


async def test_one_statement_counts_a_resource_for_all_its_groups(ground, monkeypatch):
    asked = []
    real = rows.signatures

    async def noted(session, model, *rest):
        asked.append(model.__name__)
        return await real(session, model, *rest)

    monkeypatch.setattr(rows, "signatures", noted)
    await counted(ground, tables(ground, CHANGES["a denial wins over a grant"]))
    telling = {m.__name__ for m in ground.bureau.application.assembly.resources if about(m)}
    assert [name for name in asked if name not in telling] == ["Licence"]
    # rows that tell of records: once for each kind of record that they tell of
    assert len(asked) <= 1 + len(telling) * len({"licence", "equipment", "matter", "declaration"})


def coordinates(text):
    """Every coordinate of a printed schema but its scalars, read back from its text."""
    found, schema = set(), build_schema(text)
    for name, type_ in schema.type_map.items():
        if name.startswith("__") or is_scalar_type(type_):
            continue
        found.add(name)
        for field, spec in getattr(type_, "fields", {}).items():
            found.add(f"{name}.{field}")
            found |= {f"{name}.{field}({arg}:)" for arg in getattr(spec, "args", {})}
        found |= {f"{name}.{value}" for value in getattr(type_, "values", {})}
        if is_abstract_type(type_):
            found |= {f"{name}.{member.name}" for member in schema.get_possible_types(type_)}
    return found


SETS = [(T,), (E,), (S,), ("town.safety_officer",), ("branch.licensing_clerk",), (S, "town.leader")]
SHAPING = [
    "a town loses its enterprises",
    "everything of one role goes",
    "reference rows are lost whole",
    "a denial wins over a grant",
]


@pytest.mark.parametrize("name", SHAPING)
async def test_the_difference_of_schemas_is_that_of_their_texts(ground, name):
    assembly, both = ground.bureau.application.assembly, tables(ground, CHANGES[name])
    found = schemas.pairs(assembly.shape, both, SETS)
    for roles in SETS:
        views = Views(assembly.schema, assembly.shape)
        texts = []
        for access in accesses(ground, both, roles):
            try:
                texts.append(coordinates(views.of(access).as_str()))
            except Denied:
                texts.append(set())
        said = schemas.difference(assembly.shape, found[roles]) if roles in found else None
        sides = (said.gained, said.lost) if said else ((), ())
        gained, lost = ({c for kind, c in side if kind != "mask"} for side in sides)
        assert gained == texts[1] - texts[0], roles
        assert lost == texts[0] - texts[1], roles


async def test_a_mask_is_told_apart_from_a_field(ground):
    change = ([], [f"{T},core:Enterprise.address,read,all,mask"])
    assembly, both = ground.bureau.application.assembly, tables(ground, change)
    (pair,) = schemas.pairs(assembly.shape, both, [(T,), (E,)]).values()
    said = schemas.difference(assembly.shape, pair)
    assert ("mask", "Enterprise.address") in said.gained
    assert ("field", "Enterprise.address") not in (*said.gained, *said.lost)
