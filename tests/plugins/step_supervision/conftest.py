"""A bureau with one declaration on its way: the matter that is supervised."""

import pytest

from tests.plugins.step_supervision.ground import begun


@pytest.fixture
async def watched(bureau):
    return await begun(bureau)
