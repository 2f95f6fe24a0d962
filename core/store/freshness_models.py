"""The table behind core/store/freshness.py."""

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from core.store.base import Base
from core.store.scope import SYSTEM


class TopicVersion(Base):
    """How often a topic ("policy", "identity", "data", ...) has changed.

    No person reads it, so its scope is SYSTEM: ORM statements find nothing. Yet every transaction
    that writes, whoever's it is, must raise a version, and every worker must read them without an
    actor. The table therefore stands in `core.store.wall.OPEN`: row security is on, with a policy
    that lets all rows through. It holds topic names and counters and nothing of any person.

    A table row and not a sequence: a sequence moves before its transaction commits, so a reader
    could take old data for the new version. The row's lock makes versions follow commits.
    """

    __tablename__ = "freshness"
    __scope__ = SYSTEM

    topic: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(BigInteger)
