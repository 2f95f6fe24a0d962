"""What `zhijian demo` does: fill an empty database, list the accounts, serve."""

import asyncio
import logging
import secrets
from dataclasses import dataclass
from typing import Any, Final

import typer

from core.app import load_plugins
from core.clock import Clock, SystemClock
from core.demo.accounts import Filling, demo_accounts, enrol, filling, seeds, set_password
from core.demo.filling import clear, fill
from core.demo.world import Plan
from core.errors import SetupError
from core.gateway.pages import DemoAccount
from core.identity.passwords import Passwords
from core.identity.tokens import one_time_password
from core.plugins import Plugins
from core.policy.defaults import load_roles
from core.prepare import prepare
from core.serving import Ground, address, log_to_stderr, prepared, reserve, run_one
from core.settings import Settings
from core.site import build_site
from core.store.addresses import Endpoints
from core.store.engine import Store
from core.store.events import Dispatcher
from core.store.personal import load_key, unlock
from core.store.roles import endpoints
from core.warnings.passes import pass_loaded

PATIENCE_MS: Final = 60_000


@dataclass(frozen=True, slots=True)
class DemoOptions:
    """What may be asked of the demonstration."""

    plan: Plan
    fresh: bool = False
    totp: bool = False


def demo(settings: Settings, options: DemoOptions) -> None:
    """Fill the database where it is empty, then serve it on the port until stopped.

    Raises SetupError when the database holds anything but a demonstration, or the port is taken.
    """
    clock = SystemClock()
    log_to_stderr(clock, logging.WARNING)
    door = reserve(settings.host, settings.port)
    ground, known, password = _ready(settings, options, clock, serving=True)
    site = build_site(ground.application(), demo=known, demo_password=password)
    shown = password if settings.demo_password is None else None
    run_one(site, door, lambda: _announce(address(door), known, shown))


def list_accounts(settings: Settings, options: DemoOptions) -> list[dict[str, Any]]:
    """The accounts, from the database, which is filled first where it is empty."""
    clock = SystemClock()
    log_to_stderr(clock, logging.WARNING)
    ground, known, password = _ready(settings, options, clock, serving=False)
    if password is not None and settings.demo_password is None:
        typer.echo(f"密码 Password: {password}", err=True)
    second = asyncio.run(_seeds(ground)) if options.totp else {}
    return [_as_json(account, second) for account in known]


def _as_json(account: DemoAccount, second: dict[str, str]) -> dict[str, Any]:
    plain = {
        "username": account.username,
        "role": account.role,
        "tier": account.tier,
        "place": account.place,
    }
    seed = second.get(account.username)
    return plain if seed is None else {**plain, "totp": seed}


def _ready(
    settings: Settings, options: DemoOptions, clock: Clock, *, serving: bool
) -> tuple[Ground, list[DemoAccount], str | None]:
    """The ground, the accounts, and the password where one was set just now."""
    unlock(load_key(settings.var_path))
    if options.fresh:
        asyncio.run(_clear(settings, endpoints(settings), clock))
    ground = prepared(settings, clock)
    password = asyncio.run(_fill(ground, options, serving=serving))
    return ground, asyncio.run(_accounts(ground)), password


def _store(endpoints: Endpoints, clock: Clock) -> Store:
    return Store(endpoints.app, clock, statement_timeout_ms=PATIENCE_MS)


async def _clear(settings: Settings, found: Endpoints, clock: Clock) -> None:
    # brings the tables into existence, so that one can ask what they hold
    await prepare(found, load_plugins(settings), clock)
    store = _store(found, clock)
    try:
        async with store.system() as session:
            _refuse_real(await filling(session))
    finally:
        await store.close()
    await clear(settings, found)


async def _fill(ground: Ground, options: DemoOptions, *, serving: bool) -> str | None:
    """Fill and set the password where needed; the password, if it was set."""
    store = _store(ground.endpoints, ground.clock)
    passwords = Passwords()
    try:
        async with store.system() as session:
            holds = await filling(session)
        _refuse_real(holds)
        password = None
        if serving or holds is Filling.EMPTY:
            password = _password(ground.settings)
            hashed = await passwords.hash(password)
            if holds is Filling.EMPTY:
                await _make(ground, store, options.plan, hashed)
            async with store.system() as session:
                await set_password(session, hashed, ground.clock.now())
        if options.totp:
            async with store.system() as session:
                await enrol(session, ground.clock.now())
        return password
    finally:
        passwords.close()
        await store.close()


async def _make(ground: Ground, store: Store, plan: Plan, hashed: str) -> None:
    plugins: Plugins = ground.plugins
    stored = await fill(store, ground.endpoints.owner, plugins, plan, hashed)
    assembly = ground.application().assembly
    store.dispatcher = Dispatcher(assembly.subscribers)
    await pass_loaded(assembly.watching, store)
    typer.echo(f"已生成演示数据 {stored} 行。 {stored} rows of invented data were made.", err=True)


async def _accounts(ground: Ground) -> list[DemoAccount]:
    store = _store(ground.endpoints, ground.clock)
    try:
        async with store.system() as session:
            return await demo_accounts(session, load_roles())
    finally:
        await store.close()


async def _seeds(ground: Ground) -> dict[str, str]:
    store = _store(ground.endpoints, ground.clock)
    try:
        async with store.system() as session:
            return await seeds(session)
    finally:
        await store.close()


def _password(settings: Settings) -> str:
    if settings.demo_password is not None:
        return settings.demo_password.get_secret_value()
    return one_time_password(secrets.token_bytes)


def _refuse_real(holds: Filling) -> None:
    if holds is Filling.REAL:
        raise SetupError(
            "This database holds a bureau in earnest; a demonstration does not belong there. "
            "Name another folder with ZHIJIAN_VAR, or another database.",
            "该数据库中是正式数据，不能用于演示。请用 ZHIJIAN_VAR 指定其他目录或换一个数据库。",
        )


def _announce(url: str, accounts: list[DemoAccount], password: str | None) -> None:
    names = {account.username for account in accounts}
    told = password or "ZHIJIAN_DEMO_PASSWORD"
    tried = [
        name
        for name in (
            "branch-licensing-chief",
            "station-head-6",
            "town-quality-officer-guali",
            "enterprise-manager-food-1",
            "officer-security",
        )
        if name in names
    ]
    typer.echo(
        f"""
质监演示已启动  The Zhijian demonstration is running:

    {url}            选择演示账户，进入 GraphiQL   pick an account, go on to GraphiQL
    {url}graphiql    已保存的示例   saved examples per subsystem

    账户 Accounts   {" ".join(tried)}
                    全部账户 all of them: zhijian demo --accounts
    密码 Password   {told}

试一试  Try:
    1. 以许可科科长登录，打开示例“许可”。      As the licensing chief, run the saved examples.
    2. 换成瓜沥镇质监员：只见两个镇。           As the officer of two towns: only these are left.
    3. 一名安全管理员提出删除一条规则，另一名签署，字段随即消失。
       Let one security officer propose to remove a rule and the second one sign: the field goes.

按 Ctrl-C 停止  Ctrl-C stops it.
"""
    )
