"""Renewal: who applies, until when, what counts as timely, and how it is decided."""

import datetime as dt

import pytest

from core.deadlines.calendar import DayKind
from core.deadlines.service import DayEntry, set_calendar_day
from core.errors import Conflict, Denied, InvalidInput, NotFound
from plugins.licensing import service
from plugins.licensing.events import RenewalDecided, RenewalFiled
from plugins.licensing.numbers import xk_number
from tests.plugins.licensing.shop import CHIEF, CLERK, NUMBER, asked, events, file, register


async def test_an_enterprise_applies_for_its_own_renewal(shop):
    heard = shop.listen(RenewalFiled)
    licence = await register(shop)
    filed = await file(shop, licence)
    assert (filed.renewal_applied_on, filed.renewal_timely) == (shop.today, True)
    event = (await events(shop, licence))[-1]
    assert (event["act"], event["decided_as"]) == ("RENEWAL_FILED", ["enterprise.manager"])
    assert len(heard) == 1
    with pytest.raises(Conflict) as refused:
        await file(shop, licence)
    assert refused.value.stable_code == "RENEWAL_STATE"


async def test_nobody_applies_for_another(shop):
    licence = await register(shop)
    with pytest.raises(NotFound):
        await file(shop, licence, holder="a2")
    with pytest.raises(Denied):
        await file(shop, licence, role="enterprise.safety_officer")
    assert len(await events(shop, licence)) == 1


async def test_only_a_clerk_enters_an_earlier_application(shop):
    number = xk_number("浙", "06", "001", 397)
    licence = await register(shop, code="XK", number=number)  # until 2027-01-09
    assert licence.renew_by == dt.date(2026, 7, 9)
    with pytest.raises(InvalidInput) as refused:
        await file(shop, licence, on=dt.date(2026, 7, 9))
    assert refused.value.field == "filedOn"
    filed = await file(shop, licence, role=CLERK, on=dt.date(2026, 7, 9))
    assert filed.renewal_timely is True


async def test_a_late_application_is_known_as_late(shop):
    number = xk_number("浙", "06", "001", 397)
    licence = await register(shop, code="XK", number=number)
    filed = await file(shop, licence, role=CLERK, on=dt.date(2026, 7, 10))
    assert filed.renewal_timely is False


@pytest.mark.parametrize(("day", "accepted"), [(22, True), (23, True), (24, False)])
async def test_renewal_is_applied_for_until_the_last_day(shop, day, accepted):
    licence = await register(shop, valid_until=dt.date(2026, 11, 23))
    shop.clock.advance(days=day - 23)
    if accepted:
        assert (await file(shop, licence)).renewal_applied_on == shop.today
        return
    with pytest.raises(Conflict) as refused:
        await file(shop, licence)
    assert refused.value.stable_code == "RENEWAL_TOO_LATE"


@pytest.mark.parametrize(
    ("granted", "until", "act"),
    [(True, dt.date(2032, 1, 9), "RENEWED"), (False, dt.date(2027, 1, 9), "RENEWAL_REFUSED")],
)
async def test_renewal_is_decided_once_and_keeps_the_number(shop, granted, until, act):
    heard = shop.listen(RenewalDecided)
    licence = await register(shop)

    async def settle():
        async with shop.work(CHIEF) as work:
            return await service.decide_renewal(
                work, asked(licence), granted=granted, valid_until=None
            )

    with pytest.raises(Conflict):
        await settle()
    await file(shop, licence)
    settled = await settle()
    assert (settled.number, settled.valid_until) == (NUMBER, until)
    assert (settled.renewal_applied_on, settled.renewal_timely) == (None, None)
    assert (await events(shop, licence))[-1]["act"] == act
    assert [e.act.name for e in heard] == [act]
    with pytest.raises(Conflict):
        await settle()


GOLDEN = (dt.date(2026, 10, 20), dt.date(2026, 9, 2))
"""A last valid day after the Golden Week, and 30 working days before: with a Saturday and a Sunday
made up, without six weekdays of National Day and Mid-Autumn."""


@pytest.mark.parametrize(("late", "timely"), [(0, True), (1, False)])
async def test_working_days_count_as_published(shop, late, timely):
    until, last = GOLDEN
    licence = await register(shop, issued_on=dt.date(2021, 10, 21), valid_until=until)
    assert licence.renew_by == last
    filed = await file(shop, licence, role=CLERK, on=last + dt.timedelta(days=late))
    assert filed.renewal_timely is timely


async def test_a_guess_is_settled_when_somebody_applies(shop):
    """Registered before the calendar was published: the days off since then move the last day."""
    licence = await register(shop)
    assert licence.renew_by == dt.date(2026, 11, 30)
    async with shop.work("branch.data_clerk", reason="通知") as work:
        for day in (1, 4, 5, 6, 7, 8):
            off = DayEntry(dt.date(2027, 1, day), DayKind.HOLIDAY, "元旦", "New Year's Day")
            await set_calendar_day(work, off)
    filed = await file(shop, licence)
    assert filed.renew_by == dt.date(2026, 11, 20)
    assert (filed.renewal_applied_on, filed.renewal_timely) == (shop.today, False)
    async with shop.work(CHIEF) as work:
        renewed = await service.decide_renewal(work, asked(licence), granted=True, valid_until=None)
    assert renewed.renew_by == dt.date(2031, 11, 28)
