"""The periodic work of files."""

import datetime as dt
from typing import Final

from core.declarations import Periodic
from core.files.depot import FOLDER, Depot
from core.files.sweeping import sweep
from core.jobs.context import JobContext


async def _sweep(context: JobContext, _days: tuple[dt.date, ...]) -> None:
    """Once, however many days were missed; outside the job's transaction, and safe to repeat."""
    await sweep(context.store, Depot(context.services.settings.var_path / FOLDER))


SWEEPING: Final = Periodic(name="core.sweep_files", run=_sweep)
