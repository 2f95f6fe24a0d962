"""Planting the licence types: law as dated rows, read from `data/licence_types.csv`."""

import csv
import datetime as dt
from importlib import resources
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.declarations import Seed
from plugins.licensing.models import AuthorityLevel, LeadUnit, LicenceType, YearlyDuty
from plugins.licensing.models_applications import ApplicationLimit

NUMBERS = ("validity_years", "renewal_lead")
LIMIT_NUMBERS = (
    "version",
    "complete_days",
    "decision_days",
    "extendable_days",
    "issue_days",
    "hearing_days",
)


def licence_types() -> list[dict[str, Any]]:
    """The rows of the file, with Python values."""
    return [_row(each) for each in _table("licence_types")]


def application_limits() -> list[dict[str, Any]]:
    """How long authorities may take, with Python values."""
    rows: list[dict[str, Any]] = []
    for cells in _table("application_limits"):
        numbers = {name: int(cells[name]) for name in LIMIT_NUMBERS}
        more = {
            "working": cells["working"] == "yes",
            "excluded": cells["excluded"].split(),
            "barred_years": int(cells["barred_years"]) if cells["barred_years"] else None,
        }
        rows.append({**cells, **numbers, **more, **_days(cells)})
    return rows


async def plant_application_limits(session: AsyncSession) -> None:
    """Add the limits that are missing by type and version."""
    stored = await session.execute(select(ApplicationLimit.type_code, ApplicationLimit.version))
    known = {tuple(row) for row in stored}
    wanted = [r for r in application_limits() if (r["type_code"], r["version"]) not in known]
    session.add_all(ApplicationLimit(**row) for row in wanted)
    await session.flush()


async def plant_licence_types(session: AsyncSession) -> None:
    """Add the types that are missing by code and first day; what is stored stays as it is."""
    stored = await session.execute(select(LicenceType.code, LicenceType.valid_from))
    known = {tuple(row) for row in stored}
    wanted = [row for row in licence_types() if (row["code"], row["valid_from"]) not in known]
    session.add_all(LicenceType(**row) for row in wanted)
    await session.flush()


def _row(cells: dict[str, str]) -> dict[str, Any]:
    return {
        **cells,
        **{name: int(cells[name]) for name in NUMBERS},
        "authority_level": AuthorityLevel(cells["authority_level"]),
        "renewal_lead_unit": LeadUnit(cells["renewal_lead_unit"]),
        "yearly_duty": YearlyDuty(cells["yearly_duty"]) if cells["yearly_duty"] else None,
        **_days(cells),
    }


def _days(cells: dict[str, str]) -> dict[str, dt.date | None]:
    return {
        "valid_from": dt.date.fromisoformat(cells["valid_from"]),
        "valid_to": dt.date.fromisoformat(cells["valid_to"]) if cells["valid_to"] else None,
    }


def _table(name: str) -> list[dict[str, str]]:
    file = resources.files("plugins.licensing").joinpath("data", f"{name}.csv")
    return list(csv.DictReader(file.read_text("utf-8").splitlines()))


SEEDS = [
    Seed(name="licence_types", plant=plant_licence_types),
    Seed(name="application_limits", plant=plant_application_limits),
]
