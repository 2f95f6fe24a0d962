"""The demonstration's standards: each page, queue and chart has something to show."""

import datetime as dt
import random

from core.declarations import DemoContext
from core.draws.drawing import balls_of, drawn
from plugins.standards.demo import make
from plugins.standards.procedures import PROCEDURES
from plugins.standards.seeds import check_points, standard_rules

TODAY = dt.date(2026, 11, 23)


def context():
    posts = [{"role": "enterprise.manager", "enterprise_id": n, "account_id": n} for n in (1, 2)]
    posts += [
        {"role": f"branch.standards_{each}", "enterprise_id": None, "account_id": 90 + n}
        for n, each in enumerate(("clerk", "chief"))
    ]
    return DemoContext(
        random=random.Random(1),  # noqa: S311
        today=TODAY,
        change_id=1,
        tables={
            "enterprise": [{"id": n, "town_id": n % 28 + 1} for n in range(1, 120)],
            "post": posts,
            "matter": [{"id": 7}],
            "standard_rule": [{**row, "id": n} for n, row in enumerate(standard_rules(), 1)],
            "check_point": [{**row, "id": n} for n, row in enumerate(check_points(), 1)],
            "procedure_definition": [
                {"id": n, "code": each.code} for n, each in enumerate(PROCEDURES, 1)
            ],
        },
    )


def test_every_step_and_every_colour():
    rows = list(make(context()))
    assert rows == list(make(context()))
    matters = [row for table, row in rows if table == "matter"]
    assert min(row["id"] for row in matters) == 8
    assert {row["step"] for row in matters} == {
        "declared",
        "checked",
        "ordered",
        "corrected",
        "reviewed",
    }
    ends = {row["replace_by"] for table, row in rows if table == "standard_use"}
    assert {None} < ends
    days = [(day - TODAY).days for day in ends if day]
    assert min(days) < 0
    assert any(0 <= each <= 30 for each in days)
    assert max(days) > 30
    (draw,) = [row for table, row in rows if table == "draw"]
    assert draw["keys"] == drawn(draw["seed"], balls_of(draw["pool"]), draw["count"])
    own = [row["number"] for table, row in rows if table == "enterprise_standard"]
    assert len(own) == len(set(own))
