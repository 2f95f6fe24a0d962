"""Periodic work of the core itself."""

from typing import Any, Final

from core.declarations import Periodic
from core.jobs.context import JobContext
from core.store.replay import purge


async def _forget_keys(context: JobContext, _days: Any) -> None:
    await purge(context.session, context.clock.now())


FORGET_KEYS: Final = Periodic(name="core.forget_replay_keys", run=_forget_keys)
"""Every day: keys of mutations that nobody repeats any more."""
