"""The comparison with a plain history sees what it is there to see: each defect is caught."""

import datetime as dt
from collections.abc import Callable

import pytest
from sqlalchemy import false, literal, true

from plugins.early_warning import resolvers_boards, service_backtests, service_boards
from schema.ids import global_id
from tests.plugins.early_warning import history
from tests.plugins.early_warning.history import DAY, READ_BY_ALL, TODAY, Fact
from tests.plugins.early_warning.test_backtests import BACKTEST
from tests.plugins.early_warning.watching import EVERYWHERE, Watching

BOARD = """query ($on: Date, $town: ID) {
  warningBoard(on: $on, town: $town) { cells { ruleCode colour count town { name } } }
}"""
END = dt.date(2026, 3, 31)
FACTS = [
    Fact("T1", 1, "a", "a1", READ_BY_ALL, END, None, END - 200 * DAY, END + DAY, True, key=1),
    Fact("T1", 1, "a", "a1", READ_BY_ALL, END + 365 * DAY, None, END + DAY, None, None, key=2),
    Fact("T1", 2, "b", "b1", READ_BY_ALL, END, None, END - 90 * DAY, END - 60 * DAY, None, key=3),
    Fact("T1", 2, "c", "c1", READ_BY_ALL, END, None, END - 60 * DAY, END + 9 * DAY, True, key=4),
    Fact("T2", 3, "c", "c1", READ_BY_ALL, TODAY, None, TODAY - 100 * DAY, None, None, key=5),
    Fact("T3", 4, "a", None, READ_BY_ALL, None, 9, TODAY - 50 * DAY, TODAY - 5 * DAY, False, key=6),
]
DAYS = [day + n * DAY for day in (END, TODAY, dt.date(2026, 1, 1)) for n in (-60, -1, 0, 1, 9)]


async def disagreements(watching: Watching) -> list[str]:
    """Where boards and back-tests differ from the plain history."""
    await watching.fill(FACTS)
    found = []
    town = global_id("Division", watching.bureau.world.divisions["a"])
    for day in DAYS:
        for asked, facts in ((None, FACTS), (town, [f for f in FACTS if f.town == "a"])):
            shown = await watching.ask(EVERYWHERE, BOARD, on=day.isoformat(), town=asked)
            cells = {(c["ruleCode"], watching.town(c["town"]), c["colour"]): c["count"]
                     for c in shown["cells"]}  # fmt: skip
            if cells != history.board(facts, day):
                found.append(f"the board of {day}")
    first, last = END - 150 * DAY, END + 20 * DAY
    span = {"from": first.isoformat(), "to": last.isoformat()}
    old = [band for band in history.BANDS if band.rule == "T1" and band.end]
    given = [{"colour": b.colour, "limit": b.limit, "unit": b.unit} for b in old]
    shown = await watching.ask(EVERYWHERE, BACKTEST, code="T1", bands=given, **span)
    side = history.walked([f for f in FACTS if f.rule == "T1"], old, first, last)
    counted = {(c["on"], watching.town(c["town"]), c["colour"]): c["count"]
               for c in shown["cells"] if c["count"]}  # fmt: skip
    if counted != dict(side.cells):
        found.append("the days of the back-test")
    story = history.outcomes([f for f in FACTS if f.rule == "T1"], side.begun)
    if any(shown["candidate"][name] != value for name, value in story.items()):
        found.append("what became of it")
    return found


Patch = Callable[[pytest.MonkeyPatch], None]


def _late_by_a_day(patch: pytest.MonkeyPatch) -> None:
    true_colour = service_boards._colour_on
    patch.setattr(service_boards, "_colour_on", lambda day, b: true_colour(day - DAY, b))


def _ended_ones_counted(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(service_boards, "_is_open", lambda *_: true())


def _bands_of_any_day(patch: pytest.MonkeyPatch) -> None:
    true_force = service_boards.in_force
    patch.setattr(service_boards, "in_force", lambda band, _: true_force(band, literal(TODAY)))


def _another_town_counted(patch: pytest.MonkeyPatch) -> None:
    true_wanted = resolvers_boards._wanted
    patch.setattr(resolvers_boards, "_wanted", lambda rule, _town, c: true_wanted(rule, None, c))


def _months_ends_forgotten(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(service_backtests, "_is_clipped", lambda *_: false())


def _outcome_by_the_end_alone(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(service_backtests, "outcome", lambda: literal("renewed_in_time"))


DEFECTS: list[Patch] = [
    _late_by_a_day,
    _ended_ones_counted,
    _bands_of_any_day,
    _another_town_counted,
    _months_ends_forgotten,
    _outcome_by_the_end_alone,
]


async def test_without_a_defect_all_agree(watching: Watching) -> None:
    assert await disagreements(watching) == []


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.__name__.strip("_"))
async def test_a_defect_is_caught(
    watching: Watching, monkeypatch: pytest.MonkeyPatch, defect: Patch
) -> None:
    defect(monkeypatch)
    assert await disagreements(watching)
