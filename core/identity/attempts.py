"""Locking: at most five wrong guesses per account in a quarter of an hour, over all workers.

A guess is reserved in the database before the password is looked at, one at a time per user name,
so that parallel guesses cannot slip past the count. An address that fails too often is turned away
before it can lock more accounts, except for accounts that have signed in from it before: neither
one intruder nor one careless desk locks a whole town.
"""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.declarations import Periodic
from core.errors import Refused, SignInFailed
from core.identity.models import Outcome, SignInAttempt

WINDOW = dt.timedelta(minutes=15)
ACCOUNT_LIMIT = 5
ADDRESS_LIMIT = 30
FAMILIAR = dt.timedelta(days=30)
"""How long an address stays familiar to an account that signed in from it."""
CHECK_TIME = dt.timedelta(seconds=60)
"""A reservation older than this was never settled: its worker died. It stays a failure."""
KEPT = dt.timedelta(days=190)
"""The Cybersecurity Law (网络安全法, art. 21) wants six months of such records."""

_COUNTED = (Outcome.FAILED, Outcome.CHECKING)


@dataclass(frozen=True, slots=True)
class Guess:
    """Who tries to sign in, from where, at which instant."""

    username: str
    ip: str
    at: dt.datetime


async def reserve(session: AsyncSession, guess: Guess) -> int:
    """Record the attempt before it is checked and return its id.

    Raises SignInFailed (`ACCOUNT_LOCKED`, with the minutes left), or Refused (`SIGN_IN_BUSY`: as
    many attempts on this account are being checked right now; `ADDRESS_LIMITED`).
    """
    await _alone(session, f"account {guess.username}")
    await _alone(session, f"address {guess.ip}")
    await _check_account(session, guess)
    await _check_address(session, guess)
    attempt = SignInAttempt(
        username=guess.username, ip=guess.ip, at=guess.at, outcome=Outcome.CHECKING
    )
    session.add(attempt)
    await session.flush()
    return attempt.id


async def settle(session: AsyncSession, attempt_id: int, outcome: Outcome) -> None:
    """Write down what became of a reserved attempt."""
    statement = update(SignInAttempt).where(SignInAttempt.id == attempt_id)
    await session.execute(statement.values(outcome=outcome))


async def _alone(session: AsyncSession, name: str) -> None:
    """One at a time per name, on all workers, until this transaction ends."""
    key = func.hashtextextended(f"sign-in {name}", 0)
    await session.execute(select(func.pg_advisory_xact_lock(key)))


async def _check_account(session: AsyncSession, guess: Guess) -> None:
    last = await _last_failures(session, guess)
    if len(last) < ACCOUNT_LIMIT:
        return
    newest, oldest = last[0], last[-1]
    locked_until = newest.at + WINDOW
    if newest.at - oldest.at >= WINDOW or guess.at >= locked_until:
        return
    if any(a.outcome is Outcome.CHECKING and guess.at - a.at < CHECK_TIME for a in last):
        raise Refused(
            "该账户正有多人同时登录，请稍候几秒再试。",
            "Several sign-ins to this account are being checked; try again in some seconds.",
            code="SIGN_IN_BUSY",
        )
    minutes = math.ceil((locked_until - guess.at) / dt.timedelta(minutes=1))
    raise SignInFailed(
        f"登录失败次数过多，账户已锁定，请 {minutes} 分钟后再试。",
        f"Too many failures: the account is locked. Try again in {minutes} minutes.",
        code="ACCOUNT_LOCKED",
        explain={"minutesLeft": minutes},
    )


async def _last_failures(session: AsyncSession, guess: Guess) -> Sequence[SignInAttempt]:
    statement = (
        select(SignInAttempt)
        .where(SignInAttempt.username == guess.username)
        .where(SignInAttempt.at > guess.at - 2 * WINDOW)
        .where(SignInAttempt.outcome.in_(_COUNTED))
        .order_by(SignInAttempt.at.desc(), SignInAttempt.id.desc())
        .limit(ACCOUNT_LIMIT)
    )
    return (await session.scalars(statement)).all()


async def _check_address(session: AsyncSession, guess: Guess) -> None:
    here = SignInAttempt.ip == guess.ip
    failures = select(func.count()).where(
        here, SignInAttempt.at > guess.at - WINDOW, SignInAttempt.outcome.in_(_COUNTED)
    )
    familiar = select(func.count()).where(
        here,
        SignInAttempt.username == guess.username,
        SignInAttempt.at > guess.at - FAMILIAR,
        SignInAttempt.outcome == Outcome.SUCCEEDED,
    )
    counted = select(failures.scalar_subquery(), familiar.scalar_subquery())
    failed, signed_in_here = (await session.execute(counted)).one()
    if failed >= ADDRESS_LIMIT and not signed_in_here:
        raise Refused(
            "来自该网络地址的失败登录过多，请 15 分钟后再试。",
            "Too many failed sign-ins from this network address; try again in 15 minutes.",
            code="ADDRESS_LIMITED",
        )


async def _forget_old(context: Any, _days: Sequence[dt.date]) -> None:
    old = SignInAttempt.at < context.clock.now() - KEPT
    await context.session.execute(delete(SignInAttempt).where(old))


FORGET: Final = Periodic(name="core.forget_sign_in_attempts", run=_forget_old)
