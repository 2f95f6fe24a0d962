"""What tests of imports share: the command on a bureau, and a bureau with the foreign places."""

import json

import pytest

from core.commands.imports import import_file
from plugins.special_equipment.seeds import plant_catalogue, plant_cycles
from tests.core.imports.samples import EXAMPLES, LIFT, lifts, options, write

TABLES = ("enterprise", "enterprise_card", "equipment", "division")


@pytest.fixture
def bring(bureau):
    """Import a file; gives the run."""

    async def bring(plugin, file, mapping, **more):
        run, _ = await import_file(bureau.application, options(plugin, file, mapping, **more))
        return run

    return bring


@pytest.fixture
async def abroad(bureau, bring, tmp_path):
    """The places of the foreign samples, and thirty lifts' places: gives the file of lifts."""
    async with bureau.application.store.system() as session:
        await plant_catalogue(session)
        await plant_cycles(session)
    await bring(
        "register",
        EXAMPLES / "foreign_places.csv",
        "foreign_places",
        result=tmp_path / "places.csv",
    )
    file = write(tmp_path / "lifts.csv", LIFT, lifts(30))
    await bring("register", file, "maryland_places")
    return file


@pytest.fixture
def state(bureau):
    """Everything that an import may change, but for the numbers of rows and runs."""

    async def state():
        found = {}
        for table in TABLES:
            rows = await bureau.rows(f"select to_jsonb(t) as row from {table} t")
            found[table] = sorted(_plain(row["row"]) for row in rows)
        rows = await bureau.rows("select kind, source, key, content, line from imported_row")
        found["imported"] = sorted(str(tuple(row)) for row in rows)
        rows = await bureau.rows("select line, code from import_refusal")
        found["refused"] = sorted(str(tuple(row)) for row in rows)
        return found

    return state


def _plain(row):
    known = row if isinstance(row, dict) else json.loads(row)
    dropped = {"id", "change_id", "enterprise_id", "legal_representative", "phone"}
    return str(sorted((k, v) for k, v in known.items() if k not in dropped))
