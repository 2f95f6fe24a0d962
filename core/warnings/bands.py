"""The one source of colours: the bands of the rule versions that are in force on a day.

Whatever has a colour (a record, a board, a warning) takes it from here, as SQL over a due date and
the code of its rule. Bands are read once for a statement, not for a row, as long as the code is a
plain text; so no statement changes its text with the bands.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Date,
    Integer,
    ScalarSelect,
    SQLColumnExpression,
    Text,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by, array
from sqlalchemy.ext.asyncio import AsyncSession

from core.register.colours import COLOUR_TYPE, Band, WarningColour
from core.store.scope import TODAY
from core.warnings.models import BandUnit, WarningRuleBand

Code = str | SQLColumnExpression[str]
DueDate = SQLColumnExpression[dt.date] | SQLColumnExpression[dt.date | None]
Measure = SQLColumnExpression[int] | SQLColumnExpression[int | None]
Day = dt.date | ColumnElement[dt.date]

NEAREST_FIRST: Final = (WarningColour.URGENT, WarningColour.RED, WarningColour.YELLOW)
"""The colours of bands, in the order in which they are stored; what is past is EXPIRED."""
_BAND: Final = WarningRuleBand.__table__.alias("band").c
_INWARDS: Final = _BAND.id.desc()


def rule_colour(
    due: DueDate,
    code: Code | Mapping[str, ColumnElement[bool]],
    *,
    pending: ColumnElement[bool] | None = None,
) -> ColumnElement[WarningColour]:
    """The colour of a due date on the business date, as SQL.

    `code`: of the rule; or codes with the condition under which each applies; or a column with the
    code. Null where there is no due date, and where no version of the rule is in force. Where
    `pending` holds, a timely application for renewal is being decided.
    """
    colour: ColumnElement[WarningColour]
    if isinstance(code, Mapping):
        colour = case(*((when, _colour_of_date(due, each)) for each, when in code.items()))
    elif isinstance(code, str):
        colour = _colour_of_date(due, code)
    else:
        colour = _colour_by_code(due, code)
    if pending is None:
        return colour
    return case((pending, literal(WarningColour.RENEWAL_PENDING, COLOUR_TYPE)), else_=colour)


def measure_colour(value: Measure, code: Code) -> ColumnElement[WarningColour]:
    """The colour of a number that turns critical as it grows, as SQL; null as above."""
    limits = _of_rule(code, _all(_BAND.limit, Integer, _INWARDS))
    colours = _of_rule(code, _just(WarningColour.GREEN) + _all(_BAND.colour, COLOUR_TYPE, _INWARDS))
    return _at(colours, func.width_bucket(value, limits))


def in_force(model: Any, day: Day = TODAY) -> ColumnElement[bool]:
    """Whether a band (a class, an alias, or columns) is one of those that colours come from."""
    return and_(
        model.published,
        model.valid_from <= day,
        or_(model.valid_to.is_(None), model.valid_to > day),
    )


def last_day_of(model: Any, day: Day = TODAY) -> ColumnElement[dt.date]:
    """The last due date that has the band's colour on the day, as SQL over the band's row."""
    months = cast(day + func.make_interval(0, model.limit), Date)
    return case((model.unit == BandUnit.MONTHS, months), else_=day + model.limit)


async def bands_on(session: AsyncSession, code: str, day: dt.date) -> tuple[Band, ...]:
    """The bands of a rule's dates in force on a day, nearest first; none: the rule is not.

    `core.register.colours.colour_on` tells the same colours by them as `rule_colour`.
    """
    wanted = (
        select(WarningRuleBand)
        .where(WarningRuleBand.code == code, in_force(WarningRuleBand, day))
        .order_by(WarningRuleBand.id)
    )
    return tuple(
        Band(row.colour, row.limit, "days" if row.unit is BandUnit.DAYS else "months")
        for row in await session.scalars(wanted)
    )


def _colour_by_code(due: DueDate, code: SQLColumnExpression[str]) -> ColumnElement[WarningColour]:
    """For each colour the codes of rules and their last days: lists of one order for all rows."""
    return case(
        (_place(code).is_(None), cast(null(), COLOUR_TYPE)),
        (due < TODAY, literal(WarningColour.EXPIRED, COLOUR_TYPE)),
        *((due <= _last_day(each, code), literal(each, COLOUR_TYPE)) for each in NEAREST_FIRST),
        (due.is_not(None), literal(WarningColour.GREEN, COLOUR_TYPE)),
    )


def _last_day(colour: WarningColour, code: SQLColumnExpression[str]) -> ColumnElement[dt.date]:
    own = _BAND.colour == colour
    found: ColumnElement[dt.date] = _listed(last_day_of(_BAND), Date, own)[_place(code, own)]
    return found


def _place(code: SQLColumnExpression[str], *own: ColumnElement[bool]) -> ColumnElement[int]:
    return func.array_position(_listed(_BAND.code, Text, *own), code, type_=Integer)


def _listed(of_band: ColumnElement[Any], kind: Any, *own: ColumnElement[bool]) -> ScalarSelect[Any]:
    ordered = func.array_agg(aggregate_order_by(of_band, _BAND.code), type_=ARRAY(kind))
    return select(ordered).where(in_force(_BAND), *own).scalar_subquery()


def _colour_of_date(due: DueDate, code: Code) -> ColumnElement[WarningColour]:
    """The first days that are not EXPIRED, not URGENT, ... any more, and the colours between."""
    days = array([TODAY]) + _all(last_day_of(_BAND) + 1, Date)
    colours = _just(WarningColour.EXPIRED) + _all(_BAND.colour, COLOUR_TYPE)
    return _at(
        _of_rule(code, colours + _just(WarningColour.GREEN)),
        func.width_bucket(due, _of_rule(code, days)),
    )


def _at(colours: ScalarSelect[Any], place: ColumnElement[int]) -> ColumnElement[WarningColour]:
    found: ColumnElement[WarningColour] = colours[place + 1]
    return found


def _of_rule(code: Code, wanted: ColumnElement[Any]) -> ScalarSelect[Any]:
    """Of the bands in force: one row, or none where no version is."""
    bands = select(wanted).where(_BAND.code == code, in_force(_BAND))
    return bands.group_by(_BAND.rule_version_id).scalar_subquery()


def _all(
    of_band: ColumnElement[Any], type_: Any, order: ColumnElement[Any] = _BAND.id
) -> ColumnElement[Any]:
    return func.array_agg(aggregate_order_by(of_band, order), type_=ARRAY(type_))


def _just(colour: WarningColour) -> ColumnElement[Any]:
    return array([literal(colour, COLOUR_TYPE)], type_=COLOUR_TYPE)
