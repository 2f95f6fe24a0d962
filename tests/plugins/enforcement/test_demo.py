"""The demonstration's cases: at every step, sound as if the engine had made them."""

import json

from core.app import Application
from core.identity.passwords import CHEAP, Passwords
from core.settings import Settings
from plugins.enforcement.hooks import examples
from schema.execution import Ask
from tests.core.demo.conftest import TODAY, filled, filled_with
from tests.fixtures.clock import TestClock
from tests.plugins.inspection.test_demo import sign_in

__all__ = ["filled", "filled_with"]
STEPS = {
    "investigated",
    "reviewed",
    "noticed",
    "answered",
    "decided",
    "served",
    "performed",
    "closed",
}


async def test_cases_wait_at_every_step_and_agree_with_their_matters(filled):
    rows = await filled.rows(
        "select m.step, c.party_enterprise_id, m.enterprise_id from penalty_case c"
        " join matter m on m.id = c.matter_id and m.subject_id = c.id where m.state = 'OPEN'"
    )
    assert {row["step"] for row in rows} == STEPS
    wrong = "select count(*) from penalty_case c join matter m on m.id = c.matter_id where"
    assert await filled.one(wrong + " c.town_id <> m.town_id or m.resource not like '%Case'") == 0
    towns = "select count(*) from penalty_case c join division d on d.id = c.town_id"
    assert await filled.one(towns + " where d.kind <> 'DISTRICT'") == 0
    same = "select count(*) from case_review r join case_officer o on o.case_id = r.case_id"
    assert await filled.one(same + " and o.account_id = r.reviewed_by") == 0
    last = "select last from number_series where series like 'enforcement.case/%' order by 1 desc"
    assert await filled.one(last + " limit 1") > 0


async def test_examples_give_rows_to_their_roles(filled, assembly, tmp_path):
    settings = Settings(var=tmp_path, _env_file=None)
    clock = TestClock(TODAY)
    application = Application(settings, assembly, filled.endpoints, clock, Passwords(cost=CHEAP))
    await application.start()
    try:
        for example in examples():
            token = None
            if example.role != "public":
                token = await sign_in(filled, example.role, clock.now())
            access = await application.access(token)
            answer = await application.answer(Ask(access=access, text=example.query))
            data = json.loads(answer.body)
            assert "errors" not in data, (example.title, data)
            (found,) = data["data"].values()
            rows = found["nodes"] if isinstance(found, dict) else found
            assert rows, example.title
    finally:
        await application.stop()
