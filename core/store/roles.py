"""The four database roles: where they connect, how they are made, what they must not be able to.

Owner: migrations only. App: requests. Worker: jobs. Audit: reads the ledger, adds seals.
"""

import asyncpg

from core.errors import StoreError
from core.postgres.bootstrap import bootstrap_sql, database_rights_sql
from core.postgres.server import EmbeddedServer
from core.settings import Settings
from core.store.addresses import APP, AUDIT, DATABASE, OWNER, ROLES, WORKER, Endpoints

__all__ = [
    "APP",
    "AUDIT",
    "DATABASE",
    "OWNER",
    "ROLES",
    "WORKER",
    "Endpoints",
    "bootstrap_sql",
    "database_rights_sql",
    "endpoints",
    "refuse_superuser",
]

# session_user, because a role may leave SET ROLE again; and every role it may become counts.
_POWERS = """
SELECT
  session_user::text AS role,
  bool_or(r.rolsuper) AS superuser,
  bool_or(r.rolbypassrls) AS bypassrls,
  bool_or(has_schema_privilege(r.oid, 'public', 'CREATE')) AS creates_tables,
  bool_or(has_database_privilege(r.oid, current_database(), 'CREATE')) AS creates_schemas,
  bool_or(r.oid IN (SELECT c.relowner FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public')) AS owns_tables
FROM pg_roles r WHERE pg_has_role(session_user, r.oid, 'MEMBER')
"""

_EXCESS = {
    "superuser": ("is a superuser", "是超级用户"),
    "bypassrls": ("has BYPASSRLS", "拥有 BYPASSRLS 权限"),
    "creates_tables": ("may create tables in the schema public", "可以在 public 模式中建表"),
    "creates_schemas": ("may create schemas in the database", "可以在数据库中新建模式"),
    "owns_tables": ("owns tables, to which row security does not apply", "是数据表的所有者"),
}


def endpoints(settings: Settings) -> Endpoints:
    """Where the four roles connect: as configured, else the embedded server, which is started.

    Raises StoreError when only some of the four URLs are set, or the server cannot start.
    """
    urls = {
        "ZHIJIAN_OWNER_URL": settings.owner_url,
        "ZHIJIAN_DATABASE_URL": settings.database_url,
        "ZHIJIAN_WORKER_URL": settings.worker_url,
        "ZHIJIAN_AUDIT_URL": settings.audit_url,
    }
    given = [url for url in urls.values() if url]
    if not given:
        return EmbeddedServer(settings.var_path / "postgres").start()
    missing = [name for name, url in urls.items() if not url]
    if missing:
        names = ", ".join(missing)
        raise StoreError(
            f"Set all four database URLs or none; missing: {names}. "
            "`zhijian database roles` prints the SQL that creates the four roles.",
            f"四个数据库连接必须同时设置或都不设置；缺少：{names}。"
            "命令 `zhijian database roles` 可输出创建四个角色的 SQL。",
        )
    return Endpoints(*given)


async def refuse_superuser(url: str) -> None:
    """Raise StoreError when the role that `url` signs in as could step over row security.

    That is: superuser, BYPASSRLS, or able to change the structure, itself or as a role it may
    become.
    """
    connection = await asyncpg.connect(url)
    try:
        powers = await connection.fetchrow(_POWERS)
    finally:
        await connection.close()
    if powers is None:
        raise StoreError("The database does not say who is connected.")
    excess = [words for power, words in _EXCESS.items() if powers[power]]
    if excess:
        english = "; ".join(words[0] for words in excess)
        chinese = "；".join(words[1] for words in excess)
        raise StoreError(
            f"The database role {powers['role']} {english}. Serving needs the role {APP}, made "
            "by the SQL that `zhijian database roles` prints.",
            f"数据库角色 {powers['role']} {chinese}。提供服务须使用角色 {APP}，"
            "由 `zhijian database roles` 输出的 SQL 创建。",
        )
