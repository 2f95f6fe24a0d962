"""Versions of procedures: stored once, never changed, and a matter keeps the one it began under."""

from dataclasses import replace

import pytest

from core.errors import PluginError
from core.procedures.definitions import faults_of, plant_procedures
from tests.core.procedures.letter import PROCEDURE, STEPS


async def plant(office, procedure):
    async with office.store.system() as session:
        await plant_procedures(session, [("tests", procedure)])


def without(name):
    """The steps without one of them."""
    kept = [step for step in STEPS if step.name != name]
    return tuple(
        replace(
            step,
            leads_to=tuple("confirmed" if to == name else to for to in step.leads_to),
            not_same_person_as=tuple(n for n in step.not_same_person_as if n != name),
        )
        for step in kept
    )


async def test_planting_again_is_harmless_and_a_changed_version_is_refused(office):
    before = await office.rows("select * from procedure_definition order by id")
    await plant(office, PROCEDURE)
    with pytest.raises(PluginError, match="declare the next version"):
        await plant(office, replace(PROCEDURE, steps=without("signed")))
    assert await office.rows("select * from procedure_definition order by id") == before


async def test_a_matter_keeps_the_version_that_it_began_under(office):
    old = await office.file()
    await plant(office, replace(PROCEDURE, version=2, steps=without("signed")))
    new = await office.file()
    for letter in (old, new):
        await office.do("town", "checked", letter)
    steps = [(await office.matter(letter))["step"] for letter in (old, new)]
    assert steps == ["signed", "confirmed"]


async def test_a_version_for_later_is_not_in_force_yet(office):
    later = office.today.replace(year=office.today.year + 1)
    await plant(office, replace(PROCEDURE, version=2, valid_from=later, steps=without("signed")))
    letter = await office.file()
    await office.do("town", "checked", letter)
    assert (await office.matter(letter))["step"] == "signed"


@pytest.mark.parametrize(
    ("steps", "fault"),
    [
        ((), "no steps"),
        ((*STEPS, STEPS[1]), "two steps are called 'checked'"),
        ((replace(STEPS[0], leads_to=("nowhere",)), *STEPS[1:]), "unknown step 'nowhere'"),
        ((*STEPS[:2], replace(STEPS[2], signatures=0), STEPS[3]), "at least one signature"),
        ((replace(STEPS[0], leads_to=()), *STEPS[1:]), "leads nowhere"),
    ],
)
def test_a_procedure_that_makes_no_sense_is_named(steps, fault):
    assert any(fault in said for said in faults_of(replace(PROCEDURE, steps=steps)))


def test_a_sound_procedure_has_no_faults():
    assert list(faults_of(PROCEDURE)) == []
