"""A bureau with the catalogue, and the acts on devices in short form, each as GraphQL."""

import datetime as dt
import itertools

import pytest
from sqlalchemy import select

from core.identity.models import Account, Post
from plugins.special_equipment.numbers import equipment_code
from plugins.special_equipment.seeds import plant_catalogue, plant_cycles
from schema.ids import global_id
from tests.core.files.ground import make_upload

OWNER, TOWN, STATION = "enterprise-manager-a1", "town-quality-officer-a", "station-inspector-first"
CLERK, CHIEF = "branch-special-equipment-clerk", "branch-special-equipment-chief"
TODAY = dt.date(2026, 11, 23)
DECLARATION = """equipmentDeclaration {
  id version kind name declared pinned filedLate findings
  matter { state step outcome } equipment { id useStatus version }
}"""
serials = itertools.count(1)


@pytest.fixture
async def plant(bureau):
    """The bureau with catalogue and cycles, planted twice."""
    async with bureau.application.store.system() as session:
        for _ in range(2):
            await plant_catalogue(session)
            await plant_cycles(session)
    return bureau


def enterprise(bureau, name):
    return global_id("Enterprise", bureau.world.enterprises[name])


def town(bureau, name):
    return global_id("Division", bureau.world.divisions[name])


async def end_posts(bureau, name="a1", on=TODAY):
    """From a day on nobody of a unit holds a post."""
    async with bureau.application.store.system() as session:
        held = select(Post).where(Post.enterprise_id == bureau.world.enterprises[name])
        for post in await session.scalars(held):
            post.valid_to = on


async def disable_accounts(bureau, name="a1"):
    """Nobody of a unit may sign in any more."""
    async with bureau.application.store.system() as session:
        held = select(Account).where(Account.enterprise_id == bureau.world.enterprises[name])
        for account in await session.scalars(held):
            account.disabled_at = bureau.clock.now()


def a_lift(**more):
    """Facts of a new lift in a factory."""
    return {
        "name": "一号客梯",
        "typeCode": "3110",
        "equipmentCode": equipment_code("3110", "10123", 2020, next(serials)),
        "acceptedOn": "2024-03-15",
        "place": "办公楼东侧",
        "placeKind": "FACTORY",
    } | more


def code_of(payload):
    """The first error's code, None when there is none."""
    return next((error["code"] for error in payload["userErrors"]), None)


async def photo(bureau, who):
    """The id of a photo that somebody has uploaded."""
    return global_id("Attachment", await make_upload(bureau, who))


async def declare(bureau, who, name, /, **given):
    """The payload of a declaration."""
    return await bureau.as_user(who).run(name, DECLARATION, **given)


async def declare_new(bureau, who=OWNER, holder="a1", **more):
    return await declare(
        bureau,
        who,
        "declareNewEquipment",
        enterpriseId=enterprise(bureau, holder),
        **a_lift(**more),
    )


async def verify(bureau, row, who=TOWN, result="PASSED", **more):
    photos = more.pop("photos", None)
    photos = [await photo(bureau, who)] if photos is None else photos
    given = {"findings": "现场核对铭牌一致", "photos": photos} | more
    return await bureau.as_user(who).run(
        "verifyDeclaration", DECLARATION, declarationId=row["id"], result=result, **given
    )


async def confirm(bureau, row, who=CLERK, **more):
    return await bureau.as_user(who).run(
        "confirmDeclaration", DECLARATION, declarationId=row["id"], **more
    )


async def carry(bureau, payload, verifier=TOWN):
    """Verify and confirm what was declared; gives the declaration as it is then."""
    assert payload["userErrors"] == [], payload
    row = payload["equipmentDeclaration"]
    verified = await verify(bureau, row, verifier)
    assert verified["userErrors"] == [], verified
    confirmed = await confirm(bureau, row)
    assert confirmed["userErrors"] == [], confirmed
    return confirmed["equipmentDeclaration"]


async def a_device(bureau, **more):
    """The id of a lift of a1 that was declared, verified and confirmed."""
    return (await carry(bureau, await declare_new(bureau, **more)))["equipment"]["id"]


async def device(bureau, key, fields):
    """Fields of a device, as the section sees it."""
    data = await bureau.as_user(CLERK).ask(
        f"query($id: ID!) {{ equipment(id: $id) {{ {fields} }} }}", id=key
    )
    return data["equipment"]


async def inspected(bureau, key, on, *, who=CLERK, conclusion="PASSED", **more):
    return await bureau.as_user(who).run(
        "recordEquipmentInspection",
        "equipmentInspection { nextOn conclusion }",
        equipmentId=key,
        kind="PERIODIC",
        body="萧山检测院",
        reportNo=f"XS-{next(serials)}",
        inspectedOn=str(on),
        conclusion=conclusion,
        **more,
    )


async def everything(bureau):
    """What a refusal must leave as it was."""
    tables = ("equipment", "equipment_declaration", "equipment_inspection", "matter")
    tables += ("step_event", "change_set", "attachment")
    found = {}
    for table in tables:
        found[table] = [tuple(r) for r in await bureau.rows(f"select * from {table} order by id")]
    return found
