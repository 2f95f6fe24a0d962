"""What jobs of the tests did, and what waits in the queue, seen from behind every wall."""

from dataclasses import dataclass
from typing import Any

import asyncpg
from sqlalchemy import text

from core.jobs.context import JobContext
from core.store.addresses import APP, WORKER
from tests.fixtures.bureau import Bureau

MAKE_TABLE = (
    "create table effect (id bigint generated always as identity primary key, "
    f"word text, job bigint); grant all on effect to {APP}, {WORKER}"
)
QUEUE = "select * from procrastinate.procrastinate_jobs order by id"
DIE = "update procrastinate.procrastinate_workers set last_heartbeat = '2000-01-01'"


async def write_word(context: JobContext, payload: dict[str, str]) -> None:
    """What a job of the tests does: it writes down its word."""
    connection = await context.session.connection()
    given = {"word": payload["word"], "job": context.id}
    await connection.execute(text("insert into effect (word, job) values (:word, :job)"), given)


@dataclass
class Recorder:
    """Reads as the owner."""

    bureau: Bureau

    async def owner(self, sql: str, *values: Any) -> list[Any]:
        path = {"search_path": "public, procrastinate"}
        connection = await asyncpg.connect(self.bureau.endpoints.owner, server_settings=path)
        try:
            await connection.execute("select set_config('zj.reach', 'system', false)")
            if not values:
                return (
                    await connection.fetch(sql)
                    if sql[:6] == "select"
                    else [await connection.execute(sql)]
                )
            return await connection.fetch(sql, *values)
        finally:
            await connection.close()

    async def words(self) -> list[str]:
        """What was done, in order."""
        return [row["word"] for row in await self.owner("select word from effect order by id")]

    async def queue(self) -> list[tuple[str, str, int]]:
        """(task, status, attempts) of every job that is left."""
        rows = await self.owner(QUEUE)
        return [(row["task_name"], row["status"], row["attempts"]) for row in rows]
