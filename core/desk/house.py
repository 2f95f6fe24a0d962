"""What the core itself puts on the desks: the register, and what the officers do."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

HOUSE: Final[Mapping[str, Sequence[Any]]] = {}
"""Hook -> parts, as plugins give them."""
