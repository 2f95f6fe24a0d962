"""Freezing a pool, drawing from it, publishing the result: inside a subsystem's own work.

    draw = await freeze(work, pool, act=m.InspectionPlan, action=Action.CONFIRM)
    keys = await make_draw(work, draw.id, act=m.InspectionPlan, action=Action.DECIDE)
    await publish(work, draw.id, act=m.InspectionPlan, action=Action.PUBLISH)

`act` and `action` are what the policy must allow, in the scope `all`: a draw belongs to no town.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import Range

from core.draws import errors
from core.draws.drawing import (
    Ball,
    balls_of,
    drawn,
    fresh_seed,
    pool_text,
    result_hash,
    sha256_of,
)
from core.draws.models import Draw
from core.errors import Denied, InvalidInput, NotFound
from core.policy.vocabulary import Action
from core.store.base import Base
from core.store.unit import UnitOfWork

LONGEST_SEED = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """What is to be drawn from, as it is frozen."""

    kind: str
    """`<plugin>.<what>`, such as `inspection.objects`."""
    title: str
    balls: Sequence[Ball]
    count: int
    labels: Mapping[str, str] = field(default_factory=dict)
    """Key -> what people call it."""
    seed_source: str = ""
    """Where the seed will come from, such as lottery numbers of a day; empty: the system."""


async def freeze(work: UnitOfWork, pool: Pool, *, act: type[Base], action: Action) -> Draw:
    """Fix who may be drawn, and the hash of it, before anybody knows the seed.

    Raises Denied, InvalidInput (`DRAW_POOL`, `DRAW_COUNT`).
    """
    text = pool_text(pool.balls)
    if not 1 <= pool.count <= len(pool.balls):
        raise errors.no_winners(len(pool.balls))
    keys = {ball.key for ball in pool.balls}
    draw = Draw(
        kind=pool.kind,
        title=pool.title.strip(),
        pool=text,
        labels={key: label for key, label in pool.labels.items() if key in keys},
        pool_size=len(keys),
        pool_sha256=sha256_of(text),
        count=pool.count,
        seed_source=pool.seed_source.strip(),
        frozen_at=work.clock.now(),
        frozen_by=_account(work),
        frozen_as=_role(work, act, action),
    )
    await work.entail(draw, act, action)
    return draw


async def make_draw(
    work: UnitOfWork,
    key: int,
    *,
    act: type[Base],
    action: Action,
    seed: str = "",
    witnesses: Sequence[str] = (),
) -> list[str]:
    """Draw once, by another person than froze the pool; gives the winners' keys in order.

    Raises NotFound, Conflict (`DRAWN_ALREADY`), Denied (`SAME_HAND`), InvalidInput
    (`SEED_MISSING`, `SEED_NOT_CHOSEN`).
    """
    draw = await _held(work, key)
    if draw.seed is not None:
        raise errors.drawn_already()
    if draw.frozen_by == _account(work):
        raise errors.same_hand()
    draw.seed = used = _seed(draw, seed.strip())
    draw.keys = won = drawn(used, balls_of(draw.pool), draw.count)
    draw.result_sha256 = result_hash(draw.pool_sha256, used, won)
    draw.drawn_at, draw.drawn_by = work.clock.now(), _account(work)
    draw.drawn_as = _role(work, act, action)
    names = "、".join(filter(None, (name.strip() for name in witnesses)))
    draw.witnesses = names or None  # type: ignore[assignment]  # sealed on the way in
    await work.entail(draw, act, action)
    return list(draw.keys)


async def publish(work: UnitOfWork, key: int, *, act: type[Base], action: Action) -> Draw:
    """Let everybody look at pool, seed and winners from today on. Raises Conflict `NOT_DRAWN`."""
    draw = await _held(work, key)
    if draw.seed is None:
        raise errors.not_drawn_yet()
    draw.published_during = draw.published_during or Range(work.today, None)
    await work.entail(draw, act, action)
    return draw


def is_true(draw: Draw) -> bool | None:
    """Whether pool, hashes and winners agree when computed anew; None before the draw."""
    if draw.seed is None or draw.keys is None:
        return None
    if sha256_of(draw.pool) != draw.pool_sha256:
        return False
    again = drawn(draw.seed, balls_of(draw.pool), draw.count)
    return again == draw.keys and draw.result_sha256 == result_hash(
        draw.pool_sha256, draw.seed, again
    )


def _seed(draw: Draw, given: str) -> str:
    if not draw.seed_source:
        if given:
            raise errors.seed_not_chosen()
        return fresh_seed()
    if not given:
        raise errors.seed_missing(draw.seed_source)
    if len(given) > LONGEST_SEED or not given.isprintable():
        raise InvalidInput("种子过长或含有特殊字符。", "The seed is too long.", field="seed")
    return given


async def _held(work: UnitOfWork, key: int) -> Draw:
    wanted = select(Draw).where(Draw.id == key).with_for_update()
    found = (await work.session.scalars(wanted.execution_options(populate_existing=True))).first()
    if found is None:
        raise NotFound
    return found


def _account(work: UnitOfWork) -> int:
    """Draws are made by persons, so that two of them can be told apart."""
    account = work.access.actor.account_id
    if account is None:
        raise Denied("请先登录。", "Somebody who has signed in draws.")
    return account


def _role(work: UnitOfWork, act: type[Base], action: Action) -> str:
    resource = work.access.resources[act]
    work.access.require(resource, action)
    return next(duty.role for duty, _ in work.access.cells(resource, action))
