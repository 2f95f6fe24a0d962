"""`matterAdvanced`: everybody on the chain hears where a matter stands, nobody else does."""

from tests.live.checks import TOWN_A
from tests.live.line import enterprise_id, introduced, served

ADVANCED = "subscription { matterAdvanced { title state step } }"


async def report(bureau, what, enterprise):
    """A town officer reports a hazard, which opens a matter."""
    done = await bureau.as_user(TOWN_A).do(
        "reportHazard", what=what, enterpriseId=enterprise_id(bureau, enterprise)
    )
    assert done["userErrors"] == []


async def test_those_on_the_chain_hear_of_a_matter_and_nobody_else(bureau):
    async with (
        served(bureau) as server,
        introduced(server, TOWN_A) as reporter,
        introduced(server, "station-inspector-first") as station,
        introduced(server, "station-inspector-second") as stranger,
    ):
        for line in (reporter, station, stranger):
            await line.subscribe(ADVANCED)
        await report(bureau, "安全阀失效", "a1")
        for line in (reporter, station):
            assert "安全阀失效" in (await line.heard())["title"]
        await stranger.settle()
        assert stranger.early == []


async def test_one_matter_alone_can_be_followed(bureau):
    one = "subscription($id: ID) { matterAdvanced(matterId: $id) { id } }"
    async with served(bureau) as server, introduced(server, TOWN_A) as line:
        await line.subscribe(one, id=enterprise_id(bureau, "a1"))
        assert await line.error_code() == "BAD_ID"
        await report(bureau, "安全阀失效", "a1")
        found = await bureau.as_user(TOWN_A).ask("{ matters { nodes { id } } }")
        (matter,) = found["matters"]["nodes"]
        await line.subscribe(one, id=matter["id"])
        assert line.early == []
