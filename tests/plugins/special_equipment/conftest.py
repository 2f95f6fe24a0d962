"""The plant: a bureau that supervises special equipment."""

from tests.plugins.special_equipment.plant import plant

__all__ = ["plant"]
