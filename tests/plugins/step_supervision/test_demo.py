"""The demonstration: cases at every step, steps in time and late; examples and lists give rows."""

import json

from core.app import Application
from core.identity.passwords import CHEAP, Passwords
from core.settings import Settings
from plugins.step_supervision import desk
from plugins.step_supervision.hooks import examples
from schema.execution import Ask
from tests.core.demo.conftest import TODAY, filled, filled_with
from tests.fixtures.clock import TestClock
from tests.plugins.inspection.test_demo import sign_in

__all__ = ["filled", "filled_with"]


async def test_cases_at_every_step_and_steps_both_ways(filled):
    rows = await filled.rows(
        "select distinct m.step, m.state from supervision_case c "
        "join matter m on m.id = c.matter_id"
    )
    wanted = {("answered", "OPEN"), ("judged", "OPEN"), ("judged", "DONE")}
    assert {tuple(row) for row in rows} == wanted
    assert await filled.one("select count(*) from step_event where on_time") > 5
    assert await filled.one("select count(*) from step_event where not on_time") > 2
    assert await filled.one("select count(*) from step_pause") > 3


async def test_examples_and_lists_give_rows_to_their_roles(filled, assembly, tmp_path):
    settings = Settings(var=tmp_path, _env_file=None)
    clock = TestClock(TODAY)
    application = Application(settings, assembly, filled.endpoints, clock, Passwords(cost=CHEAP))
    await application.start()
    try:
        tokens = {}
        asked = [(each.title, each.role, each.query) for each in examples()]
        asked += [
            (page.slug, "superior.supervisor", page.document)
            for page in desk.PAGES
            if "$id" not in page.document and "$token" not in page.document
        ]
        for title, role, text in asked:
            if role not in tokens:
                tokens[role] = await sign_in(filled, role, clock.now())
            access = await application.access(tokens[role])
            answer = await application.answer(Ask(access=access, text=text))
            data = json.loads(answer.body)
            assert "errors" not in data, (title, data)
            for found in data["data"].values():
                assert found["nodes"] if isinstance(found, dict) else found, title
    finally:
        await application.stop()
