"""Ending sessions: one's own, or as the security officer anybody's."""

from sqlalchemy import select

from core.identity import STALE
from core.identity.models import Session
from core.policy.vocabulary import Action
from core.store.freshness import bump
from core.store.session import ACTION
from core.store.unit import UnitOfWork


async def end_session(work: UnitOfWork, session_id: int) -> Session:
    """End a session; its token is refused from the next request on. Ending twice changes nothing.

    Raises NotFound or Denied for a session that is not the caller's to end.
    """
    ended = await _end(work, session_id)
    await bump(work.session, STALE)
    return ended


async def end_all_sessions(work: UnitOfWork, account_id: int) -> list[Session]:
    """End every running session of an account, the present one included; returns them."""
    running = (
        select(Session.id)
        .where(Session.account_id == account_id, Session.ended_at.is_(None))
        .where(Session.expires_at > work.clock.now())
        .order_by(Session.id)
        .execution_options(**{ACTION: Action.WITHDRAW})
    )
    ids = (await work.session.scalars(running)).all()
    ended = [await _end(work, session_id) for session_id in ids]
    await bump(work.session, STALE)
    return ended


async def _end(work: UnitOfWork, session_id: int) -> Session:
    session = await work.fetch(Session, session_id, Action.WITHDRAW)
    session.ended_at = session.ended_at or work.clock.now()
    await work.session.flush()
    return session
