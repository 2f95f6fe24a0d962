"""Notices about an enterprise of the small world, told by whoever acts."""

import pytest

from core.inbox.notices import Audience, Notice
from core.inbox.service import tell
from core.policy.vocabulary import Tier
from tests.fixtures.jobs import run_jobs


@pytest.fixture
def post_office(bureau):
    """Tells, delivers, and looks into all inboxes from behind every wall."""
    return PostOffice(bureau)


class PostOffice:
    def __init__(self, bureau):
        self.bureau = bureau

    def notice(self, *audiences: Audience, event: str = "enterprise:1", about: str = "a1", **more):
        """A notice about an enterprise."""
        return Notice(
            event=event,
            kind="test.happened",
            resource="core:Enterprise",
            key=self.bureau.world.enterprises[about],
            title="企业登记事项变更",
            title_en="The entry of an enterprise was changed",
            because="该企业在新街",
            because_en="the enterprise lies in Xinjie",
            audiences=audiences,
            **more,
        )

    async def tell(self, *notices: Notice, by: str = "branch-data-clerk") -> None:
        application = self.bureau.application
        access = await application.access(self.bureau.as_user(by).token)
        async with application.store.writing(access) as work:
            for notice in notices:
                await tell(work, notice)

    async def deliver(self, *notices: Notice, by: str = "branch-data-clerk") -> set[str]:
        """Tell, run the jobs, and say who has a message now."""
        await self.tell(*notices, by=by)
        await run_jobs(self.bureau)
        return await self.told()

    async def told(self) -> set[str]:
        """User names of everybody who has a message."""
        rows = await self.bureau.rows(
            "select username from message join account on account.id = account_id"
        )
        return {row["username"] for row in rows}

    def in_town(self, *towns: str, tiers=(Tier.TOWN,), **more) -> Audience:
        """Posts of tiers in towns of the small world."""
        divisions = tuple(self.bureau.world.divisions[town] for town in towns)
        return Audience(tiers=tiers, divisions=divisions, **more)
