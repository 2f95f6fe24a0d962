"""The workshop: services without a gateway, and with licence types."""

from tests.core.register.workshop import workshop
from tests.plugins.licensing.shop import shop

__all__ = ["shop", "workshop"]
