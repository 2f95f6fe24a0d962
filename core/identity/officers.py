"""The three separated officers (三员), made once, before anybody else can sign in."""

import datetime as dt

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import business_date
from core.errors import SetupError
from core.identity import STALE
from core.identity.credential_store import CredentialStore
from core.identity.models import Account, Credential, Organisation, Post
from core.identity.separation import OFFICERS
from core.identity.tokens import one_time_password
from core.policy.vocabulary import Tier
from core.settings import Settings
from core.store.engine import Store
from core.store.freshness import bump

OFFICE = "officers"
_NAMES = {
    "officer.system": ("system-officer", "系统管理员"),
    "officer.security": ("security-officer", "安全管理员"),
    "officer.audit": ("audit-officer", "审计管理员"),
}


async def init_officers(
    store: Store, settings: Settings, credentials: CredentialStore
) -> list[tuple[str, str]]:
    """Make the officers whose posts nobody holds; (user name, one-time password) of each new one.

    Safe to repeat, also by two at once. Raises SetupError while a default secret exists.
    """
    async with store.system() as session:
        await session.execute(select(func.pg_advisory_xact_lock(func.hashtext(OFFICE))))
        if found := await default_secrets(session, settings):
            raise SetupError(
                "Default secrets remain: " + "; ".join(found) + ". Remove them, then start again.",
                "仍有默认口令，请先清除再初始化。",
            )
        day = business_date(store.clock)
        vacant = [role for role in OFFICERS if not await _held(session, role, day)]
        made = [await _make(session, store, credentials, role) for role in vacant]
        if made:
            await bump(session, STALE)
        return made


async def default_secrets(session: AsyncSession, settings: Settings) -> list[str]:
    """What a system in earnest must not have: known passwords, in the settings or shared.

    Every password is hashed with its own salt, so two accounts with one hash were given the same
    password at once: the mark of demonstration data.
    """
    found = []
    if settings.demo_password is not None:
        found.append("ZHIJIAN_DEMO_PASSWORD is set")
    shared = (
        select(func.count())
        .select_from(Credential)
        .group_by(Credential.password_hash)
        .having(func.count() > 1)
        .limit(1)
    )
    if (count := await session.scalar(shared)) is not None:
        found.append(f"{count} accounts share one password (demonstration data)")
    return found


async def _held(session: AsyncSession, role: str, day: dt.date) -> bool:
    holders = (
        select(Post.id)
        .join(Account, Account.id == Post.account_id)
        .where(Post.role == role, Account.disabled_at.is_(None))
        .where(or_(Post.valid_to.is_(None), Post.valid_to > day))
        .limit(1)
    )
    return await session.scalar(holders) is not None


async def _make(
    session: AsyncSession, store: Store, credentials: CredentialStore, role: str
) -> tuple[str, str]:
    office = await _office(session, business_date(store.clock))
    username, name = await _free_name(session, role)
    password, now = one_time_password(credentials.random), store.clock.now()
    account = Account(
        username=username,
        name=name,
        organisation_id=office.id,
        must_change_password=True,
        created_at=now,
    )
    session.add(account)
    await session.flush()
    hashed = await credentials.passwords.hash(password)
    await credentials.create(session, account.id, hashed, now)
    session.add(
        Post(
            account_id=account.id,
            role=role,
            organisation_id=office.id,
            valid_from=business_date(store.clock),
        )
    )
    await session.flush()
    return username, password


async def _free_name(session: AsyncSession, role: str) -> tuple[str, str]:
    """A user name that nobody has: a former officer's account keeps its own."""
    base, name = _NAMES[role]
    pattern = select(func.count()).where(Account.username.startswith(base, autoescape=True))
    taken = await session.scalar(pattern) or 0
    return (f"{base}-{taken + 1}" if taken else base), name


async def _office(session: AsyncSession, day: dt.date) -> Organisation:
    found = await session.scalar(select(Organisation).where(Organisation.code == OFFICE))
    if found is None:
        found = Organisation(code=OFFICE, tier=Tier.OFFICER, name="三员管理", valid_from=day)
        session.add(found)
        await session.flush()
    return found
