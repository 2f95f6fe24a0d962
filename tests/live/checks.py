"""What must hold of every delivery; the seeded defects must break it."""

from tests.live.line import ENTERPRISES, introduced, rename, served

TOWN_A = "town-quality-officer-a"


async def hears_nothing_of_others(bureau):
    """A change in town b is silence for an officer of town a; the next one in a arrives."""
    async with served(bureau) as server, introduced(server, TOWN_A) as line:
        await line.subscribe(ENTERPRISES)
        await rename(bureau, "b1")
        await rename(bureau, "c1")
        name = await rename(bureau, "a1")
        assert (await line.heard())["node"] == {"name": name}


async def hears_nothing_of_what_has_left(bureau):
    """A row that moves from town a to town b: not even its id arrives in a, all of it in b."""
    async with (
        served(bureau) as server,
        introduced(server, TOWN_A) as line,
        introduced(server, "town-quality-officer-b") as other,
    ):
        for each in (line, other):
            await each.subscribe(ENTERPRISES)
        moved = await rename(bureau, "a1", town="b")
        assert (await other.heard())["node"] == {"name": moved}
        name = await rename(bureau, "a2")
        assert (await line.heard())["node"] == {"name": name}


async def ends_with_its_session(bureau):
    """Signing out over HTTP ends the socket before anything else can reach it."""
    async with served(bureau) as server, introduced(server, TOWN_A) as line:
        await line.subscribe(ENTERPRISES)
        await bureau.as_user(TOWN_A).do("signOut")
        assert await line.close_code() == 4401
        await rename(bureau, "a1")
        assert line.early == []
