"""A bureau with feeds."""

import pytest

from tests.plugins.data_exchange.window import opened


@pytest.fixture
async def house(bureau):
    return await opened(bureau)
