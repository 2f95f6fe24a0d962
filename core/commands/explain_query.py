"""`zhijian explain-query`: how PostgreSQL would answer a query, as one account would ask it."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

import typer
from graphql import get_operation_ast
from sqlalchemy import select

from core.app import Application
from core.errors import InvalidInput
from core.gateway.guard import check, parse_document
from core.gateway.verdict import Limits
from core.identity.models import Account
from core.policy.access import ANONYMOUS, Access
from core.serving import prepared
from core.settings import Settings
from schema.reading.plans import Compiled


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be explained, and for whom; without a username for the public."""

    text: str
    username: str | None = None
    variables: dict[str, Any] = field(default_factory=dict)
    analyze: bool = False
    """Run it, and say how long each step took."""


def explain_command(
    file: Annotated[Path, typer.Argument(help="查询文件 The document.")],
    user: Annotated[str | None, typer.Option(help="以谁的身份；默认公众 As whom.")] = None,
    variables: Annotated[str, typer.Option(help="变量 JSON Variables.")] = "{}",
    *,
    analyze: Annotated[bool, typer.Option("--analyze", help="实际运行 Run it.")] = False,
) -> None:
    """开发者：查询的 SQL 和执行计划。 For developers: a query's SQL and PostgreSQL's plan."""
    wanted = Wanted(file.read_text("utf-8"), user, variables_of(variables), analyze)
    asyncio.run(_run(prepared(Settings()).application(), wanted))


async def _run(application: Application, wanted: Wanted) -> None:
    await application.start()
    try:
        await explain_query(application, wanted, typer.echo)
    finally:
        await application.stop()


async def explain_query(
    application: Application, wanted: Wanted, say: Callable[[str], None]
) -> None:
    """Say the statement and its plan. Raises InvalidInput; writes nothing."""
    access = await _access(application, wanted.username)
    view, limits = application.views.of(access), Limits()
    document = parse_document(wanted.text, limits)
    cost = check(document, None, wanted.variables, limits)
    for fault in view.faults(wanted.text, document):
        raise _unfit(fault.message)
    operation = get_operation_ast(document)
    if operation is None:
        raise _unfit("one operation")
    plans = application.views.plans
    found = plans.find(view, access, wanted.text, document, operation, wanted.variables)
    say(f"-- 费用 cost: {cost.objects}")
    if not isinstance(found, Compiled):
        say(f"-- 普通执行 answered by resolvers: {found}")
        return
    say(found.plan.sql)
    reads, given = application.store.reads, found.values(access)
    for line in await reads.explained(found.plan.sql, given, access.wall(), run=wanted.analyze):
        say(line)


async def _access(application: Application, username: str | None) -> Access:
    if username is None:
        return application.access_of(ANONYMOUS)
    async with application.store.system() as session:
        key = await session.scalar(select(Account.id).where(Account.username == username))
    people = await application.actors.of_accounts([] if key is None else [key])
    if not people:
        raise InvalidInput("没有这个账户。", f"There is no open account {username!r}.")
    return application.access_of(people[0])


def _unfit(told: str) -> InvalidInput:
    return InvalidInput(
        f"该查询在此账户下无效：{told}", f"Not a valid query for this account: {told}"
    )


def variables_of(text: str) -> dict[str, Any]:
    """Variables as they are written on the command line. Raises InvalidInput."""
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if isinstance(found, dict):
        return found
    raise InvalidInput("变量应为 JSON 对象。", "The variables must be a JSON object.")
