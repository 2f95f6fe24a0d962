"""Dates that crossed a boundary, of many rules at once: for the board, and for the sweep to begin.

One look into the index for each band, whatever the planner thinks of its size.
"""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import (
    ARRAY,
    Date,
    Text,
    bindparam,
    column,
    func,
    lateral,
    literal,
    select,
    true,
)
from sqlalchemy.ext.asyncio import AsyncSession

from core.register.colours import COLOUR_TYPE
from core.warnings.models import Watch
from core.warnings.steps import Step, moved_between
from core.warnings.versions import Rule

_GIVEN: Final[dict[str, Any]] = {"code": Text(), "first": Date(), "last": Date(), "colour": Text()}
_BAND: Final[Any] = (
    func.unnest(*(bindparam(f"{name}s", type_=ARRAY(kind)) for name, kind in _GIVEN.items()))
    .table_valued(
        *(column(name, kind) for name, kind in (_GIVEN | {"colour": COLOUR_TYPE}).items())
    )
    .render_derived(name="band")
)
_INSIDE: Final = (
    Watch.rule_code == _BAND.c.code,
    Watch.until.is_(None),
    Watch.due_on.between(_BAND.c.first, _BAND.c.last),
    Watch.colour != _BAND.c.colour,
)
_SOME: Final = lateral(select(literal(1)).where(*_INSIDE).limit(1)).alias("some")
_CROSSED_RULES: Final = select(_BAND.c.code).select_from(_BAND.join(_SOME, true())).distinct()


def bands_of(rule: Rule, today: Any) -> list[Step]:
    """Which dates have another colour than when the rule was swept; none where it is up to date."""
    day = rule.day(today)
    before, now = rule.swept(), rule.on(day)
    if rule.as_of is None or before is None or now is None or now.limits:
        return []
    return moved_between(before.steps(rule.as_of), now.steps(day))


def parameters(bands: Mapping[str, list[Step]]) -> dict[str, list[Any]]:
    """The bands of all rules, as the statements take them."""
    rows = [(code, s.first, s.last, s.colour.name) for code, steps in bands.items() for s in steps]
    return {f"{name}s": [row[n] for row in rows] for n, name in enumerate(_GIVEN)}


async def crossed_rules(session: AsyncSession, bands: Mapping[str, list[Step]]) -> set[str]:
    """The rules of which at least one watch crossed."""
    if not bands:
        return set()
    return set(await session.scalars(_CROSSED_RULES, parameters(bands)))


def crossed_numbers() -> Any:
    """By rule, town and stored colour: how many crossed, and which colour they have now.

    As far as the session reads watches; it needs `parameters`.
    """
    inside = select(Watch.town_id, Watch.colour, func.count().label("number")).where(*_INSIDE)
    some = lateral(inside.group_by(Watch.town_id, Watch.colour)).alias("some")
    told = (_BAND.c.code, *some.c, _BAND.c.colour.label("now"))
    return select(*told).select_from(_BAND.join(some, true()))
