"""Text messages and DingTalk by way of a file: one JSON line per message, for a gateway to read.

The default where no plugin brings a channel of the same name. SENT then means: written and synced.
"""

import asyncio
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from core.outgoing import Address, Parcel, Receipt

FOLDER: Final = "outbox"
PRIVATE: Final = 0o600


@dataclass(frozen=True, slots=True)
class FileChannel:
    """Writes to `var/outbox/<name>.jsonl`, which only the server's own user may read."""

    folder: Path
    name: str
    chinese: str
    english: str
    address: Address = Address.PHONE

    async def send(self, parcel: Parcel) -> Receipt:
        """Append a line with the id, by which the gateway leaves out what it has already."""
        line = {
            "id": parcel.id,
            "to": parcel.address,
            "text": parcel.body.strip(),
            "at": parcel.at.isoformat(),
        }
        await asyncio.to_thread(self._append, json.dumps(line, ensure_ascii=False) + "\n")
        return Receipt()

    def _append(self, line: str) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self.folder / f"{self.name}.jsonl"
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, PRIVATE)
        with os.fdopen(descriptor, "ab", buffering=0) as file:
            file.write(line.encode())  # one call: lines of several processes do not mix
            os.fsync(descriptor)
