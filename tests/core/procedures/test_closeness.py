"""Nobody stands in for a post that has to do what the law keeps apart from the own acts."""

import pytest

from core.errors import Conflict
from core.identity.stand_ins import DutyWanted
from core.policy.access import Access, Actor, Duty
from core.procedures.closeness import refuse_too_close
from tests.core.procedures.letter import PEOPLE


async def wanted(office, who, whose, role=None):
    """Have the system officer want `who` on the post of `whose`."""
    actor = Actor(office.world.accounts["officer-system"], "", "", (Duty("officer.system", 0),))
    access = Access(actor, office.table, office.assembly.resources, office.today)
    account = office.world.accounts[PEOPLE[whose].username]
    (post,) = await office.rows("select id from post where account_id = $1", account)
    async with office.store.writing(access) as work:
        duty = role or PEOPLE[whose].role
        await refuse_too_close(
            work, DutyWanted(office.world.accounts[PEOPLE[who].username], post["id"], duty)
        )


async def test_who_has_signed_does_not_stand_in_for_who_confirms(office):
    await office.file()
    await office.do("town", "checked")
    await office.do("chief", "signed")
    await office.do("head", "signed")
    with pytest.raises(Conflict) as caught:
        await wanted(office, "chief", "officer")
    assert caught.value.stable_code == "SAME_PERSON_NEEDED"
    await wanted(office, "chief", "head")  # signing lies behind
    await wanted(office, "inspector", "officer")  # has done nothing in it


async def test_only_running_matters_within_the_posts_reach_count(office):
    await office.file("town")
    with pytest.raises(Conflict):
        await wanted(office, "town", "town")  # filed, and checking is still to come
    await wanted(office, "town", "town_b")  # the matter lies in another town
    await wanted(office, "town", "clerk")  # an enterprise never checks
