"""Planting the law of food: dated rows of `data/`; what is stored stays as it is."""

import csv
import datetime as dt
from collections.abc import Callable, Mapping
from importlib import resources
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.declarations import Seed
from core.safety_logs.models import LogPeriod
from core.store.base import Base
from plugins.food_safety import models as m
from plugins.food_safety.models_logs import FoodLogItem
from plugins.inspection.api import (
    ChecklistItemRow,
    ChecklistRow,
    HazardCategory,
    HazardGrade,
    LegalBasisRow,
)

Row = dict[str, Any]
Convert = Mapping[str, Callable[[str], Any]]
LAW: tuple[tuple[str, type[Base], tuple[str, ...], Convert], ...] = (
    (
        "food_categories",
        m.FoodCategory,
        ("scheme", "code"),
        {"scheme": m.FoodScheme, "points": int},
    ),
    (
        "grade_bands",
        m.FoodGradeBand,
        ("grade",),
        {
            "grade": m.RiskLevel,
            **dict.fromkeys(
                ("points_from", "points_to", "least_visits", "most_visits", "every_months"), int
            ),
        },
    ),
    ("risk_factors", m.FoodRiskFactor, ("code",), {"points": int, "most": int}),
    (
        "log_items",
        FoodLogItem,
        ("number",),
        {"number": int, "period": LogPeriod, "red": lambda text: text == "yes"},
    ),
    ("terms", m.FoodTerm, ("code",), {"count": int, "unit": m.FoodTermUnit}),
)
"""File, record, its key beside the first day, and what is no text."""


def table(name: str) -> list[dict[str, str]]:
    """The rows of a file of `data/`, as text."""
    file = resources.files("plugins.food_safety").joinpath("data", f"{name}.csv")
    return list(csv.DictReader(file.read_text("utf-8").splitlines()))


def rows_of(name: str, convert: Convert) -> list[Row]:
    """The rows of a file with Python values."""
    return [
        _dated(row) | {column: make(row[column]) for column, make in convert.items()}
        for row in table(name)
    ]


async def plant_food_law(session: AsyncSession) -> None:
    """Add the classes, grades, factors and terms that are missing by key and first day."""
    for name, model, key, convert in LAW:
        columns = (*key, "valid_from")
        stored = (await session.scalars(select(model))).all()
        known = {tuple(getattr(row, column) for column in columns) for row in stored}
        wanted = rows_of(name, convert)
        session.add_all(
            model(**row) for row in wanted if tuple(row[c] for c in columns) not in known
        )
        await session.flush()


async def plant_food_checklists(session: AsyncSession) -> None:
    """Add the versions of the checklists of food, as those of inspection."""
    laws = {
        (row.act, row.article): row.id
        for row in await session.scalars(select(LegalBasisRow).order_by(LegalBasisRow.valid_from))
    }
    stored = await session.execute(select(ChecklistRow.code, ChecklistRow.version))
    known = {tuple(row) for row in stored}
    for row in table("checklists"):
        code, version = row["code"], int(row["version"])
        if (code, version) in known:
            continue
        values = _dated(row) | {"version": version, "category": HazardCategory.FOOD}
        checklist = ChecklistRow(**values)
        session.add(checklist)
        await session.flush()
        for item in table("checklist_items"):
            if (item["code"], item["version"]) == (code, row["version"]):
                session.add(_item(item, checklist.id, laws))
    await session.flush()


def _item(item: dict[str, str], checklist_id: int, laws: dict[tuple[str, str], int]) -> Base:
    return ChecklistItemRow(
        checklist_id=checklist_id,
        number=int(item["number"]),
        text=item["text"],
        text_en=item["text_en"],
        is_key=item["is_key"] == "yes",
        legal_basis_id=laws.get((item["act"], item["article"])),
        creates=HazardGrade(item["creates"]) if item["creates"] else None,
    )


def _dated(row: dict[str, str]) -> Row:
    until = dt.date.fromisoformat(row["valid_to"]) if row["valid_to"] else None
    return {**row, "valid_from": dt.date.fromisoformat(row["valid_from"]), "valid_to": until}


SEEDS = [
    Seed(name="food_law", plant=plant_food_law),
    Seed(name="food_checklists", plant=plant_food_checklists),
]
