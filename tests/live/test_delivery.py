"""What arrives at a subscriber: committed changes of what it may read now, and nothing else."""

import pytest

from tests.core.files.ground import OWNER, upload
from tests.core.files.pictures import photo
from tests.live.checks import hears_nothing_of_others, hears_nothing_of_what_has_left
from tests.live.line import (
    CHIEF,
    ENTERPRISES,
    all_of,
    enterprise_id,
    introduced,
    rename,
    served,
)

TOWN_A = "town-quality-officer-a"
ONE = 'subscription($id: ID) { recordChanged(type: "Enterprise", id: $id) { id } }'


async def test_a_change_arrives_with_the_record_as_it_is_now(bureau):
    async with served(bureau) as server, introduced(server, TOWN_A) as line:
        await line.subscribe(ENTERPRISES)
        name = await rename(bureau, "a1")
        assert await line.heard() == {
            "id": enterprise_id(bureau, "a1"),
            "operation": "UPDATED",
            "node": {"name": name},
        }


async def test_a_mutation_over_http_reaches_a_socket(bureau):
    designated = """
    subscription {
      recordChanged(type: "KeyUnitDesignation") {
        operation node { ... on KeyUnitDesignation { reason enterprise { name } } }
      }
    }"""
    async with served(bureau) as server, introduced(server, TOWN_A) as line:
        await line.subscribe(designated)
        done = await bureau.as_user(CHIEF).do(
            "designateKeyUnit", enterpriseId=enterprise_id(bureau, "a2"), kind="FOOD", reason="投诉"
        )
        assert done["userErrors"] == []
        assert await line.heard() == {
            "operation": "CREATED",
            "node": {"reason": "投诉", "enterprise": {"name": "杭州萧山样本a2食品有限公司"}},
        }


async def test_what_is_rolled_back_is_never_heard_of(bureau):
    async def fail():
        raise ZeroDivisionError

    async with served(bureau) as server, introduced(server, TOWN_A) as line:
        await line.subscribe(ENTERPRISES)
        with pytest.raises(ZeroDivisionError):
            await rename(bureau, "a1", "不存在的名称", then=fail)
        name = await rename(bureau, "a2")
        assert (await line.heard())["node"] == {"name": name}


async def test_nothing_arrives_before_the_commit(bureau):
    async with served(bureau) as server, introduced(server, TOWN_A) as line:
        await line.subscribe(ENTERPRISES)

        async def look():
            await bureau.rows("select pg_notify('zhijian_changes', '')")
            await line.settle()
            assert line.early == []

        name = await rename(bureau, "a1", then=look)
        assert (await line.heard())["node"] == {"name": name}


async def test_a_town_hears_nothing_of_another(bureau):
    await hears_nothing_of_others(bureau)


async def test_a_row_that_has_left_the_scope_is_not_heard_of(bureau):
    await hears_nothing_of_what_has_left(bureau)


async def test_one_record_alone_can_be_followed(bureau):
    async with served(bureau) as server, introduced(server, TOWN_A) as line:
        await line.subscribe(ONE, id=enterprise_id(bureau, "a2"))
        await rename(bureau, "a1")
        await rename(bureau, "a2")
        assert await line.heard() == {"id": enterprise_id(bureau, "a2")}


async def test_a_lost_connection_to_the_database_is_told(still):
    """Nothing is silently missed: who follows many reads again, who follows one gets it."""
    freshness, one = still.application.freshness, enterprise_id(still, "a1")
    async with served(still) as server, introduced(server, TOWN_A) as line:
        await line.subscribe(ENTERPRISES, as_="many")
        await line.subscribe(ONE, as_="one", id=one)
        freshness._drop()
        await rename(still, "a1")
        await rename(still, "a2")
        assert await freshness.beat()
        told = {frame["id"]: frame["payload"] for frame in (await line.frame(), await line.frame())}
        assert told["one"] == {"data": {"recordChanged": {"id": one}}}
        assert told["many"]["data"] is None
        assert told["many"]["errors"][0]["extensions"]["code"] == "CHANGES_MISSED"
        name = await rename(still, "a2")
        assert (await line.heard())["node"] == {"name": name}


async def test_every_delivery_is_a_snapshot_of_its_own(bureau):
    """No loader and no connection of the pool is held between deliveries (trap T13)."""
    pool = bureau.application.store.engine.pool
    async with served(bureau) as server, introduced(server, TOWN_A) as line:
        for n in range(3):
            await line.subscribe(ENTERPRISES, as_=str(n))
        for _ in range(2):
            name = await rename(bureau, "a1")
            assert [(await line.heard())["node"]["name"] for _ in range(3)] == [name] * 3
        await line.settle()
        assert pool.checkedout() == 0


async def test_queries_and_mutations_run_over_the_socket(bureau):
    async with served(bureau) as server, introduced(server, CHIEF) as line:
        await line.subscribe("{ me { username } }", as_="q")
        assert (await line.heard())["username"] == CHIEF
        assert await line.frame() == {"id": "q", "type": "complete"}
        text = (
            "mutation($input: DesignateKeyUnitInput!)"
            "{ designateKeyUnit(input: $input) { userErrors { code } } }"
        )
        given = {"enterpriseId": enterprise_id(bureau, "a2"), "kind": "FOOD", "reason": "投诉"}
        await line.subscribe(text, as_="m", input=given)
        assert await line.heard() == {"userErrors": []}
    (entry,) = await bureau.rows("select * from ledger_entry where operation = 'designateKeyUnit'")
    assert (entry["username"], entry["outcome"]) == (CHIEF, "ACCEPTED")


async def test_a_file_is_heard_of_by_whoever_may_have_it_alone(bureau):
    files = 'subscription { recordChanged(type: "Attachment") { operation } }'
    async with (
        served(bureau) as server,
        all_of(introduced(server, OWNER), introduced(server, CHIEF)) as (sender, chief),
    ):
        await sender.subscribe(files)
        await chief.subscribe(files)
        await chief.subscribe(ENTERPRISES, as_="2")
        assert (await upload(bureau, OWNER, photo())).status_code == 201
        assert await sender.heard() == {"operation": "CREATED"}
        await rename(bureau, "a1")
        frames = [await chief.frame()]
        await chief.settle()
        assert [each["id"] for each in frames + chief.early] == ["2"]
