"""The lifts of four counties of Maryland as of 28 July 2022, and the year that followed."""

import csv
import datetime as dt
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select

from core.register.colours import WarningColour
from core.register.models import ChangeKind, ChangeSet
from core.warnings.models import EarlyWarning, Watch, WatchCount
from core.warnings.passes import pass_loaded
from core.warnings.watching import Watching
from plugins.special_equipment.models import (
    Equipment,
    PlaceKind,
    RegistrationState,
    UseStatus,
)
from tests.architecture.source import ROOT
from tests.core.warnings.reckoning import DAY, colour

FILE: Path = ROOT.parent / "shared" / "data" / "maryland_elevators_4_counties.csv"
FIRST, LAST = dt.date(2022, 7, 28), dt.date(2023, 7, 28)
KNOWN = {"EXPIRED": 776, "URGENT": 274, "RED": 409, "YELLOW": 690, "GREEN": 1_180}
BANDS = (("URGENT", 1, "MONTHS"), ("RED", 3, "MONTHS"), ("YELLOW", 6, "MONTHS"))

pytestmark = pytest.mark.skipif(not FILE.is_file(), reason=f"{FILE} is not there")


def dates():
    with FILE.open(encoding="utf-8", newline="") as file:
        return [
            dt.date.fromisoformat(r["certificate_expiration_date"]) for r in csv.DictReader(file)
        ]


async def fill(ground, dues):
    """The devices, as a bulk load brings them: no unit of work knows of them."""
    places = [ground.place(name) for name in ("a1", "b1", "c1", "c2")]
    async with ground.bureau.application.store.system() as session:
        change = ChangeSet(
            kind=ChangeKind.IMPORT,
            source="maryland",
            confirmed_at=ground.bureau.clock.now(),
            reason="tests",
        )
        session.add(change)
        await session.flush()
        rows = [
            {
                "enterprise_id": places[n % 4][0],
                "town_id": places[n % 4][1],
                "type_id": ground.type_id,
                "kind_id": ground.kind_id,
                "name": f"Lift {n}",
                "registration_state": RegistrationState.REGISTERED,
                "accepted_on": dt.date(2015, 1, 1),
                "place": "Maryland",
                "place_kind": PlaceKind.CROWDED,
                "use_status": UseStatus.IN_USE,
                "next_inspection_on": due,
                "search_text": "",
                "change_id": change.id,
            }
            for n, due in enumerate(dues)
        ]
        await session.execute(insert(Equipment), rows)


async def grouped(ground, *columns, where=()):
    async with ground.bureau.application.store.system() as session:
        wanted = select(*columns, func.count()).where(*where).group_by(*columns)
        return {tuple(row[:-1]): row[-1] for row in await session.execute(wanted)}


async def check(ground, dues, today):
    """Watches, warnings and numbers against a recomputation of every lift."""
    expected = Counter(dues)
    standing = (Watch.until.is_(None),)
    found = await grouped(ground, Watch.due_on, Watch.colour, where=standing)
    assert found == {
        (due, WarningColour[colour(due, today, BANDS)]): n for due, n in expected.items()
    }, today
    per_colour = Counter(dict.fromkeys(WarningColour, 0))
    for (_, name), n in found.items():
        per_colour[name] += n
    async with ground.bureau.application.store.system() as session:
        counted = select(WatchCount.colour, func.sum(WatchCount.number)).group_by(WatchCount.colour)
        numbers = {name: n for name, n in await session.execute(counted) if n}
    assert numbers == {c: n for c, n in per_colour.items() if n}, today
    warned = await grouped(ground, EarlyWarning.colour, where=(EarlyWarning.cleared_on.is_(None),))
    assert warned == {(c,): n for c, n in per_colour.items() if n and c.name != "GREEN"}, today
    return {c.name: n for c, n in per_colour.items() if n}


async def test_the_year_after_is_as_recomputed_on_every_day(ground, monkeypatch):
    dues = dates()
    only = Watching([ground.watching.rules["E1"]])
    monkeypatch.setattr(type(ground), "watching", property(lambda _: only))
    ground.set_day(FIRST)
    await fill(ground, dues)
    await pass_loaded(only, ground.bureau.application.store)
    assert await check(ground, dues, FIRST) == KNOWN
    today = FIRST
    while today < LAST:
        today += DAY
        ground.set_day(today)
        await ground.sweep()
        await check(ground, dues, today)
    assert set(await check(ground, dues, LAST)) <= {"EXPIRED", "URGENT", "RED", "YELLOW", "GREEN"}
