"""A bureau whose channels lead to receivers of the test."""

import pytest

from core.policy.vocabulary import Tier
from schema.ids import global_id
from tests.core.inbox.conftest import PostOffice
from tests.fixtures.jobs import run_jobs
from tests.fixtures.receivers import HttpReceiver, MailReceiver, listening

LEADER = "town-leader-a"
EVERYTHING = {"language": "ZH", "choices": ["mail:*"], "mail": "leader@town.example"}
DELIVERIES = "select * from delivery order by id"


@pytest.fixture
async def http():
    """A receiver of webhooks."""
    async with listening(HttpReceiver()) as receiver:
        yield receiver


@pytest.fixture
async def smtp():
    """A receiver of mails."""
    async with listening(MailReceiver()) as receiver:
        yield receiver


@pytest.fixture
def out(bureau, smtp):
    """The bureau with mail, and webhooks in the same house."""
    return Out(bureau, smtp.port)


class Out:
    """Sets up, tells, sends, and looks at what became of it."""

    def __init__(self, bureau, smtp_port, **more):
        self.bureau, self.office = bureau, PostOffice(bureau)
        application = bureau.application
        given = {
            "smtp_host": "127.0.0.1",
            "smtp_port": smtp_port,
            "smtp_security": "none",
            "mail_from": "zhijian@bureau.example",
            "public_url": "https://zhijian.example",
            "webhook_intranet": True,
        }
        application.settings = application.settings.model_copy(update=given | more)
        application.__dict__.pop("channels", None)

    async def wish(self, username=LEADER, **wishes):
        """A person sets their own notifications."""
        done = await self.bureau.as_user(username).do("setChannelSettings", **(EVERYTHING | wishes))
        assert done["userErrors"] == []

    async def endpoint(self, url, *, place="town-a", role="town.leader", kinds=("*",)):
        """The system officer adds an endpoint; gives its id and secret."""
        done = await self.bureau.as_tier("system").run(
            "addWebhookEndpoint",
            "webhookEndpoint { id } secret",
            organisationId=global_id("Organisation", self.bureau.world.organisations[place]),
            role=role,
            url=url,
            kinds=list(kinds),
        )
        assert done["userErrors"] == []
        return done["webhookEndpoint"]["id"], done["secret"]

    def notice(self, event="enterprise:1", about="a1", **more):
        """News of an enterprise of town a for the people of the town."""
        town = self.office.in_town(about[0], tiers=(Tier.TOWN,))
        return self.office.notice(town, event=event, about=about, **more)

    async def tell(self, *notices):
        """Something happens; whatever is due is done."""
        await self.office.tell(*(notices or (self.notice(),)))
        await run_jobs(self.bureau)

    async def later(self, **delta):
        """Time passes, and what is due is done."""
        self.bureau.clock.advance(**delta)
        await run_jobs(self.bureau)

    async def rows(self):
        """All deliveries."""
        return [dict(row) for row in await self.bureau.rows(DELIVERIES)]

    async def states(self):
        """Where they stand."""
        return [row["state"] for row in await self.rows()]

    async def attempts(self):
        """(outcome, code, told) of every attempt."""
        rows = await self.bureau.rows("select * from delivery_attempt order by id")
        return [(row["outcome"], row["code"], row["told"]) for row in rows]
