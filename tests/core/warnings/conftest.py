"""The ground of these tests."""

import pytest

from tests.core.warnings.ground import Ground, open_ground


@pytest.fixture
async def ground(bureau) -> Ground:
    """Devices of the small world, with nothing watched yet."""
    return await open_ground(bureau)
