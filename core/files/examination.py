"""Whether every attachment still has its bytes, and they are what they were."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from core.files.depot import Depot
from core.files.models import Attachment
from core.store.engine import Store


@dataclass(frozen=True, slots=True)
class Examined:
    """How many files were looked at, and the public names of attachments in trouble."""

    files: int
    missing: tuple[str, ...]
    corrupt: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing at all was found."""
        return not self.missing and not self.corrupt


async def rehash(store: Store, depot: Depot, *, newest: int | None = None) -> Examined:
    """Hash every file anew, or those of the `newest` attachments."""
    statement = (
        select(Attachment.name, Attachment.sha256, Attachment.preview_sha256)
        .order_by(Attachment.id.desc())
        .limit(newest)
    )
    async with store.system() as session:
        rows = (await session.execute(statement)).all()
    names: dict[str, set[str]] = {}
    for name, *digests in rows:
        for digest in filter(None, digests):
            names.setdefault(digest, set()).add(name)
    absent, altered = await asyncio.to_thread(_told_apart, depot, names)
    return Examined(len(names), _named(names, absent), _named(names, altered))


def _told_apart(depot: Depot, digests: Iterable[str]) -> tuple[list[str], list[str]]:
    absent, altered = [], []
    for digest in digests:
        if not depot.is_there(digest):
            absent.append(digest)
        elif not depot.is_sound(digest):
            altered.append(digest)
    return absent, altered


def _named(names: dict[str, set[str]], digests: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({name for digest in digests for name in names[digest]}))
