"""What plugins that require this one may import; everything else is private."""

from plugins.standards.types import EnterpriseStandard, StandardUse
from plugins.standards.types_law import Standard

__all__ = ["EnterpriseStandard", "Standard", "StandardUse"]
