"""A ground of warnings for each test, a bureau that supervises devices, and one with a history."""

import pytest

from tests.plugins.early_warning.ground import Ground
from tests.plugins.early_warning.watching import watching
from tests.plugins.special_equipment.plant import plant

__all__ = ["ground", "plant", "watching"]


@pytest.fixture
async def ground(bureau):
    return await Ground(bureau).begin()
