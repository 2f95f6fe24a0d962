"""Proof that a person opened what he was told: noted with the digest's message, for all it held."""

from sqlalchemy import select

from core.inbox.events import MessageOpened
from core.inbox.models import Message
from core.policy.vocabulary import Action
from core.store.unit import UnitOfWork
from plugins.early_warning.models import WarningDigest, WarningNotice


async def note_opening(work: UnitOfWork, opened: MessageOpened) -> None:
    """The subscriber: note when each notice of the digest was first opened by its reader."""
    if opened.subject_type != WarningDigest.__name__:
        return
    wanted = select(WarningNotice).where(
        WarningNotice.digest_id == opened.subject_key,
        WarningNotice.account_id == opened.account_id,
        WarningNotice.opened_at.is_(None),
    )
    for notice in (await work.session.scalars(wanted.with_for_update())).all():
        kept = await work.entail(notice, Message, Action.UPDATE)
        kept.opened_at = opened.at
