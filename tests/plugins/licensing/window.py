"""A bureau that takes applications, and the acts on them in short form, each as GraphQL."""

import pytest

from plugins.licensing.seeds import plant_application_limits, plant_licence_types
from schema.ids import global_id

OWNER, CLERK, CHIEF = (
    "enterprise-manager-a1",
    "branch-licensing-clerk",
    "branch-licensing-chief",
)
DATA = "branch-data-clerk"
ROW = """application {
  id version kind granted decidedOn issuedOn hearingUntil acceptedOn reasons
  matter { id state step outcome dueOn }
  licence { id number state validUntil covers }
  siteReviews(first: 5) { passed reviewerCount reviewers }
}"""
LICENCE = """licence { id version number state colour validUntil yearlyDueOn origin covers
  enterprise { name } claims(first: 5) { id number matter { step dueOn } enterprise { name } } }"""
TABLES = ("application", "licence", "licence_event", "licence_claim", "site_review", "matter")


@pytest.fixture
async def window(bureau):
    """The bureau with types and limits, planted twice."""
    async with bureau.application.store.system() as session:
        for _ in range(2):
            await plant_licence_types(session)
            await plant_application_limits(session)
    rows = await bureau.rows("select id, code from licence_type where valid_to is null")
    bureau.kinds = {row["code"]: global_id("LicenceType", row["id"]) for row in rows}
    return bureau


def code_of(payload):
    """The first error's code, None when there is none."""
    return next((error["code"] for error in payload["userErrors"]), None)


def firm(bureau, name):
    return global_id("Enterprise", bureau.world.enterprises[name])


async def act(bureau, who, mutation, fields, /, **given):
    """Something that must succeed; gives the record."""
    done = await bureau.as_user(who).run(mutation, fields, **given)
    assert done["userErrors"] == [], done
    return next(value for name, value in done.items() if name != "userErrors")


async def apply(bureau, kind="NEW", code="SC", who=OWNER, **more):
    given = {"kind": kind, "statement": "申请书"} | more
    if kind == "NEW":
        given |= {"typeId": bureau.kinds[code], "covers": ["糕点"]} | more
    return await act(bureau, who, "fileApplication", ROW, **given)


async def step(bureau, who, mutation, row, **more):
    """An act on an application, by whoever has read it."""
    given = {"applicationId": row["id"], "expectedVersion": row["version"]} | more
    return await act(bureau, who, mutation, ROW, **given)


async def accepted(bureau, **more):
    """An application that the clerk has accepted."""
    row = await apply(bureau, **more)
    return await step(bureau, CLERK, "acceptApplication", row, outcome="ACCEPTED")


async def refused(bureau, who, mutation, **given):
    """The code of a refusal that changes nothing."""
    before = await everything(bureau)
    payload = await bureau.as_user(who).run(mutation, "", **given)
    assert await everything(bureau) == before
    return code_of(payload)


async def registered(bureau, number, code="SC", holder="a1", **more):
    """A licence that the clerk has registered."""
    given = {
        "enterpriseId": firm(bureau, holder),
        "typeId": bureau.kinds[code],
        "number": number,
        "authority": "萧山分局",
        "issuedOn": "2022-01-10",
    } | more
    return await act(bureau, CLERK, "registerLicence", LICENCE, **given)


async def imported(bureau, number, holder="a1", code="SC", **more):
    given = {
        "enterpriseId": firm(bureau, holder),
        "typeId": bureau.kinds[code],
        "number": number,
        "authority": "浙江省",
        "issuedOn": "2023-01-10",
        "validUntil": "2028-01-09",
        "source": "省局2026年11月文件",
    } | more
    return await act(bureau, more.pop("who", DATA), "importLicence", LICENCE, **given)


async def everything(bureau):
    """What a refusal must leave as it was."""
    found = {}
    for table in TABLES:
        found[table] = [tuple(r) for r in await bureau.rows(f"select * from {table} order by id")]
    return found
