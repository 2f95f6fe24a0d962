"""A client that hangs up: what was read for it alone is given up, its statement too."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from core.errors import Unavailable


class ClientGone(Unavailable):
    """Nobody reads the answer any more."""


@contextmanager
def giving_up(gone: "asyncio.Future[None] | None") -> Iterator[None]:
    """Cancel the block once `gone` is done. Raises ClientGone.

    The connection of a cancelled read is dropped, and by that PostgreSQL ends its statement.
    """
    task = asyncio.current_task()
    if gone is None or task is None:
        yield
        return

    under_way = True

    def cancel(_gone: "asyncio.Future[None]") -> None:
        if under_way:
            task.cancel()

    gone.add_done_callback(cancel)
    try:
        yield
    except asyncio.CancelledError:
        if gone.done() and task.uncancel() == 0:
            raise ClientGone("客户端已断开。", "The client has hung up.") from None
        raise
    finally:
        under_way = False
        gone.remove_done_callback(cancel)
