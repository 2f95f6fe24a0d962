"""The enterprise's desk: its own file, and nobody else's."""

from tests.core.desk.pages import Clerk
from tests.fixtures.bureau import Bureau


async def test_an_enterprise_sees_its_own_file(bureau: Bureau) -> None:
    person = Clerk(bureau, "enterprise-clerk-a1")
    await person.get("/desk")
    assert person.says("企业工作台")
    assert person.says("样本a1食品")
    assert not person.says("样本a2食品")
