"""The data clerk's window: feeds planted, batches handed in, what came of them, in short form."""

import csv
import io

import asyncpg

from plugins.data_exchange.seeds import plant_feeds
from plugins.licensing.numbers import sc_number
from plugins.licensing.seeds import plant_licence_types
from schema.ids import global_id
from tests.fixtures.jobs import run_jobs

FAILURES = "select error from procrastinate.failure"
CLERK = "branch-data-clerk"
COLUMNS = (
    "LICTYPE", "LICNO", "UNISCID", "LICSCOPE", "LICANTH", "ISSDATE", "VALTO", "LICSTATE", "REV",
    "UPDTIME", "OP",
)  # fmt: skip
RECORDS = """query($batch: ID!, $state: [StagedState!]) {
  stagedRecords(first: 100, where: { batch: { id: { eq: $batch } }, state: { in: $state } }) {
    totalCount
    nodes { id version position naturalKey state payload mapped ours verdicts heldFor heldUntil
            fault faultField enterprise { name }
            conflicts { id version field ours oursSource theirs theirsSource because proposal
                        dueOn takenName side } }
  }
}"""


async def opened(house):
    """A bureau with licence types and feeds."""
    async with house.application.store.system() as session:
        await plant_licence_types(session)
        await plant_feeds(session)
        await plant_feeds(session)
    rows = await house.rows("select id, code from exchange_feed")
    house.feeds = {row["code"]: global_id("ExchangeFeed", row["id"]) for row in rows}
    firms = await house.rows("select id, credit_code from enterprise")
    codes = {row["id"]: row["credit_code"] for row in firms}
    house.codes = {name: codes[key] for name, key in house.world.enterprises.items()}
    return house


def number(serial):
    """A valid number of a food licence."""
    return sc_number("101", "330109", serial)


def licence(house, serial, holder="a1", **more):
    """A record as the province sends it."""
    given = {
        "LICTYPE": "食品生产许可",
        "LICNO": number(serial),
        "UNISCID": house.codes.get(holder, holder),
        "LICSCOPE": "糕点;饮料",
        "LICANTH": "浙江省市场监督管理局",
        "ISSDATE": "2024-03-01",
        "VALTO": "2029-02-28",
        "LICSTATE": "有效",
        "REV": "1",
        "UPDTIME": "2026-11-20T08:00:00",
        "OP": "U",
    }
    return given | more


def written(records, columns=COLUMNS):
    """A CSV file."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns)
    writer.writeheader()
    writer.writerows(records)
    return out.getvalue()


async def send(house, records, *, feed="licences", columns=COLUMNS, who=CLERK, run=True, **more):
    """Hand a batch in, and let the jobs run; gives the batch as it is then."""
    given = {"feedId": house.feeds[feed], "content": written(records, columns), "name": "a.csv"}
    done = await house.as_user(who).run("receiveBatch", "exchangeBatch { id }", **given | more)
    assert done["userErrors"] == [], done
    if run:
        await run_jobs(house)
        failed = await faults(house)
        assert failed == [], failed
    return await batch(house, done["exchangeBatch"]["id"])


async def faults(house):
    """What went wrong in jobs."""
    connection = await asyncpg.connect(house.endpoints.owner)
    try:
        return [row["error"] for row in await connection.fetch(FAILURES)]
    finally:
        await connection.close()


async def batch(house, key):
    """A batch as it is now."""
    query = """query($id: ID!) { exchangeBatch(id: $id) {
      id version state total dead drift fault times outcome signed } }"""
    return (await house.as_user(CLERK).ask(query, id=key))["exchangeBatch"]


async def records(house, of, *states):
    """The staged records of a batch."""
    given = {"batch": of["id"]} | ({"state": list(states)} if states else {})
    found = await house.as_user(CLERK).ask(RECORDS, **given)
    return sorted(found["stagedRecords"]["nodes"], key=lambda each: each["position"])


async def states(house, of):
    """The states of a batch's records, in their order."""
    return [each["state"] for each in await records(house, of)]


async def act(house, name, fields="", who=CLERK, **given):
    """An act that must succeed."""
    done = await house.as_user(who).run(name, fields, **given)
    assert done["userErrors"] == [], done
    await run_jobs(house)
    return done


async def confirm(house, of, **more):
    """Confirm a batch."""
    return await act(house, "confirmBatch", batchId=of["id"], reason="核对无误", **more)


async def refused(house, name, who=CLERK, **given):
    """The code of an act that must fail."""
    done = await house.as_user(who).do(name, **given)
    (error,) = done["userErrors"]
    return error["code"]


async def licences(house):
    """The register: number -> row."""
    rows = await house.rows("select * from licence order by number")
    return {row["number"]: row for row in rows}
