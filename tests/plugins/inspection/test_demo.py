"""The demonstration's hazards: at every step, some late, sound as if the engine had made them."""

import datetime as dt
import itertools
import json

import httpx2

from core.app import Application
from core.draws.drawing import balls_of, drawn, sha256_of
from core.identity.models import Session, SessionKind
from core.identity.passwords import CHEAP, Passwords
from core.identity.tokens import SESSION_PREFIX, token_digest
from core.settings import Settings
from core.site import build_site
from plugins.inspection.hooks import examples
from schema.execution import Ask
from schema.ids import global_id
from tests.core.demo.conftest import TODAY, filled, filled_with
from tests.core.papers.paper import Printed
from tests.fixtures.clock import TestClock

__all__ = ["filled", "filled_with"]

numbers = itertools.count()
OPEN = "select step, count(*) as n, count(*) filter (where due_on < $1) as late from matter "


async def test_hazards_wait_at_every_step_and_some_are_late(filled):
    rows = await filled.rows(
        OPEN + "where resource = 'inspection:Hazard' and state = 'OPEN' group by step", TODAY
    )
    found = {row["step"]: row["late"] for row in rows}
    assert found.keys() == {"checked", "taken_in", "ordered", "rectified", "reinspected"}
    assert all(found[step] for step in found.keys() - {"ordered"})
    towns = "select count(distinct town_id) from hazard where closed_on is null"
    assert await filled.one(towns) == 28


async def test_orders_are_numbered_without_gaps(filled):
    rows = await filled.rows(
        "select year, array_agg(serial order by serial) as serials from rectification_order"
        " group by year"
    )
    assert rows
    assert all(row["serials"] == list(range(1, len(row["serials"]) + 1)) for row in rows)


async def test_matters_and_hazards_agree(filled):
    wrong = await filled.one(
        "select count(*) from hazard h join matter m on m.id = h.matter_id where"
        " (h.closed_on is null) <> (m.state = 'OPEN') or h.town_id <> m.town_id"
        " or m.subject_id <> h.id"
    )
    assert wrong == 0
    same = "select count(*) from reinspection r join matter m on m.subject_id = r.hazard_id"
    assert await filled.one(same + " where m.doers -> 'checked' @> to_jsonb(r.inspected_by)") == 0


async def test_series_go_on_where_the_demonstration_ends(filled):
    rows = await filled.rows("select series, last from number_series where series like '%/XS/%'")
    known = {row["series"]: row["last"] for row in rows}
    orders = await filled.rows(
        "select year, max(serial) as last from rectification_order group by year"
    )
    for row in orders:
        assert known[f"rectification_order/XS/{row['year']}"] == row["last"]
    for table in ("letter", "complaint", "violation_report", "inspection_plan", "inspection_task"):
        of_table = sum(n for series, n in known.items() if series.startswith(f"{table}/"))
        assert of_table == await filled.one(f"select count(*) from {table}")


async def test_letters_plans_and_tasks_wait_at_every_step(filled):
    for resource, steps in (
        ("Complaint", {"accepted", "mediated", "told"}),
        ("ViolationReport", {"checked", "told"}),
        ("InspectionTask", {"issued", "awaiting_feedback", "handling", "tracking"}),
    ):
        rows = await filled.rows(
            "select distinct step from matter where state = 'OPEN' and resource = $1",
            f"inspection:{resource}",
        )
        assert {row["step"] for row in rows} == steps, resource
    assert (
        await filled.one("select count(*) from complaint_record where listed_on is not null") == 1
    )
    assert await filled.one("select max(behind) from campaign_target") >= 25
    busiest = (
        "select count(*) from inspection_task where closed_on is null group by officer_id"
        " order by 1 desc limit 1"
    )
    assert await filled.one(busiest) >= 14


async def test_the_demonstration_s_draws_come_out_again(filled):
    for row in await filled.rows("select * from draw where seed is not null"):
        assert row["keys"] == drawn(row["seed"], balls_of(row["pool"]), row["count"])
        assert row["pool_sha256"] == sha256_of(row["pool"])


async def test_patrols_found_a_part_of_them(filled):
    found = await filled.one("select count(*) from patrol_answer where hazard_id is not null")
    assert found == await filled.one("select count(*) from hazard where source = 'PATROL'") > 0


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
            rows = found["nodes"] if isinstance(found, dict) else found
            assert rows, example.title
    finally:
        await application.stop()


async def test_the_demonstration_s_orders_are_printed(filled, assembly, tmp_path):
    settings, clock = Settings(var=tmp_path, _env_file=None), TestClock(TODAY)
    application = Application(settings, assembly, filled.endpoints, clock, Passwords(cost=CHEAP))
    site = build_site(application)
    row = "select hazard_id, number from rectification_order order by id desc limit 1"
    ((hazard, number),) = await filled.rows(row)
    token = await sign_in(filled, "branch.inspection_chief", clock.now())
    await application.start()
    try:
        transport = httpx2.ASGITransport(app=site)
        async with httpx2.AsyncClient(transport=transport, base_url="http://bureau") as http:
            path = f"/desk/inspection/papers/order/{global_id('Hazard', hazard)}.pdf"
            answer = await http.get(path, headers={"authorization": f"Bearer {token}"})
        assert number in Printed(answer.content).text
    finally:
        await application.stop()


async def sign_in(filled, role, now):
    """The token of a session for somebody who holds the role."""
    account = await filled.one("select min(account_id) from post where role = $1", role)
    token = f"{SESSION_PREFIX}example-{role}-{next(numbers)}"
    async with filled.store.system() as session:
        session.add(
            Session(
                account_id=account,
                token_hash=token_digest(token),
                kind=SessionKind.BEARER,
                created_at=now,
                last_seen_at=now,
                idle_minutes=600,
                expires_at=now + dt.timedelta(days=1),
                ip="",
                user_agent="tests",
            )
        )
    return token
