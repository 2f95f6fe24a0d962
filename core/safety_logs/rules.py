"""What holds of logs whatever is looked after: pure functions, without a database."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from core.errors import Conflict, InvalidInput
from core.register.colours import months_after
from core.safety_logs.models import DutyColumns, LogPeriod

MISSED: Final = 3
"""So many daily logs in a row may not be missing."""
LATEST: Final = 7
"""Days after its end within which a period may still be written down."""


def span_of(period: LogPeriod, day: dt.date) -> tuple[dt.date, dt.date]:
    """The first and the last day of the day, week or month that holds `day`."""
    if period is LogPeriod.DAILY:
        return day, day
    if period is LogPeriod.WEEKLY:
        first = day - dt.timedelta(days=day.weekday())
        return first, first + dt.timedelta(days=6)
    first = day.replace(day=1)
    return first, months_after(first, 1) - dt.timedelta(days=1)


def require_current(period: LogPeriod, day: dt.date, today: dt.date) -> tuple[dt.date, dt.date]:
    """The span of a period that may be written down today. Raises InvalidInput."""
    first, last = span_of(period, day)
    if first > today or today > last + dt.timedelta(days=LATEST):
        raise InvalidInput(
            f"只能记录当期，或结束后 {LATEST} 日内补记。",
            f"Write down the present period, or one that ended within {LATEST} days.",
            field="day",
        )
    return first, last


def require_mended(red: Sequence[str]) -> None:
    """Raise Conflict (`RED_ITEM_OPEN`) while red items are open: no week closes on them."""
    if red:
        raise Conflict(
            f"尚有红色风险未消除：{'；'.join(red[:5])}。请先整改并记录，再提交排查或调度。",
            f"Red items are open: {'; '.join(red[:5])}. Mend them and say how, then hand this in.",
            code="RED_ITEM_OPEN",
            explain={"items": list(red)},
        )


def missing_from(since: dt.date, last_daily_on: dt.date | None) -> dt.date:
    """The first day on which three daily logs in a row are missing."""
    last = last_daily_on or since - dt.timedelta(days=1)
    return last + dt.timedelta(days=MISSED + 1)


def advance(duty: DutyColumns, period: LogPeriod, last_on: dt.date) -> None:
    """Note on a duty that a period was looked after; an older one changes nothing."""
    column = f"last_{period.name.lower()}_on"
    known: dt.date | None = getattr(duty, column)
    if known is None or last_on > known:
        setattr(duty, column, last_on)
    duty.missing_on = missing_from(duty.since, duty.last_daily_on)
