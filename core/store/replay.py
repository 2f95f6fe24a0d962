"""The same `clientMutationId` replays the first answer: one effect, however often it is sent.

A key belongs to an account and an operation: two accounts never meet, and a session and an API
token of one account are the same sender. The public has no account to which a key could belong;
what it may do must be harmless to repeat. A key is claimed in the transaction of the work itself,
so a work that is refused leaves its key free, and a second sending waits for the first to end.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from sqlalchemy import UniqueConstraint, delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from core.errors import Conflict, InvalidInput
from core.store.base import Base, Key
from core.store.unit import UnitOfWork

KEPT: Final = dt.timedelta(days=30)
"""How long a key is remembered: longer than any client keeps trying."""
LONGEST_KEY: Final = 200


class ReplayKey(Base):
    """A client's id of a mutation, bound to what the mutation wrote."""

    __tablename__ = "replay_key"
    __table_args__ = (UniqueConstraint("account_id", "operation", "key"),)
    __scope__ = {"assigned": "account_id"}

    id: Mapped[Key]
    account_id: Mapped[int]
    operation: Mapped[str]
    key: Mapped[str]
    digest: Mapped[str]
    subject_id: Mapped[int | None]
    claimed_at: Mapped[dt.datetime] = mapped_column(index=True)


@dataclass(frozen=True, slots=True)
class Replay:
    """One sending of a mutation. An empty key asks for no replay."""

    operation: str
    key: str
    digest: str


@dataclass(frozen=True, slots=True)
class Done:
    """What an earlier sending left: the key of its row, where the mutation acts on one."""

    subject_id: int | None


async def claim(work: UnitOfWork, replay: Replay) -> Done | None:
    """What the first sending did; None when this is the first.

    Waits for a first sending that is still under way. Raises Conflict when the key was used for
    something else, InvalidInput when it is too long.
    """
    account = work.access.actor.account_id
    if not replay.key or account is None:
        return None
    if len(replay.key) > LONGEST_KEY:
        raise InvalidInput(
            f"客户端编号最多 {LONGEST_KEY} 个字符。",
            f"A clientMutationId has at most {LONGEST_KEY} characters.",
            field="clientMutationId",
        )
    connection = await work.session.connection()
    table = ReplayKey.__table__
    first = insert(ReplayKey).values(
        account_id=account,
        operation=replay.operation,
        key=replay.key,
        digest=replay.digest,
        claimed_at=work.clock.now(),
    )
    claimed = await connection.execute(first.on_conflict_do_nothing().returning(table.c.id))
    if claimed.scalar_one_or_none() is not None:
        return None
    mine = (
        table.c.account_id == account,
        table.c.operation == replay.operation,
        table.c.key == replay.key,
    )
    found = (await connection.execute(select(table).where(*mine))).one()
    if found.digest != replay.digest:
        raise Conflict(
            "该客户端编号已用于另一份内容，请换一个编号。",
            "This clientMutationId was used with other content; take a new one.",
            field="clientMutationId",
            code="KEY_REUSED",
        )
    return Done(found.subject_id)


async def remember(work: UnitOfWork, replay: Replay, subject_id: int) -> None:
    """Bind the key to what was written, in the same transaction."""
    account = work.access.actor.account_id
    if not replay.key or account is None:
        return
    connection = await work.session.connection()
    mine = update(ReplayKey).where(
        ReplayKey.account_id == account,
        ReplayKey.operation == replay.operation,
        ReplayKey.key == replay.key,
    )
    await connection.execute(mine.values(subject_id=subject_id))


async def purge(session: AsyncSession, now: dt.datetime) -> int:
    """Forget keys older than `KEPT`, in a system session; says how many."""
    old = delete(ReplayKey).where(ReplayKey.claimed_at < now - KEPT).returning(ReplayKey.id)
    return len((await session.scalars(old)).all())
