"""Reads and writes of the rows that no person may touch, within a person's own transaction."""

import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import CursorResult, Executable, Row, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.identity.models import (
    ApiToken,
    Credential,
    Post,
    PostDivision,
    Session,
    TemporaryDuty,
    TotpSecret,
)
from core.identity.passwords import Passwords
from core.identity.separation import Tenure
from core.identity.tokens import Randomness
from core.store.beyond import system_door


@dataclass(frozen=True)
class CredentialStore:
    """What services get to handle passwords, second factors and running sessions with."""

    passwords: Passwords
    random: Randomness = field(default=secrets.token_bytes, repr=False)

    async def create(
        self, session: AsyncSession, account_id: int, password_hash: str, at: dt.datetime
    ) -> None:
        """Store the first password of an account."""
        values = {"account_id": account_id, "password_hash": password_hash, "set_at": at}
        await _run(session, insert(Credential).values(former_hashes=[], **values))

    async def recent_hashes(self, session: AsyncSession, account_id: int) -> list[str]:
        """The present hash, then the former ones, newest first."""
        stored = select(Credential.__table__).where(Credential.account_id == account_id)
        row = await _one(session, stored)
        return [] if row is None else [row.password_hash, *row.former_hashes]

    async def replace(
        self, session: AsyncSession, account_id: int, password_hash: str, at: dt.datetime
    ) -> None:
        """Store a new password; the present one becomes history."""
        recent = await self.recent_hashes(session, account_id)
        kept = recent[: self.passwords.policy.history]
        statement = update(Credential).where(Credential.account_id == account_id)
        await _run(
            session,
            statement.values(password_hash=password_hash, former_hashes=kept, set_at=at),
        )

    async def second_factor(self, session: AsyncSession, account_id: int) -> Row[Any] | None:
        """The row of TotpSecret, locked until the transaction ends; None when not enrolled."""
        enrolled = select(TotpSecret.__table__).where(TotpSecret.account_id == account_id)
        return await _one(session, enrolled.with_for_update())

    async def put_seed(self, session: AsyncSession, account_id: int, seed: str) -> None:
        """Store a seed that is still to be confirmed, in place of a former one."""
        await self.remove_seed(session, account_id)
        await _run(session, insert(TotpSecret).values(account_id=account_id, seed=seed))

    async def confirm_seed(
        self, session: AsyncSession, account_id: int, at: dt.datetime, step: int
    ) -> None:
        """From now on the second factor is asked for; `step` is used up."""
        statement = update(TotpSecret).where(TotpSecret.account_id == account_id)
        await _run(session, statement.values(confirmed_at=at, last_used_step=step))

    async def remove_seed(self, session: AsyncSession, account_id: int) -> None:
        """Forget the second factor."""
        await _run(session, delete(TotpSecret).where(TotpSecret.account_id == account_id))

    async def end_sessions(
        self, session: AsyncSession, account_id: int, at: dt.datetime, *, keep: int | None = None
    ) -> int:
        """End the account's sessions, except `keep`; says how many that were."""
        running = (Session.account_id == account_id) & Session.ended_at.is_(None)
        if keep is not None:
            running &= Session.id != keep
        return (await _run(session, update(Session).where(running).values(ended_at=at))).rowcount

    async def revoke_tokens(self, session: AsyncSession, account_id: int, at: dt.datetime) -> int:
        """Revoke the account's API tokens; says how many that were."""
        live = (ApiToken.account_id == account_id) & ApiToken.revoked_at.is_(None)
        return (await _run(session, update(ApiToken).where(live).values(revoked_at=at))).rowcount

    async def posts_of(self, session: AsyncSession, account_id: int) -> list[Tenure]:
        """Every post the account ever had: separation of duties looks beyond anyone's scope."""
        statement = select(Post.__table__).where(Post.account_id == account_id).order_by(Post.id)
        rows = await _run(session, statement)
        return [Tenure(row.role, row.valid_from, row.valid_to, row.id) for row in rows]

    async def duties_of(
        self, session: AsyncSession, account_id: int, *, without: int | None = None
    ) -> list[Tenure]:
        """Every temporary duty that the account ever had or that waits, but one; by its post."""
        lent = select(TemporaryDuty.__table__).where(TemporaryDuty.account_id == account_id)
        rows = await _run(session, lent.order_by(TemporaryDuty.id))
        return [
            Tenure(row.role, row.valid_from, row.valid_to, row.post_id)
            for row in rows
            if row.id != without
        ]

    async def divisions_of(self, session: AsyncSession, post_id: int) -> Sequence[Row[Any]]:
        """Every attachment of a division that the post ever had."""
        attached = select(PostDivision.__table__).where(PostDivision.post_id == post_id)
        return (await _run(session, attached.order_by(PostDivision.id))).all()


async def _run(session: AsyncSession, statement: Executable) -> CursorResult[Any]:
    async with system_door(session) as connection:
        return await connection.execute(statement)


async def _one(session: AsyncSession, statement: Executable) -> Row[Any] | None:
    return (await _run(session, statement)).one_or_none()
