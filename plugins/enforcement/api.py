"""What plugins that require this one may import; everything else is private."""

from plugins.enforcement.types import PenaltyCase

__all__ = ["PenaltyCase"]
