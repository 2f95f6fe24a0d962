"""What a rule looks at beyond its record's row, numbers in place of dates, ends and bulk loads."""

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from core.declarations import WarningBand, WarningRule
from core.policy.vocabulary import Tier
from core.register.models import ChangeKind, ChangeSet
from core.warnings.events import Loaded, RuleChanged
from core.warnings.models import (
    EarlyWarning,
    WarningRuleBand,
    WarningRuleVersion,
    Watch,
    WatchCount,
    WatchSweep,
)
from core.warnings.watching import Watching
from plugins.licensing.models import Licence as LicenceRow
from plugins.licensing.models import LicenceType
from plugins.licensing.seeds import plant_licence_types
from plugins.licensing.types import Licence
from plugins.special_equipment.models import Equipment as EquipmentRow
from plugins.special_equipment.models import UseStatus
from plugins.special_equipment.types import Equipment
from schema.ids import global_id
from schema.watching import watched_rule
from tests.core.warnings.rules import store
from tests.plugins.special_equipment.plant import OWNER, carry, declare

DAY = dt.timedelta(days=1)
SINCE = dt.date(2013, 1, 1)


@pytest.fixture
async def watch(ground, monkeypatch):
    """Watch another rule besides those that are declared."""

    async def added(record, **terms):
        given: dict[str, Any] = {
            "date_field": "",
            "bands": (),
            "audiences": (Tier.TOWN,),
            "chinese": "",
            "english": "",
        }
        merged: dict[str, Any] = given | terms
        rule = WarningRule(
            code="T1",
            record=record,
            legal_basis="",
            valid_from=SINCE,
            **merged,
        )
        assembly = ground.bureau.application.assembly
        watched = watched_rule(assembly.schema, rule, assembly.resources)
        changed = Watching([*ground.watching.rules.values(), watched])
        monkeypatch.setattr(ground.watching, "rules", changed.rules)
        monkeypatch.setattr(ground.watching, "_touches", changed._touches)
        bands = tuple((b.colour, b.until, b.unit.upper()) for b in terms["bands"])
        async with ground.bureau.application.store.system() as session:
            await store(session, "T1", watched.resource, SINCE, bands)

    return added


def days(colour, until):
    return WarningBand(colour=colour, until=until, unit="days")


async def open_of(ground, code):
    rows = await ground.rows(Watch, Watch.rule_code == code, Watch.until.is_(None))
    return {row.subject_key: row for row in rows}


async def a_licence(ground, place):
    enterprise, town = ground.place(place)
    async with ground.bureau.application.store.system() as session:
        await plant_licence_types(session)
        kind = (await session.scalars(select(LicenceType).order_by(LicenceType.id))).first()
        change = ChangeSet(
            kind=ChangeKind.REFERENCE,
            source="tests",
            confirmed_at=ground.bureau.clock.now(),
            reason="tests",
        )
        session.add(change)
        await session.flush()
        row = LicenceRow(
            enterprise_id=enterprise,
            town_id=town,
            type_id=kind.id,
            number=f"T-{place}",
            covers=[],
            authority="",
            issued_on=SINCE,
            valid_from=SINCE,
            valid_until=ground.today + 10 * DAY,
            warning_rule=kind.warning_rule,
            search_text="",
            change_id=change.id,
        )
        session.add(row)
        await session.flush()
        return row.id


async def test_a_filter_through_relations_is_followed_both_ways(ground, watch):
    """A device that moves takes one enterprise's licence out of the rule, and brings another's."""
    stopped = {"useStatus": {"eq": "STOPPED"}}
    await watch(
        Licence,
        date_field="valid_until",
        where={"enterprise": {"equipment": {"some": stopped}}},
        bands=(days("RED", 30),),
    )
    first, second = await a_licence(ground, "a1"), await a_licence(ground, "c1")
    device = await ground.add("a1", next_inspection_on=ground.today + 900 * DAY)
    assert set(await open_of(ground, "T1")) == set()
    await ground.change(device, use_status=UseStatus.STOPPED, stopped_on=ground.today)
    assert set(await open_of(ground, "T1")) == {first}
    await ground.change(device, place="c1")
    assert set(await open_of(ground, "T1")) == {second}
    await ground.change(device, name="改名")
    await ground.change(device, use_status=UseStatus.IN_USE)
    assert set(await open_of(ground, "T1")) == set()


async def test_a_matter_that_ends_ends_what_was_watched_of_its_declaration(ground):
    """E6 watches declarations whose matter is open: the step of another record closes it."""
    bureau = ground.bureau
    key = await ground.add("a1", next_inspection_on=ground.today + 900 * DAY)
    declared = await declare(
        bureau, OWNER, "declareStop", equipmentId=global_id("Equipment", key), reason="停产"
    )
    (watch,) = (await open_of(ground, "E6")).values()
    assert watch.organisation_ids
    await carry(bureau, declared)
    assert await open_of(ground, "E6") == {}
    assert set(await open_of(ground, "E7")) == {key}


async def test_a_number_turns_critical_as_it_grows(ground, watch):
    bands = (WarningBand(colour="RED", until=4, unit="value"),)
    yellow = WarningBand(colour="YELLOW", until=3, unit="value")
    await watch(Equipment, measure_field="safety_grade", bands=(*bands, yellow))
    key = await ground.add("a1", next_inspection_on=ground.today + 900 * DAY, safety_grade=1)
    seen = []
    for grade in (3, 4, 5, 2, None):
        await ground.change(key, safety_grade=grade)
        watch_now = (await open_of(ground, "T1")).get(key)
        seen.append(watch_now and (watch_now.measure, watch_now.colour.name))
    assert seen == [(3, "YELLOW"), (4, "RED"), (5, "RED"), (2, "GREEN"), None]
    warnings = await ground.rows(EarlyWarning, EarlyWarning.rule_code == "T1")
    assert [(w.colour.name, w.cleared_by) for w in warnings] == [("RED", "renewed")]
    await ground.sweep()
    assert await ground.rows(WatchCount, WatchCount.rule_code == "T1", WatchCount.number != 0) == []


async def test_a_rule_that_ends_is_watched_no_more(ground):
    key = await ground.add("a1", next_inspection_on=ground.today + 20 * DAY)
    await ground.sweep()
    ends = ground.today + 2 * DAY
    async with ground.bureau.application.store.system() as session:
        for model in (WarningRuleVersion, WarningRuleBand):
            await session.execute(update(model).where(model.code == "E1").values(valid_to=ends))
    ground.set_day(ends - DAY)
    await ground.sweep()
    assert set(await open_of(ground, "E1")) == {key}
    ground.set_day(ends)
    await ground.sweep()
    assert await open_of(ground, "E1") == {}
    (warning,) = await ground.rows(EarlyWarning)
    assert (warning.cleared_on, warning.cleared_by) == (ends, "left")
    async with ground.bureau.application.store.system() as session:
        swept = await session.get_one(WatchSweep, "E1")
        assert (swept.as_of, swept.rule_version_id) == (ends, None)


async def test_a_bulk_load_is_looked_at_in_its_own_transaction(ground):
    """Rows of which no unit of work knows: `Loaded` says that they came."""
    await ground.add("a1", next_inspection_on=ground.today + 900 * DAY)
    enterprise, town = ground.place("c1")
    async with ground.bureau.application.store.system() as session:
        change = ChangeSet(
            kind=ChangeKind.IMPORT,
            source="tests",
            confirmed_at=ground.bureau.clock.now(),
            reason="tests",
        )
        session.add(change)
        await session.flush()
        known = (await session.scalars(select(EquipmentRow))).one()
        table: Any = EquipmentRow.__table__
        copied = {c.key: getattr(known, c.key) for c in table.c if not c.primary_key}
        copied |= {"enterprise_id": enterprise, "town_id": town, "change_id": change.id}
        dues = [ground.today + DAY * n for n in (-1, 10, 500)]
        rows = [copied | {"next_inspection_on": due} for due in dues]
        await session.execute(insert(table), rows)
    assert len(await open_of(ground, "E1")) == 1
    async with ground.bureau.application.store.writing(ground.access) as work:
        await work.publish(Loaded("special_equipment:Equipment"))
    found = (await open_of(ground, "E1")).values()
    colours = sorted(w.colour.name for w in found if w.town_id == town)
    assert colours == ["EXPIRED", "GREEN", "URGENT"]
    assert len(await ground.rows(EarlyWarning, EarlyWarning.town_id == town)) == 2


async def test_a_rule_that_nobody_declares_any_more_is_left_alone(ground):
    async with ground.bureau.application.store.writing(ground.access) as work:
        await work.publish(RuleChanged("GONE"))


def test_a_rule_says_what_it_looks_at(ground_rules):
    """Attributes of the record and of related rows, and nothing else."""
    looked_at = {touch.model.__name__: touch.attributes for touch in ground_rules["E6"].touches}
    assert {"kind", "report_by", "matter_id", "town_id"} <= looked_at["EquipmentDeclaration"]
    assert "findings" not in looked_at["EquipmentDeclaration"]
    assert looked_at["Matter"] == {"id", "state"}


@pytest.fixture
def ground_rules(assembly):
    """The rules of the assembly."""
    return assembly.watching.rules
