"""The workshop: services without a gateway."""

from tests.core.register.workshop import workshop

__all__ = ["workshop"]
