"""The demonstration's licences: valid numbers, every colour in every town, always the same."""

import datetime as dt
import random

import pytest

from core.declarations import DemoContext
from plugins.licensing import demo_applications
from plugins.licensing.demo import make
from plugins.licensing.numbers import NUMBER_SCHEMES
from plugins.licensing.procedures import PROCEDURES
from plugins.licensing.seeds import licence_types


def context(shop_types, today, seed=1):
    return DemoContext(
        random=random.Random(seed),  # noqa: S311
        today=today,
        change_id=1,
        tables={
            "licence_type": [{**row, "id": n} for n, row in enumerate(shop_types, 1)],
            "enterprise": [
                {"id": n, "town_id": n % 28 + 1, "name": f"样本{n}"} for n in range(1, 600)
            ],
        },
    )


@pytest.mark.parametrize(
    "today", [dt.date(2013, 6, 1), dt.date(2026, 11, 23), dt.date(2028, 2, 29)]
)
def test_demonstration_has_every_colour_in_every_town(today):
    rows = [row for _, row in make(context(licence_types(), today))]
    types = dict(enumerate((row["number_scheme"] for row in licence_types()), 1))
    assert all(NUMBER_SCHEMES[types[r["type_id"]]](r["number"]).acceptable for r in rows)
    assert len({(r["type_id"], r["number"]) for r in rows}) == len(rows)
    assert [r["id"] for r in rows] == list(range(1, len(rows) + 1))
    for town in range(1, 29):
        left = [
            (r["valid_until"] - today).days
            for r in rows
            if r["town_id"] == town and types[r["type_id"]] in ("SC", "QS")
        ]
        assert any(32 <= days <= 88 for days in left)
        assert any(93 <= days <= 180 for days in left)
        assert any(days > 190 for days in left)


def test_demonstration_is_deterministic():
    today = dt.date(2026, 11, 23)
    first, second = (list(make(context(licence_types(), today))) for _ in range(2))
    assert first == second


def test_applications_wait_at_every_step_and_some_are_late():
    kinds = [{**row, "id": n} for n, row in enumerate(licence_types(), 1)]
    firms = [{"id": n, "town_id": n % 28 + 1} for n in range(1, 200)]
    made = DemoContext(
        random=random.Random(1),  # noqa: S311
        today=dt.date(2026, 11, 23),
        change_id=1,
        tables={
            "enterprise": firms,
            "licence_type": kinds,
            "licence": [{"id": 1, "number": "SC1", "enterprise_id": 1}],
            "post": [{"role": "branch.licensing_clerk", "account_id": 9}],
            "procedure_definition": [
                {"id": n, "code": p.code, "version": p.version} for n, p in enumerate(PROCEDURES, 1)
            ],
        },
    )
    rows = list(demo_applications.make(made))
    assert rows == list(demo_applications.make(made))
    matters = [row for table, row in rows if table == "matter"]
    assert {row["step"] for row in matters} == {"accepted", "decided", "issued", "settled"}
    assert any(row["due_on"] < made.today for row in matters)
    assert {table for table, _ in rows} == {
        "application",
        "licence_claim",
        "matter",
        "site_review",
    }
