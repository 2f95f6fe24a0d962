"""The demonstration accounts as the database knows them.

They are known by their password: it was hashed once for all of them, so that their hashes are
equal, which no two accounts made in earnest ever have (`core.identity.officers.default_secrets`).
"""

import datetime as dt
import enum
import secrets
from collections.abc import Mapping

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.gateway.pages import DemoAccount
from core.identity.models import (
    Account,
    Credential,
    Organisation,
    Post,
    PostDivision,
    TotpSecret,
)
from core.identity.totp import new_seed
from core.policy.rules import Role
from core.policy.vocabulary import Tier
from core.register.models import Division, Enterprise

_SHARED = (
    select(Credential.password_hash).group_by(Credential.password_hash).having(func.count() > 1)
)


class Filling(enum.Enum):
    """What a database holds."""

    EMPTY = "EMPTY"
    DEMONSTRATION = "DEMONSTRATION"
    REAL = "REAL"


async def filling(session: AsyncSession) -> Filling:
    """Look into the database, in a system session."""
    accounts = await session.scalar(select(func.count()).select_from(Account))
    enterprises = await session.scalar(select(func.count()).select_from(Enterprise))
    if not accounts and not enterprises:
        return Filling.EMPTY
    shared = await session.scalar(_SHARED.limit(1))
    return Filling.REAL if shared is None else Filling.DEMONSTRATION


async def demo_accounts(session: AsyncSession, roles: Mapping[str, Role]) -> list[DemoAccount]:
    """Every demonstration account, the branch first."""
    towns = await _towns(session)
    found = await session.execute(
        select(Account.username, Post.id, Post.role, Organisation.name)
        .join(Credential, Credential.account_id == Account.id)
        .join(Post, Post.account_id == Account.id)
        .join(Organisation, Organisation.id == Post.organisation_id)
        .where(Credential.password_hash.in_(_SHARED), Account.disabled_at.is_(None))
        .order_by(Account.id)
    )
    return [
        DemoAccount(
            username=row.username,
            title=f"{roles[row.role].chinese} {roles[row.role].english}",
            role=row.role,
            tier=roles[row.role].tier.value,
            place=towns[row.id] if roles[row.role].tier is Tier.TOWN else row.name,
        )
        for row in found
        if row.role in roles
    ]


async def set_password(session: AsyncSession, password_hash: str, at: dt.datetime) -> None:
    """Give the accounts another common password; those who chose their own keep it."""
    shared = Credential.password_hash.in_(_SHARED)
    await session.execute(
        update(Credential).where(shared).values(password_hash=password_hash, set_at=at)
    )


async def enrol(session: AsyncSession, at: dt.datetime) -> None:
    """Give every demonstration account without a second factor one."""
    without = (
        select(Credential.account_id)
        .where(Credential.password_hash.in_(_SHARED))
        .where(Credential.account_id.not_in(select(TotpSecret.account_id)))
    )
    for account in (await session.scalars(without)).all():
        seed = new_seed(secrets.token_bytes)
        await session.execute(
            insert(TotpSecret).values(account_id=account, seed=seed, confirmed_at=at)
        )


async def seeds(session: AsyncSession) -> dict[str, str]:
    """The seeds of second factors by user name, in clear."""
    found = await session.execute(
        select(Account.username, TotpSecret.seed)
        .join(TotpSecret, TotpSecret.account_id == Account.id)
        .join(Credential, Credential.account_id == Account.id)
        .where(Credential.password_hash.in_(_SHARED), TotpSecret.confirmed_at.is_not(None))
    )
    return {username: seed.clear() for username, seed in found}


async def _towns(session: AsyncSession) -> dict[int, str]:
    found = await session.execute(
        select(PostDivision.post_id, Division.name)
        .join(Division, Division.id == PostDivision.division_id)
        .order_by(PostDivision.id)
    )
    towns: dict[int, list[str]] = {}
    for post, name in found:
        towns.setdefault(post, []).append(name)
    return {post: "、".join(names) for post, names in towns.items()}
