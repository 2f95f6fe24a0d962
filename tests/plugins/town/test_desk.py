"""The town's desk: its own arrangement, its own towns."""

from core.policy.vocabulary import Tier
from schema.assembly import Assembly
from tests.core.desk.pages import Clerk
from tests.fixtures.bureau import Bureau


async def test_a_town_officer_begins_with_the_key_units_of_their_towns(bureau: Bureau) -> None:
    person = Clerk(bureau, "town-quality-officer-ac")
    await person.get("/desk")
    assert person.says("镇街工作台")
    assert person.says("样本a1食品")
    assert person.says("样本c1食品")
    assert not person.says("样本b1食品")


def test_the_first_page_is_the_town_s(assembly: Assembly) -> None:
    assert assembly.desk.homes[Tier.TOWN].plugin == "town"
