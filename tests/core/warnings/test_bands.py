"""The one source of colours: SQL against Python and an oracle, over five years and random rules."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import Date, Integer, String, cast, column, literal, select, values
from sqlalchemy.dialects import postgresql

from core.register.colours import colour_on
from core.store.scope import TODAY
from core.warnings.bands import bands_on, measure_colour, rule_colour
from tests.core.warnings.versions import ahead, bands, expected, forgotten, store_version

FIRST = dt.date(2023, 7, 1)
EVER = (dt.date(2000, 1, 1), None)
PHASES = set(Phase) - {Phase.shrink}
"""Every attempt asks a real database: to shrink a failure takes minutes."""
EACH_EXAMPLE = settings(
    max_examples=40,
    phases=PHASES,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
)


@pytest.fixture
async def session(bureau):
    async with bureau.application.store.system() as opened:
        yield opened
        await opened.rollback()


@st.composite
def histories(draw):
    """Versions of one rule that follow each other, with gaps: (bands, first day, last day + 1)."""
    day, found = dt.date(2024, 1, 1), []
    for _ in range(draw(st.integers(1, 4))):
        first = day + dt.timedelta(days=draw(st.integers(0, 400)))
        day = first + dt.timedelta(days=draw(st.integers(1, 700)))
        found.append((draw(bands()), first, day))
    return found


@given(
    history=histories(),
    todays=st.lists(st.dates(dt.date(2023, 12, 1), dt.date(2029, 3, 1)), min_size=1, max_size=5),
    offsets=st.lists(st.integers(-40, 950) | st.none(), min_size=1, max_size=40),
)
@EACH_EXAMPLE
async def test_whatever_versions_a_rule_has_one_colour_comes_out(session, history, todays, offsets):
    async with forgotten(session):
        for number, (given_bands, first, end) in enumerate(history, 1):
            await store_version(session, "T9", number, given_bands, valid=(first, end))
            waiting = (first, None)
            await store_version(
                session, "T9", -number, given_bands[:1], valid=waiting, state="PROPOSED"
            )
        borders = [
            day + dt.timedelta(days=n) for _, a, b in history for day in (a, b) for n in (-1, 0)
        ]
        for today in [*todays, *borders]:
            now = next((b for b, first, end in history if first <= today < end), ())
            dues = [None if n is None else today + dt.timedelta(days=n) for n in offsets]
            rows = values(
                column("place", Integer), column("due", Date), column("rule", String), name="made"
            ).data([(n, due, "T9") for n, due in enumerate(dues)])
            due, rule = cast(rows.c.due, Date), rows.c.rule
            mapped = {"T9": rule == "T9", "T8": rule == "T8"}
            asked = select(
                due, rule_colour(due, "T9"), rule_colour(due, rule), rule_colour(due, mapped)
            )
            known = await bands_on(session, "T9", today)
            for day, *colours in await session.execute(asked, {"today": today}):
                wanted = expected(day, today, now)
                assert {c and c.name for c in colours} == {wanted}, (day, today)
                if day is not None and known:
                    assert colour_on(day, today, known).name == wanted
            assert bool(known) == bool(now)


@given(given_bands=bands("VALUE"), found=st.lists(st.integers(-5, 500) | st.none(), min_size=1))
@EACH_EXAMPLE
async def test_a_measure_turns_critical_as_it_grows(session, given_bands, found):
    async with forgotten(session):
        await store_version(session, "T7", 1, given_bands, valid=EVER)
        rows = values(column("n", Integer), column("v", Integer), name="made").data(
            list(enumerate(found))
        )
        number = cast(rows.c.v, Integer)  # where all are null, they have no type
        asked = select(number, measure_colour(number, "T7"))
        for value, colour in await session.execute(asked, {"today": FIRST}):
            reached = [
                name for name, limit, _ in given_bands if value is not None and value >= limit
            ]
            wanted = None if value is None else (reached or ["GREEN"])[0]
            assert (colour and colour.name) == wanted


async def test_a_rule_that_nobody_declared_gives_no_colour(session):
    asked = select(rule_colour(TODAY, "T0"), measure_colour(literal(3), "T0"))
    (row,) = (await session.execute(asked, {"today": FIRST})).all()
    assert tuple(row) == (None, None)
    assert await bands_on(session, "T0", FIRST) == ()


async def test_bands_are_read_once_for_a_statement(bureau):
    """Rows do not pay for rules: the plan reads the bands before it reads the first row."""
    text = (
        ahead("M0")
        .params(today=FIRST)
        .compile(dialect=postgresql.dialect(), compile_kwargs={"literal_binds": True})
    )
    typed = str(text).replace(f"'{FIRST}'", f"date '{FIRST}'")
    plan = "\n".join(row[0] for row in await bureau.rows(f"explain {typed}"))
    assert plan.count("InitPlan") == 2
    assert "SubPlan" not in plan
