"""What bands would have raised, and what came of it, is what a plain day loop finds."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import literal, select

from core.warnings.models import BandUnit, WarningRuleBand
from plugins.early_warning.service_backtests import entered_on
from schema.ids import global_id
from tests.plugins.early_warning import history
from tests.plugins.early_warning.history import DAY, TODAY, Band, Fact
from tests.plugins.early_warning.test_boards import slow
from tests.plugins.early_warning.watching import CALLERS, EVERYWHERE, Watching

STORY = "watched renewedInTime renewedLate expired left open leadDays"
BACKTEST = f"""query ($code: String, $bands: [BandInput!], $version: ID, $from: Date, $to: Date) {{
  backtestRule(code: $code, bands: $bands, versionId: $version, from: $from, to: $to) {{
    from to ruleCode
    candidate {{ {STORY} raised oldReds }} active {{ {STORY} raised oldReds }}
    cells {{ on colour count activeCount difference town {{ name }} }}
    days {{ on colour count activeCount }} towns {{ colour count activeCount town {{ name }} }}
  }}
}}"""
EFFECT = f"""query ($from: Date, $to: Date, $rule: String) {{
  warningEffect(from: $from, to: $to, rule: $rule) {{
    from to total {{ {STORY} inTimeRate }} cells {{ ruleCode town {{ name }} {STORY} }}
  }}
}}"""


@st.composite
def tried(draw: st.DrawFn) -> tuple[str, list[Band]]:
    """A rule, and bands that somebody may want to try, nearest first."""
    rule = draw(st.sampled_from(["T1", "T2", "T3", "T4"]))
    unit = "VALUE" if rule == "T3" else draw(st.sampled_from(["MONTHS", "DAYS"]))
    most = {"MONTHS": 9, "DAYS": 200, "VALUE": 12}[unit]
    limits = sorted(draw(st.lists(st.integers(0, most), min_size=1, max_size=3, unique=True)))
    limits = limits[::-1] if unit == "VALUE" else limits
    colours = draw(st.permutations(["URGENT", "RED", "YELLOW"]))[: len(limits)]
    named = sorted(colours, key=["URGENT", "RED", "YELLOW"].index)
    return rule, [Band(rule, c, n, unit) for c, n in zip(named, limits, strict=True)]


ranges = st.tuples(
    st.dates(history.BEGAN, TODAY), st.integers(0, 250).map(lambda days: days * DAY)
).map(lambda drawn: (drawn[0], drawn[0] + drawn[1]))


def as_input(bands: list[Band]) -> list[dict[str, Any]]:
    return [{"colour": b.colour, "limit": b.limit, "unit": b.unit} for b in bands]


@slow
@given(history.histories(), tried(), ranges, st.sampled_from([*CALLERS]))
async def test_a_back_test_equals_a_day_loop(
    watching: Watching,
    facts: list[Fact],
    asked: tuple[str, list[Band]],
    span: tuple[dt.date, dt.date],
    who: str,
) -> None:
    code, bands = asked
    first, last = span
    await watching.fill(facts)
    shown = await watching.ask(
        who, BACKTEST, code=code, bands=as_input(bands),
        **{"from": first.isoformat(), "to": last.isoformat()},
    )  # fmt: skip
    mine = [fact for fact in watching.seen(who, facts) if fact.rule == code]
    sides = {
        "candidate": history.walked(mine, bands, first, last),
        "active": history.walked(mine, history.bands_on(code, TODAY), first, last),
    }
    for name, side in sides.items():
        told = history.outcomes(mine, side.begun)
        told |= {"raised": sum(side.cells.values()), "oldReds": side.old_reds}
        assert shown[name] == told, name
    both = [side.cells for side in sides.values()]
    expected = {key: (both[0][key], both[1][key]) for key in both[0] | both[1]}
    found = {
        (cell["on"], watching.town(cell["town"]), cell["colour"]):
        (cell["count"], cell["activeCount"])
        for cell in shown["cells"]
    }  # fmt: skip
    assert found == expected
    for group in (shown["cells"], shown["days"], shown["towns"]):
        assert sum(each["count"] for each in group) == shown["candidate"]["raised"]
        assert sum(each["activeCount"] for each in group) == shown["active"]["raised"]


@slow
@given(history.histories(), ranges, st.sampled_from([*CALLERS]))
async def test_the_effect_equals_a_day_loop(
    watching: Watching, facts: list[Fact], span: tuple[dt.date, dt.date], who: str
) -> None:
    first, last = span
    await watching.fill(facts)
    given_ = {"from": first.isoformat(), "to": last.isoformat()}
    shown = await watching.ask(who, EFFECT, **given_)
    mine = watching.seen(who, facts)
    begun = history.reds(mine, first, last)
    expected: dict[Any, dict[str, Any]] = {}
    for fact in mine:
        if fact.key in begun:
            of_cell = [f for f in mine if (f.rule, f.town) == (fact.rule, fact.town)]
            keys = {f.key: begun[f.key] for f in of_cell if f.key in begun}
            expected[fact.rule, fact.town] = history.outcomes(of_cell, keys)
    found = {
        (cell.pop("ruleCode"), watching.town(cell.pop("town"))): cell for cell in shown["cells"]
    }
    assert found == expected
    rate = shown["total"].pop("inTimeRate")
    assert shown["total"] == history.outcomes(mine, begun)
    ended = shown["total"]["watched"] - shown["total"]["open"]
    assert rate == (shown["total"]["renewedInTime"] / ended if ended else None)


async def test_a_proposed_version_is_tried_beside_the_active_one(watching: Watching) -> None:
    (row,) = await watching.bureau.rows(
        "select id from warning_rule_version where code = 'T2' and state = 'PROPOSED'"
    )
    due = TODAY + 100 * DAY
    since = TODAY - 50 * DAY
    fact = Fact("T2", 1, "a", "a1", history.READ_BY_ALL, due, None, since, None, None, key=1)
    await watching.fill([fact])
    key = global_id("WarningRuleVersion", row["id"])
    shown = await watching.ask(EVERYWHERE, BACKTEST, version=key)
    assert (shown["candidate"]["raised"], shown["active"]["raised"]) == (1, 0)
    assert [cell["difference"] for cell in shown["cells"]] == [1]


async def test_what_cannot_be_answered(watching: Watching) -> None:
    person = watching.bureau.as_user(EVERYWHERE)
    assert await watching.ask(EVERYWHERE, BACKTEST) is None
    backwards = {"from": "2026-02-01", "to": "2026-01-01"}
    for given_, code in (
        ({"code": "NO_SUCH"}, "NOT_FOUND"),
        ({"version": global_id("WarningRuleVersion", 999_999)}, "NOT_FOUND"),
        ({"code": "T1", **backwards}, "INVALID_INPUT"),
        ({"code": "T1", "from": "2001-01-01", "to": "2026-01-01"}, "INVALID_INPUT"),
    ):
        (error,) = await person.errors(BACKTEST, **given_)
        assert error["extensions"]["code"] == code


async def test_the_last_quarter_is_meant_when_nothing_is_said(watching: Watching) -> None:
    await watching.fill([])
    shown = await watching.ask(EVERYWHERE, EFFECT)
    assert (shown["from"], shown["to"]) == ("2026-07-01", "2026-09-30")


@pytest.mark.parametrize("due", ["2026-03-31", "2024-02-29", "2026-05-30"])
@pytest.mark.parametrize("months", range(14))
async def test_the_first_day_in_a_band(watching: Watching, due: str, months: int) -> None:
    """Counted back, then seen from the day before: month ends, a leap day."""
    day = dt.date.fromisoformat(due)
    unit = literal(BandUnit.MONTHS, WarningRuleBand.__table__.c.unit.type)
    async with watching.bureau.application.store.system() as session:
        first = (await session.execute(select(entered_on(literal(day), months, unit)))).scalar_one()
    assert history.months_on(first, months) >= day > history.months_on(first - DAY, months)
