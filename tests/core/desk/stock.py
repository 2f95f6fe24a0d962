"""Licences in the small world, entered as the section enters them."""

from core.deadlines.shipped import plant_calendar
from core.register.colours import months_after
from plugins.licensing.numbers import sc_number
from plugins.licensing.seeds import plant_licence_types
from schema.ids import global_id
from tests.fixtures.bureau import Bureau


async def enter_licences(bureau: Bureau) -> dict[str, str]:
    """The numbers of two licences: one of a1 that is red, one of c1 that is green."""
    async with bureau.application.store.system() as session:
        await plant_calendar(session)
        await plant_licence_types(session)
    (kind,) = await bureau.rows(
        "select id from licence_type where code = 'SC' order by valid_from desc limit 1"
    )
    await _register(bureau, kind["id"], "a1", 2)
    await _register(bureau, kind["id"], "c1", 20)
    return {"red": sc_number("101", "330109", 2), "green": sc_number("101", "330109", 20)}


async def _register(bureau: Bureau, kind: int, holder: str, months: int) -> None:
    until = months_after(bureau.clock.now().date(), months)
    payload = await bureau.as_user("branch-licensing-clerk").do(
        "registerLicence",
        enterpriseId=global_id("Enterprise", bureau.world.enterprises[holder]),
        typeId=global_id("LicenceType", kind),
        number=sc_number("101", "330109", months),
        authority="分局",
        issuedOn=months_after(until, -48).isoformat(),
        validUntil=until.isoformat(),
        covers=["糕点"],
        reason="核发",
    )
    assert payload["userErrors"] == []
