"""Planting the catalogue and the inspection cycles: law as dated rows, read from `data/`."""

import csv
import datetime as dt
from enum import Enum
from importlib import resources
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.declarations import Seed
from core.store.base import Base
from plugins.special_equipment.models import EquipmentType, InspectionCycle, TypeLevel
from plugins.special_equipment.models_people import OperatorProject
from plugins.special_equipment.models_safety import AccidentClass, RiskItem

Row = dict[str, Any]


def equipment_types() -> list[Row]:
    """The catalogue with Python values, kinds first; `parent` is a code."""
    rows = [_dated(row) | {"level": TypeLevel(row["level"])} for row in _file("equipment_types")]
    order = list(TypeLevel)
    for row in rows:
        row["is_device"] = row["is_device"] == "yes"
        row["name_en"] = row["name_en"] or None
    return sorted(rows, key=lambda row: order.index(row["level"]))


def inspection_cycles() -> list[Row]:
    """The cycles with Python values."""
    found = []
    for row in _file("inspection_cycles"):
        numbers = {name: int(row[name]) for name in ("first_years", "years", "early_months")}
        lists = {
            name: [int(part) for part in row[name].split()]
            for name in ("acceptance_years", "grade_years")
        }
        found.append(_dated(row) | numbers | lists | {"anchored": row["anchored"] == "yes"})
    return found


async def plant_catalogue(session: AsyncSession) -> None:
    """Add the types that are missing by code and first day; what is stored stays as it is."""
    stored = (await session.scalars(select(EquipmentType))).all()
    known = {(row.code, row.valid_from) for row in stored}
    by_code = {row.code: row.id for row in stored}
    for values in equipment_types():
        parent = values.pop("parent")
        if (values["code"], values["valid_from"]) in known:
            continue
        made = EquipmentType(**values, parent_id=by_code.get(parent))
        session.add(made)
        await session.flush()
        by_code[made.code] = made.id


async def plant_cycles(session: AsyncSession) -> None:
    """Add the cycles that are missing by type and first day."""
    stored = await session.execute(select(InspectionCycle.type_prefix, InspectionCycle.valid_from))
    known = {tuple(row) for row in stored}
    wanted = [r for r in inspection_cycles() if (r["type_prefix"], r["valid_from"]) not in known]
    session.add_all(InspectionCycle(**row) for row in wanted)
    await session.flush()


def _file(name: str) -> list[dict[str, str]]:
    file = resources.files("plugins.special_equipment").joinpath("data", f"{name}.csv")
    return list(csv.DictReader(file.read_text("utf-8").splitlines()))


def _dated(row: dict[str, str]) -> Row:
    until = row["valid_to"]
    return {
        **row,
        "valid_from": dt.date.fromisoformat(row["valid_from"]),
        "valid_to": dt.date.fromisoformat(until) if until else None,
    }


DATED: tuple[tuple[type[Base], str, tuple[str, ...]], ...] = (
    (OperatorProject, "operator_projects", ("code",)),
    (RiskItem, "risk_items", ("type_prefix", "number")),
    (AccidentClass, "accident_classes", ("code",)),
)
"""Model, file, and the columns that with the first day make a row."""


def dated_rows(model: type[Base], name: str) -> list[Row]:
    """The rows of a file with Python values, as the model's columns want them."""
    found = []
    for row in _file(name):
        values = dict(_dated(row))
        for column in values.keys() - {"valid_from", "valid_to"}:
            kind = model.__table__.c[column].type.python_type
            text = values[column]
            values[column] = (
                text == "yes"
                if kind is bool
                else kind[text]
                if issubclass(kind, Enum)
                else kind(text)
            )
        found.append(values)
    return found


async def plant_safety_law(session: AsyncSession) -> None:
    """Add projects, risk items and classes that are missing by key and first day."""
    for model, name, keys in DATED:
        columns = [model.__table__.c[key] for key in (*keys, "valid_from")]
        known = {tuple(row) for row in await session.execute(select(*columns))}
        wanted = [
            row
            for row in dated_rows(model, name)
            if (*(row[key] for key in keys), row["valid_from"]) not in known
        ]
        session.add_all(model(**row) for row in wanted)
    await session.flush()


SEEDS = [
    Seed(name="equipment_safety_law", plant=plant_safety_law),
    Seed(name="equipment_types", plant=plant_catalogue),
    Seed(name="inspection_cycles", plant=plant_cycles),
]
