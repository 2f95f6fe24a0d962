"""Quiet time: from one time of day to another in Hangzhou, over midnight too."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final, Self

from core.channels.arrangements import ChannelSettings
from core.channels.kinds import means
from core.clock import BUSINESS_ZONE
from core.errors import InvalidInput

_TIME: Final = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
DAY: Final = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class QuietTime:
    """From `begins` until `ends`, every day. The moment at which it ends is no longer quiet."""

    begins: dt.time
    ends: dt.time

    @classmethod
    def of(cls, begins: str | None, ends: str | None) -> Self | None:
        """From two stored times; None where there are none."""
        if begins is None or ends is None:
            return None
        return cls(dt.time.fromisoformat(begins), dt.time.fromisoformat(ends))

    def end_after(self, now: dt.datetime) -> dt.datetime | None:
        """When the quiet time that holds now will end; None when it is not quiet."""
        local = now.astimezone(BUSINESS_ZONE)
        for day in (local.date() - DAY, local.date()):  # one that began yesterday may last
            begins = dt.datetime.combine(day, self.begins, BUSINESS_ZONE)
            last = day if self.begins < self.ends else day + DAY
            ends = dt.datetime.combine(last, self.ends, BUSINESS_ZONE)
            if begins <= local < ends:
                return ends.astimezone(dt.UTC)
        return None


def quiet_until(wish: ChannelSettings | None, kind: str, now: dt.datetime) -> dt.datetime | None:
    """When a person's quiet time ends, if it holds now and the kind may not break it."""
    if wish is None or means(wish.urgent, kind):
        return None
    quiet = QuietTime.of(wish.quiet_from, wish.quiet_to)
    return quiet.end_after(now) if quiet else None


def checked_times(begins: str | None, ends: str | None) -> tuple[str | None, str | None]:
    """Both times or neither. Raises InvalidInput for one alone, for none, and for equal ones."""
    begins, ends = (begins or "").strip() or None, (ends or "").strip() or None
    for field, given in (("quietFrom", begins), ("quietTo", ends)):
        if given is not None and not _TIME.fullmatch(given):
            raise InvalidInput(
                "请填写时刻，如 22:00。", "Give a time of day, such as 22:00.", field=field
            )
    if (begins is None) != (ends is None) or (begins is not None and begins == ends):
        raise InvalidInput(
            "免打扰时段须有不同的起止时刻；不需要时两项都留空。",
            "Quiet time needs a beginning and another end; leave both empty for none.",
            field="quietTo",
        )
    return begins, ends
