"""Sweeping: uploads that nobody used, bytes that no row names, writes that broke off."""

import asyncio
import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import delete, or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from core.files.depot import Depot
from core.files.intake import SWEEP_LOCK
from core.files.models import Attachment, UploadDay
from core.store.engine import Store

UNUSED: Final = dt.timedelta(days=7)
"""How long an upload waits for the record that it was meant for."""
GRACE: Final = dt.timedelta(hours=1)
"""How old bytes without a row are at least; longer than any upload takes."""
BATCH: Final = 200
_ALONE = text("select pg_advisory_xact_lock(:lock)")


@dataclass(frozen=True, slots=True)
class Swept:
    """How much was removed."""

    uploads: int
    files: int
    broken_off: int


async def sweep(store: Store, depot: Depot) -> Swept:
    """Remove what nobody needs; may run at any time, beside uploads and other sweeps."""
    now = store.clock.now()
    uploads = await _forget_unused(store, now)
    before = (now - GRACE).timestamp()
    old, files = await asyncio.to_thread(lambda: list(depot.older_than(before))), 0
    for batch in _batches(old):
        files += await _remove_orphans(store, depot, batch, before)
    broken_off = await asyncio.to_thread(depot.remove_broken_off, before)
    return Swept(uploads, files, broken_off)


async def named(session: AsyncSession, digests: Iterable[str]) -> set[str]:
    """Those of the digests that some attachment names."""
    wanted = list(digests)
    found = await session.execute(
        select(Attachment.sha256, Attachment.preview_sha256).where(
            or_(Attachment.sha256.in_(wanted), Attachment.preview_sha256.in_(wanted))
        )
    )
    return {digest for row in found for digest in row if digest is not None}


async def _forget_unused(store: Store, now: dt.datetime) -> int:
    unused = Attachment.subject_type.is_(None), Attachment.uploaded_at < now - UNUSED
    async with store.system() as session:
        gone = await session.scalars(delete(Attachment).where(*unused).returning(Attachment.id))
        await session.execute(delete(UploadDay).where(UploadDay.day < now.date() - UNUSED))
        return len(gone.all())


async def _remove_orphans(store: Store, depot: Depot, batch: Sequence[str], before: float) -> int:
    """Looked at once more while no upload is being written: it may be about to name them."""
    async with store.system() as session:
        connection = await session.connection()
        await connection.execute(_ALONE, {"lock": SWEEP_LOCK})
        orphans = set(batch) - await named(session, batch)
        still = [digest for digest in sorted(orphans) if depot.age(digest) < before]
        for digest in still:
            depot.remove(digest)
        return len(still)


def _batches(digests: Sequence[str]) -> Iterable[Sequence[str]]:
    return (digests[start : start + BATCH] for start in range(0, len(digests), BATCH))
