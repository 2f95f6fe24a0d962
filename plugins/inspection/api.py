"""What plugins that require this one may import; everything else is private."""

from plugins.inspection.types import Hazard, LegalBasis, Patrol

__all__ = ["Hazard", "LegalBasis", "Patrol"]
