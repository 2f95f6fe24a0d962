"""What others may learn of the inbox, in the transaction in which it happens."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageOpened:
    """The addressee has opened a message that was unread, or gave its receipt."""

    message_id: int
    account_id: int
    subject_type: str
    subject_key: int
    at: dt.datetime
