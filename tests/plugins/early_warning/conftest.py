"""A ground of warnings for each test, and a bureau that supervises devices."""

import pytest

from tests.plugins.early_warning.ground import Ground
from tests.plugins.special_equipment.plant import plant

__all__ = ["ground", "plant"]


@pytest.fixture
async def ground(bureau):
    return await Ground(bureau).begin()
