"""Enqueueing: the job is written by the transaction that needs it, and runs after its commit."""

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from core.declarations import Job
from core.store.unit import UnitOfWork

LARGEST_PAYLOAD: Final = 16_000
"""Characters. A payload names records; whoever needs more of them reads them when the job runs."""

_ENQUEUE = text(
    "select procrastinate.enqueue(:task, cast(:payload as jsonb), cast(:lock as text), "
    "cast(:queueing_lock as text), cast(:due as timestamptz), :lane)"
)
_RETRY = text("select procrastinate.retry(:job)")


async def enqueue(
    work: UnitOfWork | AsyncSession,
    task: Job | str,
    payload: Mapping[str, Any],
    *,
    lock: str | None = None,
    at: dt.datetime | None = None,
    queueing_lock: str | None = None,
) -> int | None:
    """Leave a job behind, within this transaction: when it is undone, so is the job.

    `lock`: jobs of one lock run one after the other, in the order of enqueueing; name the object.
    `at`: not before. `queueing_lock`: one such job waits at a time, None says that one does; only
    for jobs that look themselves for what is due, since that one may begin before this commit.
    Payloads are JSON and hold keys and words, no personal data. Gives the job's number.
    """
    written = json.dumps(dict(payload), ensure_ascii=False)
    if len(written) > LARGEST_PAYLOAD:
        raise ValueError(f"a payload of {len(written)} characters; name records, do not copy them")
    session = work.session if isinstance(work, UnitOfWork) else work
    await session.flush()
    connection = await session.connection()
    number: int | None = await connection.scalar(
        _ENQUEUE,
        {
            "task": task if isinstance(task, str) else task.name,
            "payload": written,
            "lock": lock,
            "queueing_lock": queueing_lock,
            "due": at,
            "lane": "default" if isinstance(task, str) else task.lane,
        },
    )
    return number


async def retry(session: AsyncSession, job: int) -> bool:
    """Let a dead letter wait again, with all its attempts; False when there is none to retry."""
    connection = await session.connection()
    return bool(await connection.scalar(_RETRY, {"job": job}))
