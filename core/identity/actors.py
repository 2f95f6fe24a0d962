"""From a token to the person behind it: the duties in force today, read once, kept while fresh."""

import datetime as dt
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Row, Select, func, null, select, true, update

from core.clock import Clock, business_date
from core.errors import Unauthenticated
from core.identity.models import Account, ApiToken, PostDivision, Session
from core.identity.seats import in_force, seats
from core.identity.tokens import API_PREFIX, SESSION_PREFIX, token_digest
from core.policy.access import ANONYMOUS, Actor, Duty, TokenLimits
from core.store.engine import Store

Expand = Callable[[Collection[int], dt.date], Awaitable[Iterable[int]]]
"""The divisions with those merged into them, on a day: a town's officer keeps its history."""
Version = Callable[[], int | None]
"""The present version of everything that rights depend on; None when freshness is unknown."""

_Statement = Select[*tuple[Any, ...]]

KEPT = 2_048
SEEN_EVERY = dt.timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class _Known:
    """An actor as read under one version, and until when the token may stand for it."""

    actor: Actor
    version: int | None
    day: dt.date
    expires_at: dt.datetime
    idle: dt.timedelta | None
    """None for API tokens: they have no idle time."""
    seen: dt.datetime
    seen_written: dt.datetime

    def over(self, now: dt.datetime) -> bool:
        """Whether the token has expired, or has not been used for too long."""
        return now >= self.expires_at or (self.idle is not None and now - self.seen >= self.idle)


class Actors:
    """Resolves tokens. One per process; every worker has its own and agrees through versions."""

    def __init__(self, store: Store, clock: Clock, expand: Expand, version: Version) -> None:
        self._store, self._clock = store, clock
        self._expand, self._version = expand, version
        self._known: OrderedDict[str, _Known] = OrderedDict()
        self.reads = 0
        """How often the database was asked since the start."""

    async def resolve(self, token: str | None, *, active: bool = True) -> Actor:
        """Who asks; without a token, the public.

        `active=False` looks without counting as use: an open subscription must not keep a session
        alive. Raises Unauthenticated for a token that is unknown, ended, expired or idle too long.
        """
        if token is None:
            return ANONYMOUS
        digest, now = token_digest(token), self._clock.now()
        known = self._remembered(digest, now) or await self._read(token, digest)
        if known.over(now):
            self._known.pop(digest, None)
            raise Unauthenticated
        if active and known.idle is not None:
            known = await self._seen(known, now)
        self._remember(digest, known)
        return known.actor

    async def of_accounts(self, accounts: Collection[int]) -> list[Actor]:
        """Who these accounts are today, in their order, without any token; closed ones are not."""
        day = business_date(self._clock)
        async with self._store.system() as session:
            rows = (await session.execute(_with_posts(_account_key(accounts), day))).all()
        people: dict[int, Actor] = {}
        duties: dict[int, list[Duty]] = {}
        for row in rows:
            people[row.account_id] = Actor(row.account_id, row.username, row.name, ())
            held = duties.setdefault(row.account_id, [])
            held += [] if row.role is None else [await self._duty(row, day)]
        return [replace(people[key], duties=tuple(duties[key])) for key in sorted(people)]

    def _remembered(self, digest: str, now: dt.datetime) -> _Known | None:
        """What is kept, if nothing it depends on has moved. Another worker may have seen later."""
        version, known = self._version(), self._known.get(digest)
        if known is None or version is None or known.version != version:
            return None
        return None if known.day != business_date(self._clock) or known.over(now) else known

    def _remember(self, digest: str, known: _Known) -> None:
        self._known[digest] = known
        self._known.move_to_end(digest)
        if len(self._known) > KEPT:
            self._known.popitem(last=False)

    async def _read(self, token: str, digest: str) -> _Known:
        # The version is taken before reading: a change in between makes the result stale at once.
        version, day = self._version(), business_date(self._clock)
        statement = _statement(token, digest, day)
        if statement is None:
            raise Unauthenticated
        self.reads += 1
        async with self._store.system() as session:
            rows = (await session.execute(statement)).all()
        if not rows:
            raise Unauthenticated
        duties = [await self._duty(row, day) for row in rows if row.role is not None]
        return _known(rows[0], tuple(duties), version, day)

    async def _duty(self, row: Row[Any], day: dt.date) -> Duty:
        expanded = set(await self._expand(row.divisions, day)) if row.divisions else set()
        divisions = tuple(sorted(expanded))
        place = (row.organisation_id, divisions, row.enterprise_id)
        return Duty(row.role, *place, row.stands_for or "", row.until)

    async def _seen(self, known: _Known, now: dt.datetime) -> _Known:
        if now - known.seen_written < SEEN_EVERY:
            return replace(known, seen=max(known.seen, now))
        alive = (Session.id == known.actor.session_id) & Session.ended_at.is_(None)
        async with self._store.system() as session:
            statement = update(Session).where(alive, Session.last_seen_at < now)
            await session.execute(statement.values(last_seen_at=now))
        return replace(known, seen=now, seen_written=now)


def _statement(token: str, digest: str, day: dt.date) -> _Statement | None:
    """One statement for everything: key, account, posts in force, divisions attached to them."""
    if token.startswith(SESSION_PREFIX):
        return _with_posts(_session_key(digest), day)
    if token.startswith(API_PREFIX):
        return _with_posts(_api_key(digest), day)
    return None


def _session_key(digest: str) -> _Statement:
    return (
        select(
            Session.id.label("session_id"),
            Session.expires_at,
            Session.idle_minutes,
            Session.last_seen_at,
            null().label("actions"),
            null().label("plugins"),
        )
        .join(Account, Account.id == Session.account_id)
        .where(Session.token_hash == digest, Session.ended_at.is_(None))
    )


def _api_key(digest: str) -> _Statement:
    return (
        select(
            null().label("session_id"),
            ApiToken.expires_at,
            null().label("idle_minutes"),
            ApiToken.created_at.label("last_seen_at"),
            ApiToken.actions,
            ApiToken.plugins,
        )
        .join(Account, Account.id == ApiToken.account_id)
        .where(ApiToken.token_hash == digest, ApiToken.revoked_at.is_(None))
    )


def _account_key(accounts: Collection[int]) -> _Statement:
    """In place of a token's: whose rights are asked for without anybody asking."""
    return select(null().label("session_id")).select_from(Account).where(Account.id.in_(accounts))


def _with_posts(key: _Statement, day: dt.date) -> _Statement:
    seat = seats(day, Account.id).lateral("seat")
    attached = select(PostDivision.division_id).where(
        PostDivision.post_id == seat.c.post_id, in_force(PostDivision, day)
    )
    return (
        key.outerjoin(seat, true())
        .add_columns(
            Account.id.label("account_id"),
            Account.username,
            Account.name,
            seat.c.role,
            seat.c.organisation_id,
            seat.c.enterprise_id,
            seat.c.stands_for,
            seat.c.until,
            func.array(attached.scalar_subquery()).label("divisions"),
        )
        .where(Account.disabled_at.is_(None))
        .order_by(seat.c.post_id, seat.c.role)
    )


def _known(row: Row[Any], duties: tuple[Duty, ...], version: int | None, day: dt.date) -> _Known:
    limits = TokenLimits(frozenset(row.actions or ()), frozenset(row.plugins or ()))
    actor = Actor(row.account_id, row.username, row.name, duties, row.session_id, limits)
    idle = None if row.idle_minutes is None else dt.timedelta(minutes=row.idle_minutes)
    seen = row.last_seen_at
    return _Known(actor, version, day, row.expires_at, idle, seen, seen)
