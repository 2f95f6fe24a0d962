"""Figures: how long one explanation takes, and the impact of a draft, over the demonstration."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import orjson
from sqlalchemy import select

from bench.ground import Ground
from bench.report import Report
from bench.samples import REPEATS, Samples
from bench.serving import fill
from core.app import Application, default_rules, load_plugins
from core.clock import SystemClock, business_date
from core.identity.models import Account
from core.policy.access import Access
from core.policy.rules import Rule
from core.register.models import Enterprise
from core.settings import Settings
from core.store.personal import load_key, unlock
from core.store.roles import endpoints
from schema.asking import Ask
from schema.assembly import assemble
from schema.ids import global_id
from schema.impact.report import impact_of, tables_of

EXPLAIN_GOAL = 20.0
"""Milliseconds of `Executor.answer`, the entry in the ledger included."""
QUESTIONS = 50
SLOW_ON_PURPOSE = 10
"""Explanations in one document, to be believed."""
TOWN, SUPERIOR = "town.quality_officer", "superior.supervisor"
DRAFTS = {
    "one_field": [(TOWN, "core:Enterprise.address", "read", "all", "deny")],
    "one_type": [(TOWN, "licensing:Licence", "read", "all", "deny")],
    "whole_role": [(TOWN, "core:Enterprise", "read", "all", "deny"),
                   (TOWN, "core:Matter", "read", "all", "deny"),
                   (TOWN, "inspection:Hazard", "read", "all", "deny"),
                   (TOWN, "special_equipment:Equipment", "read", "all", "deny")],
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Asker:
    application: Application
    access: Access
    enterprises: Sequence[str]

    async def explained(self, number: int, times: int = 1) -> float:
        """Milliseconds of a question about one enterprise, in or out of scope."""
        given = f'resource: "core:Enterprise", objectId: "{self.enterprises[number]}"'
        parts = (
            f'q{n}: explain(input: {{{given}, field: "phone"}}) {{ told {{ text }} }}'
            for n in range(times)
        )
        ask = Ask(access=self.access, text=f"{{ {' '.join(parts)} }}")
        started = time.perf_counter()
        answer = await self.application.answer(ask)
        took = (time.perf_counter() - started) * 1_000
        if "errors" in orjson.loads(answer.body):
            raise RuntimeError(answer.body.decode())
        return took


def run(report: Report, ground: Ground) -> None:
    """Fill the demonstration, ask, and preview three drafts."""
    fill(ground)
    asyncio.run(_run(report, ground))


async def _run(report: Report, ground: Ground) -> None:
    async with _application(ground) as application:
        asker = await _asker(application)
        await asker.explained(0)
        took = Samples.of([await asker.explained(n) for n in range(QUESTIONS)])
        figure = report.add(
            "explain", took, "ms", goal=EXPLAIN_GOAL,
            note=f"{QUESTIONS} enterprises asked about by a town's officer, most out of scope",
        )  # fmt: skip
        slow = Samples.of([await asker.explained(0, SLOW_ON_PURPOSE) for _ in range(REPEATS)])
        report.slow_on_purpose(figure, slow, f"{SLOW_ON_PURPOSE} explanations in one document")
        for name, rows in DRAFTS.items():
            await _preview(report, application, name, [Rule(*row) for row in rows])


async def _preview(
    report: Report, application: Application, name: str, added: Sequence[Rule]
) -> None:
    present = default_rules(application.assembly)
    tables = tables_of(application.assembly, present, [*present, *added], 1)
    today, taken, found = business_date(SystemClock()), list[float](), None
    for _ in range(REPEATS):
        started = time.perf_counter()
        found = await impact_of(application.store, application.assembly, tables, today)
        taken.append(time.perf_counter() - started)
    assert found is not None
    report.add(
        f"impact_{name}", Samples.of(taken), "s",
        note=f"{len(found.schemas)} schemas, {len(found.rows)} lines of rows,"
        f" {len(found.documents)} documents differ",
    )  # fmt: skip


@asynccontextmanager
async def _application(ground: Ground) -> AsyncIterator[Application]:
    ground.server.start()
    settings = Settings(var=ground.var, kept_answers_mb=0, _env_file=None)  # type: ignore[call-arg]
    unlock(load_key(settings.var_path))
    assembly = assemble(load_plugins(settings))
    application = Application(settings, assembly, endpoints(settings), SystemClock())
    application.executor.spend = lambda *_: None
    application.rates.spend = lambda *_: None  # type: ignore[method-assign]
    await application.start()
    try:
        yield application
    finally:
        await application.stop()


async def _asker(application: Application) -> _Asker:
    async with application.store.system() as session:
        named = select(Account.id).where(Account.username.like("town-quality-officer%"))
        key = (await session.scalars(named.order_by(Account.id).limit(1))).one()
        firms = (await session.scalars(select(Enterprise.id).limit(QUESTIONS))).all()
    (actor,) = await application.actors.of_accounts([key])
    ids = [global_id("Enterprise", firm) for firm in firms]
    return _Asker(application, application.access_of(actor), ids)
