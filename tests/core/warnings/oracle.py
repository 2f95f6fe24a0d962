"""What must be so, by plain recomputation: the whole story told again after each step."""

import copy
import datetime as dt
from collections import Counter
from typing import Any

from tests.core.warnings.reckoning import Bands, colour

Place = tuple[str, int]
"""(rule, device)"""
Fact = tuple[dt.date, int, int]
"""(due date, town, enterprise)"""


class Oracle:
    """Devices and rules as lists; intervals are read off the states in which days ended."""

    def __init__(self, bands: dict[str, Bands]) -> None:
        self.bands = {code: [(dt.date.min, terms)] for code, terms in bands.items()}
        self.devices: dict[int, dict[str, Any]] = {}
        self.ends: dict[dt.date, dict[Place, Fact]] = {}
        """Day -> the state at its end."""

    def write(self, day: dt.date, key: int, **facts: Any) -> None:
        """A device is entered or changed on a day."""
        self.devices[key] = self.devices.get(key, {}) | facts
        self.ends[day] = copy.copy(self.watched())

    def publish(self, code: str, first: dt.date, terms: Bands) -> None:
        """Other bands hold from a day on."""
        kept = [version for version in self.bands[code] if version[0] < first]
        self.bands[code] = [*kept, (first, terms)]

    def watched(self) -> dict[Place, Fact]:
        """Which dates are watched now."""
        found = {}
        for key, device in self.devices.items():
            whose = (device["town"], device["enterprise"])
            if device["status"] == "IN_USE":
                found["E1", key] = (device["inspection"], *whose)
                if device["life"] is not None:
                    found["E5", key] = (device["life"], *whose)
            if device["status"] == "STOPPED":
                found["E7", key] = (_year_on(device["stopped"]), *whose)
        return found

    def colours(self, day: dt.date) -> dict[Place, str]:
        """The colour of everything that is watched, on a day."""
        return {
            (code, key): colour(due, day, self.terms(code, day))
            for (code, key), (due, *_) in self.watched().items()
        }

    def terms(self, code: str, day: dt.date) -> Bands:
        """The bands in force on a day."""
        return [terms for first, terms in self.bands[code] if first <= day][-1]

    def board(self, day: dt.date) -> Counter[tuple[str, int, str]]:
        """(rule, town, colour) -> how many."""
        watched = self.watched()
        return Counter((p[0], watched[p][1], name) for p, name in self.colours(day).items())

    def intervals(self) -> Counter[tuple[Any, ...]]:
        """Every (rule, device, fact, since, until, renewed) that there was or is."""
        found: Counter[tuple[Any, ...]] = Counter()
        days = sorted(self.ends)
        places = {place for state in self.ends.values() for place in state}
        for place in places:
            since, fact = None, None
            for day in days:
                now = self.ends[day].get(place)
                if now == fact:
                    continue
                if fact is not None:
                    found[(*place, fact, since, day, _renewed(fact, now))] += 1
                since, fact = day, now
            if fact is not None:
                found[(*place, fact, since, None, None)] += 1
        return found


def _renewed(was: Fact, now: Fact | None) -> bool | None:
    if now is None:
        return False
    return None if now[0] == was[0] else now[0] > was[0]


def _year_on(day: dt.date) -> dt.date:
    leap_day = (day.month, day.day) == (2, 29)
    return dt.date(day.year + 1, 2, 28) if leap_day else day.replace(year=day.year + 1)
