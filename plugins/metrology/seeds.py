"""Planting law: categories, intervals and the rules of net content, read from `data/`."""

import csv
import datetime as dt
from importlib import resources
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.declarations import Seed
from core.store.base import Base
from plugins.metrology.models_law import (
    InstrumentCategory,
    NetContentTolerance,
    SamplePlan,
    VerificationRule,
)

FILES: tuple[tuple[type[Base], str, str], ...] = (
    (InstrumentCategory, "instrument_categories", "code"),
    (VerificationRule, "verification_rules", "category_prefix"),
    (NetContentTolerance, "net_content_tolerances", "over"),
    (SamplePlan, "sample_plans", "batch_from"),
)
"""Model, file, and the column that with the first day makes a row."""


def rows_of(model: type[Base], name: str) -> list[dict[str, Any]]:
    """The rows of a file with Python values, as the model's columns want them."""
    file = resources.files("plugins.metrology").joinpath("data", f"{name}.csv")
    found: list[dict[str, Any]] = []
    for row in csv.DictReader(file.read_text("utf-8").splitlines()):
        values: dict[str, Any] = {}
        for column, text in row.items():
            kind = model.__table__.c[column].type.python_type
            if kind is dt.date:
                values[column] = dt.date.fromisoformat(text) if text else None
            else:
                values[column] = text == "yes" if kind is bool else kind(text)
        found.append(values)
    return found


async def plant_law(session: AsyncSession) -> None:
    """Add the rows that are missing by key and first day; what is stored stays as it is."""
    for model, name, key in FILES:
        columns = model.__table__.c
        stored = await session.execute(select(columns[key], columns["valid_from"]))
        known = {tuple(row) for row in stored}
        wanted = [r for r in rows_of(model, name) if (r[key], r["valid_from"]) not in known]
        session.add_all(model(**row) for row in wanted)
    await session.flush()


SEEDS = [Seed(name="metrology_law", plant=plant_law)]
