"""The limit: a bare route that sends one statement, ready with its parameters, and its text back.

`python -m bench.limit FILE PORT`: no guard, no session, no policy, no log; one worker, as `serve`.
The statements and the walls behind which they are read stand in the file.
"""

import pickle
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from core.store.engine import SERVER_SETTINGS
from core.store.reads import ReadPool
from core.store.wall import Wall


@dataclass(frozen=True, slots=True)
class Statement:
    """One answer's statement with everything that it takes."""

    sql: str
    values: list[Any]
    wall: Wall


def limit_site(url: str, statements: list[Statement]) -> Starlette:
    """`/<number>` answers what the statement of that number says."""
    pool = ReadPool(url, dict(SERVER_SETTINGS))

    async def answer(request: Request) -> Response:
        asked = statements[int(request.path_params["number"])]
        text = await pool.value(asked.sql, asked.values, asked.wall)
        return Response(text, media_type="application/json")

    async def ready(_request: Request) -> Response:
        return PlainTextResponse("ok")

    return Starlette(
        routes=[
            Route("/readyz", ready),
            Route("/{number:int}", answer, methods=["GET", "POST"]),
        ]
    )


if __name__ == "__main__":
    # written by the benchmark itself, into a folder of its own
    URL, STATEMENTS = pickle.loads(Path(sys.argv[1]).read_bytes())  # noqa: S301
    site = limit_site(URL, STATEMENTS)
    uvicorn.run(site, port=int(sys.argv[2]), log_level="warning", access_log=False)
