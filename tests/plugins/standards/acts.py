"""A bureau with the law of standards, and the acts on them in short form, each as GraphQL."""

import itertools

import pytest

from plugins.standards.seeds import plant_law
from schema.ids import global_id

OWNER, CLERK, CHIEF = (
    "enterprise-manager-a1",
    "branch-standards-clerk",
    "branch-standards-chief",
)
STATION, OFFICER = "station-inspector-first", "branch-enforcement-officer"
OWN = """enterpriseStandard {
  id version number state mode publishedOn filingNo validUntil unusualNumber
  matter { state step outcome dueOn availableActions { name allowed } }
  indicators(first: 20) { name below statement }
  basis(first: 20) { declaredOn endedOn standard { code } }
}"""
USE = """standardUse {
  id version product colour replaceBy open endedOn standard { code status } }"""
CHECK = """declarationCheck {
  id version checkedOn correctBy endedOn enterprise { name }
  enterpriseStandard { id number } matter { state step outcome dueOn }
  answers(first: 20) { verdict point { number } }
}"""
ROUND = "checkRound { id version drawnOn publishedOn percent checks(first: 100) { id } }"
STRENGTH = {
    "name": "抗拉强度",
    "value": 12.5,
    "sense": "AT_LEAST",
    "unit": "MPa",
    "method": "GB/T 1040.1-2018 第9章",
}
TABLES = (
    "standard",
    "standard_use",
    "enterprise_standard",
    "declared_indicator",
    "replacement_notice",
    "declaration_check",
    "check_round",
    "draw",
    "matter",
    "step_event",
)
serials = itertools.count(1)


@pytest.fixture
async def standards(bureau):
    """The law, planted twice."""
    async with bureau.application.store.system() as session:
        for _ in range(2):
            await plant_law(session)
    return bureau


def code_of(payload):
    """The first error's code, None when there is none."""
    return next((error["code"] for error in payload["userErrors"]), None)


async def act(bureau, who, mutation, fields, /, **given):
    """Something that must succeed; gives the record."""
    done = await bureau.as_user(who).run(mutation, fields, **given)
    assert done["userErrors"] == [], done
    return next(value for name, value in done.items() if name != "userErrors")


async def add(bureau, code, title="样本标准", **more):
    given = {"code": code, "title": title, "effectiveOn": "2015-07-01"} | more
    return await act(bureau, CLERK, "addStandard", "standard { id code status }", **given)


async def notice(bureau, replaced, ends_on, successor=None, **more):
    """A notice is imported."""
    given = {
        "replaced": replaced,
        "endsOn": ends_on,
        "publishedOn": "2026-11-20",
        "source": "2026年第19号公告",
        "successor": successor,
        "successorTitle": "样本标准（新）",
    } | more
    return await act(
        bureau,
        CLERK,
        "importReplacementNotice",
        "replacementNotice { usesFlagged firmsTold replaced { code status } successor { code } }",
        **given,
    )


async def use(bureau, code, product="电缆", who=OWNER):
    return await act(bureau, who, "declareStandardUse", USE, product=product, standard=code)


def content(**more):
    """What an own standard says."""
    return {
        "number": f"Q/XSLB {next(serials):03}-2026",
        "title": "电缆护套料",
        "product": "电缆",
        "issuedOn": "2026-11-01",
        "basis": [],
        "indicators": [STRENGTH],
    } | more


async def draft(bureau, who=OWNER, **more):
    return await act(bureau, who, "draftEnterpriseStandard", OWN, **content(**more))


async def own(bureau, who, mutation, row, **more):
    """An act on an own standard, by whoever has read it."""
    given = {"enterpriseStandardId": row["id"], "expectedVersion": row["version"]} | more
    return await act(bureau, who, mutation, OWN, **given)


async def declared(bureau, who=OWNER, **more):
    return await own(bureau, who, "declareEnterpriseStandard", await draft(bureau, who, **more))


async def points(bureau):
    """Ids of the points of a check, by number."""
    data = await bureau.as_user(CLERK).ask("{ checkPoints(first: 20) { nodes { id number } } }")
    return {each["number"]: each["id"] for each in data["checkPoints"]["nodes"]}


async def drawn_round(bureau, percent=5):
    """A round that the clerk froze and the chief drew."""
    frozen = await act(
        bureau, CLERK, "freezeCheckRound", ROUND, title="2026年抽查", percent=percent
    )
    return await act(bureau, CHIEF, "drawCheckRound", ROUND, roundId=frozen["id"])


async def check(bureau, who, mutation, key, **more):
    return await act(bureau, who, mutation, CHECK, checkId=key, **more)


async def everything(bureau):
    """What a refusal must leave as it was."""
    found = {}
    for table in TABLES:
        found[table] = [tuple(r) for r in await bureau.rows(f"select * from {table} order by id")]
    return found


def firm(bureau, name):
    return global_id("Enterprise", bureau.world.enterprises[name])
