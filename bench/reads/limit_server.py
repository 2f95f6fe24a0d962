"""The limit as a server: a bare Starlette route, one hand-written statement per query.

`python -m bench.reads.limit_server PORT FILE URL bare|walled`. `bare`: a role that row security
does not bind. `walled`: our own role and wall, set as our reads set it, only where it differs.
"""

import json
import sys
from pathlib import Path
from typing import Any

import orjson
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bench.reads.by_hand import STATEMENTS, statement, values
from bench.reads.workload import Principal
from core.store.engine import SERVER_SETTINGS
from core.store.reads import ReadPool
from core.store.scope import ScopeKind
from core.store.wall import Wall

EVERYTHING = Wall("all")


def wall_of(person: Principal, day: str) -> Wall:
    """What `Access.wall` gives the same person."""
    if person.kind == "everything":
        return Wall("all", today=day)
    ids: dict[ScopeKind, tuple[int, ...]] = {
        "assigned": (person.account or 0,),
        "divisions": person.towns,
        "own": () if person.enterprise is None else (person.enterprise,),
        "participant": (person.organisation,),
    }
    return Wall("scoped", tuple(sorted(ids.items())), day)


def application(people: list[Principal], url: str, day: str, *, walled: bool) -> Starlette:
    """The server of either kind."""
    pool = ReadPool(url, dict(SERVER_SETTINGS), size=8)
    known = {
        f"Bearer {person.token}": (person, wall_of(person, day) if walled else EVERYTHING)
        for person in people
    }
    kinds = ("everything", "towns", "own")
    texts = {(name, kind): statement(name, kind) for name in STATEMENTS for kind in kinds}

    async def answer(request: Request) -> Response:
        asked: dict[str, Any] = orjson.loads(await request.body())
        person, wall = known[request.headers["authorization"]]
        name = asked["operationName"].lower()
        given = values(name, person, asked["variables"])
        text = await pool.value(texts[name, person.kind], given, wall)
        return Response(text, media_type="application/json")

    async def ready(_request: Request) -> Response:
        return Response("ok")

    return Starlette(
        routes=[Route("/graphql", answer, methods=["POST"]), Route("/readyz", ready)],
    )


def main(port: str, file: str, url: str, kind: str) -> None:
    """Serve until told to stop."""
    told = json.loads(Path(file).read_text())
    people = [Principal(**{**p, "towns": tuple(p["towns"])}) for p in told["people"]]
    app = application(people, url, told["day"], walled=kind == "walled")
    uvicorn.run(app, port=int(port), log_level="error", access_log=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
