"""On change: what a transaction wrote is looked at in that transaction, rule by rule.

Nothing watched was written: a look-up. Else at most `4 + rules` statements inside the door, and one
more each where a warning or a number moved, however many records there are.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ARRAY, Integer, Text, literal, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from core.store.beyond import beyond_scope
from core.store.events import Written
from core.store.unit import UnitOfWork
from core.warnings.reconciling import Pass, reconcile
from core.warnings.settling import Moves, lock, settle
from core.warnings.versions import known_rules
from core.warnings.watching import Touched, Watching

Subjects = Mapping[str, set[int]]


async def follow(watching: Watching, work: UnitOfWork, written: Written) -> None:
    """The subscriber: make the watches of what was written true, and tell what moved."""
    touched = watching.touched(written.changes)
    if not touched:
        return
    async with beyond_scope(work) as session:
        subjects = await _subjects(watching, session, touched)
        if not subjects:
            return
        await lock(session, subjects)
        known = await known_rules(session, subjects)
        moves = Moves()
        for code in sorted(subjects):
            rule, day = watching.rules[code], known[code].day(work.today)
            asked = Pass(
                rule=rule,
                version=known[code].on(day),
                today=day,
                now=work.clock.now(),
                keys=sorted(subjects[code]),
            )
            moves.take(code, rule.resource, await reconcile(watching.plans, session, asked))
        await settle(work, session, work.dispatcher, moves)


async def _subjects(watching: Watching, session: AsyncSession, touched: Touched) -> Subjects:
    """The records of each rule that may have changed; related rows lead to theirs."""
    found = {code: set(keys) for code, keys in touched.records.items()}
    parts: list[Any] = []
    for (code, number), (rows, former) in touched.related.items():
        reach = watching.rules[code].touches[number].subjects
        if reach is not None:
            keys = (literal(sorted(some), ARRAY(Integer)) for some in (rows, former))
            record = reach(*keys).subquery()
            parts.append(select(literal(code, Text), *record.c))
    if parts:
        reached: Any = await session.execute(union_all(*parts))
        for code, key in reached:
            found.setdefault(code, set()).add(key)
    return found
