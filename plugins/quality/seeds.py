"""Planting the law and the catalogue: dated rows of `data/`; what is stored stays as it is."""

import csv
import datetime as dt
from collections.abc import Iterable
from importlib import resources
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.declarations import Seed
from plugins.quality.models import (
    EnterpriseGrade,
    FactorKind,
    LicenceNeed,
    Product,
    ProductRisk,
    QualityTerm,
    Regime,
    RegimeRule,
    SupervisionFactor,
)

GRADED_ON = dt.date(2013, 1, 1)


def table(name: str) -> list[dict[str, str]]:
    """The rows of a file of `data/`, as text."""
    file = resources.files("plugins.quality").joinpath("data", f"{name}.csv")
    return list(csv.DictReader(file.read_text("utf-8").splitlines()))


def terms() -> list[dict[str, Any]]:
    """Numbers of the law with Python values."""
    return [_dated(row) | {"value": int(row["value"])} for row in table("terms")]


def factors() -> list[dict[str, Any]]:
    """Points of the product axis with Python values."""
    return [
        _dated(row) | {"kind": FactorKind(row["kind"]), "points": int(row["points"])}
        for row in table("factors")
    ]


def regimes() -> list[dict[str, Any]]:
    """Rules of the regime with Python values."""
    return [
        _dated(row)
        | {
            "grade": EnterpriseGrade(row["grade"]),
            "level": ProductRisk(row["level"]),
            "regime": Regime(row["regime"]),
            "months_between": int(row["months_between"]),
        }
        for row in table("regimes")
    ]


def products() -> list[dict[str, Any]]:
    """The catalogue to begin with, with Python values."""
    return [
        row
        | {
            "risk_level": ProductRisk(row["risk_level"]),
            "public_concern": int(row["public_concern"]),
            "is_regional": row["is_regional"] == "yes",
            "licence_required": LicenceNeed(row["licence_required"]),
            "graded_on": GRADED_ON,
            "grading_reason": "首批目录",
        }
        for row in table("products")
    ]


async def plant_law(session: AsyncSession) -> None:
    """Add the terms, factors and rules that are missing."""
    await _plant(session, QualityTerm, terms(), ("code", "valid_from"))
    await _plant(session, SupervisionFactor, factors(), ("kind", "value", "valid_from"))
    await _plant(session, RegimeRule, regimes(), ("grade", "level", "valid_from"))


async def plant_products(session: AsyncSession) -> None:
    """Add the products that are missing."""
    await _plant(session, Product, products(), ("catalogue_code",))


async def _plant(
    session: AsyncSession, model: Any, rows: Iterable[dict[str, Any]], by: tuple[str, ...]
) -> None:
    stored = await session.execute(select(*(getattr(model, name) for name in by)))
    known = {tuple(row) for row in stored}
    session.add_all(model(**row) for row in rows if tuple(row[name] for name in by) not in known)
    await session.flush()


def _dated(row: dict[str, str]) -> dict[str, Any]:
    until = dt.date.fromisoformat(row["valid_to"]) if row["valid_to"] else None
    return {**row, "valid_from": dt.date.fromisoformat(row["valid_from"]), "valid_to": until}


SEEDS = [
    Seed(name="quality_law", plant=plant_law),
    Seed(name="quality_products", plant=plant_products),
]
