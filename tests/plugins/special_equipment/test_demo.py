"""The demonstration's devices: valid numbers, colours everywhere, a declaration at every step."""

import datetime as dt
import random

import pytest

from core.declarations import DemoContext
from core.register.models import KeyUnitKind
from plugins.special_equipment.demo import WAITING, make
from plugins.special_equipment.demo_safety import safety_rows
from plugins.special_equipment.numbers import SCHEMES
from plugins.special_equipment.seeds import equipment_types

ROLES = ("town.quality_officer", "station.inspector")


def context(today):
    towns = range(1, 29)
    posts = [
        {
            "id": 10 * t + n,
            "role": role,
            "account_id": 10 * t + n,
            "organisation_id": 100 + 10 * t + n,
            "enterprise_id": None,
        }
        for t in towns
        for n, role in enumerate(ROLES)
    ]
    clerk = {"id": 999, "role": "branch.special_equipment_clerk", "account_id": 999}
    manager = {"id": 998, "role": "enterprise.manager", "account_id": 998, "enterprise_id": 7}
    posts += [
        clerk | {"organisation_id": 1, "enterprise_id": None},
        manager | {"organisation_id": 2},
    ]
    return DemoContext(
        random=random.Random(1),  # noqa: S311
        today=today,
        change_id=1,
        tables={
            "equipment_type": [{**row, "id": n} for n, row in enumerate(equipment_types(), 1)],
            "enterprise": [
                {"id": n, "town_id": n % 28 + 1, "name": f"样本{n}"} for n in range(1, 200)
            ],
            "key_unit_designation": [
                {
                    "enterprise_id": n,
                    "kind": KeyUnitKind.SPECIAL_EQUIPMENT,
                    "released_on": None,
                }
                for n in range(1, 181)
            ],
            "post": posts,
            "post_division": [
                {"post_id": 10 * t + n, "division_id": t} for t in towns for n in range(len(ROLES))
            ],
            "procedure_definition": [
                {"id": 5, "code": "equipment_declaration"},
                {"id": 6, "code": "safety_instruction"},
            ],
            "account": [{"id": 1}],
            "operator_project": [{"id": n, "code": c} for n, c in enumerate(("G1", "Q2", "N1"))],
            "risk_item": [{"id": n} for n in range(1, 5)],
            "accident_class": [{"id": 4, "code": "ORDINARY"}],
        },
    )


@pytest.mark.parametrize("today", [dt.date(2026, 11, 23), dt.date(2024, 2, 29)])
def test_every_colour_and_every_step(today):
    rows = list(make(context(today)))
    devices = [row for table, row in rows if table == "equipment"]
    assert len(devices) > 180
    for name in ("equipment_code", "use_registration_no", "maker_licence"):
        assert all(SCHEMES[name](row[name]).acceptable for row in devices)
        if name != "maker_licence":
            assert len({row[name] for row in devices}) == len(devices)
    assert {row["use_status"].name for row in devices} == {"IN_USE", "STOPPED"}
    left = [(row["next_inspection_on"] - today).days for row in devices]
    assert min(left) < 0 < max(left)
    matters = [row for table, row in rows if table == "matter"]
    assert {row["step"] for row in matters} == {"filed", "verified", "inspected", "confirmed"}
    assert any(row["due_on"] and row["due_on"] < today for row in matters)
    assert len(matters) >= len(WAITING)
    order = [table for table, _ in rows]
    assert order.index("equipment") < order.index("matter") < order.index("equipment_declaration")


def test_instructions_wait_at_every_step():
    made = context(dt.date(2026, 11, 23))
    made.tables["equipment"] = [row for table, row in make(made) if table == "equipment"]
    matters = [row for table, row in safety_rows(made) if table == "matter"]
    assert {row["step"] for row in matters} == {"issued", "served", "rectified", "reinspected"}


def test_equal_contexts_make_equal_rows():
    first, second = (list(make(context(dt.date(2026, 11, 23)))) for _ in range(2))
    assert first == second
