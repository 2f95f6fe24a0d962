"""A bureau with the law that both loops rest on, planted as on a real start."""

import pytest

from plugins.inspection.seeds import plant_law
from plugins.special_equipment.seeds import plant_catalogue, plant_cycles
from tests.stories.inboxes import Inboxes
from tests.stories.refusals import Refusals


@pytest.fixture
async def house(bureau):
    """The bureau of one story."""
    async with bureau.application.store.system() as session:
        await plant_catalogue(session)
        await plant_cycles(session)
        await plant_law(session)
    return bureau


@pytest.fixture
def refusals(house):
    """Asks whoever must not act, and counts."""
    return Refusals(house)


@pytest.fixture
def inboxes(house):
    """Everybody's news."""
    return Inboxes(house)
