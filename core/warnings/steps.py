"""The colours of all due dates on one day, as steps; and where they differ between two days.

The nearest step is EXPIRED, then come the bands, the last is GREEN. Between two days, or two
versions of a rule, only the dates between two places of one step change their colour: the sweep
looks at nothing else.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from core.register.colours import Band, WarningColour, months_after

DAY: Final = dt.timedelta(days=1)
PRESSING: Final = (
    WarningColour.YELLOW,
    WarningColour.RED,
    WarningColour.URGENT,
    WarningColour.EXPIRED,
)
"""The colours that a warning can have, the most pressing last."""


@dataclass(frozen=True, slots=True)
class Step:
    """The colour of the due dates from `first` to `last`, both included."""

    first: dt.date
    last: dt.date
    colour: WarningColour


def steps_on(bands: Sequence[Band], today: dt.date) -> list[Step]:
    """The steps of a day, without gaps, from the first day of time to the last."""
    ends = [(today - DAY, WarningColour.EXPIRED)]
    ends += [(limit_on(band, today), band.colour) for band in bands]
    ends.append((dt.date.max, WarningColour.GREEN))
    found, first = [], dt.date.min
    for last, colour in ends:
        if last >= first:
            found.append(Step(first, last, colour))
        if last >= first and last < dt.date.max:
            first = last + DAY
    return found


def moved_between(before: Sequence[Step], after: Sequence[Step]) -> list[Step]:
    """The due dates whose colour differs, with the new one."""
    return [Step(a, z, new) for a, z, old, new in _side_by_side(before, after) if old is not new]


def limit_on(band: Band, today: dt.date) -> dt.date:
    """The last due date that has the band's colour on a day; month ends are clipped."""
    if not isinstance(band.until, int):
        raise TypeError("a band of a rule has a number as its limit")
    if band.unit == "days":
        return today + DAY * band.until
    return months_after(today, band.until)


def _side_by_side(
    before: Sequence[Step], after: Sequence[Step]
) -> Iterator[tuple[dt.date, dt.date, WarningColour, WarningColour]]:
    for old in before:
        for new in after:
            first, last = max(old.first, new.first), min(old.last, new.last)
            if first <= last:
                yield first, last, old.colour, new.colour
