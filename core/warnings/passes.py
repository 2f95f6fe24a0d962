"""Full passes: everything of one rule against its records. After bulk loads, and for a new rule.

An import that writes by statements of its own ends with `await work.publish(Loaded(resource))`;
outside of a unit of work, `pass_loaded` does the same.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import Clock, business_date
from core.store.beyond import beyond_scope
from core.store.engine import Store
from core.store.unit import UnitOfWork
from core.warnings.events import Loaded
from core.warnings.models import WatchSweep
from core.warnings.reconciling import Pass, reconcile
from core.warnings.settling import Moves, lock_rules, settle
from core.warnings.versions import Version, known_rules
from core.warnings.watching import Watching


@dataclass(frozen=True, slots=True)
class SystemPass:
    """A pass of the core's own: what subscribers get in place of a unit of work."""

    session: AsyncSession
    clock: Clock


async def full_pass(
    watching: Watching, session: AsyncSession, code: str, clock: Clock, moves: Moves
) -> None:
    """Everything of one rule, in a system session; what moved is added to `moves`."""
    await lock_rules(session, [code])
    rule = watching.rules[code]
    known = (await known_rules(session, [code]))[code]
    day = known.day(business_date(clock))
    version = known.on(day)
    asked = Pass(rule=rule, version=version, today=day, now=clock.now())
    moves.take(code, rule.resource, await reconcile(watching.plans, session, asked))
    await mark(session, day, {code: version})


async def mark(session: AsyncSession, day: dt.date, versions: Mapping[str, Version | None]) -> None:
    """The watches of rules are as they should be on the day, by the versions named."""
    if not versions:
        return
    rows = [
        {"rule_code": code, "as_of": day, "rule_version_id": None if by is None else by.id}
        for code, by in sorted(versions.items())
    ]
    made = insert(WatchSweep).values(rows)
    new = {name: made.excluded[name] for name in ("as_of", "rule_version_id")}
    await session.execute(made.on_conflict_do_update(index_elements=["rule_code"], set_=new))


async def follow_load(watching: Watching, work: UnitOfWork, loaded: Loaded) -> None:
    """The subscriber: within the transaction that loaded."""
    moves = Moves()
    async with beyond_scope(work) as session:
        for code in watching.of(loaded.resource):
            await full_pass(watching, session, code, work.clock, moves)
        await settle(work, session, work.dispatcher, moves)


async def tell_loaded(work: UnitOfWork, resource: str) -> None:
    """For whoever loads in bulk and knows no warnings: look at all records of the resource."""
    await work.publish(Loaded(resource))


async def pass_loaded(watching: Watching, store: Store, codes: Iterable[str] | None = None) -> None:
    """Pass over rules, or over all: a transaction each, by the store's system door."""
    for code in sorted(watching.rules if codes is None else codes):
        async with store.system() as session:
            moves = Moves()
            await full_pass(watching, session, code, store.clock, moves)
            await settle(SystemPass(session, store.clock), session, store.dispatcher, moves)
