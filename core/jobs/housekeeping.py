"""Periodic work of the core itself."""

from typing import Any, Final

from core.declarations import Periodic
from core.gateway.seen import forget
from core.jobs.context import JobContext
from core.store.replay import purge


async def _forget_keys(context: JobContext, _days: Any) -> None:
    await purge(context.session, context.clock.now())


async def _forget_operations(context: JobContext, _days: Any) -> None:
    await forget(context.session, context.today)


FORGET_KEYS: Final = Periodic(name="core.forget_replay_keys", run=_forget_keys)
"""Every day: keys of mutations that nobody repeats any more."""
FORGET_SEEN: Final = Periodic(name="core.forget_seen_operations", run=_forget_operations)
"""Every day: operations that nobody has asked for in a month."""
