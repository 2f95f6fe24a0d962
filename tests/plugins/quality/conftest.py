"""Spot checks for each test."""

import pytest

from tests.plugins.quality.ground import checks_in


@pytest.fixture
async def checks(bureau):
    return await checks_in(bureau)
