"""What a plugin declares of the records that partners send: how they become rows of its own."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from core.policy.vocabulary import Action


@dataclass(frozen=True, slots=True, kw_only=True)
class MappedField:
    """One field of a partner's record: where it goes, and which source outranks which."""

    theirs: str
    ours: str
    convert: Callable[[str], Any] = str
    authority: tuple[str, ...] = ()
    """Source codes, strongest first."""
    by: Any = None
    """Where `ours` leads to another record: the mapped column by which the partner names it. An
    enterprise needs none: it is known by any of its three codes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A partner's record that a data clerk has confirmed: what its owner writes to the register."""

    values: Mapping[str, Any]
    """By our names, converted: the fields to write; all that came, where the record is new."""
    said: Mapping[str, Any]
    """Everything that the partner says of it."""
    key: int | None
    """The row that it changes; None: a new one."""
    enterprise_id: int | None
    """Of whom it is, where a field leads to an enterprise."""
    source: str
    """The partner's code."""
    change: Any
    """The confirmed change set: for `enter` and `amend` of core.register.service."""
    act: tuple[type[Any], Action]
    """The confirmation, whose rule stands for what comes along: `work.entail(row, *act)`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeMapping:
    """How a partner's feed becomes rows of a record: natural key, fields, code tables.

    `take` and `withdraw` write what was confirmed, in the confirming unit of work; without them
    records are staged and compared, and nothing else.
    """

    partner: str
    feed: str
    record: type[Any]
    natural_key: tuple[str, ...]
    fields: tuple[MappedField, ...]
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    check: Callable[[Mapping[str, Any]], None] | None = None
    """Refuses converted values that contradict each other, with InvalidInput: a dead letter."""
    take: Callable[[Any, Arrival], Awaitable[Any]] | None = None
    """Gets the unit of work; gives the row that it entered or amended."""
    withdraw: Callable[[Any, Arrival], Awaitable[Any]] | None = None
    """Likewise, for what the partner has withdrawn: the row stays, with its history."""
