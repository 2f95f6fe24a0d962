"""The demonstration's spot checks: at every step, some late, and sound."""

import json

from core.app import Application
from core.identity.passwords import CHEAP, Passwords
from core.settings import Settings
from plugins.quality import desk
from plugins.quality.hooks import examples
from schema.execution import Ask
from tests.core.demo.conftest import TODAY, filled, filled_with
from tests.fixtures.clock import TestClock
from tests.plugins.inspection.test_demo import sign_in

__all__ = ["filled", "filled_with"]

OPEN = "select step, count(*) as n, count(*) filter (where due_on < $1) as late from matter "
STEPS = {
    "sampled", "sent", "tested", "notified", "objected", "retested", "ordered", "corrected",
    "rechecked", "announced",
}  # fmt: skip


async def test_checks_wait_at_every_step_and_some_are_late(filled):
    rows = await filled.rows(
        OPEN + "where resource = 'quality:SpotCheckTask' and state = 'OPEN' group by step", TODAY
    )
    found = {row["step"]: row["late"] for row in rows}
    assert found.keys() == STEPS
    assert all(found[step] for step in ("sampled", "corrected", "rechecked"))
    assert await filled.one("select count(distinct town_id) from enterprise_product") == 28
    for table in ("spot_check_plan", "quality_clue", "published_result", "regime_override"):
        assert await filled.one(f"select count(*) from {table}") > 2, table


async def test_matters_and_tasks_agree(filled):
    wrong = await filled.one(
        "select count(*) from spot_check_task t join matter m on m.id = t.matter_id where"
        " (t.closed_on is null) <> (m.state = 'OPEN') or t.town_id <> m.town_id"
        " or m.subject_id <> t.id or t.enterprise_id is distinct from m.enterprise_id"
    )
    assert wrong == 0
    known = "select count(*) from spot_check_task t join matter m on m.id = t.matter_id where "
    assert await filled.one(known + "m.step = 'sampled' and t.enterprise_id is not null") == 0
    assert await filled.one("select count(*) from sample where first_officer_id"
                            " = second_officer_id") == 0  # fmt: skip
    late = "select count(*) from supervision_profile where next_visit_on < $1"
    assert await filled.one(late, TODAY) > 0
    known = "select count(*) from matter where state = 'OPEN' and warning_rule = "
    assert await filled.one(known + "'Q1'") > 0
    assert await filled.one(known + "'Q2'") > 0


async def test_series_go_on_where_the_demonstration_ends(filled):
    rows = await filled.rows("select series, last from number_series")
    known = {row["series"]: row["last"] for row in rows}
    for kind, table in (("spot_check_sample", "sample"), ("correction_order", "correction_order")):
        given = sum(last for series, last in known.items() if series.startswith(f"{kind}/"))
        assert given == await filled.one(f"select count(*) from {table}")


async def test_examples_and_lists_give_rows_to_their_roles(filled, assembly, tmp_path):
    settings, clock = Settings(var=tmp_path, _env_file=None), TestClock(TODAY)
    application = Application(settings, assembly, filled.endpoints, clock, Passwords(cost=CHEAP))
    await application.start()
    try:
        period = {"first": "2026-01-01", "last": "2026-12-31"}
        asked = [(each.title, each.role, each.query) for each in examples()]
        asked += [
            (page.slug, "branch.quality_chief", page.document)
            for page in desk.PAGES
            if "$id" not in page.document
        ]
        tokens = {"public": None}
        for title, role, text in asked:
            if role not in tokens:
                tokens[role] = await sign_in(filled, role, clock.now())
            access = await application.access(tokens[role])
            given = period if "$first" in text else {}
            answer = await application.answer(Ask(access=access, text=text, variables=given))
            data = json.loads(answer.body)
            assert "errors" not in data, (title, data)
            for found in data["data"].values():
                assert found["nodes"] if isinstance(found, dict) else found, title
    finally:
        await application.stop()
