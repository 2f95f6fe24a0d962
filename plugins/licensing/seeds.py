"""Planting the licence types: law as dated rows, read from `data/licence_types.csv`."""

import csv
import datetime as dt
from importlib import resources
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.declarations import Seed
from plugins.licensing.models import AuthorityLevel, LeadUnit, LicenceType

NUMBERS = ("validity_years", "renewal_lead")


def licence_types() -> list[dict[str, Any]]:
    """The rows of the file, with Python values."""
    file = resources.files("plugins.licensing").joinpath("data", "licence_types.csv")
    return [_row(each) for each in csv.DictReader(file.read_text("utf-8").splitlines())]


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
        "valid_from": dt.date.fromisoformat(cells["valid_from"]),
        "valid_to": dt.date.fromisoformat(cells["valid_to"]) if cells["valid_to"] else None,
    }


SEEDS = [Seed(name="licence_types", plant=plant_licence_types)]
