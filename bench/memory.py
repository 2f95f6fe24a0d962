"""Figure: what one serving worker keeps in memory after mixed work, without PostgreSQL."""

from typing import Any

import httpx2
import psutil

from bench.documents import list_document, lists_of
from bench.ground import PASSWORD, Ground
from bench.report import Report
from bench.samples import REPEATS, Samples
from bench.serving import COMMAND, SERVE, served
from core.app import load_plugins
from core.settings import Settings
from schema.assembly import assemble

GOAL = 250.0
"""Megabytes (10**6 bytes) resident."""
REQUESTS = 200
TIERS = ("BRANCH", "STATION", "TOWN", "ENTERPRISE", "SUPERIOR", "OFFICER")
SIGN_IN = "mutation($input: SignInInput!) { signIn(input: $input) { token userErrors { code } } }"
Document = tuple[str, dict[str, Any]]
"""A GraphQL document and its variables."""
BALLAST = ("-c", f"ballast = b'x' * {int(GOAL)}_000_000; {SERVE}")
"""The same server with something in its hands that weighs as much as the goal."""


def run(report: Report, ground: Ground, accounts: list[dict[str, Any]]) -> None:
    """Measure a fresh worker each time, after the same requests."""
    assembly = assemble(load_plugins(Settings()))
    asked = [(example.query, dict(example.variables)) for _, example in assembly.examples]
    core = assembly.schema.core
    asked += [(list_document(core, each, 20), {}) for each in lists_of(core)]
    people = [_first(accounts, tier) for tier in TIERS]
    runs = [_worker(ground, COMMAND, people, asked) for _ in range(REPEATS)]
    figure = report.add(
        "resident_worker", Samples.of(full for _, full, _ in runs), "MB", goal=GOAL,
        note=f"after {REQUESTS} mixed requests of {len(people)} tiers and the public",
    )  # fmt: skip
    report.add(
        "resident_worker_idle", Samples.of(idle for idle, _, _ in runs), "MB",
        note="ready, before the first request",
    )  # fmt: skip
    report.details["memory"] = {"answers": runs[0][2], "documents": len(asked)}
    _, heavy, _ = _worker(ground, BALLAST, people, asked)
    report.slow_on_purpose(figure, Samples.of([heavy]), f"a worker holding {GOAL:g} MB more")


def _worker(
    ground: Ground, arguments: tuple[str, ...], people: list[str], asked: list[Document]
) -> tuple[float, float, dict[str, int]]:
    """Megabytes before and after the requests, and how they were answered."""
    with served(ground, arguments) as server:
        process = psutil.Process(server.process.pid)
        idle = _resident(process)
        with httpx2.Client(base_url=server.url, trust_env=False, timeout=30) as http:
            answers = _work(http, people, asked)
        return idle, _resident(process), answers


def _resident(process: psutil.Process) -> float:
    resident: int = process.memory_info().rss
    return resident / 1e6


def _work(http: httpx2.Client, people: list[str], asked: list[Document]) -> dict[str, int]:
    """Send the requests, each document by each person in turn; counts what came back."""
    tokens = [None, *(_token(http, username) for username in people)]
    answers = {"data": 0, "refused": 0}
    for number in range(REQUESTS):
        query, variables = asked[number // len(tokens) % len(asked)]
        token = tokens[number % len(tokens)]
        headers = {"authorization": f"Bearer {token}"} if token else {}
        body = {"query": query, "variables": variables}
        answer = http.post("/graphql", json=body, headers=headers)
        if answer.is_server_error:
            raise RuntimeError(f"the server failed: {answer.status_code}")
        answers["refused" if "errors" in answer.json() else "data"] += 1
    if answers["data"] < REQUESTS // 3:
        raise RuntimeError(f"hardly any request returned data: {answers}")
    return answers


def _token(http: httpx2.Client, username: str) -> str:
    variables = {"input": {"username": username, "password": PASSWORD}}
    answer = http.post("/graphql", json={"query": SIGN_IN, "variables": variables})
    token = answer.json()["data"]["signIn"]["token"]
    if not token:
        raise RuntimeError(f"{username} could not sign in: {answer.text}")
    return str(token)


def _first(accounts: list[dict[str, Any]], tier: str) -> str:
    return next(str(account["username"]) for account in accounts if account["tier"] == tier)
