"""What other subsystems may react to, in the transaction in which it happens."""

import datetime as dt
from dataclasses import dataclass

from plugins.special_equipment.models import Conclusion, DeclarationKind


@dataclass(frozen=True, slots=True, kw_only=True)
class EquipmentConfirmed:
    """The branch confirmed a declaration, and the register says so now."""

    equipment_id: int
    declaration_id: int
    kind: DeclarationKind
    enterprise_id: int
    town_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EquipmentInspected:
    """An inspection report was recorded."""

    equipment_id: int
    inspection_id: int
    conclusion: Conclusion
    enterprise_id: int
    town_id: int
    next_on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class InstructionIgnored:
    """An instruction was not followed in time: a clue for a case (特种设备安全法 art. 83)."""

    instruction_id: int
    enterprise_id: int
    town_id: int
    equipment_id: int | None
