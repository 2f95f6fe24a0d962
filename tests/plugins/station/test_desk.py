"""The station's desk: where to go first."""

from core.policy.vocabulary import Tier
from schema.assembly import Assembly
from tests.core.desk.pages import Clerk
from tests.fixtures.bureau import Bureau


async def test_an_inspector_sees_the_station_s_desk(bureau: Bureau) -> None:
    person = Clerk(bureau, "station-inspector-first")
    await person.get("/desk")
    assert person.says("站所工作台")


def test_the_route_comes_before_what_may_be_reported(assembly: Assembly) -> None:
    parts = assembly.desk.homes[Tier.STATION].part.parts
    assert parts.index("due") < parts.index("reports")
