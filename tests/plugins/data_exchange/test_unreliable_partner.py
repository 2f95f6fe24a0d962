"""A partner that drops, repeats, reorders, delays, and workers that die: exactly the right end."""

import pytest

from plugins.data_exchange import service_matching
from tests.plugins.data_exchange.unreliable import arrive, differences, partner_of


async def test_three_hundred_messages_end_as_the_partner_knows(house, monkeypatch):
    partner = partner_of(house, licences=60)
    await arrive(house, partner, 300, size=30, kills=3, monkeypatch=monkeypatch)
    assert await differences(house, partner) == []


async def test_a_bureau_that_takes_whatever_came_last_is_caught(house, monkeypatch):
    """The seeded defect: links do not tell which revision is older."""

    async def forgetful(self):
        pass

    monkeypatch.setattr(service_matching.Matching, "_against_links", forgetful)
    partner = partner_of(house, licences=20)
    await arrive(house, partner, 100, size=20, kills=0, monkeypatch=monkeypatch)
    assert await differences(house, partner) != []


@pytest.mark.soak
async def test_ten_thousand_messages_and_ten_kills(house, monkeypatch):
    partner = partner_of(house, licences=1_500, seed=7)
    await arrive(house, partner, 10_000, size=100, kills=10, monkeypatch=monkeypatch)
    assert await differences(house, partner) == []
