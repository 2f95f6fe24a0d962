"""The plugin at work: demonstration data, its examples, what each role gets, uninstalled again."""

import asyncio
import datetime as dt
import json
from collections.abc import AsyncIterator, Mapping
from typing import Any, Final

import asyncpg
from sqlalchemy import select

from core.app import Application
from core.clock import Clock
from core.demo.filling import fill, make_world, reference
from core.demo.world import Plan
from core.identity.models import Account, Post
from core.plugin_check.subject import Finding, Subject, broken, odd, sound
from core.plugins import Plugins
from core.policy.access import Access
from core.prepare import prepare, sources
from core.settings import Settings
from core.store.addresses import Endpoints
from core.store.engine import Store
from core.store.migrate import leftovers
from core.store.wall import set_statement
from schema.asking import Ask
from schema.assembly import assemble

PATIENCE_MS: Final = 60_000
SMALL: Final = 0.05
"""Share of the usual number of ordinary enterprises: the key units are all there."""


async def demonstration(
    subject: Subject, found: Endpoints, clock: Clock, today: dt.date
) -> AsyncIterator[Finding]:
    """Fill the database, its part included; the same plan must make the same rows."""
    store = Store(found.app, clock, statement_timeout_ms=PATIENCE_MS)
    plugins, plan = subject.assembly.plugins, Plan(today, 1, SMALL)
    try:
        known = await reference(store)
        first, again = (make_world(known, plugins, plan).made for _ in range(2))
        await fill(store, found.owner, plugins, plan, "no password")
    except Exception as error:  # noqa: BLE001  a row that is refused names its table
        yield broken(f"演示数据不被接受：{error}", f"The demonstration is refused: {error}")
        return
    finally:
        await store.close()
    if fault := subject.plugin.fault:
        yield broken(f"演示数据出错：{fault}", f"The demonstration fails: {fault}")
        return
    names = [model.__tablename__ for model in subject.models]
    rows = sum(len(first.get(name, ())) for name in names)
    if any(first.get(name) != again.get(name) for name in names):
        yield broken(
            "演示数据每次不同。", "The demonstration is another each time: draw from `random` only."
        )
    elif not rows and names:
        yield odd("没有演示数据。", "It has no demonstration data (hook demo_data).")
    else:
        yield sound(
            f"演示数据 {rows} 行，可重复。", f"{rows} rows of demonstration, always the same."
        )


async def answers(subject: Subject, found: Endpoints, clock: Clock) -> AsyncIterator[Finding]:
    """Its examples and lists, asked by those who may: one statement each, none beyond the wall."""
    settings = Settings(database_url=found.app, owner_url=found.owner)
    application = Application(settings, subject.assembly, found, clock)
    try:
        await application.start()
        accesses = await _people(application)
        async for each in _examples(subject, application, accesses):
            yield each
        async for each in _lists(subject, application, accesses, found):
            yield each
    finally:
        await application.stop()


async def _people(application: Application) -> dict[str, Access]:
    """Somebody of each role, in the demonstration."""
    async with application.store.system() as session:
        statement = select(Post.role, Post.account_id).join(Account, Account.id == Post.account_id)
        held = {row.role: row.account_id for row in await session.execute(statement)}
    actors = await application.actors.of_accounts(sorted(set(held.values())))
    by_account = {actor.account_id: application.access_of(actor) for actor in actors}
    return {role: by_account[account] for role, account in held.items() if account in by_account}


async def _examples(
    subject: Subject, application: Application, accesses: Mapping[str, Access]
) -> AsyncIterator[Finding]:
    own = [e for name, e in subject.assembly.examples if name == subject.name]
    if not own:
        yield odd("没有示例。", "It has no saved example for GraphiQL (hook examples).")
    for example in own:
        if example.role not in accesses:
            yield broken(
                f"示例“{example.title}”的岗位不存在。", f"{example.title}: no role {example.role}."
            )
            continue
        body, statements = await _asked(
            application, accesses[example.role], example.query, dict(example.variables)
        )
        if "errors" in body:
            said = body["errors"][0]["message"]
            yield broken(f"示例“{example.title}”出错：{said}", f"{example.title} fails: {said}")
        elif not _has_rows(body["data"]):
            yield odd(f"示例“{example.title}”没有结果。", f"{example.title} finds no rows.")
        else:
            yield _counted(example.title, statements)


async def _lists(
    subject: Subject, application: Application, accesses: Mapping[str, Access], found: Endpoints
) -> AsyncIterator[Finding]:
    for name, model in subject.lists():
        readers, most = 0, 0
        for role, access in accesses.items():
            body, statements = await _asked(
                application, access, f"{{ {name} {{ totalCount nodes {{ id }} }} }}", {}
            )
            if "errors" in body:
                continue  # the role's schema has no such field
            readers, most = readers + 1, max(most, statements)
            seen = body["data"][name]["totalCount"]
            if seen > (ceiling := await _behind_wall(found, access, model.__tablename__)):
                yield broken(
                    f"{role} 在 {name} 中看到 {seen} 行，超出其范围的 {ceiling} 行。",
                    f"{role} sees {seen} rows in {name}; its wall lets {ceiling} through.",
                )
        if not readers:
            yield broken(f"没有岗位可查看列表 {name}。", f"No role gets the list {name}.")
        else:
            yield _counted(f"{name} ({readers} 个岗位 roles)", most)


def _counted(what: str, statements: int) -> Finding:
    if statements > 1:
        return odd(
            f"{what}：{statements} 条 SQL。",
            f"{what} takes {statements} statements: a resolver reads beside the data fields.",
        )
    return sound(f"{what}：一条 SQL。", f"{what} is one statement.")


async def _asked(
    application: Application, access: Access, text: str, variables: dict[str, Any]
) -> tuple[Any, int]:
    before = application.store.reads.statements
    answer = await application.answer(Ask(access=access, text=text, variables=variables))
    return json.loads(answer.body), application.store.reads.statements - before


async def _behind_wall(found: Endpoints, access: Access, table: str) -> int:
    connection = await asyncpg.connect(found.app)
    try:
        settings = access.wall().settings()
        await connection.execute(set_statement(local=False), *settings.values())
        return int(await connection.fetchval(f'select count(*) from "{table}"'))  # noqa: S608
    finally:
        await connection.close()


def _has_rows(data: Any) -> bool:
    match data:
        case dict():
            return any(_has_rows(value) for value in data.values())
        case list():
            return bool(data)
    return False


async def uninstalled(subject: Subject, found: Endpoints, clock: Clock) -> AsyncIterator[Finding]:
    """Without it, everybody else serves over the same database, and its tables are named."""
    name = subject.name
    others = frozenset(subject.assembly.plugins.found) - {name}
    left = Plugins(enabled=others).load()
    await asyncio.to_thread(assemble, left)
    await prepare(found, left, clock)
    if faults := {n: p.fault for n, p in left.found.items() if p.fault}:
        needy = sorted(faults)
        yield odd(
            f"卸载后以下子系统停用：{'、'.join(needy)}。",
            f"Without it these do not serve: {', '.join(needy)}.",
        )
    kept = leftovers(found.owner, sources(left))
    mine = [table for table in kept if table.endswith(f"_{name}")]
    yield sound(
        f"卸载后其余 {len(left.serving)} 个子系统照常，数据保留（{'、'.join(mine) or '无'}）。",
        f"Uninstalled, {len(left.serving)} others serve; its data are kept and reported.",
    )
