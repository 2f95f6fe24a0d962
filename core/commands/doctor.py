"""`zhijian doctor`: what is wrong with this installation, in Chinese and English."""

import asyncio
import enum
import importlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Final

import asyncpg
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from core.app import load_plugins
from core.clock import SystemClock
from core.errors import SetupError
from core.files.depot import FOLDER as FILES
from core.files.depot import Depot
from core.files.examination import rehash
from core.gateway.assets import vendor_files
from core.plugins import Plugins, states
from core.prepare import sources
from core.settings import Settings
from core.store.addresses import Endpoints
from core.store.engine import Store
from core.store.migrate import leftovers
from core.store.roles import endpoints, refuse_superuser
from core.store.wall import REACH

ROOT: Final = Path(__file__).parents[1]
OURS: Final = ("core", "schema", "plugins", "policies")
DISTRIBUTION: Final = "zhijian-bureau"
NEWEST_FILES: Final = 500
"""Attachments that are hashed anew: enough to notice a lost disk, few enough to wait for."""


class Health(enum.Enum):
    """How a check came out; only BROKEN makes the exit code 1."""

    SOUND = "好 ok    "
    ODD = "注意 odd "
    BROKEN = "故障 broken"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report."""

    health: Health
    chinese: str
    english: str

    def __str__(self) -> str:
        return f"[{self.health.value}] {self.chinese} {self.english}"


def examine(settings: Settings) -> Iterator[Finding]:
    """Every check, each by itself; starts the embedded server where it does not run."""
    yield from foreign_packages()
    yield from _assets()
    plugins = load_plugins(settings)
    yield from _plugins(plugins)
    yield from _database(settings, plugins)


def foreign_packages(root: Path = ROOT) -> Iterator[Finding]:
    """Our four top-level names must be ours: other distributions use them too."""
    for name in OURS:
        file = importlib.import_module(name).__file__ or ""
        if not Path(file).is_relative_to(root):
            yield Finding(
                Health.BROKEN,
                f"包 {name} 不是本系统的：{file}。",
                f"The package {name} is not ours but {file}.",
            )
    shipped = packages_distributions()
    strangers = {
        name: [d for d in shipped.get(name, []) if d != DISTRIBUTION]
        for name in OURS
        if set(shipped.get(name, [])) - {DISTRIBUTION}
    }
    for name, others in strangers.items():
        yield Finding(
            Health.BROKEN,
            f"其他软件包占用了 {name}：{'、'.join(others)}，请卸载。",
            f"Other distributions bring a package {name}: {', '.join(others)}; uninstall them.",
        )
    if not strangers:
        yield Finding(Health.SOUND, "顶层包名无冲突。", "Our top-level packages are ours alone.")


def _assets() -> Iterator[Finding]:
    try:
        count = len(vendor_files())
    except SetupError as error:
        yield _broken(error)
    else:
        yield Finding(Health.SOUND, f"前端文件 {count} 个。", f"{count} front-end files.")


def _plugins(plugins: Plugins) -> Iterator[Finding]:
    for name, state in states(plugins.found).items():
        if state == "serving":
            yield Finding(Health.SOUND, f"子系统 {name} 正常。", f"Plugin {name} loads.")
        else:
            yield Finding(
                Health.BROKEN,
                f"子系统 {name} 已隔离。",
                f"Plugin {name} is in quarantine: {state}",
            )


def _database(settings: Settings, plugins: Plugins) -> Iterator[Finding]:
    try:
        found = endpoints(settings)
    except SetupError as error:
        yield _broken(error)
        return
    yield from asyncio.run(_inside(found))
    yield from asyncio.run(_files(settings, found))
    yield from _leftovers(found, plugins)


async def _inside(found: Endpoints) -> list[Finding]:
    findings = [
        await _reachable(role, getattr(found, role)) for role in ("owner", "app", "worker", "audit")
    ]
    if all(finding.health is Health.SOUND for finding in findings):
        findings += [await _powers(found.app), await _powers(found.worker)]
        findings.append(await _language(found.app))
        findings += await _jobs(found.worker)
    return findings


async def _reachable(role: str, url: str) -> Finding:
    try:
        connection = await asyncpg.connect(url)
        version = connection.get_server_version()
        await connection.close()
    except (OSError, asyncpg.PostgresError) as problem:
        return Finding(
            Health.BROKEN,
            f"角色 {role} 无法连接数据库。",
            f"The role {role} cannot connect: {problem}",
        )
    return Finding(
        Health.SOUND,
        f"角色 {role} 已连接 PostgreSQL {version.major}。",
        f"The role {role} reaches PostgreSQL {version.major}.",
    )


async def _powers(url: str) -> Finding:
    try:
        await refuse_superuser(url)
    except SetupError as error:
        return _broken(error)
    return Finding(Health.SOUND, "角色权限恰当。", "The role cannot step over row security.")


async def _language(url: str) -> Finding:
    connection = await asyncpg.connect(url)
    try:
        encoding = await connection.fetchval("show server_encoding")
        grams = await connection.fetchval("select cardinality(show_trgm('质监分局'))")
    finally:
        await connection.close()
    if encoding == "UTF8" and grams:
        return Finding(
            Health.SOUND, "数据库识别中文。", "The database knows letters of Chinese text."
        )
    return Finding(
        Health.BROKEN,
        f"数据库不识别中文（编码 {encoding}），区域须为 C.UTF-8。",
        f"The database finds no letters in Chinese text ({encoding}); it needs C.UTF-8.",
    )


async def _jobs(url: str) -> list[Finding]:
    connection = await asyncpg.connect(url)
    try:
        if await connection.fetchval("select to_regclass('public.queued_job')") is None:
            return []
        await connection.execute(f"set {REACH} = 'system'")
        rows = await connection.fetch("select state, count(*) from queued_job group by state")
    finally:
        await connection.close()
    found = {row["state"]: row["count"] for row in rows}
    if failed := found.get("FAILED", 0):
        return [
            Finding(
                Health.ODD,
                f"{failed} 个后台任务多次失败，请系统管理员处理（查询 jobs）。",
                f"{failed} jobs have failed for good; the system officer sees why by `jobs`.",
            )
        ]
    waiting = found.get("WAITING", 0)
    return [Finding(Health.SOUND, f"后台任务 {waiting} 个等待。", f"{waiting} jobs wait.")]


async def _files(settings: Settings, found: Endpoints) -> list[Finding]:
    """Hash the newest attachments anew; `zhijian files verify` takes all."""
    store = Store(found.app, SystemClock())
    try:
        async with store.system() as session:
            connection = await session.connection()
            present = await connection.scalar(text("select to_regclass('attachment')"))
        if present is None:
            return []  # never migrated: another finding's business
        looked = await rehash(store, Depot(settings.var_path / FILES), newest=NEWEST_FILES)
    except (OSError, DBAPIError):
        return []  # unreachable: likewise
    finally:
        await store.close()
    if looked.sound:
        return [
            Finding(
                Health.SOUND,
                f"最近附件 {looked.files} 份完好。",
                f"{looked.files} recent files are sound.",
            )
        ]
    return [
        Finding(
            Health.BROKEN,
            f"附件缺失 {len(looked.missing)}、损坏 {len(looked.corrupt)}。",
            f"Attached files: {len(looked.missing)} missing, {len(looked.corrupt)} corrupt; "
            "run `zhijian files verify`.",
        )
    ]


def _leftovers(found: Endpoints, plugins: Plugins) -> Iterator[Finding]:
    try:
        kept = leftovers(found.owner, sources(plugins))
    except SetupError as error:
        yield _broken(error)
        return
    for table in kept:
        yield Finding(
            Health.ODD,
            f"{table}：其子系统未安装，数据保留。",
            f"{table} belongs to a plugin that is not installed; its data are kept.",
        )


def _broken(error: SetupError) -> Finding:
    return Finding(Health.BROKEN, error.chinese, error.english)


def report(settings: Settings, say: Callable[[str], None]) -> int:
    """Tell every finding; the exit code: 0 sound, 1 broken."""
    broken = 0
    for finding in examine(settings):
        say(str(finding))
        broken += finding.health is Health.BROKEN
    return min(broken, 1)
