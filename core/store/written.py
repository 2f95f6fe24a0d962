"""Which tables a transaction of this process writes: exact here before its commit is acknowledged.

The triggers of `core/unchanged` note each table in a setting of the transaction. Asking for it
costs a statement, so only a transaction that has sent more than plain selects is asked.
"""

from typing import Any, Final

from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

SETTING: Final = "zj.written"
"""Of a transaction: the names of the tables that it has written so far, separated by spaces."""
_WRITTEN: Final = text("select current_setting(:setting, true)")
_WROTE: Final = "zj_wrote"
"""Info of a connection: whether its transaction has sent anything but plain selects."""


def mind_writes(engine: AsyncEngine) -> None:
    """Have the engine's connections remember whether they may have written."""
    event.listen(engine.sync_engine, "before_cursor_execute", _mind)


async def begin(session: AsyncSession) -> None:
    """A transaction begins: what its connection did before is another's."""
    connection = await session.connection()
    connection.info.pop(_WROTE, None)


async def written(session: AsyncSession) -> frozenset[str]:
    """The tables that the session's transaction has written; to be asked just before its commit."""
    await session.flush()
    connection = await session.connection()
    if not connection.info.pop(_WROTE, False):
        return frozenset()
    return frozenset((await connection.scalar(_WRITTEN, {"setting": SETTING}) or "").split())


def only_selects(statement: str) -> bool:
    """Whether a statement begins as one that writes nothing; a `with` may hold anything."""
    return statement.lstrip()[:6].lower() == "select"


def _mind(connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
    if not only_selects(statement):
        connection.info[_WROTE] = True
