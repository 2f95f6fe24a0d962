"""Five years of days, every declared rule: the engine's colours are those that a person reckons."""

import datetime as dt
import itertools

import pytest

from core.clock import business_date
from core.declarations import WarningRule
from core.plugins import Plugins
from core.register.colours import Band, WarningColour
from core.warnings import steps
from core.warnings.models import EarlyWarning, Watch
from core.warnings.planting import declared_rules
from core.warnings.steps import moved_between, steps_on
from tests.core.warnings.reckoning import DAY, colour, months_on

FIRST = dt.date(2023, 7, 1)
DAYS = [FIRST + DAY * n for n in range(1_827)]
"""To 30 June 2028: five years, with two leap days."""


def declared() -> list[WarningRule]:
    """Of the core and of every plugin."""
    return [each.rule for each in declared_rules(Plugins(strict=True).load())]


RULES = [rule for rule in declared() if rule.date_field]
"""Those of dates; a measure has no calendar."""


def bands_of(rule):
    return tuple(Band(WarningColour[b.colour], b.until, b.unit) for b in rule.bands)


def terms_of(rule):
    return tuple((b.colour, b.until, b.unit.upper()) for b in rule.bands)


def reckoned_wrongly(rule):
    """Days on which a step's end, or the day beside it, has another colour than reckoned."""
    bands, terms = bands_of(rule), terms_of(rule)
    for today in DAYS:
        found = steps_on(bands, today)
        for step in found:
            # a colour only gets milder with the date: both ends stand for all between
            ends = (max(step.first, today - 400 * DAY), min(step.last, today + 4_000 * DAY))
            if {colour(due, today, terms) for due in ends} != {step.colour.name}:
                yield today


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_steps_of_every_day_are_as_reckoned(rule):
    assert DAYS[-1] == dt.date(2028, 6, 30)
    assert {dt.date(2024, 2, 29), dt.date(2028, 2, 29)} <= set(DAYS)
    assert not list(reckoned_wrongly(rule))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
@pytest.mark.parametrize("stride", [1, 2, 31])
def test_what_moves_between_two_days_is_all_that_differs(rule, stride):
    bands, terms = bands_of(rule), terms_of(rule)
    for before, after in itertools.pairwise(DAYS[::stride]):
        moved = moved_between(steps_on(bands, before), steps_on(bands, after))
        dues = {e for s in moved for e in (s.first - DAY, s.first, s.last, s.last + DAY)}
        for due in dues | {before, after, months_on(after, 1), months_on(after, 3)}:
            new = [s.colour.name for s in moved if s.first <= due <= s.last]
            was, now = colour(due, before, terms), colour(due, after, terms)
            assert new == ([now] if was != now else []), (before, due)


def test_a_limit_that_is_off_by_a_day_is_noticed(monkeypatch):
    real = steps.limit_on
    monkeypatch.setattr(steps, "limit_on", lambda band, today: real(band, today) - DAY)
    assert all(any(reckoned_wrongly(rule)) for rule in RULES)


def test_a_month_end_that_runs_over_is_noticed(monkeypatch):
    def overrun(day, months):
        years, month = divmod(day.month - 1 + months, 12)
        return dt.date(day.year + years, month + 1, 1) + DAY * (day.day - 1)

    monkeypatch.setattr(steps, "months_after", overrun)
    monthly = [r for r in RULES if any(b.unit == "months" and b.until % 12 for b in r.bands)]
    wrong = {rule.code: list(reckoned_wrongly(rule)) for rule in monthly}
    assert wrong
    assert all(wrong.values())
    assert {day.day for days in wrong.values() for day in days} <= {29, 30, 31}


def at(ground, text):
    """Set the clock to an instant, in UTC."""
    then = dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)
    ground.bureau.clock.advance(seconds=(then - ground.bureau.clock.now()).total_seconds())


async def colours(ground):
    return [w.colour.name for w in await ground.rows(Watch, Watch.until.is_(None))]


async def test_a_day_begins_at_midnight_in_hangzhou(ground):
    """16:00 UTC; a second before it the last day is still the last day."""
    at(ground, "2026-12-01T02:00:00")
    await ground.sweep()
    await ground.add(next_inspection_on=dt.date(2026, 12, 2))
    at(ground, "2026-12-02T15:59:59")
    await ground.sweep()
    assert await colours(ground) == ["URGENT"]
    at(ground, "2026-12-02T16:00:00")
    assert business_date(ground.bureau.clock) == dt.date(2026, 12, 3)
    await ground.sweep()
    assert await colours(ground) == ["EXPIRED"]


async def test_a_renewal_at_midnight_meets_the_sweep_in_either_order(ground):
    """Written before midnight or after it, before the sweep or after: one end, one warning each."""
    at(ground, "2026-12-01T02:00:00")
    await ground.sweep()
    keys = [await ground.add(next_inspection_on=dt.date(2026, 12, 2)) for _ in range(3)]
    later = {"next_inspection_on": dt.date(2027, 12, 2)}
    at(ground, "2026-12-02T15:59:59")
    await ground.change(keys[0], **later)
    at(ground, "2026-12-02T16:00:00")
    await ground.change(keys[1], **later)
    await ground.sweep()
    await ground.change(keys[2], **later)
    assert await colours(ground) == ["GREEN"] * 3
    ended = [
        (w.colour.name, w.cleared_on.day, w.cleared_by) for w in await ground.rows(EarlyWarning)
    ]
    assert ended == [("URGENT", 2, "renewed"), ("URGENT", 3, "renewed"), ("EXPIRED", 3, "renewed")]


@pytest.mark.soak
@pytest.mark.parametrize("code", ["E1", "E5"])
async def test_the_database_follows_for_five_years(ground, code):
    """Dates around every month end, swept day by day, are coloured as reckoned on all days."""
    (terms,) = (terms_of(rule) for rule in RULES if rule.code == code)
    field = {"E1": "next_inspection_on", "E5": "design_life_to"}[code]
    ground.set_day(FIRST)
    ends = [months_on(FIRST, n) for n in range(0, 72, 2)]
    dues = sorted({end + DAY * n for end in ends for n in (-3, -2, -1, 0)})
    for due in dues:
        await ground.add(**{"next_inspection_on": dt.date(2099, 1, 1), field: due})
    for today in DAYS:
        ground.set_day(today)
        await ground.sweep()
        rows = await ground.rows(Watch, Watch.until.is_(None), Watch.rule_code == code)
        assert all(row.colour.name == colour(row.due_on, today, terms) for row in rows), today
