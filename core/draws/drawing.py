"""What a draw is, without a database: whoever has the pool and the seed finds the same winners.

Each ball holds `weight` tickets. The number of its ticket `i` (from 0) is the SHA-256 of the text
`seed:key:i` in UTF-8; tickets are taken from the smallest number up, and the keys that come first
win, each once. There are no fractions and no generator of random numbers in it, so that
`sha256sum` and `sort` are enough to check it: the recipe stands in docs/plugins.md.
"""

import hashlib
import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from core.errors import InvalidInput

HEAVIEST = 100
MOST_BALLS = 200_000
SEED_BYTES = 16


@dataclass(frozen=True, slots=True)
class Ball:
    """One thing that may be drawn: a key without white space, and how many tickets it holds."""

    key: str
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Winner:
    """A key that was drawn, and its ticket with the smallest number."""

    key: str
    ticket: str


def pool_text(balls: Iterable[Ball]) -> str:
    """The pool as everybody writes it: `key weight` a line, by key, each line ended.

    Raises InvalidInput for a key that is empty, has white space or comes twice, for a weight that
    is no whole number from 1 to 100, and for too many balls.
    """
    known = sorted(balls, key=lambda ball: ball.key)
    if len(known) > MOST_BALLS:
        raise _wrong("抽取对象过多。", f"At most {MOST_BALLS} may be drawn from.")
    for before, ball in zip([None, *known], known, strict=False):
        if not ball.key or any(each.isspace() for each in ball.key):
            raise _wrong(f"抽取对象的编号无效：{ball.key!r}。", f"No key of a ball: {ball.key!r}.")
        if before is not None and before.key == ball.key:
            raise _wrong(f"抽取对象重复：{ball.key}。", f"Twice in the pool: {ball.key}.")
        if not 1 <= ball.weight <= HEAVIEST:
            raise _wrong(f"权重无效：{ball.key}。", f"Weights are 1 to {HEAVIEST}: {ball.key}.")
    return "".join(f"{ball.key} {ball.weight}\n" for ball in known)


def balls_of(text: str) -> list[Ball]:
    """The pool that `pool_text` wrote."""
    split = (line.split(" ") for line in text.splitlines())
    return [Ball(key, int(weight)) for key, weight in split]


def pool_hash(balls: Iterable[Ball]) -> str:
    """SHA-256 of the pool's text: published before the seed is known."""
    return sha256_of(pool_text(balls))


def drawn(seed: str, balls: Iterable[Ball], count: int) -> list[str]:
    """The keys that win, in the order in which they were drawn; all of a smaller pool."""
    return [winner.key for winner in winners(seed, balls, count)]


def winners(seed: str, balls: Iterable[Ball], count: int) -> list[Winner]:
    """The first `count` keys with their best tickets."""
    best = sorted((min(tickets(seed, ball)), ball.key) for ball in balls)
    return [Winner(key, ticket) for ticket, key in best[:count]]


def tickets(seed: str, ball: Ball) -> Iterator[str]:
    """The numbers of a ball's tickets, as hexadecimal digits."""
    return (sha256_of(f"{seed}:{ball.key}:{i}") for i in range(ball.weight))


def result_hash(pool_sha256: str, seed: str, keys: Sequence[str]) -> str:
    """SHA-256 of pool hash, seed and winners, a line each: one number to print on an announcement.

    Another pool, another seed or another winner makes another one.
    """
    return sha256_of("".join(f"{line}\n" for line in (pool_sha256, seed, *keys)))


def fresh_seed(make: Callable[[int], str] = secrets.token_hex) -> str:
    """A seed that nobody can know before: for draws whose seed does not come from outside."""
    return make(SEED_BYTES)


def sha256_of(text: str) -> str:
    """As `printf '%s' "$text" | sha256sum` gives it."""
    return hashlib.sha256(text.encode()).hexdigest()


def _wrong(chinese: str, english: str) -> InvalidInput:
    return InvalidInput(chinese, english, code="DRAW_POOL")
