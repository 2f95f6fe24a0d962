"""An unreliable partner against a bureau that is killed now and then, and the judge of the end."""

import asyncio
import random

from core.jobs.context import JobContext
from examples.partner.golden_quality import Partner
from plugins.data_exchange import events
from plugins.data_exchange.models_staging import OPEN
from schema.ids import global_id
from tests.fixtures.jobs import run_jobs
from tests.plugins.data_exchange.window import CLERK, confirm, faults

LAST = "at the latest when it is through"
UNKNOWN = "91330109MA0TEXT12A"
"""A firm that never comes into the register: its licences are held, and visible."""
OPEN_NAMES = [state.name for state in OPEN]


class Killed(Exception):
    """The worker's process has gone."""


def partner_of(house, *, licences, seed=1):
    """The province, with licences of firms here and of one that nobody knows."""
    return Partner([*house.codes.values(), UNKNOWN], seed, licences=licences)


async def arrive(house, partner, count, *, size, kills, monkeypatch):
    """Everything arrives, in batches; so many times the work is killed in its midst."""
    files = list(partner.deliveries(partner.journey(partner.messages(count)), size))
    chance = random.Random(partner.seed)  # noqa: S311
    doomed = set(chance.sample(range(len(files)), kills))
    for number, text in enumerate(files):
        given = {"feedId": house.feeds["licences"], "content": text, "name": f"{number}.csv"}
        done = await house.as_user(CLERK).run("receiveBatch", "exchangeBatch { id }", **given)
        assert done["userErrors"] == [], done
        if number in doomed:
            await _killed(house, monkeypatch, chance.randrange(2, 14))
        if number % 5 == 4:
            await run_jobs(house)
            await confirm_all(house)
    await run_jobs(house)
    await confirm_all(house)
    assert await faults(house) == []


async def _killed(house, monkeypatch, statements):
    """Stage as a worker would, until it dies after so many statements: nothing remains of it."""
    rows = await house.rows("select id from exchange_batch where state = 'RECEIVED' order by id")
    store = house.application.store
    try:
        async with store.system() as session:
            _die_after(session, statements)
            context = JobContext(
                id=0,
                task="killed",
                attempt=1,
                session=session,
                store=store,
                clock=house.clock,
                services=house.application,
            )
            await events._stage(context, {"batch": rows[0]["id"]})
            await session.execute(LAST)
    except Killed:
        pass
    again = await house.rows("select state from exchange_batch where id = $1", rows[0]["id"])
    assert again[0]["state"] == "RECEIVED"


def _die_after(session, statements):
    left, usual = [statements], session.execute

    async def execute(*given, **more):
        left[0] -= 1
        if left[0] == 0 or given == (LAST,):
            raise Killed
        return await usual(*given, **more)

    session.execute = execute


async def confirm_all(house):
    """The clerk confirms whatever is ready, batch by batch."""
    wanted = (
        "select distinct batch_id from staged_record "
        "where state in ('NEW', 'NEWER', 'WITHDRAWAL') order by 1"
    )
    for _ in range(200):
        rows = await house.rows(wanted)
        if not rows:
            return
        for row in rows:
            from_id = _global(row["batch_id"])
            await confirm(house, {"id": from_id}, most=200)
        await asyncio.sleep(0)
    raise AssertionError("there is no end to confirming")


def _global(key):
    return global_id("ExchangeBatch", key)


async def differences(house, partner):
    """Where the register, with what visibly waits, is not what the partner knows at the end."""
    held = await house.rows(
        "select natural_key, revision, state from staged_record where state = any($1)", OPEN_NAMES
    )
    waiting = {(row["natural_key"], row["revision"]): row["state"] for row in held}
    rows = await house.rows(
        "select l.number, l.authority, l.covers, l.valid_until, l.status, e.credit_code "
        "from licence l join enterprise e on e.id = l.enterprise_id"
    )
    register = {row["number"]: row for row in rows}
    found = []
    for number, last in partner.truth().items():
        state = waiting.pop((f"SC|{number}", int(last["REV"])), None)
        if last["UNISCID"] == UNKNOWN:
            wanted = "DEAD" if last["LICSTATE"] == "有効" else "HELD"
            if state != (None if last["OP"] == "D" else wanted) or number in register:
                found.append((number, "should be held", state))
        elif last["LICSTATE"] == "有効":
            if state != "DEAD":
                found.append((number, "should be a dead letter", state))
        elif state is not None or not _same(register.get(number), last):
            found.append((number, state, register.get(number), last))
    found += [("still open", *key, state) for key, state in waiting.items()]
    return found


def _same(row, last):
    if last["OP"] == "D":
        return row is None or row["status"] == "WITHDRAWN"
    return row is not None and (
        row["authority"],
        ";".join(row["covers"]),
        str(row["valid_until"]),
        row["status"],
        row["credit_code"],
    ) == (last["LICANTH"], last["LICSCOPE"], last["VALTO"], "VALID", last["UNISCID"])
