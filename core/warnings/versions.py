"""The published versions of rules with their bands, and up to which day each rule was swept."""

import datetime as dt
import itertools
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ARRAY, Text, and_, any_, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.register.colours import Band, Unit, WarningColour
from core.warnings.models import (
    BandUnit,
    RuleState,
    WarningRuleBand,
    WarningRuleVersion,
    WatchSweep,
)
from core.warnings.steps import DAY, Step, limit_on, steps_on

_V: Final[Any] = WarningRuleVersion.__table__.c
_B: Final[Any] = WarningRuleBand.__table__.c
_S: Final[Any] = WatchSweep.__table__.c
_KNOWN: Final = (
    select(
        *(_V.code, _S.as_of, _S.rule_version_id),
        *(_V.id, _V.valid_from, _V.valid_to),
        *(_B.colour, _B.limit, _B.unit),
    )
    .join_from(
        WarningRuleVersion,
        WarningRuleBand,
        and_(_B.rule_version_id == _V.id, _B.published),
    )
    .outerjoin(WatchSweep, _S.rule_code == _V.code)
    .where(_V.code == any_(bindparam("codes", type_=ARRAY(Text))), _V.state == RuleState.PUBLISHED)
    .order_by(_V.code, _V.number, _B.id)
)
_UNITS: Final[Mapping[BandUnit, Unit]] = {BandUnit.MONTHS: "months", BandUnit.DAYS: "days"}


@dataclass(frozen=True, slots=True)
class Version:
    """A published version of a rule, as far as colours go."""

    id: int
    valid_from: dt.date
    valid_to: dt.date | None
    bands: tuple[Band, ...]
    """Of dates, nearest first; empty for a measure."""
    limits: tuple[tuple[int, WarningColour], ...]
    """Of a measure: from which number on, the highest first; empty for dates."""

    def holds(self, day: dt.date) -> bool:
        """Whether it is in force."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)

    @property
    def shape(self) -> tuple[str, ...]:
        """The names of its colours, nearest first."""
        if self.limits:
            return (*(colour.name for _, colour in self.limits), WarningColour.GREEN.name)
        inner = (band.colour.name for band in self.bands)
        return (WarningColour.EXPIRED.name, *inner, WarningColour.GREEN.name)

    def ends(self, day: dt.date) -> list[Any]:
        """The limits of all colours but the last: days, or the numbers of a measure."""
        if self.limits:
            return [limit for limit, _ in self.limits]
        return [day - DAY, *(limit_on(band, day) for band in self.bands)]

    def steps(self, day: dt.date) -> list[Step]:
        """The colours of all due dates on a day."""
        return steps_on(self.bands, day)


@dataclass(frozen=True, slots=True)
class Rule:
    """What is known of one rule: its versions, and how far it was swept."""

    code: str
    versions: tuple[Version, ...] = ()
    as_of: dt.date | None = None
    """The day whose colours the watches have; None before the first pass."""
    swept_by: int | None = None

    def on(self, day: dt.date) -> Version | None:
        """The version in force; None where there is none."""
        return next((v for v in reversed(self.versions) if v.holds(day)), None)

    def swept(self) -> Version | None:
        """The version by which the watches are coloured."""
        return next((v for v in self.versions if v.id == self.swept_by), None)

    def day(self, today: dt.date) -> dt.date:
        """`today`, or the day of the sweep where that has come first: colours do not go back."""
        return today if self.as_of is None else max(today, self.as_of)


async def known_rules(session: AsyncSession, codes: Collection[str]) -> dict[str, Rule]:
    """What is known of rules; one statement."""
    rows = await session.execute(_KNOWN, {"codes": sorted(codes)})
    found = {code: Rule(code) for code in codes}
    for (code, as_of, by), of_rule in itertools.groupby(rows, lambda row: row[:3]):
        parts = itertools.groupby(of_rule, lambda row: (row[3], row[4], row[5]))
        versions = tuple(_version(facts, [row[6:] for row in bands]) for facts, bands in parts)
        found[code] = Rule(code, versions, as_of, by)
    return found


def _version(facts: tuple[int, dt.date, dt.date | None], terms: list[Any]) -> Version:
    dated = tuple(Band(c, n, _UNITS[u]) for c, n, u in terms if u in _UNITS)
    values = sorted(((n, c) for c, n, u in terms if u not in _UNITS), key=lambda at: -at[0])
    return Version(*facts, dated, tuple(values))
