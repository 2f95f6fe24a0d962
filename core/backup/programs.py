"""PostgreSQL's own pg_dump, pg_restore and psql, run against one of our databases as its owner.

The connection is given in the environment, so that no password stands in a list of processes.
"""

import os
import subprocess
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from subprocess import DEVNULL, PIPE
from typing import IO, Final, cast

from sqlalchemy.engine import make_url

from core.backup.errors import BackupError
from core.postgres.binaries import Binaries, installations
from core.store.addresses import APP, WORKER
from core.store.wall import REACH

_NEEDED: Final = ("pg_dump", "pg_restore", "psql")
_CHUNK: Final = 1 << 20
_NEWER: Final = b"SET transaction_timeout = 0;\n"
"""A setting of version 17 that the programs name whatever the server's version is."""
_FIRST_WITH_IT: Final = 17
_NOT_OURS: Final = ("EXTENSION", "COMMENT - EXTENSION", "ACL - SCHEMA public")
"""What the administrator's script makes beforehand (core/postgres/bootstrap.py)."""
_NO_DEFAULTS: Final = f"""
alter default privileges revoke all on tables from {APP}, {WORKER};
alter default privileges revoke all on sequences from {APP}, {WORKER};
"""
"""A new table gives rights to whoever serves, and an archive only adds some: first none, then those
of the archive, which at its end brings these defaults back as well."""

OURS_AWAY: Final = """
set role none;
do $$
declare each record;
begin
  for each in select nspname from pg_namespace
    where nspowner = current_user::regrole and nspname <> 'public'
  loop execute format('drop schema %I cascade', each.nspname); end loop;
  for each in select relname, relkind from pg_class where relnamespace = 'public'::regnamespace
    and relowner = current_user::regrole and relkind in ('r', 'v', 'S')
    order by relkind = 'S'
  loop
    if to_regclass(format('public.%I', each.relname)) is not null then
      execute format('drop %s public.%I cascade',
        case each.relkind when 'r' then 'table' when 'v' then 'view' else 'sequence' end,
        each.relname);
    end if;
  end loop;
  for each in select oid::regprocedure as name from pg_proc
    where pronamespace = 'public'::regnamespace and proowner = current_user::regrole
  loop execute format('drop function %s cascade', each.name); end loop;
end $$;
"""
"""Empties a database of everything of the owner's, whoever made it: also what is newer."""


@dataclass(frozen=True, slots=True)
class Programs:
    """The client programs that fit a server."""

    binaries: Binaries
    server: int
    """The server's major version."""

    def dump(self, url: str, snapshot: str, file: Path) -> None:
        """Write the database as of a snapshot that somebody holds open. Raises BackupError."""
        options = ["--format=custom", "--compress=1", "--enable-row-security"]
        options += [f"--snapshot={snapshot}", f"--file={file}"]
        self._run("pg_dump", options, environment(url))
        file.chmod(0o600)

    def load(self, file: Path, url: str, *, replacing: bool = False) -> None:
        """Restore in one transaction: all of it or nothing. Raises BackupError.

        `replacing`: what the database holds goes in the same transaction.
        """
        with tempfile.TemporaryFile() as said, tempfile.NamedTemporaryFile("w") as wanted:
            wanted.write(self._contents(file))
            wanted.flush()
            argv = [self.binaries.tool("psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", "-"]
            with subprocess.Popen(
                argv, stdin=PIPE, stdout=DEVNULL, stderr=said, env=environment(url)
            ) as psql:
                given = cast("IO[bytes]", psql.stdin)
                away = OURS_AWAY if replacing else ""
                given.write(f"begin;\n{away}{_NO_DEFAULTS}".encode())
                whole = self._feed(file, Path(wanted.name), given, said)
            if psql.returncode or not whole:
                said.seek(0)
                raise _failed("restore", said.read())

    def _feed(self, file: Path, wanted: Path, psql: IO[bytes], said: IO[bytes]) -> bool:
        """Pour the script into psql; only what was read to its end is committed."""
        argv = [self.binaries.tool("pg_restore"), f"--use-list={wanted}", "--no-owner", "-f", "-"]
        with subprocess.Popen([*argv, str(file)], stdout=PIPE, stderr=said) as reading:
            script = cast("IO[bytes]", reading.stdout)
            try:
                psql.write(self._understood(script.read(_CHUNK)))
                while chunk := script.read(_CHUNK):
                    psql.write(chunk)
                whole = reading.wait() == 0
                psql.write(b"\ncommit;\n" if whole else b"\nrollback;\n")
                psql.close()
            except BrokenPipeError:  # psql has given up, and says why
                reading.kill()
                with suppress(BrokenPipeError):
                    psql.close()
                return False
        return whole

    def _understood(self, beginning: bytes) -> bytes:
        return beginning if self.server >= _FIRST_WITH_IT else beginning.replace(_NEWER, b"", 1)

    def _contents(self, file: Path) -> str:
        listed = self._run("pg_restore", ["--list", str(file)], dict(os.environ))
        lines = listed.splitlines(keepends=True)
        return "".join(line for line in lines if not any(f" {kind} " in line for kind in _NOT_OURS))

    def _run(self, program: str, options: list[str], variables: Mapping[str, str]) -> str:
        argv = [self.binaries.tool(program), *options]
        done = subprocess.run(argv, env=variables, capture_output=True, check=False)
        if done.returncode:
            raise _failed(program, done.stderr)
        return done.stdout.decode()


def programs_for(server: int, archive: int = 0) -> Programs:
    """Those of the server's version, or newer where the archive was written by newer ones.

    Raises BackupError when this machine has none.
    """
    least = max(server, archive)
    usable = [
        found
        for found in installations()
        if found.major >= least and all((found.folder / name).is_file() for name in _NEEDED)
    ]
    if not usable:
        raise BackupError(
            f"The programs pg_dump, pg_restore and psql of PostgreSQL {least} or newer are "
            "needed on this machine; install them with the system's packages.",
            f"本机需要 PostgreSQL {least} 或更高版本的 pg_dump、pg_restore、psql，"
            "请用系统软件包安装。",
        )
    return Programs(min(usable, key=lambda found: found.major), server)


def environment(url: str) -> dict[str, str]:
    """What libpq reads, for one of our URLs; with the reach of the core's own work."""
    parts = make_url(url)
    given = {
        "PGUSER": parts.username,
        "PGPASSWORD": parts.password,
        "PGHOST": parts.host,
        "PGPORT": str(parts.port) if parts.port else None,
        "PGDATABASE": parts.database,
        **{f"PG{name.upper()}": str(value) for name, value in parts.query.items()},
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return {**kept, **{n: v for n, v in given.items() if v}, "PGOPTIONS": f"-c {REACH}=system"}


def _failed(program: str, said: bytes) -> BackupError:
    detail = said.decode(errors="replace").strip()[-1_000:] or "the archive ends too early"
    return BackupError(
        f"{program} failed: {detail}", f"{program} 未能完成：{detail}。未替换任何数据。"
    )
