"""What plugins that require this one may import; everything else is private."""

from plugins.special_equipment.events import (
    EquipmentConfirmed,
    EquipmentInspected,
    InstructionIgnored,
)
from plugins.special_equipment.types import Equipment, EquipmentDeclaration

__all__ = [
    "Equipment",
    "EquipmentConfirmed",
    "EquipmentDeclaration",
    "EquipmentInspected",
    "InstructionIgnored",
]
