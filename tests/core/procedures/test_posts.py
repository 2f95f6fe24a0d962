"""Somebody with posts in several places acts by the one that lies where the matter is."""

from dataclasses import replace

import pytest

from core.procedures import acts
from tests.core.procedures.letter import Office
from tests.core.procedures.test_acts import act


class TwoPosts(Office):
    """An office whose town officer holds a like post in another town, named first."""

    def access_of(self, who):
        access = super().access_of(who)
        if who != "town":
            return access
        other = super().access_of("town_b").actor.duties
        return replace(access, actor=replace(access.actor, duties=(*other, *access.actor.duties)))


@pytest.fixture
async def two_posts(office):
    return TwoPosts(**vars(office))


async def test_a_step_is_done_and_urged_by_the_post_that_lies_there(two_posts):
    await two_posts.file()
    await two_posts.do("town", "checked")
    await act(two_posts, "town", acts.urge)
    here, other = (two_posts.world.organisations[name] for name in ("town-a", "town-b"))
    events = await two_posts.rows("select * from step_event order by id")
    assert [each["organisation_id"] for each in events[1:]] == [here, here]
    assert other not in (await two_posts.matter())["organisation_ids"]


async def test_it_is_opened_for_the_town_where_it_lies(two_posts):
    await two_posts.file("town")
    matter = await two_posts.matter()
    here = two_posts.world.organisations["town-a"]
    assert (matter["opened_in"], matter["organisation_ids"]) == (here, [here])
