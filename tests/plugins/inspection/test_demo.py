"""The demonstration's hazards: at every step, some late, sound as if the engine had made them."""

from tests.core.demo.conftest import TODAY, filled, filled_with

__all__ = ["filled", "filled_with"]

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


async def test_patrols_found_a_part_of_them(filled):
    found = await filled.one("select count(*) from patrol_answer where hazard_id is not null")
    assert found == await filled.one("select count(*) from hazard where source = 'PATROL'") > 0
