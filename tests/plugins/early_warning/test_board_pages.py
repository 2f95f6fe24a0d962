"""Saved documents of boards give rows to their roles; cards and pages say the same numbers."""

import datetime as dt

import pytest

from plugins.early_warning.hooks import examples
from tests.core.desk.pages import Clerk
from tests.plugins.early_warning.history import DAY, READ_BY_ALL, TODAY, Fact
from tests.plugins.early_warning.watching import Watching

OURS = ("warningBoard", "backtestRule", "warningEffect")
DUE = dt.date(2026, 12, 15)
LICENCES = [
    Fact(
        "L1", n, town, unit, READ_BY_ALL, DUE + n * DAY, None, TODAY - 300 * DAY, None, None, key=n
    )
    for n, (town, unit) in enumerate([("a", "a1"), ("a", "a2"), ("b", "b1"), ("c", "c1")], 1)
]


@pytest.mark.parametrize(
    "example",
    [each for each in examples() if any(field in each.query for field in OURS)],
    ids=lambda example: example.title,
)
async def test_saved_examples_give_rows_to_their_roles(watching: Watching, example) -> None:
    await watching.fill(LICENCES)
    data = await watching.bureau.as_role(example.role).ask(example.query)
    for found in data.values():
        assert any(found.get(rows) for rows in ("cells", "towns", "nodes")), found


@pytest.mark.parametrize(
    ("username", "page", "number"),
    [
        ("branch-licensing-chief", "watched", 4),
        ("superior-supervisor", "watched", 4),
        ("station-inspector-first", "watched", 3),
        ("town-leader-a", "watched", 2),
        ("enterprise-manager-a1", "to-do", 1),
    ],
)
async def test_a_card_leads_to_as_many_rows_as_it_says(
    watching: Watching, username: str, page: str, number: int
) -> None:
    await watching.fill(LICENCES)
    person = Clerk(watching.bureau, username)
    home = await person.get("/desk")
    assert f"/desk/early_warning/{page}?colour=URGENT" in home.links
    await person.get(f"/desk/early_warning/{page}?colour=URGENT")
    assert person.says(f"共 {number} 条")


async def test_pages_of_others_are_not_there(watching: Watching) -> None:
    for username, page in (
        ("enterprise-manager-a1", "board"),
        ("town-leader-a", "backtest"),
        ("branch-licensing-chief", "to-do"),
        ("officer-audit", "watched"),
    ):
        await Clerk(watching.bureau, username).get(f"/desk/early_warning/{page}", 404)
