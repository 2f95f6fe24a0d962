"""GraphQL over HTTP, judged by the audits of npm's graphql-http: 61 of 61."""

import asyncio
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from tests.fixtures.bureau import Bureau

HERE = Path(__file__).parent
AUDITS = 61


class _Server(uvicorn.Server):
    """A server inside the test's own event loop."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = asyncio.Event()

    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        self.listening.set()


async def _audited(site: Any) -> list[dict[str, Any]]:
    server = _Server(uvicorn.Config(site, port=0, log_level="warning", lifespan="off"))
    running = asyncio.create_task(server.serve())
    await server.listening.wait()
    port = server.servers[0].sockets[0].getsockname()[1]
    url = f"http://127.0.0.1:{port}/graphql"
    process = await asyncio.create_subprocess_exec(
        "node", "audit.mjs", url, cwd=HERE, stdout=subprocess.PIPE
    )
    output, _ = await process.communicate()
    server.should_exit = True
    await running
    found: list[dict[str, Any]] = json.loads(output)
    return found


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not on this machine")
async def test_all_audits_pass(bureau: Bureau) -> None:
    """Every audit of the specification's judge is ok."""
    results = await _audited(bureau.site)
    failed = {r["name"]: r["reason"] for r in results if r["status"] != "ok"}
    assert not failed
    assert len(results) == AUDITS


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not on this machine")
async def test_the_judge_sees_a_defect(bureau: Bureau) -> None:
    """Negative control: an endpoint that always says 200 fails."""

    async def always_ok(scope: Any, receive: Any, send: Any) -> None:
        async def changed(message: Any) -> None:
            if message["type"] == "http.response.start":
                message["status"] = 200
            await send(message)

        await bureau.site(scope, receive, changed)

    results = await _audited(always_ok)
    assert any(r["status"] != "ok" for r in results)
