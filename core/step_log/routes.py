"""The published files of the step log: one a day, the anchors, and the verifier itself.

    GET /open-data/steps/2026-11-20.log       the lines of a day's log
    GET /open-data/steps/anchors.jsonl        every anchor
    GET /open-data/steps/verify_steps.py      the stand-alone verifier

Reviewed: reads beyond every scope. It shows two columns of tables that are public as a whole.
"""

import datetime as dt
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import func, select
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from core.errors import Refused
from core.policy.access import Access
from core.step_log import verify_steps
from core.step_log.models import StepAnchor, StepLogLine
from core.store.engine import Store

COST: Final = 2_000
"""Objects that a file counts for in the caller's budget."""
VERIFIER: Final = Path(verify_steps.__file__)
Spend = Callable[[Access, str, int], None]


@dataclass(frozen=True)
class StepFiles:
    """The handlers."""

    store: Store
    access: Callable[[Request], Awaitable[Access]]
    spend: Spend

    async def day(self, request: Request) -> Response:
        """The lines of one day; nothing for a day that is not closed."""
        try:
            day = dt.date.fromisoformat(request.path_params["day"])
        except ValueError:
            return PlainTextResponse("日期不对。 No such day.\n", 404)
        text = func.concat(StepLogLine.chain_hash, " ", StepLogLine.line)
        wanted = select(text).where(StepLogLine.day == day).order_by(StepLogLine.id)
        return await self._lines(request, wanted)

    async def anchors(self, request: Request) -> Response:
        """Every anchor, the first one first."""
        return await self._lines(request, select(StepAnchor.line).order_by(StepAnchor.day))

    async def verifier(self, _request: Request) -> Response:
        """The program that checks them."""
        return PlainTextResponse(SOURCE, media_type="text/x-python; charset=utf-8")

    async def _lines(self, request: Request, wanted: object) -> Response:
        peer = request.client.host if request.client else ""
        try:
            self.spend(await self.access(request), peer, COST)
        except Refused as refusal:
            return PlainTextResponse(f"{refusal}\n", 429)
        async with self.store.system() as session:
            lines = (await session.scalars(wanted)).all()  # type: ignore[call-overload]  # of text
        return PlainTextResponse("".join(f"{line}\n" for line in lines))


SOURCE: Final = VERIFIER.read_text("utf-8")


def step_file_routes(
    store: Store, access: Callable[[Request], Awaitable[Access]], spend: Spend
) -> list[BaseRoute]:
    """The routes of the published files; to be placed before those of other open data."""
    files = StepFiles(store, access, spend)
    return [
        Route("/open-data/steps/anchors.jsonl", files.anchors),
        Route("/open-data/steps/verify_steps.py", files.verifier),
        Route("/open-data/steps/{day}.log", files.day),
    ]
