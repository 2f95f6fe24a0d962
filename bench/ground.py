"""Where benchmarks run: a temporary folder with a durable server of their own, never `var/`."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.postgres.bootstrap import bootstrap_sql
from core.postgres.server import EmbeddedServer
from core.store.addresses import Endpoints

ROOT = Path(__file__).parents[1]
PREFIX = "zhijian-bench-"
PASSWORD = "Bench-only-password-7391"
"""Of the invented accounts of the demonstration in the temporary folder."""


class Ground:
    """A folder like `var/`: the embedded server in it is the one that `zhijian serve` finds."""

    def __init__(self, var: Path) -> None:
        self.var = var
        self.server = EmbeddedServer(var / "postgres")

    def environment(self, port: int = 0) -> dict[str, str]:
        """For processes that are to run in `var`, where no `.env` names another database.

        Nothing of the caller's own settings reaches them.
        """
        kept = {k: v for k, v in os.environ.items() if not k.startswith("ZHIJIAN_")}
        own = {"ZHIJIAN_VAR": str(self.var), "ZHIJIAN_DEMO_PASSWORD": PASSWORD}
        return {**kept, **own, "PORT": str(port), "PYTHONPATH": str(ROOT)}

    def database(self, name: str) -> Endpoints:
        """A new, empty database on the server, with the same four roles."""
        self.server.start()
        self.server.administer(bootstrap_sql(name))
        sockets = self.server.status().sockets
        assert sockets is not None
        return Endpoints.local(sockets, name)

    def drop(self, name: str) -> None:
        """Drop a database, cutting whoever is still connected; absent is fine."""
        self.server.administer(f"DROP DATABASE IF EXISTS {name} WITH (FORCE);")


@contextmanager
def temporary_ground() -> Iterator[Ground]:
    """A ground that is gone afterwards, with its server and data."""
    place = Path(tempfile.mkdtemp(prefix=PREFIX))
    place.chmod(0o711)  # the server's own user must pass through
    var = place / "var"
    var.mkdir(mode=0o711)
    ground = Ground(var)
    try:
        yield ground
    finally:
        ground.server.stop()
        home = ground.server.status().home
        if home is not None:
            shutil.rmtree(home, ignore_errors=True)
        shutil.rmtree(place, ignore_errors=True)
