"""What plugins that require this one may import; everything else is private."""

from plugins.special_equipment.events import EquipmentConfirmed, EquipmentInspected
from plugins.special_equipment.types import Equipment, EquipmentDeclaration

__all__ = ["Equipment", "EquipmentConfirmed", "EquipmentDeclaration", "EquipmentInspected"]
