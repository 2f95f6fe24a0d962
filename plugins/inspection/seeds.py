"""Planting law and checklists: dated rows of `data/`; what is stored stays as it is."""

import csv
import datetime as dt
from importlib import resources
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.declarations import Seed
from plugins.inspection.models import (
    Checklist,
    ChecklistItem,
    HazardCategory,
    HazardGrade,
    LegalBasis,
    LegalRole,
)
from plugins.inspection.models_letters import LetterRule, LetterRuleKind
from plugins.inspection.models_plans import ObjectLibrary


def table(name: str) -> list[dict[str, str]]:
    """The rows of a file of `data/`, as text."""
    file = resources.files("plugins.inspection").joinpath("data", f"{name}.csv")
    return list(csv.DictReader(file.read_text("utf-8").splitlines()))


def legal_bases() -> list[dict[str, Any]]:
    """Articles with Python values."""
    rows = [_dated(row) for row in table("legal_basis")]
    for row in rows:
        row["role"] = LegalRole(row["role"])
        row["category"] = HazardCategory(row["category"]) if row["category"] else None
    return rows


def checklists() -> list[dict[str, Any]]:
    """Versions of checklists with Python values."""
    rows = [_dated(row) for row in table("checklists")]
    for row in rows:
        row["version"], row["category"] = int(row["version"]), HazardCategory(row["category"])
    return rows


def items_of(code: str, version: int) -> list[dict[str, Any]]:
    """The items of one version; `act` and `article` say on which law they rest."""
    found = [row for row in table("checklist_items") if row["code"] == code]
    return [
        {
            "number": int(row["number"]),
            "text": row["text"],
            "text_en": row["text_en"],
            "is_key": row["is_key"] == "yes",
            "creates": HazardGrade(row["creates"]) if row["creates"] else None,
            "law": (row["act"], row["article"]),
        }
        for row in found
        if int(row["version"]) == version
    ]


async def plant_law(session: AsyncSession) -> None:
    """Add the articles that are missing, and then the checklists that rest on them."""
    stored = select(LegalBasis.act, LegalBasis.article, LegalBasis.valid_from)
    known = {tuple(row) for row in await session.execute(stored)}
    wanted = [
        row for row in legal_bases() if (row["act"], row["article"], row["valid_from"]) not in known
    ]
    session.add_all(LegalBasis(**row) for row in wanted)
    await session.flush()
    await _plant_checklists(session)


async def _plant_checklists(session: AsyncSession) -> None:
    laws = {
        (row.act, row.article): row.id
        for row in await session.scalars(select(LegalBasis).order_by(LegalBasis.valid_from))
    }
    stored = await session.execute(select(Checklist.code, Checklist.version))
    known = {tuple(row) for row in stored}
    for row in checklists():
        if (row["code"], row["version"]) in known:
            continue
        checklist = Checklist(**row)
        session.add(checklist)
        await session.flush()
        for item in items_of(checklist.code, checklist.version):
            law = laws.get(item.pop("law"))
            session.add(ChecklistItem(checklist_id=checklist.id, legal_basis_id=law, **item))
    await session.flush()


async def plant_letter_rules(session: AsyncSession) -> None:
    """Add the rules on complaints and reports that are missing."""
    stored = await session.execute(select(LetterRule.code, LetterRule.valid_from))
    known = {tuple(row) for row in stored}
    for row in map(_dated, table("letter_rules")):
        if (row["code"], row["valid_from"]) not in known:
            session.add(LetterRule(**{**row, "kind": LetterRuleKind(row["kind"])}))
    await session.flush()


async def plant_libraries(session: AsyncSession) -> None:
    """Add the libraries of units that are missing; which units belong in is the branch's to say."""
    known = set(await session.scalars(select(ObjectLibrary.code)))
    for row in table("object_libraries"):
        if row["code"] not in known:
            kind = row["key_unit_kind"] or None
            category = HazardCategory(row["category"])
            session.add(ObjectLibrary(**{**row, "category": category, "key_unit_kind": kind}))
    await session.flush()


def _dated(row: dict[str, str]) -> dict[str, Any]:
    until = dt.date.fromisoformat(row["valid_to"]) if row["valid_to"] else None
    return {**row, "valid_from": dt.date.fromisoformat(row["valid_from"]), "valid_to": until}


SEEDS = [
    Seed(name="inspection_law", plant=plant_law),
    Seed(name="inspection_letter_rules", plant=plant_letter_rules),
    Seed(name="inspection_libraries", plant=plant_libraries),
]
