"""Spans, what may still be written, what keeps a week open, and when three days are missing."""

import datetime as dt

import pytest

from core.errors import Conflict, InvalidInput
from core.safety_logs.models import DutyColumns, LogPeriod
from core.safety_logs.rules import (
    advance,
    missing_from,
    require_current,
    require_mended,
    span_of,
)

DAY = dt.date(2024, 2, 29)


def test_spans_of_a_leap_day():
    assert span_of(LogPeriod.DAILY, DAY) == (DAY, DAY)
    assert span_of(LogPeriod.WEEKLY, DAY) == (dt.date(2024, 2, 26), dt.date(2024, 3, 3))
    assert span_of(LogPeriod.MONTHLY, DAY) == (dt.date(2024, 2, 1), DAY)


@pytest.mark.parametrize(("days", "good"), [(0, True), (7, True), (8, False), (-1, False)])
def test_a_day_is_written_down_within_a_week(days, good):
    today = DAY + dt.timedelta(days=days)
    if good:
        assert require_current(LogPeriod.DAILY, DAY, today) == (DAY, DAY)
    else:
        with pytest.raises(InvalidInput):
            require_current(LogPeriod.DAILY, DAY, today)


def test_a_red_item_keeps_the_week_open():
    require_mended([])
    with pytest.raises(Conflict) as refused:
        require_mended(["安全阀漏汽"])
    assert refused.value.stable_code == "RED_ITEM_OPEN"


def test_three_days_are_missing_from_the_fourth_on():
    assert missing_from(DAY, None) == DAY + dt.timedelta(days=3)
    assert missing_from(DAY, DAY) == DAY + dt.timedelta(days=4)


class Duty(DutyColumns):
    def __init__(self):
        self.since, self.last_daily_on, self.last_weekly_on = DAY, None, None
        self.missing_on = DAY


def test_an_older_log_changes_nothing():
    duty = Duty()
    advance(duty, LogPeriod.DAILY, DAY + dt.timedelta(days=2))
    advance(duty, LogPeriod.DAILY, DAY)
    assert duty.last_daily_on == DAY + dt.timedelta(days=2)
    assert duty.missing_on == DAY + dt.timedelta(days=6)
