"""What plugins that require this one may import; everything else is private."""

from plugins.inspection.events import ViolationFound, ViolationSource
from plugins.inspection.types import Hazard, Patrol
from plugins.inspection.types_law import LegalBasis

__all__ = ["Hazard", "LegalBasis", "Patrol", "ViolationFound", "ViolationSource"]
