"""The demonstration's food: every town, grade, colour and step, sound as if made by hand."""

import json

from core.app import Application
from core.identity.passwords import CHEAP, Passwords
from core.settings import Settings
from plugins.food_safety.hooks import examples
from schema.execution import Ask
from tests.core.demo.conftest import TODAY, filled, filled_with
from tests.fixtures.clock import TestClock
from tests.plugins.inspection.test_demo import sign_in

__all__ = ["filled", "filled_with"]


async def test_makers_of_every_grade_are_in_every_town(filled):
    assert await filled.one("select count(distinct town_id) from food_producer") == 28
    assert await filled.one("select count(distinct grade) from food_producer") == 4
    due = "select count(*) from food_producer where next_inspection_by < $1"
    (row,) = await filled.rows(due, TODAY)
    assert row[0] > 0


async def test_something_waits_at_most_steps(filled):
    rows = await filled.rows(
        "select resource, step from matter where resource like 'food_safety:%'"
        " and state = 'OPEN' group by resource, step"
    )
    found = {f"{row['resource'].partition(':')[2]}/{row['step']}" for row in rows}
    assert found >= {
        "RiskGrade/checked", "RiskGrade/fixed", "RiskGrade/told",
        "FoodInspection/done", "FoodInspection/published",
        "FoodSample/objected", "Disposal/caused", "FoodRecall/assessed",
    }, found  # fmt: skip


async def test_matters_and_records_agree(filled):
    for table in ("risk_grade", "food_inspection", "food_sample", "disposal", "food_recall"):
        wrong = await filled.one(
            f"select count(*) from {table} r join matter m on m.id = r.matter_id"
            " where m.subject_id <> r.id or m.town_id <> r.town_id"
            " or m.enterprise_id is distinct from r.enterprise_id"
        )
        assert wrong == 0, table


async def test_examples_give_rows_to_their_roles(filled, assembly, tmp_path):
    settings = Settings(var=tmp_path, _env_file=None)
    clock = TestClock(TODAY)
    application = Application(settings, assembly, filled.endpoints, clock, Passwords(cost=CHEAP))
    await application.start()
    try:
        for example in examples():
            access = await application.access(await sign_in(filled, example.role, clock.now()))
            answer = await application.answer(Ask(access=access, text=example.query))
            data = json.loads(answer.body)
            assert "errors" not in data, (example.title, data)
            (found,) = data["data"].values()
            assert found["nodes"] if isinstance(found, dict) else found, example.title
    finally:
        await application.stop()


async def test_numbers_of_samples_have_no_gaps_and_go_on(filled):
    rows = await filled.rows(
        "select substr(number, 5, 4) as year,"
        " array_agg(substr(number, 9)::int order by number) as n from food_sample group by 1"
    )
    assert rows
    for row in rows:
        assert row["n"] == list(range(1, len(row["n"]) + 1))
        last = await filled.one(
            "select last from number_series where series = 'food_sample/XS/' || $1", row["year"]
        )
        assert last == len(row["n"])
