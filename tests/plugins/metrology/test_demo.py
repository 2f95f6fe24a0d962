"""The demonstration's instruments: every colour and step; examples give rows to their roles."""

import json

from core.app import Application
from core.identity.passwords import CHEAP, Passwords
from core.settings import Settings
from plugins.metrology import desk
from plugins.metrology.hooks import examples
from schema.execution import Ask
from tests.core.demo.conftest import TODAY, filled, filled_with
from tests.fixtures.clock import TestClock
from tests.plugins.inspection.test_demo import sign_in

__all__ = ["filled", "filled_with"]


async def test_every_status_and_every_step(filled):
    rows = await filled.rows("select distinct status from instrument")
    assert {row["status"] for row in rows} == {"IN_USE", "STOPPED", "IDLE", "SCRAPPED"}
    steps = await filled.rows(
        "select distinct step from matter where resource like 'metrology:%' and state = 'OPEN'"
    )
    wanted = {"verified", "filed", "received", "on_site", "in_laboratory", "repaired", "lifted"}
    assert {row["step"] for row in steps} == wanted
    assert await filled.one("select count(*) from market") > 5


async def test_examples_and_lists_give_rows_to_their_roles(filled, assembly, tmp_path):
    settings = Settings(var=tmp_path, _env_file=None)
    clock = TestClock(TODAY)
    application = Application(settings, assembly, filled.endpoints, clock, Passwords(cost=CHEAP))
    await application.start()
    try:
        tokens = {}
        asked = [(each.title, each.role, each.query) for each in examples()]
        asked += [
            (page.slug, "branch.metrology_clerk", page.document)
            for page in desk.PAGES
            if "$id" not in page.document
        ]
        for title, role, text in asked:
            if role not in tokens:
                tokens[role] = await sign_in(filled, role, clock.now())
            access = await application.access(tokens[role])
            given = {"today": str(TODAY)} if "$today" in text else {}
            answer = await application.answer(Ask(access=access, text=text, variables=given))
            data = json.loads(answer.body)
            assert "errors" not in data, (title, data)
            for found in data["data"].values():
                assert found["nodes"] if isinstance(found, dict) else found, title
    finally:
        await application.stop()
