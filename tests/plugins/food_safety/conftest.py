"""A kitchen of each test, and one that the tests of a module share, each with its own maker."""

import pytest

from tests.fixtures.bureau import open_bureau
from tests.plugins.food_safety.kitchen import kitchen_in


@pytest.fixture
async def kitchen(bureau):
    return await kitchen_in(bureau)


@pytest.fixture(scope="module")
async def shared(databases, template):
    async with open_bureau(databases, template) as opened:
        yield await kitchen_in(opened)
