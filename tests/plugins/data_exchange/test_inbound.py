"""From a feed to the register: staged, matched, confirmed; and what must not move anything."""

from schema.ids import global_id
from tests.plugins.data_exchange.window import (
    batch,
    confirm,
    licence,
    licences,
    number,
    records,
    send,
    states,
)


async def test_new_licences_wait_and_are_entered_by_a_confirmation(house):
    sent = await send(house, [licence(house, 1), licence(house, 2, "c1")])
    assert (sent["state"], sent["total"], sent["dead"]) == ("MATCHED", 2, 0)
    assert await states(house, sent) == ["NEW", "NEW"]
    assert await licences(house) == {}
    await confirm(house, sent)
    entered = await licences(house)
    assert set(entered) == {number(1), number(2)}
    row = entered[number(1)]
    assert (row["origin"], row["covers"]) == ("EXTERNAL", ["糕点", "饮料"])
    assert row["enterprise_id"] == house.world.enterprises["a1"]
    (change,) = await house.rows("select * from change_set where id = $1", row["change_id"])
    assert (change["kind"], change["source"]) == ("EXCHANGE", "data_exchange:golden_quality")
    assert (await batch(house, sent["id"]))["state"] == "DONE"
    kept = await house.rows("select fields, source from field_provenance order by id")
    assert {row["source"] for row in kept} == {"golden_quality"}
    assert "valid_until" in kept[0]["fields"]


async def test_the_same_file_twice_moves_nothing(house):
    given = [licence(house, 1), licence(house, 2)]
    sent = await send(house, given)
    await confirm(house, sent)
    before = await licences(house)
    again = await send(house, given)
    assert (again["id"], again["times"]) == (sent["id"], 2)
    other = await send(house, list(reversed(given)))  # another file, the same content
    assert other["id"] != sent["id"]
    assert await states(house, other) == ["REPEATED", "REPEATED"]
    assert other["state"] == "DONE"
    assert await licences(house) == before


async def test_a_newer_revision_is_taken_and_a_late_older_one_is_not(house):
    await confirm(house, await send(house, [licence(house, 1)]))
    newer = await send(house, [licence(house, 1, REV="3", VALTO="2030-02-28")])
    assert await states(house, newer) == ["NEWER"]
    late = await send(house, [licence(house, 1, REV="2", VALTO="2029-12-31")])
    assert await states(house, late) == ["OLDER"]
    await confirm(house, newer)
    assert str((await licences(house))[number(1)]["valid_until"]) == "2030-02-28"
    assert await states(house, await send(house, [licence(house, 1, REV="2", LICANTH="x")])) == [
        "OLDER"
    ]


async def test_a_newer_revision_overtakes_one_that_still_waits(house):
    first = await send(house, [licence(house, 1)])
    second = await send(house, [licence(house, 1, REV="2", LICANTH="浙江省局")])
    assert await states(house, first) == ["SUPERSEDED"]
    assert await states(house, second) == ["NEW"]
    assert (await batch(house, first["id"]))["state"] == "DONE"
    await confirm(house, second)
    assert (await licences(house))[number(1)]["authority"] == "浙江省局"


async def test_what_names_an_unknown_firm_is_held_until_the_firm_is_here(house):
    code = "91330109MA0TEXT12A"
    sent = await send(house, [licence(house, 1, code)])
    (held,) = await records(house, sent)
    assert (held["state"], held["heldFor"], held["heldUntil"]) == ("HELD", code, "2026-11-30")
    done = await house.as_user("branch-data-clerk").run(
        "registerEnterprise",
        "enterprise { id }",
        townId=global_id("Division", house.world.divisions["a"]),
        name="杭州迟到食品有限公司",
        kind="ENTERPRISE",
        address="一号路",
        creditCode=code,
        reason="登记",
    )
    assert done["userErrors"] == [], done
    await send(house, [licence(house, 9)])
    (found,) = await records(house, sent)
    assert (found["state"], found["enterprise"]["name"]) == ("NEW", "杭州迟到食品有限公司")


async def test_a_withdrawn_licence_ends_and_its_history_stays(house):
    await confirm(house, await send(house, [licence(house, 1)]))
    gone = await send(house, [licence(house, 1, REV="2", OP="D", LICSTATE="")])
    assert await states(house, gone) == ["WITHDRAWAL"]
    await confirm(house, gone)
    assert (await licences(house))[number(1)]["status"] == "WITHDRAWN"
    acts = await house.rows("select act from licence_event order by id")
    assert [row["act"] for row in acts] == ["REGISTERED", "WITHDRAWN"]


async def test_what_was_withdrawn_may_come_back(house):
    await confirm(house, await send(house, [licence(house, 1)]))
    await confirm(house, await send(house, [licence(house, 1, REV="2", OP="D")]))
    back = await send(house, [licence(house, 1, REV="3")])
    assert await states(house, back) == ["NEWER"]
    await confirm(house, back)
    assert (await licences(house))[number(1)]["status"] == "VALID"


async def test_files_that_are_not_as_agreed(house):
    few = ("LICTYPE", "LICNO", "REV")
    lacking = await send(
        house, [{"LICTYPE": "食品生产许可", "LICNO": "x", "REV": "1"}], columns=few
    )
    assert lacking["state"] == "REJECTED"
    assert "UNISCID" in lacking["fault"]
    miscounted = await send(house, [licence(house, 1)], declared=2)
    assert miscounted["state"] == "REJECTED"
    assert await house.count("staged_record") == 0
