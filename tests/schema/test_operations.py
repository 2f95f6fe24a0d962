"""Mutations: payloads, errors as data, replay, conflicts, and writes that are refused."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator

import pytest

from core.policy.compiler import compile_table
from core.store.engine import Store
from schema.assembly import Assembly
from schema.ids import global_id
from tests.fixtures.bureau import Template
from tests.fixtures.clock import TestClock
from tests.fixtures.database import Databases
from tests.schema.ground import TODAY, open_ground
from tests.schema.house import RULES, House, assembled
from tests.schema.probes import SECRET

DATABASE = "operations"


@pytest.fixture
async def house(
    databases: Databases, template: Template, assembly: Assembly
) -> AsyncIterator[House]:
    endpoints = databases.make_database(DATABASE, template.name)
    store = Store(endpoints.app, TestClock(TODAY), pool_size=2)
    ground = open_ground(store, assembled(assembly), template.world)
    ground.policy = compile_table(RULES, ground.assembly.domain, 1)
    try:
        yield House(ground)
    finally:
        await store.close()
        databases.drop_database(DATABASE)


async def test_a_payload_shows_the_record_as_it_is_now(house: House) -> None:
    payload = await house.do(house.clerk, "rename", id=house.id("a1"), text="新名")
    assert payload["enterprise"] == {"id": house.id("a1"), "name": "新名", "version": 2}
    assert payload["userErrors"] == []
    assert await house.name("a1") == "新名"


async def test_one_ledger_entry_for_each_work_and_each_refusal(house: House) -> None:
    given = {"id": house.id("a1"), "text": "x"}
    await house.do(house.clerk, "rename", **given, reason="更正", request_id="r-9")
    await house.code(house.clerk, "rename", **given, expectedVersion=1)
    found = await house.rows(
        "select operation, outcome, code, reason, request_id from ledger_entry"
    )
    assert [tuple(row) for row in found] == [
        ("rename", "ACCEPTED", "", "更正", "r-9"),
        ("rename", "REFUSED", "STALE_VERSION", "", "r-1"),
    ]


async def test_a_role_without_the_action_is_denied(house: House) -> None:
    reader = house.ground.access("station.head", "a")
    body = await house.run(reader, "rename", id=house.id("a1"), text="x")
    assert "errors" in body, "the mutation is not in this role's schema"
    assert await house.name("a1") != "x"


async def test_the_same_id_replays_the_first_answer(house: House) -> None:
    given = {"id": house.id("a1"), "text": "一", "clientMutationId": "k"}
    first = await house.do(house.clerk, "rename", **given)
    await house.do(house.clerk, "rename", id=house.id("a1"), text="二")
    again = await house.do(house.clerk, "rename", **given)
    assert first["enterprise"]["version"] == 2
    assert again["enterprise"] == {"id": house.id("a1"), "name": "二", "version": 3}, "no effect"
    assert again["clientMutationId"] == "k"


async def test_two_at_once_with_one_id_have_one_effect(house: House) -> None:
    given = {"id": house.id("a1"), "text": "同时", "clientMutationId": "k"}
    both = await asyncio.gather(*(house.do(house.clerk, "rename", **given) for _ in range(2)))
    assert [payload["userErrors"] for payload in both] == [[], []]
    assert {payload["enterprise"]["version"] for payload in both} == {2}


async def test_an_id_used_for_other_content_is_refused(house: House) -> None:
    await house.do(house.clerk, "rename", id=house.id("a1"), text="一", clientMutationId="k")
    other = {"id": house.id("a1"), "text": "二", "clientMutationId": "k"}
    assert await house.code(house.clerk, "rename", **other) == "KEY_REUSED"
    assert await house.name("a1") == "一"


async def test_a_refused_work_does_not_use_up_its_id(house: House) -> None:
    given = {"id": house.id("a1"), "text": "一", "clientMutationId": "k"}
    assert await house.code(house.clerk, "rename", **given, expectedVersion=7) == "STALE_VERSION"
    payload = await house.do(house.clerk, "rename", **given)
    assert payload["enterprise"]["name"] == "一"


async def test_a_stale_version_is_a_conflict_that_names_both(house: House) -> None:
    payload = await house.do(house.clerk, "rename", id=house.id("a1"), text="x", expectedVersion=5)
    (error,) = payload["userErrors"]
    assert error["code"] == "STALE_VERSION"
    assert error["explain"] == {"expectedVersion": 5, "actualVersion": 1, "changes": []}


async def test_a_taken_number_is_a_conflict(house: House) -> None:
    ((code,),) = await house.rows("select credit_code from enterprise order by id limit 1")
    payload = await house.do(house.clerk, "recode", id=house.id("b1"), text=code)
    (error,) = payload["userErrors"]
    assert error["code"] == "TAKEN"
    assert error["explain"] == {"constraint": "uq_enterprise_credit_code"}


async def test_text_that_cannot_be_stored_is_told_so(house: House) -> None:
    given = {"id": house.id("a1"), "text": "a\0b"}
    assert await house.code(house.clerk, "rename", **given) == "BAD_TEXT"


async def test_a_row_outside_the_scope_answers_like_none(house: House) -> None:
    town = house.town("a")
    assert await house.code(town, "rename", id=house.id("c1"), text="x") == "NOT_FOUND"
    absent = global_id("Enterprise", 999_999)
    assert await house.code(town, "rename", id=absent, text="x") == "NOT_FOUND"
    assert await house.code(town, "rename", id="garbage", text="x") == "BAD_ID"


async def test_a_row_may_not_be_carried_out_of_the_scope(house: House) -> None:
    c = house.ground.world.divisions["c"]
    assert await house.code(house.town("a"), "move", id=house.id("a1"), town=c) == "DENIED"
    await house.do(house.town("a", "c"), "move", id=house.id("a1"), town=c)
    ((moved,),) = await house.rows("select count(*) from enterprise where name like '%a1%'")
    assert moved == 1


async def test_a_write_behind_the_works_back_leaves_nothing(house: House) -> None:
    body = await house.run(house.clerk, "smuggle", id=house.id("a1"), text="夹带")
    assert body["errors"][0]["extensions"]["code"] == "INTERNAL_ERROR"
    assert await house.name("a1") != "夹带"
    assert await house.rows("select id from site where name = '夹带'") == []


async def test_an_unknown_fault_is_masked_logged_and_undone(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, "zhijian.graphql"):
        body = await house.run(
            house.clerk, "explode", id=house.id("a1"), text="半途", request_id="r-77"
        )
    (error,) = body["errors"]
    assert SECRET not in json.dumps(body)
    assert "r-77" in error["message"]
    assert error["extensions"] == {"code": "INTERNAL_ERROR"}
    assert "r-77" in caplog.text
    assert await house.name("a1") != "半途"
