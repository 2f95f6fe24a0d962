"""How entries, seals and anchors are hashed. The one place to change for another hash function.

A hash is stored as `<algorithm>:<hex>`, so a chain may go on under another algorithm while what was
sealed before stays verifiable.
"""

import datetime as dt
import hashlib
from collections.abc import Mapping
from typing import Any, Final, Protocol

import orjson


class HashAlgorithm(Protocol):
    """A hash function with a name: SHA-256 now, SM3 where GB/T 39786 asks for it."""

    @property
    def name(self) -> str:
        """As it stands before the colon of every hash."""
        ...

    def digest(self, data: bytes) -> str:
        """The hash in hexadecimal."""
        ...


class Sha256:
    """SHA-256 of the standard library."""

    name = "sha256"

    def digest(self, data: bytes) -> str:
        return hashlib.sha256(data).hexdigest()


SHA256: Final = Sha256()
ALGORITHMS: Final[Mapping[str, HashAlgorithm]] = {SHA256.name: SHA256}

GENESIS: Final = "zhijian ledger"
"""Stands in for the hash before the first seal."""

ENTRY_COLUMNS: Final = (
    "id",
    "at",
    "request_id",
    "account_id",
    "username",
    "roles",
    "tier",
    "ip",
    "operation",
    "action",
    "resource",
    "subject",
    "outcome",
    "code",
    "reason",
    "changes",
    "policy_version",
    "trace",
)
"""What an entry's hash covers: every column. A column added later needs a new hash prefix."""


def canonical(value: Mapping[str, Any]) -> bytes:
    """JSON with sorted keys, no spaces, UTF-8, instants in UTC: equal values, equal bytes."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def entry_hash(entry: Mapping[str, Any], algorithm: HashAlgorithm = SHA256) -> str:
    """The hash of one row of the ledger; `changes` is the JSON text as PostgreSQL gives it.

    JSON nested too deeply to read is hashed as text: no entry may stop the sealer.
    """
    values = {name: entry[name] for name in ENTRY_COLUMNS}
    try:
        return _named({**values, "changes": orjson.loads(values["changes"])}, algorithm)
    except (TypeError, ValueError):
        return _named(values, algorithm)


def chain_hash(
    previous: str, sealed: str, sealed_at: dt.datetime, algorithm: HashAlgorithm = SHA256
) -> str:
    """The hash of a seal: over the seal before it, the entry's hash and the time of sealing."""
    return _named({"previous": previous, "entry": sealed, "sealed_at": sealed_at}, algorithm)


def bytes_hash(data: bytes, algorithm: HashAlgorithm = SHA256) -> str:
    """The hash of bytes as they are."""
    return f"{algorithm.name}:{algorithm.digest(data)}"


def algorithm_of(stored: str) -> HashAlgorithm | None:
    """The algorithm that a stored hash names; None when it names none that is known."""
    return ALGORITHMS.get(stored.partition(":")[0])


def _named(value: Mapping[str, Any], algorithm: HashAlgorithm) -> str:
    return bytes_hash(canonical(value), algorithm)
