"""Plans are bounded, and whoever invents documents pushes out nothing but inventions."""

from schema.reading.fair_shares import FairShares
from schema.reading.plans import MAX_SHAPES
from tests.schema.ground import Ground


def filled() -> FairShares[str]:
    shares: FairShares[str] = FairShares(10)
    for n in range(4):
        shares.put("town", n, f"town {n}")
        shares.get("town", n)
    return shares


def test_a_flood_does_not_reach_the_others() -> None:
    shares = filled()
    for n in range(1_000):
        shares.put("stranger", n, "made up")
        shares.get("stranger", n)  # asked for twice, even
    assert len(shares) == 10
    assert [shares.get("town", n) for n in range(4)] == [f"town {n}" for n in range(4)]


def test_a_flood_of_ones_own_kind_leaves_what_is_read_again_and_again() -> None:
    shares = filled()
    for n in range(4, 1_000):
        shares.put("town", n, "made up")
    assert [shares.get("town", n) for n in range(4)] == [f"town {n}" for n in range(4)]
    assert len(shares) == 10


def test_who_is_dropped_is_told_and_gone() -> None:
    shares: FairShares[str] = FairShares(2)
    assert shares.put("a", 1, "one") == []
    assert shares.put("b", 1, "two") == []
    ((key, value),) = shares.put("a", 2, "three")
    assert (key, value) == (1, "one")
    assert shares.get("a", 1) is None
    assert shares.get("nobody", 1) is None


async def test_shapes_of_one_document_are_bounded(ground: Ground) -> None:
    names = [f"v{n}" for n in range(7)]
    declared = ", ".join(f"${name}: Boolean!" for name in names)
    body = " ".join(f"{name}: name @include(if: ${name})" for name in names)
    text = f"query({declared}) {{ enterprises(first: 1) {{ nodes {{ id {body} }} }} }}"
    access, paths = ground.people()["branch"], []
    for n in range(MAX_SHAPES + 8):
        given = {name: bool(n >> bit & 1) for bit, name in enumerate(names)}
        fast, _ = await ground.both(access, text, given)
        paths.append(fast.read_path)
    assert paths == ["compiled"] * MAX_SHAPES + ["ordinary"] * 8
