"""Declared rules: the first version, proposals of newer releases, and faults that are named."""

import datetime as dt
from dataclasses import replace

import pytest

from core.declarations import Escalation, WarningBand, WarningRule
from core.errors import PluginError
from core.plugins import Plugins
from core.policy.vocabulary import Tier
from core.warnings.planting import Declared, declared_rules, faults_of_rule, plant_rules
from core.warnings.terms import declared_terms
from plugins.special_equipment.types import Equipment
from plugins.special_equipment.warnings import RULES
from schema.assembly import assemble
from tests.fixtures.strangers import HOOKS

E1 = RULES[0]


async def plant(bureau, rule, owner="special_equipment"):
    store = bureau.application.store
    async with store.system() as session:
        declared = Declared(owner, rule, f"{owner}:{rule.record.__name__}")
        await plant_rules(session, [declared], store.clock.now())


async def versions(bureau, code="E1"):
    return await bureau.rows(
        "select * from warning_rule_version where code = $1 order by number", code
    )


async def test_every_declared_rule_is_published_as_version_1_with_its_bands(bureau):
    declared = declared_rules(bureau.application.plugins)
    assert {each.owner for each in declared} >= {"core", "licensing", "special_equipment"}
    for each in declared:
        (version,) = await versions(bureau, each.rule.code)
        assert (version["number"], version["state"]) == (1, "PUBLISHED")
        assert (version["owner"], version["resource"]) == (each.owner, each.resource)
        bands = await bureau.rows(
            'select colour, "limit", unit, published from warning_rule_band'
            " where rule_version_id = $1 order by id",
            version["id"],
        )
        terms = declared_terms(each.rule)
        assert [tuple(band) for band in bands] == [(*band, True) for band in terms.bands]
        assert version["escalation"]
        assert version["legal_basis"]


async def test_planting_again_changes_nothing(bureau):
    before = await versions(bureau)
    await plant(bureau, E1)
    assert await versions(bureau) == before


async def test_what_a_newer_release_declares_is_a_proposal_and_changes_no_colour(bureau):
    newer = replace(E1, bands=(WarningBand(colour="RED", until=2),))
    await plant(bureau, newer)
    await plant(bureau, newer)
    first, second = await versions(bureau)
    assert (first["state"], first["valid_to"]) == ("PUBLISHED", None)
    assert (second["state"], second["proposed_by"]) == ("PROPOSED", None)
    open_bands = await bureau.rows(
        "select distinct rule_version_id from warning_rule_band where code = 'E1' and published"
    )
    assert [row["rule_version_id"] for row in open_bands] == [first["id"]]
    await plant(bureau, replace(newer, visit=False))
    _, second, third = await versions(bureau)
    assert (second["state"], third["state"]) == ("REJECTED", "PROPOSED")


async def test_a_release_that_goes_back_proposes_that(bureau):
    await plant(bureau, replace(E1, legal_basis="新法"))
    await plant(bureau, E1)
    states = [version["state"] for version in await versions(bureau)]
    assert states == ["PUBLISHED", "REJECTED", "PROPOSED"]


async def test_a_code_belongs_to_whoever_came_first(bureau):
    before = await versions(bureau)
    with pytest.raises(PluginError, match="belongs to special_equipment already"):
        await plant(bureau, E1, "licensing")
    assert await versions(bureau) == before


def bands(*given):
    return tuple(WarningBand(colour=c, until=n, unit=u) for c, n, u in given)


FAULTS = {
    "no code of a rule": {"code": "e 1"},
    "either a date or a measure": {"measure_field": "safety_grade"},
    "no bands": {"bands": ()},
    "No band can have the colour PINK": {"bands": bands(("PINK", 1, "months"))},
    "No band can have the colour GREEN": {"bands": bands(("GREEN", 1, "months"))},
    "Two bands have the colour RED": {"bands": bands(("RED", 1, "days"), ("RED", 2, "days"))},
    "from the nearest": {"bands": bands(("YELLOW", 1, "days"), ("RED", 2, "days"))},
    "reach farther": {"bands": bands(("RED", 3, "days"), ("YELLOW", 3, "days"))},
    "share one unit": {"bands": bands(("RED", 30, "days"), ("YELLOW", 2, "months"))},
    "MONTHS": {"bands": bands(("RED", 3, "value"))},
    "not between 0": {"bands": bands(("RED", -1, "days"))},
    "no audience": {"audiences": ()},
    "no role town.king": {"escalation": (Escalation(after_days=1, roles=("town.king",)),)},
    "reaches nobody": {"escalation": (Escalation(after_days=1, roles=()),)},
    "before its warning": {"escalation": (Escalation(after_days=-1, roles=("town.leader",)),)},
    "no legal basis": {"legal_basis": " "},
    "ends before": {"valid_to": dt.date(2013, 1, 1)},
    "a name in Chinese": {"chinese": ""},
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_rule_that_makes_no_sense_is_named(fault):
    assert fault in "; ".join(faults_of_rule(replace(E1, **FAULTS[fault])))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_rules_of_devices_are_sound(rule):
    assert not list(faults_of_rule(rule))


def test_a_measure_turns_critical_as_it_grows():
    rule = replace(E1, date_field="", measure_field="safety_grade", where={})
    rising = bands(("RED", 5, "value"), ("YELLOW", 3, "value"))
    assert not list(faults_of_rule(replace(rule, bands=rising)))
    assert list(faults_of_rule(replace(rule, bands=rising[::-1])))


RULE = WarningRule(
    code="T1",
    record=Equipment,
    date_field="next_inspection_on",
    bands=bands(("RED", 1, "months")),
    audiences=(Tier.TOWN,),
    chinese="样本",
    english="Sample",
    legal_basis="样本",
    valid_from=dt.date(2020, 1, 1),
)
DECLARED = """

from tests.core.warnings.test_planting import RULE, replace


@hookimpl
def warning_rules():
    return [replace(RULE, {changes})]
"""


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ("date_field='nothing'", "no data field Equipment.nothing"),
        ("date_field='name'", "Equipment.name is no date"),
        ("since_field='safety_grade'", "Equipment.safety_grade is no date"),
        ("where=dict(sort=dict(eq=1))", "no field 'sort'"),
        ("where=dict(useStatus=dict(eq='BROKEN'))", "BROKEN"),
        ("where=dict(colour=dict(eq='RED'))", "depends on the day"),
        ("where=dict([('or', [dict(overdue=dict(eq=True))])])", "depends on the day"),
        ("answered_by=('nothing',)", "no procedure 'nothing'"),
        ("code='E1'", "another rule has this code"),
        ("bands=()", "no bands"),
    ],
)
def test_a_faulty_rule_quarantines_its_plugin_by_name(strangers, changes, fault):
    strangers.install("alpha", {"hooks.py": HOOKS + DECLARED.replace("{changes}", changes)})
    strangers.install("beta")
    plugins = Plugins().load()
    assemble(plugins)
    told = plugins.found["alpha"].fault
    assert told is not None
    assert "warning rule" in told
    assert fault in told
    assert plugins.found["beta"].fault is None
    assert plugins.found["special_equipment"].fault is None


def test_a_sound_rule_of_a_stranger_serves(strangers):
    strangers.install("alpha", {"hooks.py": HOOKS + DECLARED.replace("{changes}", "")})
    plugins = Plugins().load()
    assert "T1" in assemble(plugins).watching.rules
    assert plugins.found["alpha"].fault is None
