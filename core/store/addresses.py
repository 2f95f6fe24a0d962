"""The four database roles and where each of them connects."""

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

OWNER = "zhijian_owner"
"""Owns the database and every table; used by migrations only."""
APP = "zhijian_app"
"""Serves requests: reads and writes rows under row security, changes no structure."""
WORKER = "zhijian_worker"
"""Runs jobs; the same rights as `zhijian_app`."""
AUDIT = "zhijian_audit"
"""Reads the ledger and adds seals; migrations grant it table by table."""
ROLES = (OWNER, APP, WORKER, AUDIT)

DATABASE = "zhijian"


@dataclass(frozen=True)
class Endpoints:
    """One connection URL per role. They may hold passwords, so `repr` shows none of them."""

    owner: str = field(repr=False)
    app: str = field(repr=False)
    worker: str = field(repr=False)
    audit: str = field(repr=False)

    @classmethod
    def local(cls, sockets: Path, database: str = DATABASE) -> "Endpoints":
        """The endpoints of a server on this machine that listens in the folder `sockets`."""
        host = quote(str(sockets), safe="/")
        return cls(*(f"postgresql://{role}@/{database}?host={host}" for role in ROLES))
