"""Personal data of others that leaves in clear leaves a trace: who, which field, how many rows.

One entry of the ledger for each field of a request, never one for each row, and written before the
answer goes. Whoever sees masks, or only the own house, never comes here.
"""

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final

from core.audit.ledger import OperationRecord, read_protected
from core.policy.vocabulary import Action
from core.store.engine import Store
from schema.asking import Ask
from schema.tiers.shape import Shape

Place = tuple[str, str]
"""A record's type, and a field of it."""
Clear = Counter[Place]
"""How many values of each field are shown in clear."""
Note = Callable[[Ask, Mapping[Place, int]], Awaitable[None]]

OWN_HOUSE: Final = frozenset({"assigned", "own"})
"""Kinds of rows that are one's own, or those of the own enterprise."""


@dataclass(frozen=True, slots=True)
class Disclosures:
    """Writes the entries. One per worker."""

    store: Store
    shape: Shape

    async def note(self, ask: Ask, clear: Mapping[Place, int]) -> None:
        """Write down what the answer to `ask` shows, before it is sent."""
        records = [
            OperationRecord(
                request_id=ask.request_id,
                operation="readPersonal",
                action=Action.READ,
                resource=self.shape.types[type_].fields[field].resource or "",
                reason=f"明文 {rows} 条 {rows} in clear",
                ip=ask.ip,
            )
            for (type_, field), rows in sorted(clear.items())
            if not self._is_own(ask, type_)
        ]
        if records:
            await read_protected(self.store, ask.access, *records)

    def _is_own(self, ask: Ask, type_: str) -> bool:
        resource = self.shape.types[type_].resource
        reach = ask.access.reach(resource) if resource else None
        return reach is not None and set(reach.kinds) <= OWN_HOUSE
