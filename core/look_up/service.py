"""What anybody may look up by an exact number, without an account.

Reviewed: this module reads beyond every scope. It can show nothing but the columns and expressions
that a `PublicView` declares, of rows whose number is exactly the one asked for, a few at most. A
view never names persons; that is judged where it is declared, and in tests/core/desk.
"""

import datetime as dt
import enum
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select

from core.desk.book import Placed
from core.desk.words import Words, two
from core.desk_declarations import PublicFact, PublicView
from core.errors import InvalidInput
from core.register.colours import WarningColour
from core.register.verdict import compact
from core.store.engine import Store
from core.unchanged.answers import Answers
from core.unchanged.reading import tables_of

MOST: Final = 5
"""Rows of one kind that share a number."""
SHORTEST: Final = 5
LONGEST: Final = 60
COST: Final = 1_000
"""Objects that a look-up counts for in the caller's budget: numbers cannot be tried in bulk."""


@dataclass(frozen=True, slots=True)
class Found:
    """One record, as far as anybody may know it."""

    kind: str
    number: str
    colour: WarningColour | None
    facts: Sequence[tuple[Words, Words]]


async def look_up(
    store: Store,
    views: Sequence[Placed[PublicView]],
    number: str,
    today: dt.date,
    answers: Answers,
) -> Sequence[Found]:
    """The records that bear a number. Raises InvalidInput for one that is too short or long.

    What was found stands in `answers` until one of the tables is written: numbers are looked up
    again and again, by whoever stands before a lift.
    """
    asked = compact(number).upper()
    if not SHORTEST <= len(asked) <= LONGEST:
        raise InvalidInput(
            f"请输入完整编号（{SHORTEST} 至 {LONGEST} 个字符）。",
            f"Type the whole number ({SHORTEST} to {LONGEST} characters).",
            field="number",
            code="WHOLE_NUMBER",
        )
    key = (look_up, asked, today)
    if (kept := answers.find(key)) is not None:
        known: Sequence[Found] = kept.value
        return known
    statements = [(placed.part, _statement(placed.part, asked)) for placed in views]
    tables = frozenset[str]().union(*(tables_of(statement) for _, statement in statements))
    begun, found = answers.begin(tables), []
    async with store.system() as session:
        for view, statement in statements:
            rows = await session.execute(statement, {"today": today})
            found += [_found(view, row) for row in rows]
    if begun is not None:
        answers.keep(key, tuple(found), tables, begun, len(repr(found)))
    return found


def _statement(view: PublicView, number: str) -> Any:
    facts = [fact.value for fact in view.facts]
    colour = [] if view.colour is None else [view.colour]
    wanted: Any = select(view.by, *facts, *colour).where(view.by == number)
    return (wanted if view.where is None else wanted.where(view.where)).limit(MOST)


def _found(view: PublicView, row: Sequence[Any]) -> Found:
    number, *values = row
    colour = values.pop() if view.colour is not None else None
    facts = [(two(f.title), _words(f, v)) for f, v in zip(view.facts, values, strict=True)]
    return Found(view.title, number, colour, facts)


def _words(fact: PublicFact, value: Any) -> Words:
    if value is None:
        return Words("—", "")
    plain = value.value if isinstance(value, enum.Enum) else value
    if isinstance(plain, list):
        return Words("、".join(map(str, plain)), "")
    if plain in fact.words:
        return two(fact.words[plain])
    return Words(plain.isoformat() if isinstance(plain, dt.date) else str(plain), "")
