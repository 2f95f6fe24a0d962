"""The data clerk's pages: what waits, both sides of a conflict, and the forms for each."""

from tests.core.desk.pages import Clerk
from tests.plugins.data_exchange.test_conflicts import in_conflict
from tests.plugins.data_exchange.window import CLERK, licence, number, records, send


async def test_every_page_opens_with_something_on_it(house):
    sent, record = await in_conflict(house)
    (conflict,) = record["conflicts"]
    clerk = Clerk(house, CLERK)
    for slug in ("feeds", "records", "conflicts", "to-confirm"):
        await clerk.get(f"/desk/data_exchange/{slug}")
    await clerk.get(f"/desk/data_exchange/feed/{house.feeds['licences']}")
    assert clerk.says("省局许可证书")
    await clerk.get(f"/desk/data_exchange/batch/{sent['id']}")
    assert clerk.says(number(1))
    await clerk.get(f"/desk/data_exchange/record/{record['id']}")
    assert clerk.says("2030-01-31")
    await clerk.get(f"/desk/data_exchange/conflict/{conflict['id']}")
    for side in ("2029-06-30", "2030-01-31", "golden_quality"):
        assert clerk.says(side)
    for form in ("take", "decide"):
        await clerk.get(f"/desk/data_exchange/{form}/{conflict['id']}")


async def test_a_dead_letter_has_its_repair_form(house):
    sent = await send(house, [licence(house, 1, VALTO="04/14/2029")])
    (dead,) = await records(house, sent)
    clerk = Clerk(house, CLERK)
    await clerk.get(f"/desk/data_exchange/record/{dead['id']}")
    assert clerk.says("VALTO")
    await clerk.get(f"/desk/data_exchange/repair/{dead['id']}")
    assert clerk.says("04/14/2029")
