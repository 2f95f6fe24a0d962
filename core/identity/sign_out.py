"""Signing out: the session of a token ends, for every worker."""

from sqlalchemy import update

from core.clock import Clock
from core.identity import STALE
from core.identity.models import Session
from core.identity.tokens import token_digest
from core.store.engine import Store
from core.store.freshness import bump


async def sign_out(store: Store, clock: Clock, token: str) -> None:
    """End the session of `token`; a token that is unknown or over changes nothing."""
    async with store.system() as session:
        running = (Session.token_hash == token_digest(token)) & Session.ended_at.is_(None)
        ended = await session.execute(update(Session).where(running).values(ended_at=clock.now()))
        if getattr(ended, "rowcount", 0):
            await bump(session, STALE)
