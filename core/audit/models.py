"""The tables of the ledger. Rows are added and never changed: core/store/grants.py sees to that."""

import datetime as dt
import enum
from typing import Any

from sqlalchemy import BigInteger, Identity, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from core.store.addresses import AUDIT
from core.store.base import Base
from core.store.scope import SYSTEM


class Outcome(enum.Enum):
    """What became of an operation."""

    ACCEPTED = "ACCEPTED"
    REFUSED = "REFUSED"
    READ_PROTECTED = "READ_PROTECTED"
    """Protected data were shown in clear: reading itself is the act."""


class LedgerEntry(Base):
    """One operation: who, when, from where, on what, with which result, under which policy.

    The fields are those of GB/T 22239-2019 8.1.4.3. Names and roles are copied, not referred to:
    an entry says what was true then. Personal data occur as masks only.
    """

    __tablename__ = "ledger_entry"
    __scope__ = {"assigned": "account_id"}
    __append_only__ = True
    __table_args__ = (
        Index("ix_ledger_entry_account_id_id", "account_id", "id"),
        Index("ix_ledger_entry_subject_id", "subject", "id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    """In order of being written; what commits late has a lower id than what was sealed before."""
    at: Mapped[dt.datetime]
    request_id: Mapped[str]
    account_id: Mapped[int | None] = mapped_column(BigInteger)
    """None for the public and for who could not sign in."""
    username: Mapped[str]
    roles: Mapped[list[str]]
    tier: Mapped[str]
    """The tiers of the roles, sorted, separated by commas."""
    ip: Mapped[str]
    operation: Mapped[str]
    action: Mapped[str]
    resource: Mapped[str]
    subject: Mapped[str | None]
    """The global id of the object acted upon, where there is one."""
    outcome: Mapped[Outcome]
    code: Mapped[str]
    """The stable code of a refusal; empty otherwise."""
    reason: Mapped[str]
    """What the person gave as reason or purpose."""
    changes: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    """A list of {table, key, before, after}."""
    policy_version: Mapped[int] = mapped_column(BigInteger)
    trace: Mapped[str]
    """The trace id of the request, to find its log lines."""


class RowVersion(Base):
    """Which entry of the ledger says what made a version of a row: the way to its history."""

    __tablename__ = "row_version"
    __scope__ = SYSTEM
    __append_only__ = True
    __table_args__ = (Index(None, "table_name", "key", "version"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    table_name: Mapped[str]
    key: Mapped[int]
    version: Mapped[int]
    entry_id: Mapped[int] = mapped_column(BigInteger)
    """Not a foreign key: as in `LedgerSeal`."""


class LedgerSeal(Base):
    """One link of the chain: the seal that was put on one committed entry."""

    __tablename__ = "ledger_seal"
    __scope__ = SYSTEM
    __append_only__ = True
    __writers__ = (AUDIT,)

    sequence: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    """The place in the chain: 1, 2, 3, ... without gaps."""
    entry_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    """Not a foreign key: a seal outlives its entry, so that a deletion shows."""
    entry_hash: Mapped[str]
    chain_hash: Mapped[str]
    sealed_at: Mapped[dt.datetime]
