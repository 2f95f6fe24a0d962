"""What a worker does besides answering requests: sealing the ledger and anchoring it every day."""

import asyncio
from contextlib import suppress

from core.app import Application
from core.audit.anchors import FILE, AnchorFile
from core.audit.sealer import Sealer


class Background:
    """The standing tasks of one worker. Every worker runs them; an advisory lock picks one."""

    def __init__(self, application: Application) -> None:
        anchors = AnchorFile(application.settings.var_path / FILE)
        self.sealer = Sealer(application.endpoints.audit, application.clock, anchors)
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin; needs a running event loop."""
        self._task = asyncio.create_task(self.sealer.run(), name="sealer")

    async def stop(self) -> None:
        """End what runs; what is not sealed yet is sealed by the next sealer."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
