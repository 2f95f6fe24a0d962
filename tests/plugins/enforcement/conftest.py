"""A docket for each test."""

import pytest

from tests.plugins.enforcement.docket import docket_in


@pytest.fixture
async def docket(bureau):
    return await docket_in(bureau)
