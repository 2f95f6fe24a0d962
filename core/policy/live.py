"""The policy in force in this process: one reference, swapped whole, never edited in place."""

import logging
import threading
from collections.abc import Callable
from typing import Final

from core.policy.rules import DecisionTable

TOPIC: Final = "policy"
"""The freshness topic under which all workers follow."""
Listener = Callable[[DecisionTable], None]

_log = logging.getLogger(__name__)


class LivePolicy:
    """Holds the current decision table. A request takes `current` once and keeps that snapshot."""

    def __init__(self, table: DecisionTable) -> None:
        self._table = table
        self._listeners: list[Listener] = []
        self._swapping = threading.Lock()

    @property
    def current(self) -> DecisionTable:
        """The table in force now; immutable, and carrying its version."""
        return self._table

    @property
    def version(self) -> int:
        """The version in force now."""
        return self._table.version

    def on_swap(self, listener: Listener) -> None:
        """Have `listener` called with each new table, after it is in force."""
        self._listeners.append(listener)

    def swap(self, table: DecisionTable) -> bool:
        """Put a newer table in force; says whether it was newer. Late news is ignored."""
        with self._swapping:
            if table.version <= self._table.version:
                return False
            self._table = table
            for listener in tuple(self._listeners):
                _tell(listener, table)
        return True


def _tell(listener: Listener, table: DecisionTable) -> None:
    try:
        listener(table)
    except Exception:  # noqa: BLE001 one deaf listener must not silence the rest
        _log.exception("a listener failed on policy version %s", table.version)
