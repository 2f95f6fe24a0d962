"""Draws without a database: exact, the same for everybody, and fair to the ticket."""

import hashlib
import itertools
import subprocess

import pytest

from core.draws.drawing import (
    Ball,
    balls_of,
    drawn,
    fresh_seed,
    pool_hash,
    pool_text,
    result_hash,
    tickets,
    winners,
)
from core.errors import InvalidInput
from tests.architecture.source import ROOT

POOL = [Ball(f"9133010{n:03}", 1 + n % 3) for n in range(60)]
RECIPE = r"""
printf '%s' "$POOL" | sha256sum | cut -d' ' -f1
printf '%s' "$POOL" | while read -r key weight; do
  i=0
  while [ "$i" -lt "$weight" ]; do
    printf '%s %s\n' "$(printf '%s' "$SEED:$key:$i" | sha256sum | cut -d' ' -f1)" "$key"
    i=$((i + 1))
  done
done | LC_ALL=C sort | awk '!seen[$2]++ { print $2 }' | head -n "$COUNT"
"""
"""The recipe of docs/plugins.md: none of our code is in it."""


def by_hand(seed, balls, count):
    """The rule as a sentence says it, written once more."""
    hat = sorted(
        (hashlib.sha256(f"{seed}:{ball.key}:{i}".encode()).digest(), ball.key)
        for ball in balls
        for i in range(ball.weight)
    )
    return list(dict.fromkeys(key for _, key in hat))[:count]


@pytest.mark.parametrize("seed", ["0", "2026-11-25 开奖 07 11 19", "a:b"])
@pytest.mark.parametrize("count", [1, 3, 60])
def test_a_draw_is_the_smallest_tickets(seed, count):
    assert drawn(seed, POOL, count) == by_hand(seed, POOL, count)


def test_the_recipe_finds_the_same_with_sha256sum_alone():
    surroundings = {
        "POOL": pool_text(POOL[:12]),
        "SEED": "种子 5",
        "COUNT": "4",
        "PATH": "/usr/bin:/bin",
    }
    ran = subprocess.run(
        ["/bin/sh", "-c", RECIPE], env=surroundings, capture_output=True, text=True, check=True
    )
    digest, *keys = ran.stdout.split()
    assert (digest, keys) == (pool_hash(POOL[:12]), drawn("种子 5", POOL[:12], 4))


def test_the_recipe_is_the_documented_one():
    page = (ROOT / "docs" / "plugins.md").read_text("utf-8")
    for line in filter(None, RECIPE.splitlines()):
        assert line.strip() in page


def test_weights_are_counted_in_tickets_exactly():
    """Each ball has exactly as many tickets as it weighs, and the best of them decides."""
    for ball in POOL:
        assert len(set(tickets("s", ball))) == ball.weight
    best = {each.key: each.ticket for each in winners("s", POOL, len(POOL))}
    assert best == {ball.key: min(tickets("s", ball)) for ball in POOL}
    assert list(best.values()) == sorted(best.values())


def test_a_ball_of_weight_three_wins_three_times_as_often():
    """Of 4,000 seeds, of which the first winner is looked at: 3 tickets of 4, within 4 sigma."""
    pool = [Ball("heavy", 3), Ball("light")]
    heavy = sum(drawn(str(seed), pool, 1) == ["heavy"] for seed in range(4_000))
    assert abs(heavy - 3_000) < 4 * 27.4


def test_every_order_of_equal_balls_comes_out():
    seen = {tuple(drawn(str(seed), [Ball("a"), Ball("b"), Ball("c")], 3)) for seed in range(120)}
    assert seen == set(itertools.permutations("abc"))


def test_the_order_of_the_pool_does_not_matter():
    assert pool_hash(POOL) == pool_hash(reversed(POOL))
    assert drawn("s", POOL, 9) == drawn("s", list(reversed(POOL)), 9)
    assert sorted(balls_of(pool_text(POOL)), key=lambda b: b.key) == POOL


@pytest.mark.parametrize(
    "other",
    [
        POOL[1:],
        [*POOL, Ball("one-more")],
        [Ball(POOL[0].key, 2), *POOL[1:]],
        [Ball("renamed", POOL[0].weight), *POOL[1:]],
    ],
)
def test_any_change_of_the_pool_changes_its_hash(other):
    assert pool_hash(other) != pool_hash(POOL)


def test_any_change_of_pool_seed_or_winner_changes_the_result():
    known = result_hash(pool_hash(POOL), "s", ["a", "b"])
    for other in [
        (pool_hash(POOL[1:]), "s", ["a", "b"]),
        (pool_hash(POOL), "t", ["a", "b"]),
        (pool_hash(POOL), "s", ["b", "a"]),
        (pool_hash(POOL), "s", ["a"]),
    ]:
        assert result_hash(*other) != known


@pytest.mark.parametrize(
    "balls",
    [
        [Ball("")],
        [Ball("a b")],
        [Ball("a\n")],
        [Ball("a"), Ball("a")],
        [Ball("a", 0)],
        [Ball("a", -1)],
        [Ball("a", 101)],
    ],
)
def test_a_pool_that_is_none_is_refused(balls):
    with pytest.raises(InvalidInput) as refused:
        pool_hash(balls)
    assert refused.value.stable_code == "DRAW_POOL"


def test_seeds_of_the_system_are_new_each_time():
    assert len({fresh_seed() for _ in range(50)}) == 50
