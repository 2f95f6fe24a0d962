"""A bureau that supervises instruments."""

import pytest

from tests.plugins.metrology.ground import planted


@pytest.fixture
async def shop(bureau):
    return await planted(bureau)
