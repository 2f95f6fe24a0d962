"""The budget of objects per minute, as a client meets it."""

from tests.fixtures.bureau import Bureau

PAGE = "{ enterprises(first: 100) { nodes { name } } }"


async def test_a_spent_budget_says_when_to_come_back(bureau: Bureau) -> None:
    bureau.application.rates.budget = 150
    town, other = bureau.as_tier("town"), bureau.as_tier("station")
    assert (await town.post(PAGE)).status_code == 200
    refused = await town.post(PAGE)
    assert refused.status_code == 429
    assert refused.json()["errors"][0]["extensions"]["code"] == "RATE_LIMITED"
    assert (await other.post(PAGE)).status_code == 200
    bureau.clock.advance(seconds=int(refused.headers["retry-after"]))
    assert (await town.post(PAGE)).status_code == 200
