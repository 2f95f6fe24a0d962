"""Versions of rules with random bands, as they stand in the tables, and what colours they give."""

import datetime as dt
from contextlib import asynccontextmanager

from hypothesis import strategies as st
from sqlalchemy import Integer, func, select

from core.register.colours import WarningColour
from core.store.scope import TODAY
from core.warnings.bands import rule_colour
from core.warnings.models import BandUnit, RuleState, WarningRuleBand, WarningRuleVersion
from tests.core.warnings.reckoning import colour

COLOURS = ("URGENT", "RED", "YELLOW")
WHEN = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


@st.composite
def bands(draw, unit=None):
    """Some of the three bands, each reaching farther than the one before."""
    unit = unit or draw(st.sampled_from(("MONTHS", "DAYS")))
    most = {"MONTHS": 30, "DAYS": 400, "VALUE": 400}[unit]
    colours = [c for c in COLOURS if draw(st.booleans())] or [draw(st.sampled_from(COLOURS))]
    some = st.sets(st.integers(0, most), min_size=len(colours), max_size=len(colours))
    limits = sorted(draw(some), reverse=unit == "VALUE")
    return tuple((c, n, unit) for c, n in zip(colours, limits, strict=True))


def expected(due, today, given):
    """The colour of a due date by bands; None without a date or without bands."""
    if due is None or not given:
        return None
    return colour(due, today, given)


SPAN = range(-3, 290)
"""Days from today to the due date: past, and beyond the last band of any rule."""


def ahead(code):
    """(days from today, colour) for every day of the span, in one statement."""
    n = func.generate_series(SPAN.start, SPAN.stop - 1, type_=Integer).column_valued("n")
    return select(n, rule_colour(TODAY + n, code))


@asynccontextmanager
async def forgotten(session):
    """Whatever is written inside is gone afterwards."""
    inside = await session.begin_nested()
    try:
        yield
    finally:
        await inside.rollback()


async def store_version(session, code, number, given, *, valid, state="PUBLISHED"):
    """A version of a rule as it stands in the tables; `valid`: first day, first day after."""
    first, last = valid
    version = WarningRuleVersion(
        code=code,
        number=number,
        state=RuleState[state],
        resource="core:Matter",
        owner="core",
        chinese="样本",
        english="sample",
        legal_basis="样本",
        audiences=["TOWN"],
        escalation=[],
        valid_from=first,
        valid_to=last,
        reason="样本",
        proposed_at=WHEN,
    )
    session.add(version)
    await session.flush()
    for name, limit, unit in given:
        session.add(
            WarningRuleBand(
                rule_version_id=version.id,
                code=code,
                colour=WarningColour[name],
                limit=limit,
                unit=BandUnit[unit],
                published=state == "PUBLISHED",
                valid_from=first,
                valid_to=last,
            )
        )
        await session.flush()
    return version
