"""Planting law and check points: dated rows of `data/`; what is stored stays as it is."""

import csv
import datetime as dt
from importlib import resources
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.declarations import Seed
from plugins.standards.models import FilingMode, StandardRule
from plugins.standards.models_checks import (
    CheckPoint,
)


def table(name: str) -> list[dict[str, Any]]:
    """The rows of a file of `data/`, with their days."""
    file = resources.files("plugins.standards").joinpath("data", f"{name}.csv")
    rows: list[dict[str, Any]] = list(csv.DictReader(file.read_text("utf-8").splitlines()))
    for row in rows:
        row["valid_from"] = dt.date.fromisoformat(row["valid_from"])
        row["valid_to"] = dt.date.fromisoformat(row["valid_to"]) if row["valid_to"] else None
    return rows


def standard_rules() -> list[dict[str, Any]]:
    """How own standards are made known, with Python values."""
    rows = table("standard_rules")
    for row in rows:
        row["mode"] = FilingMode(row["mode"])
        row["validity_years"] = int(row["validity_years"]) if row["validity_years"] else None
        row["states_lower"] = row["states_lower"] == "yes"
        row["names_methods"] = row["names_methods"] == "yes"
    return rows


def check_points() -> list[dict[str, Any]]:
    """The points of a check, with Python values."""
    return [row | {"number": int(row["number"])} for row in table("check_points")]


async def plant_law(session: AsyncSession) -> None:
    """Add the rules and check points that are missing by their first day."""
    found = await session.execute(select(StandardRule.mode, StandardRule.valid_from))
    known = {tuple(row) for row in found}
    session.add_all(
        StandardRule(**row)
        for row in standard_rules()
        if (row["mode"], row["valid_from"]) not in known
    )
    points = await session.execute(select(CheckPoint.number, CheckPoint.valid_from))
    numbers = {tuple(row) for row in points}
    session.add_all(
        CheckPoint(**row)
        for row in check_points()
        if (row["number"], row["valid_from"]) not in numbers
    )
    await session.flush()


SEEDS = [Seed(name="standards_law", plant=plant_law)]
