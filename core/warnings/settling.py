"""What a pass moved, gathered; and what becomes of it before the transaction ends."""

import zlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Integer,
    Text,
    bindparam,
    cast,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core.audit.announcing import Changed, Operation, announce
from core.clock import Clock
from core.register.colours import WarningColour
from core.store.events import Dispatcher
from core.warnings.events import WarningsMoved
from core.warnings.models import WatchCount

TYPE: Final = "EarlyWarning"
"""What the shared schema calls a warning."""
MOST_LOCKED: Final = 500
"""Records of one transaction that are locked one by one; beyond that, their rules are."""
_RULES: Final = 0x7761_7463 << 32
"""Where the locks of whole rules lie among the advisory locks."""

_GIVEN: Final[dict[str, Any]] = {
    "codes": Text(),
    "resources": Text(),
    "towns": Integer(),
    "colours": Text(),
    "numbers": Integer(),
}
_PLACE: Final[Any] = (
    func.unnest(*(bindparam(name, type_=ARRAY(kind)) for name, kind in _GIVEN.items()))
    .table_valued(*_GIVEN)
    .render_derived(name="place")
)
_COUNT: Final[Any] = WatchCount.__table__
_MADE: Final = insert(_COUNT).from_select(
    ["rule_code", "resource", "town_id", "colour", "number"], select(*_PLACE.c)
)
_MOVE: Final = _MADE.on_conflict_do_update(
    index_elements=["rule_code", "town_id", "colour"],
    set_={"number": _COUNT.c.number + _MADE.excluded.number},
)
"""Moves the numbers of many places, in the order in which they are given."""


class Work(Protocol):
    """In whose transaction it happens: what subscribers get."""

    @property
    def session(self) -> AsyncSession:
        """Of the transaction."""
        ...

    @property
    def clock(self) -> Clock:
        """Time, injected."""
        ...


@dataclass(slots=True)
class Moves:
    """What moved: warnings by what happened to them, and numbers of watches."""

    warnings: dict[str, list[int]] = field(default_factory=dict)
    """`raised`, `worse`, `better`, `same`, `cleared`, `resumed` -> ids."""
    counts: Counter[tuple[str, str, int | None, WarningColour]] = field(default_factory=Counter)
    """(rule, resource, town, colour) -> by how much."""

    def take(self, code: str, resource: str, rows: Iterable[Any]) -> None:
        """Gather what a statement of `core.warnings.effects` told."""
        for what, town, colour, number in rows:
            if what == "count":
                self.counts[code, resource, town, WarningColour[colour]] += number
            else:
                self.warnings.setdefault(what, []).append(number)


async def settle(work: Work, session: AsyncSession, dispatcher: Dispatcher, moves: Moves) -> None:
    """Announce and publish what moved, and move the numbers, last: many wait for these few rows."""
    if moves.warnings:
        await announce(session, _announced(moves.warnings))
        told = {k: tuple(ids) for k, ids in moves.warnings.items() if k != "same"}
        if told:
            await dispatcher.publish(work, WarningsMoved(**told))
    await _count(session, moves.counts)


async def lock(session: AsyncSession, records: Mapping[str, Collection[int]]) -> None:
    """Let nobody else evaluate these records now, nor sweep their rules; in one order for all.

    Two transactions that each change a part of what a rule looks at would else both judge by the
    other's former part.
    """
    if sum(map(len, records.values())) > MOST_LOCKED:
        await lock_rules(session, records)
        return
    shared = func.pg_advisory_xact_lock_shared(_each([_RULES | _hash(c) for c in sorted(records)]))
    pairs = [(_hash(code), key) for code in sorted(records) for key in sorted(records[code])]
    rules, keys = (literal([pair[n] for pair in pairs], ARRAY(Integer)) for n in (0, 1))
    pair = func.unnest(rules, keys).table_valued("rule", "key").render_derived()
    alone = func.pg_advisory_xact_lock(cast(pair.c.rule, Integer), cast(pair.c.key, Integer))
    await session.execute(union_all(select(cast(shared, Text)), select(cast(alone, Text))))


async def lock_rules(session: AsyncSession, codes: Iterable[str]) -> None:
    """Let nobody else evaluate any record of these rules now."""
    numbers = [_RULES | _hash(code) for code in sorted(codes)]
    await session.execute(select(cast(func.pg_advisory_xact_lock(_each(numbers)), Text)))


def _each(numbers: list[int]) -> Any:
    return func.unnest(literal(numbers, ARRAY(BigInteger)))


def _hash(code: str) -> int:
    """31 bits of a rule's code."""
    return zlib.crc32(code.encode()) & 0x7FFF_FFFF


def _announced(warnings: Mapping[str, list[int]]) -> Iterable[Changed]:
    for what, ids in warnings.items():
        operation: Operation = "created" if what == "raised" else "updated"
        yield from (Changed(TYPE, key, operation) for key in ids)


async def _count(
    session: AsyncSession, counts: Counter[tuple[str, str, int | None, WarningColour]]
) -> None:
    """In one order for all, so that no two transactions wait for each other."""
    moved = sorted(
        ((place, number) for place, number in counts.items() if number),
        key=lambda each: (each[0][0], each[0][2] or 0, each[0][3].value),
    )
    if not moved:
        return
    columns = zip(*((*place, number) for place, number in moved), strict=True)
    codes, resources, towns, colours, numbers = map(list, columns)
    given = {"codes": codes, "resources": resources, "towns": towns, "numbers": numbers}
    await session.execute(_MOVE, given | {"colours": [each.name for each in colours]})
