"""The ground of these tests."""

import pytest

from tests.core.warnings.ground import Ground, open_ground
from tests.core.warnings.rules import plant


@pytest.fixture
async def ground(bureau) -> Ground:
    await plant(bureau)
    return await open_ground(bureau)
