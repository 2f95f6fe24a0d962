"""A plain history of watched dates, walked day by day: what boards and back-tests must agree with.

Nothing here is shared with the code under test but the names of colours.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from statistics import median
from typing import Any

from hypothesis import strategies as st

TODAY = dt.date(2026, 11, 23)
BEGAN = dt.date(2025, 9, 1)
DAY = dt.timedelta(days=1)
WARNED = ("URGENT", "RED", "YELLOW", "EXPIRED")
READ_BY_ALL, READ_BY_NONE = "licensing:Licence", "core:LedgerEntry"


@dataclass(frozen=True)
class Band:
    """A colour of a version that holds from a day until another; nearest first in a rule."""

    rule: str
    colour: str
    limit: int
    unit: str
    first: dt.date = dt.date(2013, 1, 1)
    end: dt.date | None = None
    published: bool = True


OLD, NEW = {"end": dt.date(2026, 5, 31)}, {"first": dt.date(2026, 5, 31)}
BANDS = (
    Band("T1", "URGENT", 1, "MONTHS", **OLD),
    Band("T1", "RED", 3, "MONTHS", **OLD),
    Band("T1", "YELLOW", 6, "MONTHS", **OLD),
    Band("T1", "URGENT", 2, "MONTHS", **NEW),
    Band("T1", "RED", 4, "MONTHS", **NEW),
    Band("T2", "RED", 30, "DAYS"),
    Band("T2", "YELLOW", 60, "DAYS"),
    Band("T2", "RED", 400, "DAYS", published=False),
    Band("T3", "URGENT", 9, "VALUE"),
    Band("T3", "YELLOW", 3, "VALUE"),
    Band("T5", "RED", 3, "MONTHS"),
    Band("T4", "RED", 2, "MONTHS", first=dt.date(2026, 8, 31), end=dt.date(2027, 1, 1)),
)


@dataclass(frozen=True)
class Fact:
    """One row: what was so from `since` until `until`."""

    rule: str
    subject: int
    town: str | None
    enterprise: str | None
    resource: str
    due: dt.date | None
    measure: int | None
    since: dt.date
    until: dt.date | None
    renewed: bool | None
    muted: bool = False
    acknowledged: bool = False
    key: int = field(default=0, compare=False)

    def is_open(self, day: dt.date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


def months_on(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or the last day of that month, found by trying."""
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    for number in range(day.day, 27, -1):
        try:
            return dt.date(year, month, number)
        except ValueError:
            continue
    return dt.date(year, month, day.day)


def bands_on(rule: str, day: dt.date) -> list[Band]:
    return [
        band
        for band in BANDS
        if band.rule == rule
        and band.published
        and band.first <= day
        and (band.end is None or day < band.end)
    ]


def colour_by(fact: Fact, day: dt.date, bands: Sequence[Band]) -> str:
    if fact.due is None:
        return next((b.colour for b in bands if (fact.measure or 0) >= b.limit), "GREEN")
    if fact.due < day:
        return "EXPIRED"
    for band in bands:
        last = day + band.limit * DAY if band.unit == "DAYS" else months_on(day, band.limit)
        if fact.due <= last:
            return band.colour
    return "GREEN"


def shown_on(facts: Sequence[Fact], day: dt.date) -> Iterator[tuple[Fact, str]]:
    """What is watched on a day, with its colour then."""
    for fact in facts:
        bands = bands_on(fact.rule, day)
        if bands and fact.is_open(day):
            yield fact, colour_by(fact, day, bands)


def board(facts: Sequence[Fact], day: dt.date) -> dict[tuple[str, str | None, str], int]:
    return dict(Counter((f.rule, f.town, colour) for f, colour in shown_on(facts, day)))


def outcome(fact: Fact) -> str:
    """What became of it, by looking at the first day after its last."""
    late = max(fact.since, fact.due + DAY) if fact.due else None
    expired = late is not None and late <= TODAY and fact.is_open(late)
    if fact.renewed:
        return "renewedLate" if expired else "renewedInTime"
    if expired:
        return "expired"
    return "left" if fact.renewed is False else "open"


@dataclass
class Side:
    """What a day loop finds."""

    cells: Counter[tuple[str, str | None, str]] = field(default_factory=Counter)
    begun: dict[int, dt.date] = field(default_factory=dict)
    old_reds: int = 0


def walked(facts: Sequence[Fact], bands: Sequence[Band], first: dt.date, last: dt.date) -> Side:
    """Every day from the first to the last: who entered a colour that he did not have before."""
    side = Side()
    before = {(f.subject, f.until): f for f in facts if f.until and f.renewed is None}
    day = first
    while day <= last:
        for fact in facts:
            if not fact.is_open(day):
                continue
            colour = colour_by(fact, day, bands)
            earlier = fact if fact.since < day else before.get((fact.subject, day))
            had = earlier and colour_by(earlier, day - DAY, bands)
            if colour in WARNED and colour != had:
                side.cells[day.isoformat(), fact.town, colour] += 1
                side.begun.setdefault(fact.key, day)
        day += DAY
    for fact in facts:
        day, red = last, 0
        while fact.is_open(day) and colour_by(fact, day, bands) in ("URGENT", "RED", "EXPIRED"):
            red, day = red + 1, day - DAY
        side.old_reds += red > 31
    return side


def outcomes(facts: Sequence[Fact], begun: dict[int, dt.date]) -> dict[str, Any]:
    """How everything ended that a warning began for, and after how many days it was renewed."""
    ends = Counter(outcome(fact) for fact in facts if fact.key in begun)
    names = ("renewedInTime", "renewedLate", "expired", "left", "open")
    renewed = [f for f in facts if f.key in begun and f.renewed]
    days = [(f.until - begun[f.key]).days for f in renewed if f.until]
    return {
        "watched": len(begun),
        **{name: ends[name] for name in names},
        "leadDays": median(days) if days else None,
    }


def reds(facts: Sequence[Fact], first: dt.date, last: dt.date) -> dict[int, dt.date]:
    """What was red on some day of a range, and since when, under the bands of each day."""
    found: dict[int, dt.date] = {}
    for fact in facts:
        day, since = fact.since, None
        seen = False
        while day <= last and fact.is_open(day):
            bands = bands_on(fact.rule, day)
            if bands and colour_by(fact, day, bands) in ("URGENT", "RED"):
                since = since or day
                seen = seen or day >= first
            day += DAY
        if seen and since:
            found[fact.key] = since
    return found


def _edge(day: dt.date) -> dt.date:
    """The last day of a month: where clipping shows."""
    return (day.replace(day=1) + 32 * DAY).replace(day=1) - DAY


days = st.dates(BEGAN, TODAY)
dues = st.one_of(st.dates(BEGAN, TODAY + 300 * DAY), st.dates(BEGAN, TODAY + 300 * DAY).map(_edge))
owners = st.sampled_from(
    [("a", "a1"), ("a", "a2"), ("b", "b1"), ("c", "c1"), ("c", None), (None, None)]
)


@st.composite
def facts_of(draw: st.DrawFn, subject: int) -> list[Fact]:
    """What one record went through: a date, perhaps moved to another town, perhaps renewed."""
    rule = draw(st.sampled_from(["T1", "T1", "T2", "T3", "T4", "T5"]))
    town, enterprise = draw(owners)
    dated = rule != "T3"
    fact = Fact(
        rule,
        subject,
        town,
        enterprise,
        READ_BY_NONE if rule == "T5" else READ_BY_ALL,
        draw(dues) if dated else None,
        None if dated else draw(st.integers(0, 12)),
        draw(days),
        None,
        None,
    )
    found = []
    while draw(st.booleans()) and fact.since < TODAY:
        end = draw(st.dates(fact.since + DAY, TODAY))
        if fact.due and fact.since < fact.due < TODAY and draw(st.booleans()):
            end = fact.due + draw(st.integers(0, 2)) * DAY  # at the very border
            end = max(min(end, TODAY), fact.since + DAY)
        renewed = draw(st.sampled_from([True, True, None, False]))
        found.append(replace(fact, until=end, renewed=renewed))
        if renewed is False:
            return found
        moved = draw(owners) if renewed is None else (fact.town, fact.enterprise)
        due = draw(dues) if renewed and dated else fact.due
        fact = replace(fact, town=moved[0], enterprise=moved[1], since=end, due=due)
    return [*found, fact]


@st.composite
def histories(draw: st.DrawFn) -> list[Fact]:
    """What some records went through."""
    number = draw(st.integers(1, 9))
    found = [fact for subject in range(1, number + 1) for fact in draw(facts_of(subject))]
    return [replace(fact, key=key) for key, fact in enumerate(found, 1)]
