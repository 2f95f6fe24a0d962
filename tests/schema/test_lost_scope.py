"""Seeded leaks: the proof, the comparison, and each wall with the other one off must catch them."""

import json

import pytest
from sqlalchemy import func, or_, select, true

from core.register.models import Enterprise
from core.store.scope import LostScope, predicate
from schema.execution import Executor
from schema.reading.opened import ScopedTables
from schema.tiers.views import Views
from tests.schema.ground import FREE, Ground, in_order
from tests.schema.leaks import (
    PLACES,
    Leak,
    Split,
    dropped,
    seed,
    split,
    weakened,
    without_reach,
    without_wall,
)


def afresh(ground: Ground) -> Executor:
    """An executor without plans from before."""
    views = Views(ground.assembly.schema, ground.assembly.shape)
    return Executor(ground.store, views, None, FREE)


@pytest.fixture
def leaking(ground: Ground) -> Ground:
    """The ground with an executor of the test's own."""
    return Ground(
        ground.assembly, ground.world, ground.store, afresh(ground), ground.policy, ground.driver
    )


@pytest.mark.parametrize("leak", [dropped, weakened])
@pytest.mark.parametrize("place", PLACES)
async def test_the_proof_refuses_a_lost_scope(
    leaking: Ground, monkeypatch: pytest.MonkeyPatch, place: str, leak: Leak
) -> None:
    victim, text = PLACES[place]
    seed(monkeypatch, victim, leak)
    sent = leaking.store.reads.statements
    for who in ("town of two", "station", "enterprise", "town of none"):
        with pytest.raises(LostScope):
            await leaking.ask(leaking.people()[who], text)
    assert leaking.store.reads.statements == sent, "it reached the database"


@pytest.mark.parametrize("place", PLACES)
async def test_the_comparison_sees_what_the_proof_would_miss(
    leaking: Ground, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """With the proof and the second wall off, the oracle still disagrees."""
    victim, text = PLACES[place]
    seed(monkeypatch, victim, proven=False)
    access = split(leaking, victim)
    fast = await leaking.ask(access, text)
    slow = await leaking.ask(access, text, compiled=False)
    assert fast.read_path == "compiled"
    assert in_order(fast) != in_order(slow)


WALLED = [place for place in PLACES if not place.startswith("filter")]


@pytest.mark.parametrize("compiled", [True, False])
@pytest.mark.parametrize("place", WALLED)
async def test_the_second_wall_holds_alone(leaking: Ground, place: str, *, compiled: bool) -> None:
    """Row security gives a town its own rows even where no statement holds a predicate."""
    _, text = PLACES[place]
    town = leaking.access("town.leader", "a", "c")
    honest = await leaking.ask(town, text, compiled=compiled)
    blind = await leaking.ask(without_reach(town), text, compiled=compiled)
    everything = await leaking.ask(leaking.people()["branch"], text, compiled=compiled)
    assert in_order(blind) == in_order(honest)
    assert in_order(everything) != in_order(honest)


@pytest.mark.parametrize("compiled", [True, False])
@pytest.mark.parametrize("place", WALLED)
async def test_the_first_wall_holds_alone(leaking: Ground, place: str, *, compiled: bool) -> None:
    _, text = PLACES[place]
    town = leaking.access("town.leader", "a", "c")
    honest = await leaking.ask(town, text, compiled=compiled)
    unwalled = await leaking.ask(without_wall(town), text, compiled=compiled)
    assert in_order(unwalled) == in_order(honest)


async def test_with_both_walls_off_everything_leaks(leaking: Ground) -> None:
    """The negative control: the tests above would notice."""
    town = leaking.access("town.leader", "a", "c")
    naked = Split(town.actor, town.table, town.resources, town.today, hidden="nothing")
    _, text = PLACES["root page's total"]
    seen = json.loads((await leaking.ask(naked, text)).body)["data"]["enterprises"]["totalCount"]
    rest = await leaking.data(town, text)
    assert seen > rest["enterprises"]["totalCount"] > 0


def test_the_proof_names_tables_that_nobody_opened(ground: Ground) -> None:
    access = ground.access("town.leader", "a")
    tables = ScopedTables(ground.assembly.schema.catalogue, access)
    stranger = Enterprise.__table__.alias()
    assert tables.unscoped(select(stranger.c.id)) == ["enterprise"]
    rule = predicate(Enterprise, access.reach_of(Enterprise), stranger.c)
    assert rule is not None
    assert tables.unscoped(select(stranger.c.id).where(rule)) == ["enterprise"]


def test_the_proof_wants_the_rule_among_conditions_that_must_hold(ground: Ground) -> None:
    tables = ScopedTables(ground.assembly.schema.catalogue, ground.access("town.leader", "a"))
    record = ground.assembly.schema.origin_of("Enterprise")
    alias, rules = tables.open(record)
    assert tables.unscoped(select(alias.c.id).where(*rules)) == []
    assert tables.unscoped(select(alias.c.id).where(true(), alias.c.id > 1, *rules)) == []
    assert tables.unscoped(select(alias.c.id)) == ["enterprise"]
    assert tables.unscoped(select(func.count()).select_from(alias)) == ["enterprise"]
    assert tables.unscoped(select(alias.c.id).where(or_(*rules, alias.c.id > 1))) == ["enterprise"]
    assert tables.unscoped(select(alias.c.id).where(~rules[0])) == ["enterprise"]
    other, _ = tables.open(record)
    joined = select(alias.c.id).where(*rules, alias.c.id.in_(select(other.c.id)))
    assert tables.unscoped(joined) == ["enterprise"]
