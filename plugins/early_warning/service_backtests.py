"""What bands would have raised, and what became of it: arithmetic on intervals, no day is walked.

A due day enters a band of k months on the first day from which k months, clipped at month ends,
reach it. So each row has one span of days in each colour, within the days on which it was so.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    CTE,
    ColumnElement,
    Date,
    Select,
    Subquery,
    and_,
    case,
    cast,
    exists,
    extract,
    func,
    literal,
    null,
    or_,
    select,
    text,
    tuple_,
    union_all,
)
from sqlalchemy.orm import aliased

from core.register.colours import COLOUR_TYPE, WarningColour
from core.store.scope import TODAY
from core.warnings import models as m
from core.warnings.bands import NEAREST_FIRST

Rows = Select[*tuple[Any, ...]]

REDS: Final = (WarningColour.URGENT, WarningColour.RED)
OLD_DAYS: Final = 30
"""From when on a red is called old."""
NEVER: Final = literal(dt.date.min, Date)
"""When a number entered its band: it had it from the beginning of its row."""
IN_TIME: Final = "renewed_in_time"
OUTCOMES: Final = (IN_TIME, "renewed_late", "expired", "left", "open")
"""What becomes of a watched date, in the order of the columns that count them: before these stands
how many there are together, after them the median days from the warning to the renewal. `expired`:
its day passed while it was watched, and no later date took its place; `left`: its record was not
watched any more before that."""


@dataclass(frozen=True, slots=True)
class Limit:
    """The limit of one band."""

    limit: int
    unit: m.BandUnit


Bands = Mapping[WarningColour, Limit]


@dataclass(frozen=True, slots=True)
class Range:
    """Days, both included."""

    first: dt.date
    last: dt.date


def entered_on(due: Any, limit: Any, unit: Any) -> ColumnElement[dt.date]:
    """The first day on which a due date lies within a band: the inverse of counting months on."""
    back = cast(due - func.make_interval(0, limit), Date)
    months = back + case((_is_clipped(back, due), 1), else_=0)
    return case((unit == literal(m.BandUnit.DAYS, _UNIT), due - limit), else_=months)


def _is_clipped(back: Any, due: Any) -> ColumnElement[bool]:
    # 31 March, a month back, is 28 February; from there a month reaches 28 March only
    return extract("day", back) != extract("day", due)


_UNIT: Final = m.WarningRuleBand.__table__.c.unit.type


def spans(code: str, bands: Bands) -> CTE:
    """Each row of a rule with each of its colours: (watch, town, colour, begin, end, anew).

    `end` is the first day after it, or none. `anew` is false for what began before the row did:
    the same date, come from another town.
    """
    rows = _rows(code, bands).cte("rows")
    due = rows.c.due_on
    ends: list[Any] = [due + 1]
    parts = [_span(rows, WarningColour.EXPIRED, due + 1, None)]
    for colour in NEAREST_FIRST:
        entered = rows.c[f"entered_{colour.value}"]
        parts.append(_span(rows, colour, entered, func.least(*ends)))
        ends.append(entered)
    parts += [_span(rows, c, NEVER, None, rows.c.measured == c.value) for c in NEAREST_FIRST]
    return union_all(*parts).cte("spans")


def _rows(code: str, bands: Bands) -> Rows:
    """The rows of a rule with the days on which their dates enter each band."""
    w, before = m.Watch, aliased(m.Watch)
    dated = {c: b for c, b in bands.items() if b.unit is not m.BandUnit.VALUE}
    values = {c: b for c, b in bands.items() if b.unit is m.BandUnit.VALUE}
    entered = [
        (
            entered_on(w.due_on, dated[c].limit, literal(dated[c].unit, _UNIT))
            if c in dated
            else cast(null(), Date)
        ).label(f"entered_{c.value}")
        for c in NEAREST_FIRST
    ]
    measured = [(w.measure >= values[c].limit, c.value) for c in NEAREST_FIRST if c in values]
    moved = exists().where(
        before.rule_code == w.rule_code,
        before.subject_key == w.subject_key,
        before.until == w.since,
        before.renewed.is_(None),
    )
    measure = case(*measured) if measured else cast(null(), m.Watch.__table__.c.rule_code.type)
    return select(
        w.id, w.town_id, w.since, w.until, w.due_on, measure.label("measured"),
        moved.label("moved"), *entered,
    ).where(w.rule_code == code)  # fmt: skip


def _span(rows: CTE, colour: WarningColour, begin: Any, end: Any, *also: Any) -> Rows:
    starts = func.greatest(rows.c.since, begin)
    stops = rows.c.until if end is None else func.least(rows.c.until, end)
    return select(
        rows.c.id.label("watch_id"),
        rows.c.town_id,
        literal(colour, COLOUR_TYPE).label("colour"),
        starts.label("begin"),
        stops.label("end"),
        or_(~rows.c.moved, begin >= rows.c.since).label("anew"),
    ).where(begin.is_not(None), or_(stops.is_(None), starts < stops), *also)


def raised_by_day(code: str, bands: Bands, days: Range) -> Rows:
    """(day, town, colour, number): how many entered a colour, on each day on which some did."""
    each = spans(code, bands)
    cell = (each.c.begin, each.c.town_id, each.c.colour)
    return (
        select(*cell, func.count())
        .where(each.c.anew, each.c.begin.between(days.first, days.last))
        .group_by(*cell)
        .order_by(*cell)
    )


def outcome() -> ColumnElement[str]:
    """What became of a watched date."""
    w = m.Watch
    late = and_(w.due_on.is_not(None), func.coalesce(w.until, TODAY + 1) > w.due_on + 1)
    return case(
        (and_(w.renewed.is_(True), ~late), IN_TIME),
        (w.renewed.is_(True), "renewed_late"),
        (late, "expired"),
        (w.renewed.is_(False), "left"),
        else_="open",
    )


def became(code: str, bands: Bands, days: Range) -> Rows:
    """`OUTCOMES` and how many were suppressed: of what entered a colour in the range."""
    each, w = spans(code, bands), m.Watch
    warned = (
        select(each.c.watch_id, func.min(each.c.begin).label("begin"))
        .where(each.c.anew, each.c.begin.between(days.first, days.last))
        .group_by(each.c.watch_id)
        .subquery()
    )
    told = (
        select(*_story(warned.c.begin), _suppressed().label("suppressed"))
        .join(warned, warned.c.watch_id == w.id)
        .subquery()
    )
    return select(*_outcomes(told), func.count().filter(told.c.suppressed))


def old_reds(code: str, bands: Bands, last: dt.date) -> Rows:
    """How many are red or worse at the end of a day, and have been for longer than `OLD_DAYS`."""
    each = spans(code, bands)
    on_day = and_(each.c.begin <= last, or_(each.c.end.is_(None), each.c.end > last))
    old = (
        select(each.c.watch_id)
        .where(each.c.colour.in_((*REDS, WarningColour.EXPIRED)))
        .group_by(each.c.watch_id)
        .having(func.bool_or(on_day), func.min(each.c.begin) < last - dt.timedelta(days=OLD_DAYS))
        .subquery()
    )
    return select(func.count(old.c.watch_id))


def effect(days: Range, rules: Sequence[str], towns: Sequence[int]) -> Rows:
    """(rule, town, version, acknowledged, these in time, `OUTCOMES`) of what was red in a range.

    Everything that was red on some day of it counts once. The last row, without a rule, is for all.
    """
    w, red = m.Watch, _reds(days, rules, towns)
    each = (
        select(
            w.rule_code,
            w.town_id,
            red.c.version_id,
            *_story(red.c.begin),
            _told(m.EarlyWarning.acknowledged_at.is_not(None)).label("acknowledged"),
        )
        .join(red, red.c.id == w.id)
        .subquery()
    )
    cell = (each.c.rule_code, each.c.town_id)
    in_time = each.c.outcome == IN_TIME
    return (
        select(
            *cell,
            func.max(each.c.version_id),
            func.count().filter(each.c.acknowledged),
            func.count().filter(each.c.acknowledged, in_time),
            *_outcomes(each),
        )
        .group_by(func.grouping_sets(tuple_(*cell), text("()")))
        .order_by(cell[0].nulls_last(), cell[1].nulls_last())
    )


def _story(begin: Any) -> list[Any]:
    """What became of a row of `watch`, and after how many days of warning it was renewed."""
    w = m.Watch
    days = case((w.renewed.is_(True), w.until - begin))
    return [w.id, outcome().label("outcome"), days.label("days")]


def _outcomes(each: Subquery) -> list[ColumnElement[Any]]:
    ends = [func.count().filter(each.c.outcome == name) for name in OUTCOMES]
    return [func.count(each.c.id), *ends, func.percentile_cont(0.5).within_group(each.c.days)]


def _reds(days: Range, rules: Sequence[str], towns: Sequence[int]) -> Subquery:
    """The rows that were red under the bands then in force, and since when."""
    w, b = m.Watch, m.WarningRuleBand
    entered = case(
        (b.unit == m.BandUnit.VALUE, case((w.measure >= b.limit, w.since))),
        else_=entered_on(w.due_on, b.limit, b.unit),
    )
    begin = func.greatest(w.since, entered, b.valid_from)
    end = func.least(w.until, w.due_on + 1, b.valid_to)
    narrower = [w.rule_code.in_(rules)] if rules else []
    narrower += [w.town_id.in_(towns)] if towns else []
    return (
        select(
            w.id, func.min(begin).label("begin"), func.max(b.rule_version_id).label("version_id")
        )
        .join(b, and_(b.code == w.rule_code, b.published, b.colour.in_(REDS)))
        .where(
            entered.is_not(None),
            or_(end.is_(None), begin < end),
            begin <= days.last,
            or_(end.is_(None), end > days.first),
            *narrower,
        )
        .group_by(w.id)
        .subquery()
    )


def _suppressed() -> ColumnElement[bool]:
    event = m.WarningEvent
    return _told(
        exists().where(event.warning_id == m.EarlyWarning.id, event.act == m.WarningAct.SUPPRESSED)
    )


def _told(*also: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a warning was raised about the watched date, of which something holds."""
    w, told = m.Watch, m.EarlyWarning
    return exists().where(
        told.rule_code == w.rule_code,
        told.subject_key == w.subject_key,
        told.due_on.is_not_distinct_from(w.due_on),
        *also,
    )
