"""A bureau with the law of metrology and a body, and the acts on instruments in short form."""

import datetime as dt
import itertools

from sqlalchemy import select

from plugins.metrology import models as m
from plugins.metrology.models_checks import Market
from plugins.metrology.models_law import AuthorisedBody, InstrumentCategory
from plugins.metrology.seeds import plant_law
from schema.ids import global_id
from tests.core.files.ground import make_upload
from tests.fixtures.small_world import confirm

OWNER, TOWN = "enterprise-manager-a1", "town-quality-officer-a"
STATION, HEAD = "station-inspector-first", "station-head-first"
CLERK, CHIEF = "branch-metrology-clerk", "branch-metrology-chief"
TODAY = dt.date(2026, 11, 23)
LONG_AGO = dt.date(2014, 1, 1)
REPORT = """instrumentReport { id version kind findings matter { state step outcome dueOn }
  instrument { id number status validTo colour overdue } }"""
APPLICATION = """verificationApplication { id version receivedOn visitOn
  matter { id state step outcome dueOn } verifications { id result } }"""
STOP = """instrumentStop { id version stoppedOn liftedOn repair
  matter { state step outcome } instrument { id status } }"""
VERIFICATION = "verification { id mode result validTo objectionUntil }"
serials = itertools.count(1)


async def planted(bureau):
    """The bureau with law, planted twice, and one body for everything."""
    async with bureau.application.store.system() as session:
        for _ in range(2):
            await plant_law(session)
        body = AuthorisedBody(
            name="萧山计量检定所",
            authorisation_no="（浙萧）法计〔2024〕1号",
            scope_codes=[],
            phone="",
            valid_from=LONG_AGO,
        )
        session.add(body)
        await session.flush()
        bureau.world.body = global_id("AuthorisedBody", body.id)
    return bureau


def enterprise(bureau, name="a1"):
    return global_id("Enterprise", bureau.world.enterprises[name])


async def photo(bureau, who):
    """The id of a photo that somebody has uploaded."""
    return global_id("Attachment", await make_upload(bureau, who))


async def put(bureau, *rows, unit="a1", market=None):
    """Instruments in the register, as if filed long ago; gives their global ids.

    A row: `serial` and what differs from a price-computing scale of unit a1 that holds for a year.
    """
    made = []
    async with bureau.application.store.system() as session:
        await confirm(session, bureau.world, bureau.clock.now())
        stored = (await session.scalars(select(InstrumentCategory))).all()
        categories = {row.code: row.id for row in stored}
        for row in rows:
            given = {"serial": f"S{next(serials)}", "code": "10.1"} | row
            made.append(_instrument(bureau, given, categories, unit, market))
        session.add_all(made)
        await session.flush()
        return [global_id("Instrument", each.id) for each in made]


def _instrument(bureau, given, categories, unit, market):
    code = given.pop("code")
    valid_to = given.pop("valid_to", TODAY + dt.timedelta(days=300))
    values = {
        "enterprise_id": bureau.world.enterprises[unit],
        "town_id": bureau.world.divisions[unit[0]],
        "number": f"JL2026{next(serials):06}",
        "category_id": categories[code],
        "market_id": market,
        "name": "电子计价秤",
        "place": "门市部",
        "purpose": m.Purpose.TRADE,
        "status": m.InstrumentStatus.IN_USE,
        "installed_on": LONG_AGO,
        "last_verified_on": valid_to and valid_to - dt.timedelta(days=365),
        "certificate_no": f"旧{next(serials)}",
        "valid_to": valid_to,
        "due_on": valid_to or m.NEVER,
        "search_text": "",
        "change_id": bureau.world.change_id,
    }
    return m.Instrument(**values | given)


async def put_market(bureau, unit="a2", **more):
    """A market run by a unit: its key."""
    async with bureau.application.store.system() as session:
        await confirm(session, bureau.world, bureau.clock.now())
        row = Market(
            enterprise_id=bureau.world.enterprises[unit],
            town_id=bureau.world.divisions[unit[0]],
            name="瓜沥农贸市场",
            address="样本路1号",
            stalls=180,
            unified_scales=True,
            fair_scales=2,
            change_id=bureau.world.change_id,
            **more,
        )
        session.add(row)
        await session.flush()
        return row.id


def a_scale(**more):
    """Facts of a scale as an enterprise reports it."""
    return {
        "categoryCode": "10.1",
        "name": "电子计价秤",
        "serial": f"N{next(serials)}",
        "place": "一号门市",
        "purpose": "TRADE",
        "installedOn": "2026-11-01",
    } | more


async def report(bureau, who=OWNER, unit="a1", **more):
    return await bureau.as_user(who).run(
        "reportInstrument", REPORT, enterpriseId=enterprise(bureau, unit), **a_scale(**more)
    )


async def verify(bureau, row, who=STATION, **more):
    given = {"findings": "铭牌一致", "photos": [await photo(bureau, who)]} | more
    return await bureau.as_user(who).run(
        "verifyInstrumentReport", REPORT, reportId=row["id"], **given
    )


async def file(bureau, row, who=CLERK, **more):
    return await bureau.as_user(who).run("fileInstrumentReport", REPORT, reportId=row["id"], **more)


async def carried(bureau, payload):
    """Verified and filed: the report as it is then."""
    assert payload["userErrors"] == [], payload
    for step in (verify, file):
        payload = await step(bureau, payload["instrumentReport"])
        assert payload["userErrors"] == [], payload
    return payload["instrumentReport"]


async def apply(bureau, ids, who=OWNER, **more):
    given = {"bodyId": bureau.world.body, "place": "ON_SITE"} | more
    return await bureau.as_user(who).run(
        "applyForVerification", APPLICATION, instrumentIds=ids, **given
    )


async def record(bureau, key, result="PASSED", who=CLERK, **more):
    given = {"certificateNo": f"ZS-{next(serials)}", "verifiedOn": str(bureau_today(bureau))}
    given["bodyId"] = bureau.world.body
    return await bureau.as_user(who).run(
        "recordVerification",
        VERIFICATION,
        instrumentId=key,
        result=result,
        **given | more,
    )


async def stop(bureau, key, who=STATION, **more):
    given = {"reason": "检定不合格", "secondOfficer": "李四"} | more
    return await bureau.as_user(who).run("stopInstrument", STOP, instrumentId=key, **given)


def bureau_today(bureau):
    """The business date of the bureau's clock."""
    return (bureau.clock.now() + dt.timedelta(hours=8)).date()


def code_of(payload):
    """The first error's code, None when there is none."""
    return next((error["code"] for error in payload["userErrors"]), None)


async def one(bureau, key, fields, who=CLERK):
    data = await bureau.as_user(who).ask(
        f"query($id: ID!) {{ instrument(id: $id) {{ {fields} }} }}", id=key
    )
    return data["instrument"]


async def everything(bureau):
    """What a refusal must leave as it was."""
    tables = ("instrument", "instrument_report", "verification", "verification_application")
    tables += ("instrument_stop", "market_check", "unmatched_certificate", "matter", "change_set")
    return {
        table: [tuple(r) for r in await bureau.rows(f"select * from {table} order by id")]
        for table in tables
    }
