"""Who was told of what, and why: the inboxes of everybody, from behind every wall.

What a matter tells is compared person by person. Other plugins write into the same inboxes as time
passes; whatever comes, it is of a kind that is known here, has its reason, and came once.
"""

from typing import Any, Final

from tests.fixtures.jobs import run_jobs

NEWS = """select username, kind, event, title, why, why_en, message.id from message
join account on account.id = message.account_id
where message.id > $1 order by message.id"""
BESIDE: Final = {"warning.digest"}
"""Kinds that come with the day, whatever a story is about."""


class Inboxes:
    """Reads what has come since the last time."""

    def __init__(self, bureau: Any) -> None:
        self._bureau, self._last = bureau, 0

    async def told(self, kind: str) -> set[str]:
        """Deliver what waits; everybody who was told of it by the matter, once each."""
        news = [row for row in await self._news() if row["kind"] not in BESIDE]
        assert {row["kind"] for row in news} <= {f"matter.{kind}"}, [row["kind"] for row in news]
        names = [row["username"] for row in news]
        assert len(names) == len(set(names)), "told twice"
        return set(names)

    async def told_all(self) -> None:
        """Deliver what waits, and look only at what comes after."""
        await self._news()

    async def _news(self) -> list[Any]:
        await run_jobs(self._bureau)
        news: list[Any] = await self._bureau.rows(NEWS, self._last)
        self._last = max((row["id"] for row in news), default=self._last)
        assert all(row["title"] and row["why"].strip() and row["why_en"].strip() for row in news)
        once = [(row["username"], row["event"]) for row in news]
        assert len(once) == len(set(once)), "one event told twice to one person"
        return news
