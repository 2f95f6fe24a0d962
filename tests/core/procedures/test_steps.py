"""Doing steps: who may, in which order, forward, back, by two, and to the end."""

import pytest

from core.errors import Conflict, Denied, InvalidInput, NotFound, ZhijianError
from core.procedures.events import MatterAdvanced
from core.procedures.models import StepAct
from core.procedures.service import open_matter
from tests.core.procedures.letter import PEOPLE, Letter

PATH = (("town", "checked"), ("inspector", "signed"), ("head", "signed"), ("chief", "confirmed"))


async def test_a_matter_goes_from_hand_to_hand(office):
    heard = office.listen(MatterAdvanced)
    await office.file()
    for who, step in PATH:
        assert (await office.matter())["step"] == step
        await office.do(who, step)
    matter = await office.matter()
    assert (matter["state"], matter["outcome"], matter["step"]) == ("DONE", "END", "confirmed")
    assert matter["due_on"] is None
    assert [(e.act.name, e.to_step) for e in heard] == [
        ("OPENED", "checked"),
        ("COMPLETED", "signed"),
        ("SIGNED", "signed"),
        ("COMPLETED", "confirmed"),
        ("COMPLETED", None),
    ]
    events = await office.rows("select * from step_event order by id")
    assert [e["on_time"] for e in events] == [None, True, None, True, True]
    names = ("a1", "town-a", "first", "first", "branch")
    assert [e["organisation_id"] for e in events] == [office.world.organisations[n] for n in names]
    (letter,) = await office.rows("select * from tests_letter")
    assert letter["organisation_ids"] == matter["organisation_ids"]
    assert letter["version"] == 1 + len(PATH)


@pytest.mark.parametrize("steps", range(len(PATH) + 1))
async def test_nobody_else_does_a_step_and_nothing_changes(office, steps):
    await office.file()
    for who, step in PATH[:steps]:
        await office.do(who, step)
    right = {who for who, step in PATH[steps : steps + 1]}
    right |= {"inspector", "head", "officer", "chief"} if steps in (1, 2) else set()
    right |= {"officer"} if steps == 3 else set()
    right -= {"inspector"} if steps == 2 else set()
    before = await office.everything()
    tried = 0
    for who in sorted(PEOPLE.keys() - right):
        for step in ("filed", "checked", "signed", "confirmed"):
            with pytest.raises((Denied, Conflict, NotFound)):
                await office.do(who, step)
            tried += 1
    assert tried >= 4 * 5
    assert await office.everything() == before


async def test_only_those_of_the_first_tiers_open_a_matter(office):
    async with office.acting("chief") as work:
        letter = Letter(text="x", town_id=office.world.divisions["a"], organisation_ids=[])
        with pytest.raises(Denied):
            await open_matter(work, letter, "tests_letter", title="x")


async def test_a_step_goes_back_with_a_reason_only(office):
    await office.file()
    before = await office.everything()
    with pytest.raises(InvalidInput) as refused:
        await office.do("town", "checked", reason=" ", to="filed")
    assert refused.value.field == "reason"
    assert await office.everything() == before
    await office.do("town", "checked", reason="缺照片", to="filed")
    assert (await office.matter())["step"] == "filed"
    (event,) = await office.rows("select * from step_event where act = 'RETURNED'")
    assert (event["reason"], event["to_step"]) == ("缺照片", "filed")
    await office.do("clerk", "filed")
    assert (await office.matter())["step"] == "checked"


async def test_a_step_ends_early_with_its_outcome(office):
    await office.file()
    await office.do("town", "checked", to="end", outcome="DISMISSED")
    matter = await office.matter()
    assert (matter["state"], matter["outcome"]) == ("DONE", "DISMISSED")
    with pytest.raises(Conflict) as refused:
        await office.do("town", "checked")
    assert refused.value.stable_code == "MATTER_CLOSED"


async def test_a_step_leads_only_where_the_procedure_says(office):
    await office.file()
    with pytest.raises(Conflict) as refused:
        await office.do("town", "checked", to="confirmed")
    assert refused.value.stable_code == "NOT_POSSIBLE_HERE"


async def refusal(office, who, step, **how):
    """The code with which doing a step is refused; nothing changes."""
    before = await office.everything()
    with pytest.raises(ZhijianError) as refused:
        await office.do(who, step, **how)
    assert await office.everything() == before
    return refused.value.stable_code


async def test_whoever_filed_does_not_check(office):
    await office.file("town")
    assert await refusal(office, "town", "checked") == "SAME_PERSON"


async def test_two_officers_sign_the_same(office):
    await office.file()
    await office.do("town", "checked")
    progress = await office.do("inspector", "signed", outcome="A")
    assert not progress.finished_step
    assert (await office.matter())["step"] == "signed"
    assert await refusal(office, "inspector", "signed", outcome="A") == "ALREADY_SIGNED"
    assert await refusal(office, "head", "signed", outcome="B") == "OTHER_DECISION"
    assert (await office.do("chief", "signed", outcome="A")).finished_step
    # both signatories are kept from confirming what they signed
    assert await refusal(office, "chief", "confirmed") == "SAME_PERSON"
    assert (await office.do("officer", "confirmed")).finished_step


async def test_one_officer_alone_may_send_back(office):
    await office.file()
    await office.do("town", "checked")
    await office.do("inspector", "signed")
    await office.do("head", "signed", to="checked", reason="照片不清")
    matter = await office.matter()
    assert (matter["step"], matter["signed_by"]) == ("checked", [])
    assert StepAct.RETURNED.name in {
        e["act"] for e in await office.rows("select act from step_event")
    }
