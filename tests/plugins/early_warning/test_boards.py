"""The board of any day is what a day-by-day recomputation finds, and each sees his own part."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from tests.plugins.early_warning import history
from tests.plugins.early_warning.history import DAY, TODAY, Fact
from tests.plugins.early_warning.watching import CALLERS, EVERYWHERE, Watching

BOARD = """query ($on: Date, $ahead: Int) {
  warningBoard(on: $on, ahead: $ahead) {
    on forecast cells { ruleCode colour count town { name } rule { code } }
  }
}"""
LIST = """query ($on: Date, $colour: [WarningColour!], $rule: String, $after: String) {
  watchedOn(on: $on, colour: $colour, rule: $rule, first: 3, after: $after) {
    totalCount nodes { id ruleCode colour dueOn since town { name } }
    pageInfo { hasNextPage endCursor }
  }
}"""
any_day = st.dates(history.BEGAN - 5 * DAY, TODAY + 200 * DAY)
borders = st.sampled_from(
    [TODAY, TODAY - DAY, TODAY + DAY, dt.date(2026, 5, 30), dt.date(2026, 5, 31),
     dt.date(2026, 8, 31), dt.date(2026, 2, 28), dt.date(2027, 1, 1)]
)  # fmt: skip
slow = settings(
    max_examples=30,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # each example asks a database
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def cells(watching: Watching, shown: Any) -> dict[tuple[str, str | None, str], int]:
    assert all(cell["rule"]["code"] == cell["ruleCode"] for cell in shown["cells"])
    return {(c["ruleCode"], watching.town(c["town"]), c["colour"]): c["count"]
            for c in shown["cells"]}  # fmt: skip


@slow
@given(facts=history.histories(), day=st.one_of(any_day, borders), who=st.sampled_from([*CALLERS]))
async def test_the_board_of_any_day_equals_a_recomputation(
    watching: Watching, facts: list[Fact], day: dt.date, who: str
) -> None:
    await watching.fill(facts)
    shown = await watching.ask(who, BOARD, on=day.isoformat())
    assert cells(watching, shown) == history.board(watching.seen(who, facts), day)
    assert (shown["on"], shown["forecast"]) == (day.isoformat(), day > TODAY)


@slow
@given(
    facts=history.histories(),
    day=st.one_of(any_day, borders),
    who=st.sampled_from([*CALLERS]),
    colours=st.one_of(st.none(), st.lists(st.sampled_from([*history.WARNED, "GREEN"]), min_size=1)),
)
async def test_the_rows_behind_the_numbers_come_in_pages(
    watching: Watching, facts: list[Fact], day: dt.date, who: str, colours: list[str] | None
) -> None:
    await watching.fill(facts)
    expected = [
        (fact.due or dt.date.max, fact.key, colour)
        for fact, colour in history.shown_on(watching.seen(who, facts), day)
        if colours is None or colour in colours
    ]
    found: list[Any] = []
    after = None
    while True:
        page = await watching.ask(who, LIST, on=day.isoformat(), colour=colours, after=after)
        assert page["totalCount"] == len(expected)
        found += page["nodes"]
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = page["pageInfo"]["endCursor"]
    assert [row["colour"] for row in found] == [colour for *_, colour in sorted(expected)]
    assert [row["dueOn"] or "9999-12-31" for row in found] == [
        due.isoformat() for due, *_ in sorted(expected)
    ]
    assert len({row["id"] for row in found}) == len(found)


@pytest.mark.parametrize("ahead", [0, 1, 39, 400])
async def test_what_turns_red_by_then_is_forecast(watching: Watching, ahead: int) -> None:
    due = dt.date(2027, 3, 31)
    fact = Fact("T2", 1, "a", "a1", history.READ_BY_ALL, due, None, TODAY, None, None, key=1)
    await watching.fill([fact])
    shown = await watching.ask(EVERYWHERE, BOARD, ahead=ahead)
    assert cells(watching, shown) == history.board([fact], TODAY + ahead * DAY)


async def test_faulty_questions_are_refused(watching: Watching) -> None:
    person = watching.bureau.as_user(EVERYWHERE)
    for given_, code in ({"ahead": -1}, "INVALID_INPUT"), ({"on": "0001-01-01"}, None):
        answer = (await person.post(BOARD, **given_)).json()
        found = [error["extensions"]["code"] for error in answer.get("errors", ())]
        assert found == ([code] if code else []), answer
    (error,) = await person.errors(LIST, after="bm90aGluZw==")
    assert error["extensions"]["code"] == "BAD_CURSOR"


async def test_the_board_is_one_statement(watching: Watching) -> None:
    await watching.fill([])
    codes = await watching.bureau.rows("select distinct code from warning_rule_band")
    await watching.sum_up([], {row["code"] for row in codes})
    query = "{ warningBoard { on cells { ruleCode colour count } } }"
    application = watching.bureau.application
    sent: list[str] = []
    engine = application.store.engine.sync_engine
    event.listen(engine, "before_cursor_execute", lambda *told: sent.append(told[2]))
    await watching.ask(EVERYWHERE, query)
    assert len([text for text in sent if "watch" in text]) == 1


async def test_nobody_without_a_post_is_told(watching: Watching) -> None:
    for username in ("", "officer-system"):
        (error, *_) = await watching.bureau.as_user(username).errors(BOARD)
        assert "warningBoard" in error["message"]


@slow
@given(
    facts=history.histories(),
    who=st.sampled_from([*CALLERS]),
    swept=st.sets(st.sampled_from(["T1", "T2", "T3", "T4"])),
)
async def test_today_comes_from_the_summary_as_far_as_it_was_swept(
    watching: Watching, facts: list[Fact], who: str, swept: set[str]
) -> None:
    await watching.fill(facts)
    await watching.sum_up(facts, swept)
    shown = await watching.ask(who, BOARD)
    assert cells(watching, shown) == history.board(watching.seen(who, facts), TODAY)
