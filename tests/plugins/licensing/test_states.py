"""State and colour of licences in SQL against plain Python, on every day that matters."""

import datetime as dt
import itertools

import pytest
from sqlalchemy import select

from core.register.models import Registered
from plugins.licensing.models import (
    NEXT_EXPIRY_DAY,
    Licence,
    LicenceOrigin,
    LicenceState,
    LicenceStatus,
    licence_colour,
    state_of,
)
from tests.fixtures.small_world import confirm

ACTS = ("ANNULLED", "WITHDRAWN", "REVOKED", "CANCELLED")
DAYS = [
    dt.date(2026, 11, 30),
    dt.date(2027, 11, 30),
    dt.date(2028, 1, 31),
    dt.date(2028, 2, 28),
    dt.date(2028, 2, 29),
    dt.date(2028, 3, 1),
    dt.date(2026, 12, 31),
]
LAST_DAYS = sorted(
    {
        base + dt.timedelta(days=shift)
        for base in (
            *DAYS,
            dt.date(2026, 12, 30),
            dt.date(2027, 1, 31),
            dt.date(2027, 2, 28),
            dt.date(2027, 5, 30),
            dt.date(2027, 8, 30),
            dt.date(2028, 5, 29),
            dt.date(2028, 8, 31),
            dt.date(2028, 11, 30),
        )
        for shift in (-1, 0, 1)
    }
)
RENEWALS = [(None, None), (dt.date(2026, 6, 1), True), (dt.date(2026, 6, 1), False)]
RENEWALS += [(dt.date(2026, 6, 1), None)]
BANDS = {"L1": (1, 3, 6), "L2": (1, 6, 9)}


def limit(day, months):
    """The oracle's own month arithmetic."""
    number = day.year * 12 + day.month - 1 + months
    for candidate in range(day.day, 0, -1):
        try:
            return dt.date(number // 12, number % 12 + 1, candidate)
        except ValueError:
            continue
    raise AssertionError


def expected_state(status, until, applied, timely, today):
    if status in ACTS:
        return status
    waiting = applied is not None and timely is not False
    if until < today and not waiting:
        return "EXPIRED"
    if status == "SUSPENDED":
        return "SUSPENDED"
    if waiting:
        return "DEEMED_RENEWED" if until < today else "RENEWAL_PENDING"
    return "VALID"


def expected_colour(status, until, applied, timely, bands, today):
    if status in ACTS:
        return None
    if applied is not None and timely is not False:
        return "RENEWAL_PENDING"
    if until < today:
        return "EXPIRED"
    for name, months in zip(("URGENT", "RED", "YELLOW"), bands, strict=True):
        if until <= limit(today, months):
            return name
    return "GREEN"


def licences(workshop):
    cases = itertools.product(LicenceStatus, LAST_DAYS, RENEWALS, BANDS)
    for number, (status, until, (applied, timely), rule) in enumerate(cases):
        yield Licence(
            enterprise_id=workshop.world.enterprises["a1"],
            town_id=workshop.world.divisions["a"],
            type_id=workshop.types["SC"],
            number=f"N{number}",
            covers=[],
            authority="",
            issued_on=dt.date(2024, 1, 1),
            valid_from=dt.date(2024, 1, 1),
            valid_until=until,
            status=status,
            origin=LicenceOrigin.LOCAL,
            renewal_applied_on=applied,
            renewal_timely=timely,
            warning_rule=rule,
            search_text="",
            change_id=workshop.world.change_id,
        )


@pytest.fixture
async def full_shop(shop):
    async with shop.store.system() as session:
        await confirm(session, shop.world, shop.clock.now())
        session.add_all(licences(shop))
    return shop


async def on_each_day(shop, statement):
    for today in DAYS:
        async with shop.store.system() as session:
            for row in await session.execute(statement, {"today": today}):
                yield today, row


async def test_every_state_on_every_day(full_shop):
    seen = set()
    async for today, (licence, state) in on_each_day(full_shop, select(Licence, state_of())):
        given = (licence.status.name, licence.valid_until)
        pending = (licence.renewal_applied_on, licence.renewal_timely)
        assert state.name == expected_state(*given, *pending, today), (given, pending, today)
        seen.add(state)
    assert seen == set(LicenceState)


async def test_every_colour_on_every_day(full_shop):
    seen = set()
    async for today, (licence, colour) in on_each_day(full_shop, select(Licence, licence_colour())):
        given = (licence.status.name, licence.valid_until)
        pending = (licence.renewal_applied_on, licence.renewal_timely)
        bands = BANDS[licence.warning_rule]
        wanted = expected_colour(*given, *pending, bands, today)
        assert (colour and colour.name) == wanted, (given, pending, bands, today)
        seen.add(wanted)
    assert seen == {None, "URGENT", "RED", "YELLOW", "GREEN", "EXPIRED", "RENEWAL_PENDING"}


async def test_the_next_expiry_forgets_what_is_over(full_shop):
    async for today, (licence, day) in on_each_day(full_shop, select(Licence, NEXT_EXPIRY_DAY)):
        over = licence.status.name in ACTS or licence.valid_until < today
        assert day == (None if over else licence.valid_until)


def test_a_licence_is_a_row_of_the_register():
    assert issubclass(Licence, Registered)
