"""The SQL that an administrator of PostgreSQL runs once: roles, database, rights, extension.

`bootstrap_sql` is a script for `psql`, run as superuser; it may be run again and repairs what was
changed. The embedded server runs the same script that `zhijian database roles` prints.
"""

import re

from core.errors import StoreError
from core.store.addresses import APP, AUDIT, DATABASE, OWNER, ROLES, WORKER

_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")

_ROLE = """\
SELECT 'CREATE ROLE {role}' WHERE NOT EXISTS (
  SELECT FROM pg_roles WHERE rolname = '{role}') \\gexec
ALTER ROLE {role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
ALTER ROLE {role} SET search_path = public, pg_temp;
ALTER ROLE {role} SET timezone = 'UTC';
ALTER ROLE {role} SET datestyle = 'ISO, YMD';
"""

# PostgreSQL 17 brought its own C.UTF-8, which sorts alike on every operating system; LC_CTYPE
# stays C.UTF-8 as well because pg_trgm of that version still asks the operating system what a
# letter is, and finds no Chinese ones under LC_CTYPE=C.
_DATABASE = """\
SELECT 'CREATE DATABASE {database} OWNER {owner} TEMPLATE template0 ENCODING ''UTF8'' '
  || CASE WHEN current_setting('server_version_num')::int >= 170000
     THEN 'LOCALE_PROVIDER builtin BUILTIN_LOCALE ''C.UTF-8'' LOCALE ''C.UTF-8'''
     ELSE 'LOCALE_PROVIDER libc LOCALE ''C.UTF-8''' END
  WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{database}') \\gexec
"""

_INSIDE = f"""\
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO {OWNER};
GRANT USAGE ON SCHEMA public TO {APP}, {WORKER}, {AUDIT};
CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA public;
ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER}
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {APP}, {WORKER};
ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} GRANT USAGE, SELECT ON SEQUENCES TO {APP}, {WORKER};
"""


def database_rights_sql(database: str) -> str:
    """Who may connect to `database`: the four roles only. A copied database does not inherit it."""
    name = _checked(database)
    return (
        f"REVOKE ALL ON DATABASE {name} FROM PUBLIC;\n"
        f"GRANT CONNECT ON DATABASE {name} TO {APP}, {WORKER}, {AUDIT};\n"
    )


def bootstrap_sql(database: str = DATABASE) -> str:
    r"""The whole script for psql; raises StoreError unless `database` is a plain lower-case name.

    On a server reached over the network each role needs a password as well: `\password <role>`.
    """
    name = _checked(database)
    return (
        "\\set ON_ERROR_STOP on\n"
        + "".join(_ROLE.format(role=role) for role in ROLES)
        + _DATABASE.format(database=name, owner=OWNER)
        + database_rights_sql(name)
        + f"\\connect {name}\n"
        + _INSIDE
    )


def _checked(database: str) -> str:
    if not _NAME.fullmatch(database):
        raise StoreError(
            f"The database name {database!r} is not accepted: use lower-case letters, digits, _.",
            f"数据库名 {database!r} 不符合要求：只能使用小写字母、数字和下划线。",
        )
    return database
