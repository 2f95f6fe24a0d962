"""The calendar over GraphQL: everybody reads and asks, the data clerk edits, nobody else does."""

import asyncio

import pytest

from core.policy.defaults import load_roles
from tests.schema.shared.people import codes, everything, ledger

CLERK = "branch.data_clerk"
DAY = {"day": "2026-11-24", "kind": "HOLIDAY", "name": "台风", "nameEn": "Typhoon", "reason": "令"}
YEAR = {"year": 2026, "publishedOn": "2025-11-04", "notice": "国办发明电〔2025〕7号"}
EDITS = {
    "setCalendarDay": DAY,
    "clearCalendarDay": {"day": "2026-10-01", "reason": "错"},
    "publishCalendarYear": YEAR,
}
COUNT = """query($start: Date!, $days: Int!, $working: Boolean!, $pauses: [DeadlinePauseInput!]) {
  deadline(start: $start, days: $days, working: $working, pauses: $pauses) {
    on provisional daysLeft } }"""


async def ask(caller, start, days, *, working=True, pauses=None):
    found = await caller.ask(COUNT, start=start, days=days, working=working, pauses=pauses)
    return found["deadline"]


async def test_a_clerk_asks_when_a_limit_ends(office):
    clerk = office.as_role("branch.licensing_clerk")
    assert await ask(clerk, "2026-11-23", 5) == {
        "on": "2026-11-30",
        "provisional": False,
        "daysLeft": 5,
    }
    assert (await ask(clerk, "2026-09-16", 15, working=False))["on"] == "2026-10-08"
    twice = [{"first": "2026-11-24", "last": "2026-11-25"}] * 2
    assert (await ask(clerk, "2026-11-23", 5, pauses=twice))["on"] == "2026-12-02"
    late = await ask(clerk, "2026-11-02", 5)
    assert (late["on"], late["daysLeft"]) == ("2026-11-09", -10)
    assert (await ask(clerk, "2026-12-28", 5))["provisional"] is True


@pytest.mark.parametrize(
    ("start", "days", "pauses", "argument"),
    [
        ("1999-12-31", 5, None, "start"),
        ("2101-01-01", 5, None, "start"),
        ("2026-11-23", -1, None, "days"),
        ("2026-11-23", 1001, None, "days"),
        ("2026-11-23", 5, [{"first": "2026-11-24", "last": "2026-11-23"}], "pauses"),
        ("2026-11-23", 5, [{"first": "2000-01-01", "last": "9999-12-31"}], "pauses"),
        ("2026-11-23", 5, [{"first": "2026-11-24", "last": "2026-11-24"}] * 21, "pauses"),
    ],
)
async def test_what_no_limit_is_is_refused(reading_bureau, start, days, pauses, argument):
    caller = reading_bureau.as_tier("public")
    given = {"start": start, "days": days, "working": True, "pauses": pauses}
    (error,) = await caller.errors(COUNT, **given)
    told = {"code": "INVALID_INPUT", "explain": {"argument": argument}}
    assert error["extensions"] == told


@pytest.mark.parametrize("role", load_roles())
async def test_everybody_reads_the_calendar(reading_bureau, role):
    caller = reading_bureau.as_tier("public") if role == "public" else reading_bureau.as_role(role)
    text = "{ calendarDays { totalCount } calendarYears { totalCount } }"
    assert set(await caller.ask(text)) == {"calendarDays", "calendarYears"}
    assert (await ask(caller, "2026-11-23", 1))["on"] == "2026-11-24"


async def test_the_calendar_is_listed_by_day(office):
    text = """{
      calendarDays(where: {day: {gte: "2026-09-01", lte: "2026-10-10"}}) {
        nodes { day kind name nameEn } }
      calendarYears(orderBy: YEAR_DESC, first: 1) { nodes { year publishedOn notice source } }
    }"""
    found = await office.as_tier("public").ask(text)
    days = found["calendarDays"]["nodes"]
    assert [days[0], days[-1]] == [
        {
            "day": day,
            "kind": "MAKE_UP_WORKDAY",
            "name": "国庆节",
            "nameEn": "National Day",
        }
        for day in ("2026-09-20", "2026-10-10")
    ]
    assert found["calendarYears"]["nodes"] == [
        {
            "year": 2026,
            "publishedOn": "2025-11-04",
            "notice": "国办发明电〔2025〕7号",
            "source": "国务院办公厅",
        }
    ]


async def test_the_data_clerk_keeps_the_calendar(office):
    clerk, public = office.as_role(CLERK), office.as_tier("public")
    made = await clerk.run("setCalendarDay", "calendarDay { day kind version }", **DAY)
    assert made["calendarDay"] == {"day": "2026-11-24", "kind": "HOLIDAY", "version": 1}
    assert (await ask(public, "2026-11-23", 5))["on"] == "2026-12-01"
    stale = await clerk.do("setCalendarDay", **DAY, expectedVersion=9)
    assert codes(stale) == ["STALE_VERSION"]
    gone = await clerk.run("clearCalendarDay", "calendarDay { day }", day=DAY["day"], reason="过")
    assert (gone["userErrors"], gone["calendarDay"]) == ([], None)
    assert (await ask(public, "2026-11-23", 5))["on"] == "2026-11-30"
    again = await clerk.do("clearCalendarDay", day=DAY["day"], reason="过")
    assert codes(again) == ["NOT_FOUND"]
    renamed = await clerk.run("publishCalendarYear", "calendarYear { version source }", **YEAR)
    assert renamed["calendarYear"] == {"version": 2, "source": "国务院办公厅"}
    acts = [(operation, outcome, code) for operation, outcome, code, _ in await ledger(office)]
    assert acts == [
        ("setCalendarDay", "ACCEPTED", ""),
        ("setCalendarDay", "REFUSED", "STALE_VERSION"),
        ("clearCalendarDay", "ACCEPTED", ""),
        ("clearCalendarDay", "REFUSED", "NOT_FOUND"),
        ("publishCalendarYear", "ACCEPTED", ""),
    ]


async def test_an_edit_sent_twice_happens_once(office):
    clerk = office.as_role(CLERK)
    for _ in range(2):
        made = await clerk.run(
            "setCalendarDay", "calendarDay { version }", **DAY, clientMutationId="once"
        )
        assert (made["userErrors"], made["calendarDay"]) == ([], {"version": 1})


async def test_eight_clerks_who_enter_one_day_make_one_row(office):
    clerk = office.as_role(CLERK)
    made = await asyncio.gather(*(clerk.do("setCalendarDay", **DAY) for _ in range(8)))
    accepted = [payload for payload in made if payload["userErrors"] == []]
    assert {code for payload in made for code in codes(payload)} <= {"TAKEN"}
    (row,) = await office.rows("select version from calendar_day where day = '2026-11-24'")
    assert row["version"] == len(accepted) >= 1  # every accepted edit is in it, none is lost


@pytest.mark.parametrize("edit", EDITS)
async def test_every_other_role_is_denied_and_nothing_changes(office, edit):
    before = await everything(office)
    kind = edit[0].upper() + edit[1:]
    text = f"mutation($input: {kind}Input!) {{ {edit}(input: $input) {{ userErrors {{ code }} }} }}"
    others = [office.as_role(role) for role in load_roles() if role not in (CLERK, "public")]
    assert len(others) > 30
    for caller in (*others, office.as_tier("public")):
        errors = await caller.errors(text, input=EDITS[edit])
        assert errors[0]["extensions"]["code"] == "INVALID_DOCUMENT"  # not in their schema at all
    assert await everything(office) == before
