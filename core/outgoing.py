"""What a channel is: the way by which a message leaves the system, and how it says what came of it.

Mail, webhooks, text messages: each is a `Channel`. The core keeps who gets what, when, how often it
is tried and what is told to an operator (`core/channels`); a channel only hands one parcel over.
"""

import datetime as dt
import enum
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable


class Address(enum.Enum):
    """What a channel needs to know of whom it serves."""

    MAIL = "MAIL"
    """The mail address of the person's own settings."""
    PHONE = "PHONE"
    """The telephone of the account."""
    USERNAME = "USERNAME"
    """The user name, for systems that know the same people."""
    ENDPOINT = "ENDPOINT"
    """Nothing: it serves no persons, but the endpoints of other systems."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One delivery as a channel gets it. Addresses and texts stay out of logs and of its `repr`."""

    id: str
    """The same on every attempt, so that a receiver can tell what it has already."""
    address: str = field(repr=False)
    subject: str = field(repr=False)
    body: str = field(repr=False)
    at: dt.datetime
    """The moment of this attempt."""
    key: str = field(default="", repr=False)
    """What the parcel is signed with, where the channel signs."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The receiver has it. `code` is its answer, where the protocol has numbers for that."""

    code: int | None = None


class NotSent(Exception):
    """The receiver does not have it, or did not say so. `told` is our own sentence, no data."""

    def __init__(self, told: str, code: int | None = None) -> None:
        super().__init__(told)
        self.told, self.code = told, code


class TemporaryFailure(NotSent):
    """It may go better later: nobody answers, the receiver is busy or broken."""


class PermanentFailure(NotSent):
    """It will not get better by itself: a wrong address, a receiver that refuses."""


@runtime_checkable
class Channel(Protocol):
    """A way out. Contributed by the hook `channels`; one that is called like ours replaces it."""

    @property
    def name(self) -> str:
        """A word of small letters: `mail`, `sms`."""
        ...

    @property
    def chinese(self) -> str:
        """Its title."""
        ...

    @property
    def english(self) -> str:
        """Its title."""
        ...

    @property
    def address(self) -> Address:
        """What it needs to know."""
        ...

    async def send(self, parcel: Parcel) -> Receipt:
        """Hand it over, within seconds. Raises TemporaryFailure or PermanentFailure.

        It may be called again with the same parcel after a success that nobody could write down.
        """
        ...
