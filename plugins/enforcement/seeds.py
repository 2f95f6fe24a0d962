"""Planting discretion, amounts and forms: dated rows of `data/`; what is stored stays as it is."""

import csv
import datetime as dt
from importlib import resources
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.declarations import Seed
from plugins.enforcement.models_law import (
    AmountLimit,
    DiscretionGrade,
    DiscretionRule,
    DocumentForm,
    FineBase,
    GradeShare,
)

NUMBERS = ("minimum", "maximum", "lowest", "highest", "amount", "number")
FILES: tuple[tuple[str, type[Any], tuple[str, ...]], ...] = (
    ("discretion_rules", DiscretionRule, ("code", "valid_from")),
    ("grade_shares", GradeShare, ("grade", "valid_from")),
    ("amount_limits", AmountLimit, ("code", "valid_from")),
    ("document_forms", DocumentForm, ("edition", "number")),
)


def rows_of(name: str) -> list[dict[str, Any]]:
    """The rows of a file of `data/`, with Python values."""
    file = resources.files("plugins.enforcement").joinpath("data", f"{name}.csv")
    found: list[dict[str, Any]] = []
    for row in csv.DictReader(file.read_text("utf-8").splitlines()):
        made: dict[str, Any] = {k: int(v) if k in NUMBERS else v for k, v in row.items()}
        made["valid_from"] = dt.date.fromisoformat(row["valid_from"])
        made["valid_to"] = dt.date.fromisoformat(row["valid_to"]) if row["valid_to"] else None
        if "grade" in row:
            made["grade"] = DiscretionGrade(row["grade"])
        if "base" in row:
            made["base"] = FineBase(row["base"])
            made["endangers_life"] = row["endangers_life"] == "yes"
        found.append(made)
    return found


async def plant_enforcement_law(session: AsyncSession) -> None:
    """Add what is missing."""
    for name, model, names in FILES:
        stored = await session.execute(select(*(getattr(model, each) for each in names)))
        known = {tuple(row) for row in stored}
        session.add_all(
            model(**row) for row in rows_of(name) if tuple(row[n] for n in names) not in known
        )
        await session.flush()


SEEDS = [Seed(name="enforcement_law", plant=plant_enforcement_law)]
