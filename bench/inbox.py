"""Figure: how long after a commit its news is in the inbox of whom it concerns, on their desk.

The server is `zhijian serve` on the demonstration; another process commits what has happened. The
server's worker finds out whom it concerns, writes the message and plans its deliveries; the
addressee's socket gets it. The addressee also wants text messages, so planning is in the time, and
the sending of them goes on beside it.
"""

import asyncio
import datetime as dt
import statistics
import time
from typing import Any, Final

from sqlalchemy import func, or_, select

from bench.ground import Ground
from bench.live import (
    GOAL,
    Socket,
    Writer,
    delivery,
    enterprise_of,
    following,
    token_of,
    writer_in,
)
from bench.report import Report
from bench.samples import Samples
from bench.serving import served
from core.channels.arrangements import ChannelSettings, Language
from core.identity.models import Account
from core.inbox.notices import Audience, Notice
from core.inbox.service import tell
from core.jobs.models import JobState, QueuedJob

COMMITS, WARM_UP = 200, 10
PATIENCE_S: Final = 120
FOLLOW: Final = (
    'subscription { recordChanged(type: "Message") { id node { ... on Message { title why } } } }'
)


def run(report: Report, ground: Ground, accounts: list[dict[str, Any]]) -> None:
    """One addressee; and a writer that tells the time of the commit too early."""
    with served(ground) as server:
        asyncio.run(_measure(report, ground, server.url, accounts))


async def _measure(
    report: Report, ground: Ground, url: str, accounts: list[dict[str, Any]]
) -> None:
    person = next(str(each["username"]) for each in accounts if each["tier"] == "BRANCH")
    token = await token_of(url, person)
    key = await enterprise_of(url, token)
    async with writer_in(ground, key) as writer, following(url, token, FOLLOW) as socket:
        account = await _wishing(writer, person)
        await _told(writer, socket, account, range(WARM_UP))
        await _idle(writer)
        taken = await _told(writer, socket, account, range(WARM_UP, WARM_UP + COMMITS))
        rest = range(WARM_UP + COMMITS, 2 * WARM_UP + COMMITS)
        late = await _told(writer, socket, account, rest, head_start=GOAL / 1_000)
    figure = report.add(
        "commit_to_inbox", Samples.of(taken), "ms", goal=GOAL,
        note=f"{COMMITS} commits of another process, until it is on the desk; see p99",
    )  # fmt: skip
    report.add(
        "commit_to_inbox_p99", Samples.of([statistics.quantiles(taken, n=100)[98]]), "ms",
        goal=GOAL, note="of the same commits",
    )  # fmt: skip
    report.slow_on_purpose(figure, Samples.of(late), f"a writer {GOAL:g} ms ahead of its commit")


async def _idle(writer: Writer) -> None:
    """Wait until the work of the day, which a server begins at its start, is done."""
    busy = QueuedJob.state.in_((JobState.WAITING, JobState.RUNNING))
    due = or_(QueuedJob.due_at.is_(None), QueuedJob.due_at <= dt.datetime.now(dt.UTC))
    waiting = select(func.count(QueuedJob.id)).where(busy, due)
    async with asyncio.timeout(PATIENCE_S):
        while True:
            async with writer.application.store.system() as session:
                if not await session.scalar(waiting):
                    return
            await asyncio.sleep(0.5)


async def _wishing(writer: Writer, username: str) -> int:
    """Let the addressee want text messages too; gives the account."""
    async with writer.application.store.system() as session:
        account = (
            await session.execute(select(Account).where(Account.username == username))
        ).scalar_one()
        account.phone = "13900000000"  # type: ignore[assignment]  # sealed as it is stored
        session.add(
            ChannelSettings(
                account_id=account.id, language=Language.ZH, choices=["sms:*"], urgent=[]
            )
        )
    return account.id


async def _told(
    writer: Writer, socket: Socket, account: int, numbers: range, *, head_start: float = 0.0
) -> list[float]:
    """For each commit the milliseconds from its return to its own message at the socket."""
    found = []
    for number in numbers:
        waiting = asyncio.create_task(_arrival(socket, number))
        told = time.perf_counter()
        if head_start:
            await asyncio.sleep(head_start)
        async with writer.application.store.writing(writer.access) as work:
            await tell(work, _notice(writer.key, account, number))
        told = told if head_start else time.perf_counter()
        found.append(max(0.0, (await waiting - told) * 1_000))
    return found


async def _arrival(socket: Socket, number: int) -> float:
    """When the message of this number is there. The same inbox gets others too, such as a digest;
    taking one of them for the message would shift every later measurement by one.
    """
    while True:
        arrived, data = await delivery(socket)
        if (data["recordChanged"]["node"] or {}).get("title") == _title(number):
            return arrived


def _title(number: int) -> str:
    return f"第{number}件事"


def _notice(key: int, account: int, number: int) -> Notice:
    return Notice(
        event=f"bench:{number}",
        kind="bench.happened",
        resource="core:Enterprise",
        key=key,
        title=_title(number),
        title_en=f"Thing {number}",
        because="试验",
        because_en="a benchmark",
        audiences=(Audience(accounts=(account,)),),
    )
