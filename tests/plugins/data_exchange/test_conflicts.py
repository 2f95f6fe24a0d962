"""Both sides have changed: a clerk sees both, takes one, decides; nothing goes silently."""

from tests.plugins.data_exchange.window import (
    CLERK,
    act,
    batch,
    confirm,
    licence,
    licences,
    number,
    records,
    refused,
    send,
    states,
)


async def changed_here(house, serial, **values):
    """A correction of ours, by a change set of its own."""
    async with house.application.store.system() as session:
        connection = await session.connection()
        change = (
            await connection.exec_driver_sql(
                "insert into change_set (kind, source, confirmed_at, reason) values "
                "('DECISION', 'tests', '2026-11-23T00:00:00Z', '更正') returning id"
            )
        ).scalar_one()
        sets = ", ".join(f"{name} = '{value}'" for name, value in values.items())
        await connection.exec_driver_sql(
            f"update licence set {sets}, change_id = {change} where number = '{number(serial)}'"
        )


async def in_conflict(house):
    """A licence whose last day both sides have changed."""
    await confirm(house, await send(house, [licence(house, 1)]))
    await changed_here(house, 1, valid_until="2029-06-30")
    sent = await send(house, [licence(house, 1, REV="2", VALTO="2030-01-31", LICANTH="省局")])
    (record,) = await records(house, sent)
    return sent, record


async def test_both_sides_stand_side_by_side(house):
    sent, record = await in_conflict(house)
    assert record["state"] == "CONFLICT"
    assert record["verdicts"] == {"authority": "take", "valid_until": "conflict"}
    (conflict,) = record["conflicts"]
    assert (conflict["field"], conflict["ours"], conflict["theirs"]) == (
        "valid_until",
        "2029-06-30",
        "2030-01-31",
    )
    assert (conflict["because"], conflict["dueOn"]) == ("both_changed", "2026-11-30")
    await confirm(house, sent)  # nothing of it is ready
    assert str((await licences(house))[number(1)]["valid_until"]) == "2029-06-30"
    assert (await licences(house))[number(1)]["authority"] != "省局"


async def test_a_second_clerk_sees_who_has_taken_it(house):
    _, record = await in_conflict(house)
    (conflict,) = record["conflicts"]
    key = conflict["id"]
    await house.rows("update exchange_conflict set taken_by = 1, taken_name = '陈'")
    query = "query($id: ID!) { exchangeConflict(id: $id) { takenName } }"
    seen = await house.as_user(CLERK).ask(query, id=key)
    assert seen["exchangeConflict"]["takenName"] == "陈"
    done = await house.as_user(CLERK).do("decideConflict", conflictId=key, side="OURS", reason="x")
    (error,) = done["userErrors"]
    assert (error["code"], error["explain"]["takenBy"]) == ("CONFLICT_TAKEN", "陈")
    assert await refused(house, "takeConflict", conflictId=key) == "CONFLICT_TAKEN"
    await house.rows("update exchange_conflict set taken_by = null, taken_name = ''")
    done = await act(house, "takeConflict", "exchangeConflict { takenName }", conflictId=key)
    assert done["exchangeConflict"]["takenName"] == CLERK


async def test_theirs_is_taken_once_it_is_decided_and_confirmed(house):
    sent, record = await in_conflict(house)
    (conflict,) = record["conflicts"]
    given = {"conflictId": conflict["id"], "side": "THEIRS"}
    assert await refused(house, "decideConflict", **given) == "INVALID_INPUT"  # no reason
    await act(house, "decideConflict", **given, reason="省局原件为准")
    assert await states(house, sent) == ["NEWER"]
    await confirm(house, sent)
    row = (await licences(house))[number(1)]
    assert (str(row["valid_until"]), row["authority"]) == ("2030-01-31", "省局")
    assert await refused(house, "decideConflict", **given, reason="x") == "STAGED_SETTLED"


async def test_ours_stands_and_the_same_does_not_come_up_again(house):
    await confirm(house, await send(house, [licence(house, 1)]))
    await changed_here(house, 1, valid_until="2029-06-30")
    sent = await send(house, [licence(house, 1, REV="2", VALTO="2030-01-31")])
    (record,) = await records(house, sent)
    (conflict,) = record["conflicts"]
    await act(house, "decideConflict", conflictId=conflict["id"], side="OURS", reason="现场核实")
    assert await states(house, sent) == ["KEPT"]
    assert (await batch(house, sent["id"]))["state"] == "DONE"
    again = await send(house, [licence(house, 1, REV="3", VALTO="2030-01-31")])
    assert await states(house, again) == ["EQUAL"]
    assert str((await licences(house))[number(1)]["valid_until"]) == "2029-06-30"


async def test_what_changed_between_comparing_and_confirming_is_compared_again(house):
    await confirm(house, await send(house, [licence(house, 1)]))
    sent = await send(house, [licence(house, 1, REV="2", VALTO="2030-01-31")])
    await changed_here(house, 1, valid_until="2029-06-30")
    await confirm(house, sent)
    assert await states(house, sent) == ["CONFLICT"]
    assert str((await licences(house))[number(1)]["valid_until"]) == "2029-06-30"


async def test_dead_letters_are_repaired_and_what_came_stays(house):
    sent = await send(
        house,
        [
            licence(house, 1, VALTO="04/14/2029"),
            licence(house, 2, LICTYPE="食品许可"),
            licence(house, 3, LICNO="SC10133010900019"),
        ],
    )
    dead = await records(house, sent)
    assert [row["state"] for row in dead] == ["DEAD"] * 3
    assert [row["faultField"] for row in dead] == ["VALTO", "LICTYPE", "LICNO"]
    given = {"stagedId": dead[0]["id"], "column": "VALTO", "reason": "电话核实"}
    assert await refused(house, "repairRecord", **given, value="14.4.2029") == "INVALID_INPUT"
    await act(house, "repairRecord", **given, value="2029-04-14")
    feed = house.feeds["licences"]
    await act(house, "mapCode", feedId=feed, columnName="LICTYPE", theirs="食品许可", ours="SC")
    await act(house, "setRecordAside", stagedId=dead[2]["id"], reason="证号有误，已退省局")
    now = await records(house, sent)
    assert [row["state"] for row in now] == ["NEW", "NEW", "DISCARDED"]
    assert now[0]["payload"]["VALTO"] == "04/14/2029"
    await confirm(house, sent)
    assert set(await licences(house)) == {number(1), number(2)}


async def test_nobody_else_touches_the_staging_library(house):
    sent = await send(house, [licence(house, 1)])
    for who in ("branch-licensing-chief", "town-leader-a", "enterprise-manager-a1", ""):
        query = "{ stagedRecords(first: 5) { totalCount } }"
        assert await house.as_user(who).errors(query)
    done = await house.as_user("superior-supervisor").ask(
        "{ stagedRecords(first: 5) { totalCount } }"
    )
    assert done["stagedRecords"]["totalCount"] == 1
    mutation = (
        "mutation($input: ConfirmBatchInput!) "
        "{ confirmBatch(input: $input) { userErrors { code } } }"
    )
    answer = await house.as_user("superior-supervisor").post(
        mutation, input={"batchId": sent["id"]}
    )
    assert "errors" in answer.json()
    assert await licences(house) == {}
