"""Signing in: name and password, a second factor where enrolled, a new password where due.

An unknown name, a wrong password, a wrong code and a disabled account answer alike and take as
long. No session exists before everything that is due has been given.
"""

import datetime as dt
import secrets
from dataclasses import dataclass, field, replace

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import Clock
from core.errors import InvalidInput, SignInFailed
from core.identity.attempts import Guess, reserve, settle
from core.identity.models import Account, Credential, Outcome, Session, SessionKind, TotpSecret
from core.identity.password_policy import HISTORY
from core.identity.passwords import Passwords
from core.identity.tokens import SESSION_PREFIX, Randomness, Token, new_token
from core.identity.totp import accepted_step
from core.identity.usernames import fold_username
from core.store.engine import Store

LONGEST_SESSION = dt.timedelta(hours=8)
IDLE_MINUTES = {SessionKind.COOKIE: 15, SessionKind.BEARER: 60}
USER_AGENT_SHOWN = 200


@dataclass(frozen=True, slots=True)
class SignInRequest:
    """What a client sends. `ip` is the peer's address as the gateway trusts it."""

    username: str
    password: str = field(repr=False)
    totp: str | None = field(repr=False)
    ip: str
    user_agent: str
    kind: SessionKind
    new_password: str | None = field(default=None, repr=False)
    """Given at the first sign-in with a one-time password."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session has begun. The token is handed out this once."""

    token: str = field(repr=False)
    account_id: int


@dataclass(frozen=True, slots=True)
class _Known:
    """What the database knows of the name; `stored` is None when nobody may sign in with it."""

    account_id: int = 0
    stored: str | None = field(default=None, repr=False)
    recent: tuple[str, ...] = field(default=(), repr=False)
    must_change: bool = False
    seed: str | None = field(default=None, repr=False)
    last_step: int | None = None


@dataclass(frozen=True, slots=True)
class _Proven:
    """What has been proven and is still to be stored."""

    step: int | None
    new_hash: str | None = field(repr=False)
    rehashed: str | None = field(repr=False)


async def sign_in(
    store: Store,
    clock: Clock,
    passwords: Passwords,
    request: SignInRequest,
    random: Randomness = secrets.token_bytes,
) -> SignedIn:
    """Begin a session. The answer carries the only copy of the token.

    Raises SignInFailed (`SIGN_IN_FAILED`, `ACCOUNT_LOCKED`, `TOTP_REQUIRED`,
    `PASSWORD_CHANGE_REQUIRED`), Refused (`SIGN_IN_BUSY`, `ADDRESS_LIMITED`) or InvalidInput for a
    new password that is too weak.
    """
    guess = Guess(fold_username(request.username), request.ip, clock.now())
    async with store.system() as session:
        attempt = await reserve(session, guess)
        known = await _look_up(session, guess.username)
    try:
        proven = await _prove(passwords, request, known, guess)
        token = new_token(SESSION_PREFIX, random)
        async with store.system() as session:
            await _begin(session, request, known, proven, (token, guess.at))
            await settle(session, attempt, Outcome.SUCCEEDED)
    except (SignInFailed, InvalidInput) as refusal:
        async with store.system() as session:
            await settle(session, attempt, _outcome(refusal))
        raise
    return SignedIn(token.clear, known.account_id)


async def _look_up(session: AsyncSession, username: str) -> _Known:
    statement = (
        select(Account, Credential, TotpSecret)
        .join(Credential, Credential.account_id == Account.id)
        .outerjoin(TotpSecret, TotpSecret.account_id == Account.id)
        .where(Account.username == username, Account.disabled_at.is_(None))
    )
    row = (await session.execute(statement)).one_or_none()
    if row is None:
        return _Known()
    account, credential = row.Account, row.Credential
    factor: TotpSecret | None = row.TotpSecret
    recent = (credential.password_hash, *credential.former_hashes)[:HISTORY]
    known = _Known(account.id, credential.password_hash, recent, account.must_change_password)
    if factor is None or factor.confirmed_at is None:
        return known
    return replace(known, seed=factor.seed.clear(), last_step=factor.last_used_step)


async def _prove(
    passwords: Passwords, request: SignInRequest, known: _Known, guess: Guess
) -> _Proven:
    verdict = await passwords.verify(request.password, known.stored)
    if not verdict.fits:
        raise _failed()
    step = None
    if known.seed is not None:
        if not request.totp:
            raise SignInFailed(
                "请输入动态口令。", "Enter the code of your second factor.", code="TOTP_REQUIRED"
            )
        step = accepted_step(known.seed, request.totp, guess.at, known.last_step)
        if step is None:
            raise _failed()
    new_hash = None
    if known.must_change:
        new_hash = await _replacement(passwords, request, known, guess.username)
    return _Proven(step, new_hash, verdict.rehashed)


async def _replacement(
    passwords: Passwords, request: SignInRequest, known: _Known, username: str
) -> str:
    if not request.new_password:
        raise SignInFailed(
            "首次登录须设置新密码，请同时提交新密码。",
            "This password was for one use: choose a new one and send it along.",
            code="PASSWORD_CHANGE_REQUIRED",
        )
    return await passwords.hash_new(request.new_password, username, list(known.recent))


async def _begin(
    session: AsyncSession,
    request: SignInRequest,
    known: _Known,
    proven: _Proven,
    issued: tuple[Token, dt.datetime],
) -> None:
    """Store everything, unless the account, its password or the code changed meanwhile."""
    token, now = issued
    await _confirm_unchanged(session, known)
    if proven.step is not None:
        await _use_step(session, known.account_id, proven.step)
    if proven.new_hash is not None:
        await _replace_password(session, known, proven.new_hash, now)
    elif proven.rehashed is not None:
        await _store_hash(session, known.account_id, password_hash=proven.rehashed)
    session.add(
        Session(
            account_id=known.account_id,
            token_hash=token.digest,
            kind=request.kind,
            created_at=now,
            last_seen_at=now,
            idle_minutes=IDLE_MINUTES[request.kind],
            expires_at=now + LONGEST_SESSION,
            ip=request.ip,
            user_agent=request.user_agent[:USER_AGENT_SHOWN],
        )
    )


async def _confirm_unchanged(session: AsyncSession, known: _Known) -> None:
    statement = (
        select(Account.id)
        .join(Credential, Credential.account_id == Account.id)
        .where(Account.id == known.account_id, Account.disabled_at.is_(None))
        .where(Credential.password_hash == known.stored)
        .with_for_update()
    )
    if (await session.scalars(statement)).one_or_none() is None:
        raise _failed()


async def _use_step(session: AsyncSession, account_id: int, step: int) -> None:
    unused = TotpSecret.last_used_step.is_(None) | (TotpSecret.last_used_step < step)
    statement = (
        update(TotpSecret)
        .where(TotpSecret.account_id == account_id, unused)
        .values(last_used_step=step)
        .returning(TotpSecret.account_id)
    )
    if (await session.scalars(statement)).one_or_none() is None:
        raise _failed()


async def _replace_password(
    session: AsyncSession, known: _Known, new_hash: str, now: dt.datetime
) -> None:
    account = (await session.scalars(select(Account).where(Account.id == known.account_id))).one()
    account.must_change_password = False
    former = list(known.recent)
    await _store_hash(session, account.id, password_hash=new_hash, former_hashes=former, set_at=now)


async def _store_hash(session: AsyncSession, account_id: int, **values: object) -> None:
    statement = update(Credential).where(Credential.account_id == account_id)
    await session.execute(statement.values(**values))


def _failed() -> SignInFailed:
    return SignInFailed(
        "用户名、密码或动态口令不正确。", "The user name, password or code is not right."
    )


def _outcome(refusal: SignInFailed | InvalidInput) -> Outcome:
    """A guess that missed counts; a right password with something missing does not."""
    missed = isinstance(refusal, SignInFailed) and refusal.stable_code == SignInFailed.code
    return Outcome.FAILED if missed else Outcome.INCOMPLETE
