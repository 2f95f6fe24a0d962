"""M10, M11 as stories: a late province feed, and certificates that the province withdraws."""

import datetime as dt

from plugins.data_exchange import service_staging
from tests.fixtures.jobs import run_jobs
from tests.plugins.data_exchange.test_conflicts import changed_here
from tests.plugins.data_exchange.window import (
    CLERK,
    act,
    batch,
    confirm,
    licence,
    licences,
    number,
    opened,
    records,
    send,
    states,
)

LATE = "91330109MA0TEXT12A"
WARNINGS = """{ earlyWarnings(first: 50) { nodes { colour state rule { code } } } }"""


async def warned(house, who=CLERK):
    """The codes of the warnings that stand."""
    found = await house.as_user(who).ask(WARNINGS)
    standing = [w for w in found["earlyWarnings"]["nodes"] if w["state"] != "CLEARED"]
    return sorted(w["rule"]["code"] for w in standing)


async def on(house, day):
    """The morning of a day."""
    house.clock.advance(days=(day - house.clock.now().date()).days)
    await run_jobs(house, periodic=True)
    await run_jobs(house)


async def test_a_late_province_feed(house):
    """Late, with unknown firms and contradictions: what can be entered is, the rest is visible."""
    await opened(house)
    await confirm(house, await send(house, [licence(house, n) for n in range(1, 6)]))
    await on(house, dt.date(2026, 11, 26))
    assert "X1" in await warned(house)  # silent

    for serial in (1, 2):
        await changed_here(house, serial, valid_until="2029-06-30")
    late = [licence(house, n, REV="2", VALTO="2030-01-31") for n in range(1, 6)]
    late += [licence(house, n) for n in range(6, 16)]
    late += [licence(house, n, LATE) for n in (21, 22)]
    sent = await send(house, late)
    assert "X1" not in await warned(house)
    found = await states(house, sent)
    counted = {state: found.count(state) for state in set(found)}
    assert counted == {"CONFLICT": 2, "NEWER": 3, "NEW": 10, "HELD": 2}
    await confirm(house, sent)
    assert (await batch(house, sent["id"]))["state"] == "PARTLY_APPLIED"
    assert len(await licences(house)) == 15

    conflicts = [c for row in await records(house, sent, "CONFLICT") for c in row["conflicts"]]
    for conflict, side in zip(conflicts, ("THEIRS", "OURS"), strict=True):
        await act(house, "takeConflict", conflictId=conflict["id"])
        given = {"conflictId": conflict["id"], "side": side, "reason": "与省局核对"}
        await act(house, "decideConflict", **given)
    await confirm(house, sent)
    register = await licences(house)
    assert str(register[number(1)]["valid_until"]) == "2030-01-31"
    assert str(register[number(2)]["valid_until"]) == "2029-06-30"

    await on(house, dt.date(2026, 12, 4))
    assert {"X1", "X3"} <= set(await warned(house))  # two are held for too long
    assert service_staging.PATIENCE == 5


async def test_the_province_withdraws_three_certificates(house):
    """They end, their colours go, their history and their origin stay; the rest is untouched."""
    await opened(house)
    near = {"VALTO": "2026-12-10", "ISSDATE": "2022-01-01"}
    await confirm(house, await send(house, [licence(house, n, **near) for n in range(1, 6)]))
    assert (await warned(house)).count("L1") == 5
    gone = [licence(house, n, REV="2", OP="D", LICSTATE="撤销") for n in (1, 2, 3)]
    sent = await send(house, gone)
    assert await states(house, sent) == ["WITHDRAWAL"] * 3
    assert len([r for r in (await licences(house)).values() if r["status"] == "VALID"]) == 5
    await confirm(house, sent)
    ended = {n for n, row in (await licences(house)).items() if row["status"] != "VALID"}
    assert ended == {number(n) for n in (1, 2, 3)}
    assert (await warned(house)).count("L1") == 2
    events = await house.rows("select count(*) as n from licence_event")
    assert events[0]["n"] == 8
    query = "{ fieldProvenances(first: 50) { totalCount nodes { source } } }"
    told = await house.as_user("superior-supervisor").ask(query)
    assert told["fieldProvenances"]["totalCount"] == 8
    again = await send(house, [*gone, licence(house, 1, **near)])
    assert await states(house, again) == ["REPEATED"] * 3 + ["SUPERSEDED"]
