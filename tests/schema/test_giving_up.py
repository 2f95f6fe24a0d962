"""A client that hangs up: its query ends, in the database too; a mutation runs to its end."""

import asyncio
from typing import Any

import pytest

from core.store.wall import Wall
from schema.execution import Ask
from schema.giving_up import ClientGone, giving_up
from tests.schema.ground import Ground

SLOW = "select count(*)::text from generate_series(1, 100000000000) -- given up"
RUNNING = (
    "select count(*) from pg_stat_activity "
    "where state = 'active' and query like 'select count(*)::text%%'"
)
PATIENCE = 20.0


async def running(ground: Ground) -> int:
    async with ground.store.system() as session:
        connection = await session.connection()
        return int((await connection.exec_driver_sql(RUNNING)).scalar_one())


async def until(ground: Ground, number: int) -> None:
    """Wait until so many of the slow statements run."""
    async with asyncio.timeout(PATIENCE):
        while await running(ground) != number:  # noqa: ASYNC110  a process tells no event
            await asyncio.sleep(0)


async def test_the_statement_of_a_read_that_is_given_up_ends(ground: Ground) -> None:
    gone: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def read() -> Any:
        with giving_up(gone):
            return await ground.store.reads.value(SLOW, [], Wall("all"))

    task = asyncio.create_task(read())
    await until(ground, 1)
    gone.set_result(None)
    with pytest.raises(ClientGone):
        await task
    await until(ground, 0)


async def test_an_answer_is_given_up_once_its_client_has_gone(ground: Ground) -> None:
    gone: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    gone.set_result(None)
    text = "{ enterprises { totalCount } }"
    ask = Ask(access=ground.people()["branch"], text=text, gone=gone)
    answer = await ground.executor.answer(ask)
    assert b"has hung up" in answer.body
    left = await ground.executor.answer(Ask(access=ask.access, text=text))
    assert b"errors" not in left.body


async def test_what_ends_by_itself_is_not_cancelled_afterwards() -> None:
    gone: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    with giving_up(gone):
        gone.set_result(None)
    for _ in range(3):
        await asyncio.sleep(0)
    with giving_up(None):
        pass


async def test_other_cancellations_pass() -> None:
    gone: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def waiting() -> None:
        with giving_up(gone):
            await asyncio.Event().wait()

    task = asyncio.create_task(waiting())
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
