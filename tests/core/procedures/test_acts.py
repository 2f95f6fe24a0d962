"""What may be done to any matter: back, sideways, on hold, out; and its clocks."""

import datetime as dt

import pytest

from core.errors import Denied, ZhijianError
from core.procedures import acts
from core.procedures.acts import Asked
from tests.core.procedures.letter import PEOPLE

D = dt.date


async def act(office, who, function, *more, reason="理由"):
    """Do an act on the only matter as somebody."""
    async with office.acting(who, reason) as work:
        return await function(work, Asked(matter_id=(await office.matter())["id"]), *more)


async def refused(office, who, function, *more, **how):
    """The code of the refusal; nothing changes."""
    before = await office.everything()
    with pytest.raises(ZhijianError) as found:
        await act(office, who, function, *more, **how)
    assert await office.everything() == before
    return found.value.stable_code


async def test_the_clock_counts_working_days_and_stands_while_paused(office):
    assert office.today == D(2026, 11, 23)  # a Monday
    await office.file()
    assert (await office.matter())["due_on"] == D(2026, 11, 26)
    await office.do("town", "checked")
    assert (await office.matter())["due_on"] == D(2026, 11, 30)  # the 28th is a Saturday
    await act(office, "inspector", acts.pause, "testing")
    assert (await office.matter())["due_on"] is None
    assert await refused(office, "inspector", acts.pause, "testing") == "MATTER_PAUSED"
    office.clock.advance(days=4)
    await act(office, "inspector", acts.resume)
    assert (await office.matter())["due_on"] == D(2026, 12, 2)
    assert await refused(office, "inspector", acts.pause, "holiday") == "NOT_POSSIBLE_HERE"


async def test_an_extension_is_granted_once_by_the_branch(office):
    await office.file()
    await office.do("town", "checked")
    assert await refused(office, "inspector", acts.extend) == "NOT_YOUR_STEP"
    assert await refused(office, "chief", acts.extend, reason=" ") == "INVALID_INPUT"
    await act(office, "chief", acts.extend)
    assert (await office.matter())["due_on"] == D(2026, 12, 3)
    assert await refused(office, "chief", acts.extend) == "NOT_POSSIBLE_HERE"


async def test_a_supplement_stops_the_clock_until_it_is_there(office):
    await office.file()
    await act(office, "town", acts.request_supplement, reason="缺合同")
    assert (await office.matter())["paused"] == "supplement"
    for who in sorted(PEOPLE.keys() - {"clerk"}):
        assert await refused(office, who, acts.supplement)
    office.clock.advance(days=1)
    await act(office, "clerk", acts.supplement, reason="已补合同")
    matter = await office.matter()
    assert (matter["paused"], matter["due_on"]) == (None, D(2026, 11, 27))
    assert await refused(office, "clerk", acts.supplement) == "MATTER_RUNNING"


async def test_its_opener_withdraws_it_in_time(office):
    await office.file()
    for who in sorted(PEOPLE.keys() - {"clerk"}):
        assert await refused(office, who, acts.withdraw)
    await office.do("town", "checked")
    assert await refused(office, "clerk", acts.withdraw) == "NOT_POSSIBLE_HERE"
    await act(office, "head", acts.send_back, None, reason="退回核实")
    await act(office, "clerk", acts.withdraw, reason="不再需要")
    assert (await office.matter())["state"] == "WITHDRAWN"
    assert await refused(office, "town", acts.send_back, None) == "MATTER_CLOSED"


async def test_a_transfer_takes_the_matter_to_its_town(office):
    await office.file()
    town_b, town_a = office.world.divisions["b"], office.world.divisions["a"]
    assert await refused(office, "town_b", acts.transfer, town_b) == "NOT_FOUND"
    assert await refused(office, "town", acts.transfer, town_a) == "INVALID_INPUT"
    office.clock.advance(days=1)
    await act(office, "town", acts.transfer, town_b, reason="设备在乙镇")
    matter = await office.matter()
    assert (matter["town_id"], matter["due_on"]) == (town_b, D(2026, 11, 27))
    (letter,) = await office.rows("select * from tests_letter")
    assert letter["town_id"] == town_b
    # the former town follows, and no longer acts; the new one sees what has happened
    assert await refused(office, "town", acts.request_supplement) == "NOT_YOUR_STEP"
    async with office.store.reading(office.access_of("town_b")) as session:
        rows = await session.execute(acts.select(acts.StepEvent.act).order_by(acts.StepEvent.id))
        assert [row[0].name for row in rows] == ["OPENED", "TRANSFERRED"]
    async with office.store.reading(office.access_of("town")) as session:
        assert len((await session.execute(acts.select(acts.Matter.id))).all()) == 1
    await office.do("town_b", "checked")


async def test_a_copy_shows_the_past_and_gives_no_hand(office):
    await office.file()
    far = office.world.organisations["second"]
    assert await refused(office, "far", acts.urge) == "NOT_FOUND"
    assert await refused(office, "town", acts.copy_to, [far, 999]) == "NOT_FOUND"
    await act(office, "chief", acts.copy_to, [far])
    async with office.store.reading(office.access_of("far")) as session:
        seen = (await session.execute(acts.select(acts.StepEvent.act))).all()
    assert {row[0].name for row in seen} == {"OPENED", "COPIED"}
    with pytest.raises(Denied):
        await office.do("far", "checked")


async def test_a_step_is_handed_to_one_colleague(office):
    await office.file()
    await office.do("town", "checked")
    head = office.world.accounts["station-head-first"]
    await act(office, "inspector", acts.delegate, head)
    assert await refused(office, "inspector", acts.pause, "testing") == "HELD_BY_ANOTHER"
    assert not (await office.do("head", "signed")).finished_step


async def test_urging_reminds_others_once_a_day(office):
    await office.file()
    assert await refused(office, "town", acts.urge) == "NOT_POSSIBLE_HERE"  # does it themselves
    await act(office, "clerk", acts.urge)
    assert await refused(office, "clerk", acts.urge) == "NOT_POSSIBLE_HERE"
    office.clock.advance(days=1, seconds=1)
    await act(office, "clerk", acts.urge)


async def test_a_stale_version_is_a_conflict(office):
    await office.file()
    matter = await office.matter()
    async with office.acting("town") as work:
        asked = Asked(matter_id=matter["id"], expected_version=matter["version"] + 1)
        with pytest.raises(ZhijianError) as found:
            await acts.send_back(work, asked, None)
    assert found.value.stable_code == "STALE_VERSION"
