"""See as: a preview shows what a post of that role, on that place, sees; and changes nothing."""

import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.policy.access import Access
from core.see_as import _entered
from core.store.wall import Wall
from schema.execution import Ask
from schema.shared.see_as import Standing
from tests.access import facts, seeding
from tests.access.comparison import Comparison
from tests.access.conftest import opened
from tests.access.oracle import gid
from tests.access.rights import Caller, policy_rows
from tests.fixtures.small_world import token_of

OFFICER = "officer-security"
STEPS = ("schema", "rows", "orders", "filters", "search", "board")
PLACES = {
    "town": ("town-a", "town-b", "town-c"),
    "station": ("first", "second"),
    "enterprise": ("a1", "b2", "c1", "d1"),
    "branch": ("branch",),
    "superior": ("superior",),
    "public": (None,),
}
ROLES = sorted({row[0] for row in policy_rows() if not row[0].startswith("officer")})


@pytest.fixture(scope="module")
async def ground(databases, richer):
    """Of this module's own: every look leaves an entry in the ledger."""
    async for each in opened(databases, richer):
        yield each


def masked_rules():
    """The policy with every clear personal field masked: all that a preview may differ in."""
    found = []
    for row in policy_rows():
        clear = row[1].partition(":")[2] in facts.PERSONAL and row[4] == "allow"
        found.append((*row[:4], "mask") if clear and row[2] == "read" else row)
    return found


@st.composite
def standings(draw):
    """A role, where a post of it would be, and towns where such posts have any."""
    role = draw(st.sampled_from(ROLES))
    tier = role.partition(".")[0]
    place = draw(st.sampled_from(PLACES[tier]))
    towns = draw(st.sets(st.sampled_from("abcd"))) if tier in ("town", "station") else set()
    return role, place, tuple(sorted(towns))


def standing_of(world, role, place, towns):
    body = place and gid("Organisation", world.organisations[place])
    return Standing(role, body, tuple(gid("Division", world.divisions[town]) for town in towns))


def expected_caller(oracle, world, role, place, towns):
    """Who holds exactly this, without being anybody: the same post in the tables' words."""
    post = {
        "id": 0,
        "role": role,
        "organisation_id": world.organisations[place] if place else 0,
        "enterprise_id": world.enterprises.get(place) if role.startswith("enterprise") else None,
    }
    held = oracle._duty(post)
    attached = frozenset(world.divisions[town] for town in towns)
    merged = {world.divisions["d"]} if "c" in towns else set()
    return Caller(
        f"as {role} {place} {towns}", None, None, (replace(held, divisions=attached | merged),)
    )


async def compared(ground, standing, caller, steps, share=12, officer=OFFICER):
    application = ground.bureau.application
    oracle = replace(ground.oracle, rules=masked_rules(), _memo={})
    access = await application.access(token_of(officer))

    async def ask(_caller, text):
        seen = await _entered(application, Ask(access=access, text=text), standing.header())
        answer = await application.answer(Ask(access=seen, text=text))
        return json.loads(answer.body)

    comparison = Comparison(oracle, ask, share=share)
    for step in steps:
        await getattr(comparison, step)(caller)
    await comparison.nodes(caller, ("Enterprise", "Session", "Message"))
    return comparison


async def check(ground, wanted, share=12):
    world = ground.bureau.world
    caller = expected_caller(ground.oracle, world, *wanted)
    comparison = await compared(ground, standing_of(world, *wanted), caller, STEPS, share)
    assert comparison.differences == []
    return comparison.values


EDGES = [
    ("town.quality_officer", "town-a", ("a", "c")),
    ("town.leader", "town-a", ()),
    ("station.head", "first", ("a", "b")),
    ("enterprise.manager", "a1", ()),
    ("branch.licensing_chief", "branch", ()),
    ("superior.supervisor", "superior", ()),
    ("public", None, ()),
]


@pytest.mark.parametrize("wanted", EDGES, ids=lambda wanted: wanted[0])
async def test_a_preview_is_what_a_post_sees(ground, wanted):
    assert await check(ground, wanted) > 100


@pytest.mark.soak
async def test_every_preview_is_what_a_post_sees(ground):
    """Any role, place and towns."""
    tried = set()

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(standings())
    def collect(wanted):
        tried.add(wanted)

    collect()
    for wanted in sorted(tried, key=str):
        await check(ground, wanted, share=4)


async def test_it_equals_the_answers_of_an_account_that_holds_exactly_this(ground):
    """The same documents as the account itself, but for personal data and what is its own."""
    application, world = ground.bureau.application, ground.bureau.world
    texts = (
        "{ enterprises(first: 50) { totalCount nodes { id name address licenceCount } } }",
        "{ licences(first: 80, orderBy: VALID_UNTIL_DESC) { nodes { number state colour } } }",
        "{ matters(first: 50) { nodes { id title step availableActions { name allowed } } } }",
        "{ hazards(first: 50) { totalCount nodes { id matter { id } } } }",
    )
    access = await application.access(token_of(OFFICER))
    for username, wanted in (
        ("town-quality-officer-ac", ("town.quality_officer", "town-a", ("a", "c"))),
        ("station-head-first", ("station.head", "first", ("a", "b"))),
        ("enterprise-manager-a1", ("enterprise.manager", "a1", ())),
    ):
        standing = standing_of(world, *wanted)
        for text in texts:
            seen = await _entered(application, Ask(access=access, text=text), standing.header())
            preview = json.loads((await application.answer(Ask(access=seen, text=text))).body)
            assert preview == await ground.ask(ground.caller(username), text)


def keeps_own_reach(patch, _application):
    """The preview is drawn with the role's schema, but reads with the officer's own reach."""
    honest = Access.reach_of

    def reach_of(self, model, action="read"):
        if self.preview is None:
            return honest(self, model, action)
        return honest(replace(self, actor=self.preview.officer, preview=None), model, action)

    patch.setattr(Access, "reach_of", reach_of)
    patch.setattr(Access, "wall", lambda self: Wall("all", today=self.today.isoformat()))


def shows_clear(patch, _application):
    """Personal data is as clear as for the role."""
    patch.setattr("core.workbench.preview.personal", lambda _domain: frozenset())


@pytest.mark.parametrize("defect", [keeps_own_reach, shows_clear])
async def test_a_seeded_defect_is_found(ground, defect):
    wanted = ("station.head", "first", ("a", "b"))
    world = ground.bureau.world
    caller = expected_caller(ground.oracle, world, *wanted)
    with seeding.seeded(ground.bureau.application, defect):
        found = await compared(ground, standing_of(world, *wanted), caller, ("schema", "rows"))
    assert found.differences
