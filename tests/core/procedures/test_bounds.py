"""What a matter is kept from: a term set aside, a step stuck with nobody, half a signature."""

import datetime as dt

import pytest

from core.errors import NotFound
from core.procedures import acts
from core.procedures.colleagues import require_colleague
from core.procedures.service import complete, set_due
from tests.core.procedures.letter import Letter
from tests.core.procedures.test_acts import act, refused

TERM = dt.date(2026, 12, 20)


async def ordered(office):
    """A letter that waits for signatures by a term that an order set, not by its own limit."""
    await office.file()
    async with office.acting("town") as work:
        letter = await work.fetch(Letter, 1, "verify")
        await complete(work, letter, "checked")
        await set_due(work, letter, TERM)


async def test_an_enterprise_does_its_step_and_steers_nothing(office):
    await office.file()
    await act(office, "town", acts.send_back, None, reason="缺附件")
    town_b, far = office.world.divisions["b"], office.world.organisations["second"]
    for function, more in (
        (acts.request_supplement, ()),
        (acts.transfer, (town_b,)),
        (acts.copy_to, ([far],)),
        (acts.pause, ("testing",)),
    ):
        assert await refused(office, "clerk", function, *more) == "NOT_YOUR_STEP"
    await office.do("clerk", "filed")


async def test_the_term_of_an_order_neither_stands_nor_gives_way_to_the_limit(office):
    await ordered(office)
    for who, function, more in (
        ("inspector", acts.pause, ("testing",)),
        ("inspector", acts.request_supplement, ()),
        ("chief", acts.extend, ()),
    ):
        assert await refused(office, who, function, *more) == "NOT_POSSIBLE_HERE"
    await act(office, "inspector", acts.transfer, office.world.divisions["b"])
    assert (await office.matter())["due_on"] == TERM


async def test_a_transfer_leaves_no_half_signed_step_behind(office):
    await office.file()
    await office.do("town", "checked")
    await office.do("officer", "signed")
    await act(office, "inspector", acts.transfer, office.world.divisions["b"])
    matter = await office.matter()
    assert (matter["signed_by"], matter["proposed"]) == ([], "{}")
    assert not (await office.do("inspector", "signed")).finished_step


async def test_a_step_whose_holder_has_gone_is_taken_over(office):
    await office.file()
    await office.do("town", "checked")
    accounts = office.world.accounts
    await act(office, "inspector", acts.delegate, accounts["station-head-first"])
    assert await refused(office, "inspector", acts.request_supplement) == "HELD_BY_ANOTHER"
    assert await refused(office, "far", acts.delegate, accounts["station-inspector-second"])
    await act(office, "inspector", acts.delegate, accounts["station-inspector-first"])
    assert not (await office.do("inspector", "signed")).finished_step


async def test_only_oneself_and_colleagues_are_handed_a_step(office):
    access, accounts = office.access_of("inspector"), office.world.accounts
    async with office.store.system() as session:
        await require_colleague(session, access, access.actor.account_id)
        with pytest.raises(NotFound):
            await require_colleague(session, access, accounts["station-inspector-second"])


async def test_who_was_handed_a_step_and_has_signed_does_not_keep_it_from_the_second(office):
    await office.file()
    await office.do("town", "checked")
    await act(office, "inspector", acts.delegate, office.world.accounts["station-head-first"])
    assert not (await office.do("head", "signed")).finished_step
    assert (await office.do("inspector", "signed")).finished_step
