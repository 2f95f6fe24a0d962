"""From a number to the record, within one's own scope, and back to where it is from."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, event

from core.declarations import Traced
from core.errors import PluginError
from schema.ids import global_id
from schema.shared.register import Enterprise, Site
from schema.tracing.declared import traces_of
from tests.core.desk.pages import Clerk
from tests.core.desk.stock import enter_licences

TRACE = """query ($number: String!) { trace(number: $number) {
  id kind number name enterprise { id name } site { name } matter { name }
  changes { at what act post organisation by kind source changed reason }
} }"""
CLERK, CHIEF, TOWN_A = (
    "branch-licensing-clerk",
    "branch-licensing-chief",
    "town-quality-officer-a",
)


@contextmanager
def reads() -> Iterator[list[str]]:
    """The statements that read rows."""
    seen: list[str] = []

    def note(_connection, _cursor, statement, *_):
        if statement.lstrip("( \n").upper().startswith(("SELECT", "WITH")):
            seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)


async def trace(bureau, who, number):
    return (await bureau.as_user(who).ask(TRACE, number=number))["trace"]


async def test_a_licence_is_found_however_its_number_is_typed(bureau):
    number = (await enter_licences(bureau))["red"]
    wide = "".join(chr(ord(c) + 0xFEE0) for c in number.lower())
    for typed in (number, f" {number.lower()[:6]} {number[6:]}", wide):
        (hit,) = await trace(bureau, CHIEF, typed)
        assert (hit["number"], hit["kind"]) == (number, "许可证\nLicence")
        a1 = global_id("Enterprise", bureau.world.enterprises["a1"])
        assert hit["enterprise"]["id"] == a1
    assert await trace(bureau, CHIEF, number[:-1] + "X") == []
    assert await trace(bureau, CHIEF, "") == []
    (error,) = await bureau.as_user(CHIEF).errors(TRACE, number="12")
    assert error["extensions"]["code"] == "WHOLE_NUMBER"


async def test_it_says_by_which_change_set_and_post_it_came_and_who_to_whom_may_know(bureau):
    number = (await enter_licences(bureau))["red"]
    (change,) = (await trace(bureau, CHIEF, number))[0]["changes"]
    assert (change["kind"], change["source"], change["reason"]) == (
        "DECLARATION",
        "licensing",
        "核发",
    )
    assert "许可" in change["post"]
    assert change["what"].startswith("登记")
    assert change["by"] is None
    (own,) = (await trace(bureau, CLERK, number))[0]["changes"]
    assert own["by"] == CLERK
    (told,) = (await trace(bureau, "enterprise-manager-a1", number))[0]["changes"]
    assert told["by"] is None


async def test_what_was_changed_is_told_by_the_names_of_facts(bureau):
    number = (await enter_licences(bureau))["red"]
    (hit,) = await trace(bureau, CHIEF, number)
    done = await bureau.as_user(CLERK).do("remarkLicence", licenceId=hit["id"], remarks="待补正")
    assert done["userErrors"] == []
    latest, first = (await trace(bureau, CHIEF, number))[0]["changes"]
    assert "备注" in latest["changed"]
    assert latest["at"] >= first["at"]
    assert (latest["kind"], first["kind"]) == (None, "DECLARATION")
    assert "待补正" not in str(latest)


async def test_only_what_one_may_read_is_found(bureau):
    numbers = await enter_licences(bureau)
    assert len(await trace(bureau, TOWN_A, numbers["red"])) == 1
    for who in ("town-quality-officer-b", "enterprise-manager-a2", "enterprise-manager-c1", ""):
        assert await trace(bureau, who, numbers["red"]) == []
    code = (await bureau.rows("select credit_code from enterprise where id = $1",
                              bureau.world.enterprises["a1"]))[0]["credit_code"]  # fmt: skip
    if code:
        assert [hit["kind"] for hit in await trace(bureau, TOWN_A, code)] == ["企业\nEnterprise"]
        assert await trace(bureau, "town-quality-officer-b", code) == []


async def test_two_statements_however_many_kinds_there_are(bureau):
    number = (await enter_licences(bureau))["red"]
    await trace(bureau, CHIEF, number)
    with reads() as seen:
        await trace(bureau, CHIEF, number)
    tracing = [each for each in seen if " licence" in each or "row_version" in each]
    assert len(tracing) == 2, tracing
    with reads() as seen:
        await trace(bureau, CHIEF, "NOTHING-AT-ALL")
    assert len([each for each in seen if " licence" in each or "row_version" in each]) == 1


async def test_every_number_is_found_by_an_index(assembly):
    """What is checked at start: no traced number is looked for in a whole table."""
    catalogue = assembly.schema.catalogue
    with pytest.raises(PluginError, match="no index begins"):
        traces_of([Traced(record=Enterprise, title="", numbers=("registration_no",))], catalogue)
    with pytest.raises(PluginError, match="names no value"):
        traces_of([Traced(record=Enterprise, title="", numbers=("phone",))], catalogue)
    with pytest.raises(PluginError, match="has no number"):
        traces_of([Traced(record=Site, title="", numbers=())], catalogue)


async def test_the_desk_leads_from_the_search_box_to_the_record(bureau):
    number = (await enter_licences(bureau))["red"]
    for who in (CHIEF, TOWN_A, "station-inspector-first", "enterprise-manager-a1"):
        person = Clerk(bureau, who)
        home = await person.get("/desk")
        assert "number" in home.inputs
        page = await person.get(f"/desk/core/trace?number={number.lower()}")
        assert person.says(number)
        assert person.says("核发")
        assert any(link.startswith("/desk/core/record/") for link in page.links)
    empty = Clerk(bureau, CHIEF)
    await empty.get("/desk/core/trace")
    assert empty.says("没有查到")
