"""What a feed tells of itself is warned of, and the warning goes with its cause."""

import pytest

from tests.fixtures.jobs import run_jobs
from tests.plugins.data_exchange.test_conflicts import in_conflict
from tests.plugins.data_exchange.window import CLERK, COLUMNS, licence, send

PROMPT = "2026-11-23T09:30:00"
ASKED = "{ earlyWarnings(first: 100) { nodes { ruleCode colour clearedOn } } }"


async def raised(house, who=CLERK):
    """The exchange's warnings that stand."""
    found = (await house.as_user(who).ask(ASKED))["earlyWarnings"]["nodes"]
    return {(w["ruleCode"], w["colour"]) for w in found if not w["clearedOn"]}


def batch_of(house, serials, **more):
    return [licence(house, serial, **{"UPDTIME": PROMPT} | more) for serial in serials]


async def test_a_batch_as_agreed_raises_nothing(house):
    await send(house, batch_of(house, range(1, 11)))
    assert await raised(house) == set()


@pytest.mark.parametrize(("serials", "colour"), [(range(11, 14), "RED"), (range(11, 18), "YELLOW")])
async def test_fewer_records_than_usual(house, serials, colour):
    await send(house, batch_of(house, range(1, 11)))
    await send(house, batch_of(house, serials))
    assert await raised(house) == {("X4", colour)}
    await send(house, batch_of(house, range(21, 30)))
    assert await raised(house) == set()


async def test_columns_that_are_not_as_agreed(house):
    drifted = [given | {"NEWCOL": "x"} for given in batch_of(house, range(1, 4))]
    await send(house, drifted, columns=(*COLUMNS, "NEWCOL"))
    assert await raised(house) == {("X5", "YELLOW")}
    await send(house, batch_of(house, range(4, 7)))
    assert await raised(house) == set()


@pytest.mark.parametrize(("bad", "colour"), [(1, "YELLOW"), (2, "RED")])
async def test_records_that_cannot_be_read(house, bad, colour):
    broken = batch_of(house, range(20 - bad, 20), VALTO="二〇二九年")
    await send(house, batch_of(house, range(1, 20 - bad)) + broken)
    assert await raised(house) == {("X6", colour)}


@pytest.mark.parametrize(
    ("sent", "rule"),
    [
        ("2026-11-20T08:00:00", ("X7", "RED")),
        ("2026-11-23T03:00:00", ("X7", "YELLOW")),
        ("2026-11-23T10:20:00", ("X8", "YELLOW")),
        ("2026-11-23T12:00:00", ("X8", "RED")),
    ],
)
async def test_what_is_late_and_a_clock_that_is_ahead(house, sent, rule):
    await send(house, batch_of(house, range(1, 4), UPDTIME=sent))
    assert await raised(house) == {rule}


async def next_day(house, days):
    """Days pass, and the periodic work of the morning runs."""
    house.clock.advance(days=days)
    await run_jobs(house, periodic=True)


async def test_a_feed_that_falls_silent(house):
    await house.rows("update exchange_feed set every_days = 2")
    await send(house, batch_of(house, range(1, 4)))
    seen = []
    for _ in range(3):  # expected on the second day at the latest
        await next_day(house, 1)
        seen.append({colour for code, colour in await raised(house) if code == "X1"})
    assert seen == [set(), {"YELLOW"}, {"EXPIRED"}]
    await send(house, batch_of(house, range(4, 7)))
    assert {code for code, _ in await raised(house)} & {"X1"} == set()


async def test_a_conflict_that_waits_grows_urgent(house):
    await in_conflict(house)  # due on 30 November
    seen = []
    for _ in range(4):
        await next_day(house, 2)
        seen.append({colour for code, colour in await raised(house) if code == "X2"})
    assert seen == [set(), {"YELLOW"}, {"RED"}, {"EXPIRED"}]


async def test_a_record_whose_firm_does_not_come(house):
    await send(house, [licence(house, 1, "91330109MA0TEXT12A", UPDTIME=PROMPT)])
    assert await raised(house) == set()
    await next_day(house, 6)
    assert ("X3", "RED") in await raised(house)


async def test_the_exchange_is_nobody_elses_concern(house):
    await send(house, batch_of(house, range(1, 4), UPDTIME="2026-11-20T08:00:00"))
    assert await raised(house)
    for who in ("town-leader-a", "station-head-first", "enterprise-manager-a1"):
        assert await raised(house, who) == set()
