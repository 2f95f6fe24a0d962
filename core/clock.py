"""Time, injected. Domain code asks a `Clock`; only `SystemClock` looks at the machine's."""

import datetime as dt
import time
from typing import Protocol
from zoneinfo import ZoneInfo

BUSINESS_ZONE = ZoneInfo("Asia/Shanghai")
"""The bureau's days begin and end in Hangzhou, wherever the server stands."""


class Clock(Protocol):
    """What the system knows of time."""

    def now(self) -> dt.datetime:
        """This instant, in UTC, with its zone."""
        ...

    def monotonic(self) -> float:
        """Seconds that never run backwards, for durations."""
        ...


def business_date(clock: Clock) -> dt.date:
    """The day in Hangzhou: what 'today' means in law, warnings and reports."""
    return clock.now().astimezone(BUSINESS_ZONE).date()


class SystemClock:
    """The machine's clock."""

    def now(self) -> dt.datetime:
        return dt.datetime.now(dt.UTC)

    def monotonic(self) -> float:
        return time.monotonic()
