"""Figure: reads of a day in which hardly anything changes, beside the limit of asking each time.

The workload is that of a town: half pages of licences, some whole files of an enterprise, nested
pages, boards and deep filters. The limit is a bare route that sends the same statements to the same
database (`bench/limit.py`); the servers take turns, so that both meet the same machine.
"""

import asyncio
import json
import os
import pickle
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from graphql import get_operation_ast

from bench.ground import Ground
from bench.limit import Statement
from bench.live import asked, token_of, writer_in
from bench.load import Load, load, one
from bench.report import Report
from bench.samples import REPEATS, Samples
from bench.serving import SERVE, Served, await_ready, free_port, served
from core.app import Application
from core.policy.access import Access
from schema.ids import parse_id
from schema.reading.plans import Compiled

SHARE: Final = 0.25
"""Of the time that the limit takes for an answer."""
PROCESSOR: Final = 0.3
"""Milliseconds of processor time for an answer that still stands."""
BEHIND: Final = 50.0
"""Milliseconds until another worker's commit ends what is kept."""
SECONDS: Final = float(os.environ.get("ZHIJIAN_BENCH_SECONDS", "3"))
HITS: Final = 0.9
"""Of all answers of the server that keeps: else something else is measured."""
COMMITS: Final = 40
ENTERPRISES: Final = 20
UNBOUNDED: Final = "import os, core.app; core.app.COST_PER_MINUTE = 10**12; "
"""One account asks more in a second than a town in a day; its budget is no part of the figure."""
KEEPING: Final = ("-c", UNBOUNDED + SERVE)
FORGETFUL: Final = ("-c", f"{UNBOUNDED} os.environ['ZHIJIAN_KEPT_ANSWERS_MB'] = '0'; {SERVE}")
"""The same server, which reads every answer anew."""

LICENCE: Final = "number authority issuedOn validFrom validUntil state colour enterprise { name }"
LIST: Final = f"""query List($n: Int!) {{ licences(first: $n) {{
  nodes {{ {LICENCE} }} pageInfo {{ hasNextPage endCursor }} }} }}"""
FILE: Final = f"""query File($id: ID!) {{ enterprise(id: $id) {{
  name creditCode kind status address town {{ name }} sites(first: 10) {{ name address }}
  licences(first: 20) {{ {LICENCE} }} equipment(first: 20) {{ id }} licenceCount }} }}"""
NESTED: Final = """query Nested { enterprises(first: 50) { nodes {
  name creditCode town { name } sites(first: 10) { name address }
  licences(first: 10) { number state colour validUntil } equipment(first: 5) { id } } } }"""
BOARD: Final = """query Board {
  red: licences(first: 1, where: {colour: {eq: RED}}) { totalCount }
  yellow: licences(first: 1, where: {colour: {eq: YELLOW}}) { totalCount }
  green: licences(first: 1, where: {colour: {eq: GREEN}}) { totalCount }
  expired: licences(first: 100, where: {colour: {eq: EXPIRED}}) { nodes { number validUntil } } }"""
DEEP: Final = """query Deep($t: String!) {
  licences(first: 50, orderBy: VALID_UNTIL_ASC, where: {inForce: {eq: true},
    enterprise: {name: {contains: $t}, licences: {some: {number: {contains: "1"}}}}}) {
    totalCount nodes { number validUntil enterprise { name } } } }"""


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the workload."""

    text: str
    variables: dict[str, Any]

    def by_post(self, token: str) -> bytes:
        """As applications ask."""
        body = json.dumps({"query": self.text, "variables": self.variables}).encode()
        return b"".join(
            (
                b"POST /graphql HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n",
                f"authorization: Bearer {token}\r\ncontent-length: {len(body)}\r\n\r\n".encode(),
                body,
            )
        )

    def by_get(self, token: str, validator: str = "") -> bytes:
        """As browsers ask, with what they know already."""
        given = urlencode({"query": self.text, "variables": json.dumps(self.variables)})
        known = f"if-none-match: {validator}\r\n" if validator else ""
        head = f"GET /graphql?{given} HTTP/1.1\r\nhost: 127.0.0.1\r\n{known}"
        return f"{head}authorization: Bearer {token}\r\n\r\n".encode()


def run(report: Report, ground: Ground, accounts: list[dict[str, Any]]) -> None:
    """The server that keeps, beside the limit and beside one that keeps nothing."""
    person = next(str(a["username"]) for a in accounts if a["tier"] == "TOWN")
    asyncio.run(_run(report, ground, person))


async def _run(report: Report, ground: Ground, person: str) -> None:
    with served(ground, KEEPING) as keeping, served(ground, FORGETFUL) as forgetful:
        token = await token_of(keeping.url, person)
        questions = await workload(keeping.url, token)
        async with writer_in(ground, parse_id(questions[-1].variables["id"])[1]) as writer:
            access = await writer.application.access(token)
            statements = [statement(writer.application, access, each) for each in questions]
            with limit(ground, writer.application.endpoints.app, statements) as (bare, pid):
                servers = (bare, pid), where(keeping), where(forgetful)
                await _beside(report, servers, questions, token)
            await _behind(report, writer, where(keeping)[0], questions[-1], token)


async def workload(url: str, token: str) -> list[Question]:
    """Questions in the proportions of the workload: 50, 15, 10, 5 and 20 of a hundred."""
    listed = await asked(
        url, {"query": f"{{ enterprises(first: {ENTERPRISES}) {{ nodes {{ id }} }} }}"}, token
    )
    ids = [node["id"] for node in listed["enterprises"]["nodes"]]
    return [
        *(Question(LIST, {"n": 41 + n % 10}) for n in range(50)),
        *(Question(NESTED, {}) for _ in range(15)),
        *(Question(BOARD, {}) for _ in range(10)),
        *(Question(DEEP, {"t": text}) for text in "食品公司店"),
        *(Question(FILE, {"id": ids[n % len(ids)]}) for n in range(20)),
    ]


def statement(application: Application, access: Access, question: Question) -> Statement:
    """What the server sends for a question. Raises RuntimeError where it sends several."""
    view = application.views.of(access)
    document = application.executor.parsed(question.text)
    operation = get_operation_ast(document)
    if operation is None:
        raise RuntimeError(f"not one operation: {question.text}")
    found = application.views.plans.find(
        view, access, question.text, document, operation, question.variables
    )
    if not isinstance(found, Compiled):
        raise RuntimeError(f"not one statement: {found}")  # noqa: TRY004
    return Statement(found.plan.sql, found.values(access), access.wall())


Server = tuple[int, int]
"""Port and process."""


async def _beside(
    report: Report, servers: tuple[Server, Server, Server], questions: list[Question], token: str
) -> None:
    bare, keeping, forgetful = servers
    posts = [question.by_post(token) for question in questions]
    plain = [
        f"POST /{n} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 0\r\n\r\n".encode()
        for n in range(len(questions))
    ]
    gets = [await _validated(keeping[0], question, token) for question in questions]
    await _same(keeping[0], bare[0], posts, plain)
    await _same(forgetful[0], bare[0], posts, plain)  # it has its plans, too
    rounds: list[tuple[Load, Load, Load, Load]] = []
    for _ in range(REPEATS):
        taken = [
            await load(*server, requests, seconds=SECONDS)
            for server, requests in (
                (bare, plain), (keeping, posts), (keeping, gets), (forgetful, posts),
            )
        ]  # fmt: skip
        rounds.append((taken[0], taken[1], taken[2], taken[3]))
    report.details["unchanged"] = kept = await _results(keeping[0])
    if kept["hit"] < HITS * sum(kept.values()):
        raise RuntimeError(f"hardly any answer stood: {kept}")
    _tell(report, rounds)


async def _results(port: int) -> dict[str, float]:
    """How many answers of a server stood, were read, or are never kept."""
    _, text = await one(port, b"GET /metrics HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n")
    lines = [line.split() for line in text.decode().splitlines()]
    found = [line for line in lines if line[0].startswith("zhijian_kept_answers_total{")]
    return {name.split('result="')[1].split('"')[0]: float(number) for name, number in found}


def _tell(report: Report, rounds: Sequence[tuple[Load, Load, Load, Load]]) -> None:
    report.add(
        "limit_per_second", Samples.of(each[0].per_second for each in rounds), "/s",
        note="a bare route that sends each statement; 16 connections",
    )  # fmt: skip
    names = (("unchanged", "whole answers, over POST"), ("unchanged_304", "nothing but a 304"))
    for place, (name, note) in enumerate(names, 1):
        report.add(f"{name}_per_second", _rates(rounds, place), "/s", note=note)
        shares = Samples.of(each[0].per_second / each[place].per_second for each in rounds)
        share = report.add(f"{name}_share_of_limit", shares, "", goal=SHARE, note="less is faster")
        report.add(
            f"{name}_processor", Samples.of(each[place].each for each in rounds), "ms",
            goal=PROCESSOR, note="of the server, for each answer; session, policy and log included",
        )  # fmt: skip
        if place == 1:
            anew = Samples.of(each[0].per_second / each[3].per_second for each in rounds)
            report.slow_on_purpose(share, anew, "a server that reads every answer anew")
    report.add("read_anew_per_second", _rates(rounds, 3), "/s", note="the same without keeping")


def _rates(rounds: Sequence[tuple[Load, ...]], place: int) -> Samples:
    return Samples.of(each[place].per_second for each in rounds)


async def _validated(port: int, question: Question, token: str) -> bytes:
    """The request of a client that has the answer already."""
    head, _ = await one(port, question.by_get(token))
    for line in head.decode().split("\r\n"):
        name, _, value = line.partition(": ")
        if name.lower() == "etag":
            return question.by_get(token, value)
    raise RuntimeError(f"an answer without a validator: {question.text}\n{head.decode()}")


async def _same(keeping: int, bare: int, posts: Sequence[bytes], plain: Sequence[bytes]) -> None:
    """Both give the same bodies, or nothing that is measured means anything."""
    for ours, theirs in zip(posts, plain, strict=True):
        (_, body), (_, text) = await one(keeping, ours), await one(bare, theirs)
        if body != text:
            raise RuntimeError(f"two answers:\n{body[:500]!r}\n{text[:500]!r}")


async def _behind(report: Report, writer: Any, port: int, question: Question, token: str) -> None:
    """From the return of another process's commit to the first answer that knows of it."""
    taken = []
    for number in range(COMMITS):
        known = await _validated(port, question, token)
        committed = await writer.commit(number)
        while True:
            head, _ = await one(port, known)
            if head[9:12] == b"200":
                break
        taken.append(max(0.0, (time.perf_counter() - committed) * 1_000))
    report.add(
        "commit_to_unchanged_end", Samples.of(taken), "ms", goal=BEHIND,
        note="until a commit of another process ends what is kept, the answer included",
    )  # fmt: skip
    worst = Samples.of([max(taken)])
    report.add("commit_to_unchanged_end_worst", worst, "ms", goal=BEHIND, note=f"of {COMMITS}")


def where(server: Served) -> Server:
    """The port and the process of a server."""
    return int(server.url.rpartition(":")[2]), server.process.pid


@contextmanager
def limit(ground: Ground, url: str, statements: list[Statement]) -> Iterator[Server]:
    """The bare route as a process of its own."""
    file, port = ground.var / "limit.pickle", free_port()
    file.write_bytes(pickle.dumps((url, statements)))
    command = [sys.executable, "-m", "bench.limit", str(file), str(port)]
    process = subprocess.Popen(command, cwd=ground.var, env=ground.environment(port))
    try:
        await_ready(process, port)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(60)
