"""The workshop and a bureau with the shipped calendar in them."""

import pytest
from sqlalchemy import delete

from core.deadlines.models import CalendarDay, CalendarYear
from core.deadlines.shipped import plant_calendar
from tests.core.register.workshop import workshop

__all__ = ["workshop"]


@pytest.fixture
async def house(workshop):
    """A workshop whose database has the shipped calendar."""
    async with workshop.store.system() as session:
        await plant_calendar(session)
    return workshop


@pytest.fixture
async def bare(workshop):
    """A workshop whose database has no calendar at all."""
    async with workshop.store.system() as session:
        await session.execute(delete(CalendarDay))
        await session.execute(delete(CalendarYear))
    return workshop


@pytest.fixture
async def office(bureau):
    """A bureau whose database has the shipped calendar."""
    async with bureau.application.store.system() as session:
        await plant_calendar(session)
    return bureau
