"""The saved examples and the lists of the desk give rows over the demonstration."""

import json

from core.app import Application
from core.identity.passwords import CHEAP, Passwords
from core.settings import Settings
from plugins.special_equipment.desk.safety_pages import SAFETY_PAGES
from plugins.special_equipment.hooks import examples
from schema.execution import Ask
from tests.core.demo.conftest import TODAY, filled, filled_with
from tests.fixtures.clock import TestClock
from tests.plugins.inspection.test_demo import sign_in

__all__ = ["filled", "filled_with"]
CHIEF = "branch.special_equipment_chief"


async def test_examples_and_lists_give_rows(filled, assembly, tmp_path):
    settings, clock = Settings(var=tmp_path, _env_file=None), TestClock(TODAY)
    application = Application(settings, assembly, filled.endpoints, clock, Passwords(cost=CHEAP))
    await application.start()
    try:
        tokens = {}
        asked = [(each.title, each.role, each.query) for each in examples()]
        pages = [page for page in SAFETY_PAGES if "$id" not in page.document]
        asked += [(page.slug, CHIEF, page.document) for page in pages]
        for title, role, text in asked:
            if role not in tokens:
                tokens[role] = await sign_in(filled, role, clock.now())
            access = await application.access(tokens[role])
            days = {"today": str(TODAY), "month": str(TODAY)}
            given = {name: day for name, day in days.items() if f"${name}:" in text}
            answer = await application.answer(Ask(access=access, text=text, variables=given))
            data = json.loads(answer.body)
            assert "errors" not in data, (title, data)
            for found in data["data"].values():
                assert found["nodes"] if isinstance(found, dict) else found, title
    finally:
        await application.stop()
