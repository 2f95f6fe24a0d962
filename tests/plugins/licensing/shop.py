"""A workshop with licence types, and the acts on licences in short form."""

import datetime as dt

import pytest

from core.deadlines.shipped import plant_calendar
from plugins.licensing import service
from plugins.licensing.numbers import sc_number
from plugins.licensing.seeds import licence_types, plant_licence_types

CHIEF, CLERK = "branch.licensing_chief", "branch.licensing_clerk"
NUMBER = sc_number("101", "330109", 7)


@pytest.fixture
async def shop(workshop):
    async with workshop.store.system() as session:
        await plant_calendar(session)
        await plant_licence_types(session)
        await plant_licence_types(session)
    rows = await workshop.rows("select id, code from licence_type")
    assert len(rows) == len(licence_types())
    workshop.types = {row["code"]: row["id"] for row in rows}
    return workshop


async def register(shop, *, holder="a1", code="SC", role=CLERK, **more):
    given = {
        "enterprise_id": shop.world.enterprises[holder],
        "type_id": shop.types[code],
        "number": NUMBER,
        "authority": "萧山区市场监督管理局",
        "issued_on": dt.date(2022, 1, 10),
        "covers": ("糕点",),
    }
    async with shop.work(role, reason="核发") as work:
        return await service.register_licence(work, service.NewLicence(**given | more))


def asked(licence, **more):
    return service.Decision(licence_id=licence.id, **more)


async def decide(shop, transition, licence, *, role=CHIEF, reason="检查发现问题", **more):
    async with shop.work(role, reason=reason) as work:
        return await service.decide(work, transition, asked(licence, **more))


async def events(shop, licence):
    return await shop.rows(
        "select * from licence_event where licence_id = $1 order by id", licence.id
    )


async def file(shop, licence, *, role="enterprise.manager", holder="a1", **more):
    enterprise = holder if role.startswith("enterprise") else None
    async with shop.work(role, enterprise=enterprise) as work:
        return await service.file_renewal(work, asked(licence, **more))
