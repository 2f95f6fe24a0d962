"""一企一档: what subsystems know of a unit stands in its file, and is traced by its number."""

import json
from collections.abc import Iterator

import pytest

from core.app import Application
from core.desk.visit import Peer
from core.identity.passwords import CHEAP, Passwords
from core.settings import Settings
from plugins.enterprise.hooks import examples
from schema.assembly import Assembly
from schema.execution import Ask
from schema.ids import global_id
from schema.shared.register import Enterprise
from schema.sources import Many
from tests.core.demo.conftest import TODAY, filled, filled_with
from tests.fixtures.clock import TestClock
from tests.plugins.inspection.test_demo import sign_in

__all__ = ["filled", "filled_with"]
FILE = "core/enterprise"
ROLE = "superior.supervisor"


def lists_of(assembly: Assembly) -> Iterator[tuple[str, str]]:
    """(plugin, field) of each list that a subsystem hangs on an enterprise."""
    for plugin, extension in assembly.plugins.contributions("type_extensions"):
        if extension.target is Enterprise:
            for field in extension.fields:
                if isinstance(getattr(field, "source", None), Many):
                    yield plugin, field.python_name


def test_every_subsystem_with_records_of_an_enterprise_has_its_section(assembly: Assembly) -> None:
    sections = {each.plugin for each in assembly.desk.pages if each.part.part_of == FILE}
    assert {plugin for plugin, _ in lists_of(assembly)} - sections == set()
    assert len(sections) > 6


@pytest.fixture(scope="module")
async def application(filled, assembly, tmp_path_factory):
    settings = Settings(var=tmp_path_factory.mktemp("var"), _env_file=None)
    made = Application(
        settings, assembly, filled.endpoints, TestClock(TODAY), Passwords(cost=CHEAP)
    )
    await made.start()
    yield made
    await made.stop()


@pytest.fixture(scope="module")
async def access(application, filled):
    return await application.access(await sign_in(filled, ROLE, application.clock.now()))


async def test_one_document_shows_the_file(application, access):
    for example in examples():
        answer = await application.answer(Ask(access=access, text=example.query))
        data = json.loads(answer.body)
        assert "errors" not in data, (example.title, data)
        (found,) = data["data"].values()
        assert found["nodes"] if isinstance(found, dict) else found, example.title


async def test_the_page_has_a_section_of_every_subsystem(application, access, filled):
    key = await filled.one("select enterprise_id from licence order by id limit 1")
    visit = application.desk.visit(access, Peer())
    titles = []
    for placed in visit.book.pages:
        if placed.part.part_of in (FILE, "enterprise"):
            result = await visit.read(placed.part.document, id=global_id("Enterprise", key))
            assert result is not None, placed.path
            assert not result.errors, (placed.path, result.errors)
            titles.append(placed.plugin)
    assert {"licensing", "special_equipment", "metrology", "standards", "quality"} <= set(titles)
    assert {"inspection", "food_safety", "early_warning"} <= set(titles)


TRACE = """query ($number: String!) { trace(number: $number) {
  kind number enterprise { name } matter { name } changes { act organisation post source }
} }"""


async def traced(application, access, number):
    ask = Ask(access=access, text=TRACE, variables={"number": number})
    answer = json.loads((await application.answer(ask)).body)
    assert "errors" not in answer, answer
    return answer["data"]["trace"]


async def test_an_order_leads_to_its_matter_and_every_step(application, access, filled):
    number = await filled.one(
        "select number from rectification_order where number is not null limit 1"
    )
    (hit,) = await traced(application, access, number.replace("〔", "[").replace("〕", "]"))
    assert hit["kind"].startswith("责令改正")
    assert hit["matter"] is not None
    acts = [change["act"] for change in hit["changes"]]
    assert "OPENED" in acts
    assert any(change["organisation"] for change in hit["changes"])


@pytest.mark.parametrize(
    "numbers",
    [
        "select number from licence limit 1",
        "select use_registration_no from equipment where use_registration_no is not null limit 1",
        "select equipment_code from equipment where equipment_code is not null limit 1",
        "select credit_code from enterprise where credit_code is not null limit 1",
        "select number from instrument limit 1",
        "select certificate_no from verification where certificate_no is not null limit 1",
        "select number from sample limit 1",
        "select number from food_sample limit 1",
        "select number from enterprise_standard limit 1",
        "select code from standard limit 1",
    ],
)
async def test_every_kind_of_number_is_traced(application, access, filled, numbers):
    number = await filled.one(numbers)
    hits = await traced(application, access, f" {number.lower()} ")
    assert number in [hit["number"] for hit in hits]
    assert all(hit["changes"] or hit["kind"] for hit in hits)
