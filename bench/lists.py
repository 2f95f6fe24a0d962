"""Figure: page one of every list at 510,000 rows, as every tier, in every order, server time."""

import asyncio
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass

import asyncpg
import orjson

from bench.documents import ListField, count_document, holds_personal, list_document, lists_of
from bench.ground import Ground
from bench.people import Person, people_of
from bench.report import Report
from bench.rows import make_rows
from bench.samples import REPEATS, Samples
from core.app import Application, load_plugins
from core.clock import SystemClock, business_date
from core.policy.vocabulary import Tier
from core.prepare import prepare
from core.settings import Settings
from core.store.addresses import Endpoints
from core.store.personal import load_key, unlock
from schema.assembly import assemble
from schema.execution import Answer, Ask

DATABASE = "bench_lists"
GOAL = 50.0
"""Milliseconds of `Executor.answer`: everything but HTTP."""
SIZES = (20, 100)
"""Rows of page one: what a page shows by default, and the most that it may."""
SPOILT = 2.0
"""How many times as long a list must take without its index, to be believed."""


@dataclass(frozen=True, slots=True)
class Question:
    """One way to read page one of one list."""

    list: str
    person: Person
    text: str
    kind: str
    """plain, personal (decrypting), ordinary (without the compiler) or count."""
    order: str = ""
    first: int = 1


@dataclass(frozen=True, slots=True)
class Read:
    """How long it took. Milliseconds; `cold` is the very first time, with every plan to be made."""

    list: str
    tier: str
    role: str
    kind: str
    order: str
    first: int
    path: str
    statements: int
    bytes: int
    cold: float
    runs: tuple[float, ...]
    median: float
    worst: float


def run(report: Report, ground: Ground) -> None:
    """Make the database, measure, and drop it again."""
    endpoints = ground.database(DATABASE)
    try:
        asyncio.run(_run(report, ground, endpoints))
    finally:
        ground.drop(DATABASE)


async def _run(report: Report, ground: Ground, endpoints: Endpoints) -> None:
    settings = Settings(var=ground.var, kept_answers_mb=0, _env_file=None)  # type: ignore[call-arg]
    plugins, clock = load_plugins(settings), SystemClock()
    unlock(load_key(settings.var_path))
    await prepare(endpoints, plugins, clock)
    application = Application(settings, assemble(plugins), endpoints, clock)
    application.executor.spend = lambda *_: None
    await application.start()
    try:
        started = time.perf_counter()
        made = await make_rows(endpoints.owner, business_date(clock))
        took = Samples.of([time.perf_counter() - started])
        report.add("rows_made", took, "s", note=f"{made} rows with indexes, walls and analyze")
        reads = await _all(application)
        _tell(report, reads)
        await _spoil(report, application, endpoints)
    finally:
        await application.stop()


async def _all(application: Application) -> list[Read]:
    people = await people_of(application)
    return [await _read(application, each) for each in questions(application, people)]


def questions(application: Application, people: Sequence[Person]) -> Iterator[Question]:
    """Every list that each of the people sees, in every order and size."""
    for person in people:
        schema = application.views.of(person.access).core
        for listed in lists_of(schema):
            yield Question(listed.name, person, count_document(listed), "count")
            for first in SIZES:
                for order in ("", *listed.orders):
                    text = list_document(schema, listed, first, order)
                    yield Question(listed.name, person, text, "plain", order, first)
                text = list_document(schema, listed, first)
                yield Question(listed.name, person, text, "ordinary", "", first)
                if holds_personal(schema, listed):
                    text = list_document(schema, listed, first, personal=True)
                    yield Question(listed.name, person, text, "personal", "", first)


async def _read(application: Application, asked: Question, times: int = REPEATS) -> Read:
    ask = Ask(access=asked.person.access, text=asked.text, compile=asked.kind != "ordinary")
    cold, answer = await _answer(application, ask)
    _check(asked, answer)
    await _answer(application, ask)
    taken = Samples.of([(await _answer(application, ask))[0] for _ in range(times)])
    return Read(
        list=asked.list,
        tier=asked.person.tier.value,
        role=asked.person.role,
        kind=asked.kind,
        order=asked.order,
        first=asked.first,
        path=answer.read_path or "",
        statements=answer.sql_count,
        bytes=len(answer.body),
        cold=round(cold, 2),
        runs=tuple(round(run, 2) for run in taken.values),
        median=round(taken.median, 2),
        worst=round(taken.most, 2),
    )


async def _answer(application: Application, ask: Ask) -> tuple[float, Answer]:
    started = time.perf_counter()
    answer = await application.answer(ask)
    return (time.perf_counter() - started) * 1_000, answer


def _check(asked: Question, answer: Answer) -> None:
    """A refusal is quick, but no answer."""
    body = orjson.loads(answer.body)
    if "errors" in body:
        raise RuntimeError(f"{asked.list} as {asked.person.role}: {body['errors'][0]['message']}")


def _tell(report: Report, reads: list[Read]) -> None:
    """The figures; `details` keeps every read, slowest first."""
    for kind, name, goal, note in (
        ("plain", "list_page_one", GOAL, "all lists, tiers, orders and sizes"),
        ("personal", "list_page_one_personal", GOAL, "with personal data, as far as shown"),
        ("ordinary", "list_page_one_ordinary", None, "the compiler switched off"),
        ("count", "list_total_count", None, "totalCount alone: it visits every row in reach"),
    ):
        found = [read for read in reads if read.kind == kind]
        worst = max(found, key=lambda read: read.median)
        missed = _missed(found)
        report.add(
            f"{name}_median", Samples.of(read.median for read in found), "ms", goal=goal,
            note=f"{note}; median of {len(found)} reads",
        )  # fmt: skip
        report.add(
            f"{name}_worst", Samples.of(worst.runs), "ms", goal=goal,
            note=f"slowest read: {_named(worst)}; {len(missed)} reads over {GOAL:g} ms; "
            f"slowest single run {max(read.worst for read in found):.0f} ms",
        )  # fmt: skip
    cold = Samples.of(read.cold for read in reads if read.kind == "plain")
    report.add("list_page_one_cold", cold, "ms", note="the first read of a document: plans made")
    ordered = sorted(reads, key=lambda read: -read.median)
    report.details["lists"] = [asdict(read) for read in ordered]
    report.details["lists_missed"] = sorted({_named(read) for read in _missed(reads)})


def _missed(reads: Iterable[Read]) -> list[Read]:
    return [read for read in reads if read.median > GOAL]


def _named(read: Read) -> str:
    order = f" {read.order}" if read.order else ""
    return f"{read.list}{order} first {read.first} as {read.role} ({read.kind}, {read.path})"


async def _spoil(report: Report, application: Application, endpoints: Endpoints) -> None:
    """Negative control: a town's licences by date, with their indexes and without."""
    people = await people_of(application)
    person = next(p for p in people if p.tier is Tier.TOWN)
    schema = application.views.of(person.access).core
    listed = next(each for each in lists_of(schema) if each.name == "licences")
    asked = _by_date(person, listed, list_document(schema, listed, 20, "VALID_UNTIL_ASC"))
    before = await _read(application, asked)
    owner = await asyncpg.connect(endpoints.owner)
    try:
        found = await owner.fetch(
            "select indexname from pg_indexes "
            "where tablename = 'licence' and indexdef like '%valid_until%'"
        )
        for row in found:
            await owner.execute(f'drop index "{row["indexname"]}"')
    finally:
        await owner.close()
    after = await _read(application, asked)
    told = f"licences by date without {len(found)} indexes: {after.median:.1f} ms"
    report.contrast("list_page_one", after.median / before.median, SPOILT, told)


def _by_date(person: Person, listed: ListField, text: str) -> Question:
    return Question(listed.name, person, text, "plain", "VALID_UNTIL_ASC", 20)
