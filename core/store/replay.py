"""The same `clientMutationId` replays the first answer: one effect, however often it is sent."""

from dataclasses import dataclass

from sqlalchemy import UniqueConstraint, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped

from core.errors import Conflict
from core.store.base import Base, Key
from core.store.unit import UnitOfWork


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


@dataclass(frozen=True, slots=True)
class Replay:
    """One sending of a mutation. An empty key asks for no replay."""

    operation: str
    key: str
    digest: str


async def replayed(work: UnitOfWork, replay: Replay) -> int | None:
    """The primary key that the first sending wrote; None when this is the first.

    Waits for a first sending that is still under way. Raises Conflict when the key was used for
    something else.
    """
    account = work.access.actor.account_id
    if not replay.key or account is None:
        return None
    connection = await work.session.connection()
    table = ReplayKey.__table__
    first = insert(ReplayKey).values(
        account_id=account, operation=replay.operation, key=replay.key, digest=replay.digest
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
    subject: int | None = found.subject_id
    return subject


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
