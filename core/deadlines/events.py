"""What others may react to, in the transaction in which the calendar changes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CalendarChanged:
    """Days of these years are worked or not, or settled or not, as they were not before.

    Whoever stores due dates counts those anew that lie in these years or are provisional.
    """

    years: tuple[int, ...]
