"""A loop for each test."""

import pytest

from tests.plugins.inspection.loop import loop_in


@pytest.fixture
async def loop(bureau):
    return await loop_in(bureau)
