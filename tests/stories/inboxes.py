"""Who was told of a matter, and why: the inboxes of everybody, from behind every wall.

Other plugins write into the same inboxes as time passes (a digest of warnings, say); what a matter
tells is compared alone.
"""

from typing import Any

from tests.fixtures.jobs import run_jobs

NEWS = """select username, kind, title, why, why_en, message.id from message
join account on account.id = message.account_id
where message.id > $1 and kind like 'matter.%' order by message.id"""


class Inboxes:
    """Reads what has come since the last time."""

    def __init__(self, bureau: Any) -> None:
        self._bureau, self._last = bureau, 0

    async def told(self, kind: str) -> set[str]:
        """Deliver what waits; everybody who was told of it, once each and with the reason."""
        await run_jobs(self._bureau)
        news = await self._bureau.rows(NEWS, self._last)
        self._last = max((row["id"] for row in news), default=self._last)
        assert {row["kind"] for row in news} <= {f"matter.{kind}"}, [row["kind"] for row in news]
        names = [row["username"] for row in news]
        assert len(names) == len(set(names)), "told twice"
        assert all(row["why"].strip() and row["why_en"].strip() for row in news)
        return set(names)

    async def told_all(self) -> None:
        """Deliver what waits, and look only at what comes after."""
        await run_jobs(self._bureau)
        rows = await self._bureau.rows("select coalesce(max(id), 0) as last from message")
        self._last = rows[0]["last"]
