"""Taking a file in: what it is, what of it is kept, and one transaction for quota and row.

The bytes lie in the depot before the row names them. A crash in between leaves bytes that nobody
can see and that the sweep removes.
"""

import asyncio
import datetime as dt
import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from secrets import token_urlsafe
from typing import Final

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from core.audit.ledger import OperationRecord
from core.clock import BUSINESS_ZONE
from core.errors import Refused
from core.files.depot import Depot
from core.files.models import Attachment
from core.files.papers import checked
from core.files.pictures import draw
from core.files.sniffing import PICTURES, clean_name, media_type, table_type
from core.policy.access import Access
from core.policy.vocabulary import Action
from core.store.engine import Store
from core.store.unit import UnitOfWork

RESOURCE: Final = "core:Attachment"
IMPORTS: Final = "core:ImportRun"
"""Who may begin an import may send tables as well."""
NAME_BYTES: Final = 24
SWEEP_LOCK: Final = 7_003
"""The advisory lock that keeps the sweep from bytes whose row is still being written."""
_COUNTED = text(
    """
    insert into upload_day (account_id, day, files, bytes) values (:account, :day, 1, :size)
    on conflict (account_id, day) do update
      set files = upload_day.files + 1, bytes = upload_day.bytes + :size
    returning files, bytes
    """
)
_NOT_WHILE_SWEEPING = text("select pg_advisory_xact_lock_shared(:lock)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one account may send."""

    file_bytes: int = 10 * 1024 * 1024
    day_files: int = 300
    day_bytes: int = 600 * 1024 * 1024
    """As they are kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """One file as it arrived, and what its sender says of it."""

    content: bytes
    file_name: str | None = None
    taken_at: dt.datetime | None = None
    latitude: str | None = None
    longitude: str | None = None


@dataclass(frozen=True, slots=True)
class _Kept:
    """What of a file is kept."""

    kind: str
    content: bytes
    preview: bytes | None = None

    @property
    def size(self) -> int:
        """Bytes on the disk."""
        return len(self.content) + len(self.preview or b"")


@dataclass
class Intake:
    """One worker's way in.

    Pictures are decoded two at a time, because that takes memory; by threads of their own, because
    a decoder goes on after its request has been given up.
    """

    store: Store
    depot: Depot
    global_id: Callable[[int], str]
    limits: Limits = field(default_factory=Limits)
    make_name: Callable[[], str] = lambda: token_urlsafe(NAME_BYTES)
    _decoders: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(2, thread_name_prefix="decoder")
    )

    async def take(self, access: Access, operation: OperationRecord, given: Received) -> Attachment:
        """Keep a file for its sender, bound to nothing yet.

        Raises Denied, Refused (type, size, content, quota) and InvalidInput; nothing is left then.
        """
        access.require(RESOURCE, Action.CREATE)
        if len(given.content) > self.limits.file_bytes:
            raise _too_large(self.limits.file_bytes)
        imports = access.allows(IMPORTS, Action.CREATE)
        loop = asyncio.get_running_loop()
        kept = await loop.run_in_executor(self._decoders, _prepared, given.content, imports)
        async with self.store.writing(access) as work:
            work.operation = operation
            await self._count(work, kept.size)
            row = await self._add(work, given, kept)
            work.operation = replace(operation, subject=self.global_id(row.id))
        return row

    async def _add(self, work: UnitOfWork, given: Received, kept: _Kept) -> Attachment:
        """The bytes, then the row that names them; the sweep waits until it can see the row."""
        await _execute(work.session, _NOT_WHILE_SWEEPING, lock=SWEEP_LOCK)
        now, account = work.clock.now(), _account(work)
        content, preview = await asyncio.to_thread(_put, self.depot, kept, now.timestamp())
        row = Attachment(
            name=self.make_name(),
            sha256=content,
            preview_sha256=preview,
            received_sha256=hashlib.sha256(given.content).hexdigest(),
            media_type=kept.kind,
            size=len(kept.content),
            file_name=clean_name(given.file_name, kept.kind),
            uploaded_by=account,
            uploaded_at=now,
            taken_at=given.taken_at,
            latitude=given.latitude,
            longitude=given.longitude,
            account_id=account,
        )
        return await work.add(row, Action.CREATE)

    async def _count(self, work: UnitOfWork, size: int) -> None:
        """Count against the day's quota; a refusal takes the count back with everything else."""
        used = await _execute(
            work.session, _COUNTED, account=_account(work), day=work.today, size=size
        )
        files, total = used
        if files > self.limits.day_files or total > self.limits.day_bytes:
            raise _quota_spent(work)


def _prepared(content: bytes, tables: bool = False) -> _Kept:  # noqa: FBT001, FBT002  for executors
    if tables and (table := table_type(content)) is not None:
        return _Kept(table, content)
    kind = media_type(content)
    if kind in PICTURES:
        drawn = draw(content, kind)
        return _Kept(kind, drawn.content, drawn.preview)
    return _Kept(kind, checked(content))


def _put(depot: Depot, kept: _Kept, now: float) -> tuple[str, str | None]:
    preview = None if kept.preview is None else depot.put(kept.preview, now)
    return depot.put(kept.content, now), preview


async def _execute(
    session: AsyncSession, statement: TextClause, **values: object
) -> tuple[int, ...]:
    """A statement of the intake's own: no person's rows are read by it."""
    connection = await session.connection()
    return tuple((await connection.execute(statement, values)).one())


def _account(work: UnitOfWork) -> int:
    account = work.access.actor.account_id
    if account is None:
        raise AssertionError("the scope of creating a file is its sender's account")
    return account


def _too_large(limit: int) -> Refused:
    megabytes = limit // (1024 * 1024)
    return Refused(
        f"文件超过 {megabytes} MB。请降低照片尺寸或压缩后上传。",
        f"The file is larger than {megabytes} MB. Make it smaller first.",
        field="file",
        code="FILE_TOO_LARGE",
    )


def _quota_spent(work: UnitOfWork) -> Refused:
    midnight = dt.datetime.combine(work.today + dt.timedelta(days=1), dt.time(), BUSINESS_ZONE)
    return Refused(
        "今日上传已达上限，请明天再传，或联系系统管理员。",
        "This account has uploaded all it may today. Go on tomorrow.",
        field="file",
        code="UPLOAD_QUOTA",
        explain={"retryAfterSeconds": int((midnight - work.clock.now()).total_seconds())},
    )
