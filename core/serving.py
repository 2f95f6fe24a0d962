"""`zhijian serve`: one process that answers, or several that share the port under a supervisor.

The parent prepares the database once. With several workers each builds an `Application` of its own
and listens on a socket of its own (SO_REUSEPORT: the kernel spreads the connections); the parent
replaces a worker that dies, and a worker ends when its parent is gone.
"""

import asyncio
import gc
import json
import logging
import multiprocessing
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, cast

import uvicorn
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import Multiprocess

from core.app import Application, load_plugins
from core.clock import Clock, SystemClock
from core.errors import SetupError, ZhijianError
from core.gateway.observe import configure_logs
from core.gateway.protocol import PatientProtocol, PatientSocket
from core.plugins import Plugins
from core.prepare import prepare
from core.settings import Settings
from core.site import build_site
from core.store.addresses import Endpoints
from core.store.roles import endpoints, refuse_superuser
from schema.assembly import assemble

WORKER: Final = "core.serving:worker"
GRACE: Final = 6
"""Seconds that requests under way get when the server is told to stop; 10 until all has ended."""
SLOWEST_START: Final = 60
"""Seconds after which a silent worker counts as hung: cold imports on a busy machine are slow."""
LARGEST_MESSAGE: Final = 64 * 1024
"""Bytes of a WebSocket message: as much as a request's body."""
QUARANTINED: Final = "ZHIJIAN_QUARANTINED"
"""From parent to workers: plugins that failed to migrate, as JSON {name: fault}."""

_TALKATIVE: Final = ("alembic", "casbin", "procrastinate")
_log = logging.getLogger("zhijian.serving")


@dataclass(frozen=True)
class Ground:
    """What serving stands on: a prepared database and the plugins that fit it."""

    settings: Settings
    endpoints: Endpoints
    plugins: Plugins
    clock: Clock

    def application(self) -> Application:
        """An application on this ground, not started."""
        return Application(self.settings, assemble(self.plugins), self.endpoints, self.clock)


def prepared(settings: Settings, clock: Clock | None = None) -> Ground:
    """Start or reach the database, check its roles, and bring it up to date. Raises SetupError."""
    clock = clock or SystemClock()
    found = endpoints(settings)
    plugins = load_plugins(settings)
    asyncio.run(_prepare(found, plugins, clock))
    return Ground(settings, found, plugins, clock)


async def _prepare(found: Endpoints, plugins: Plugins, clock: Clock) -> None:
    for url in (found.app, found.worker):
        await refuse_superuser(url)
    await prepare(found, plugins, clock)


def serve(settings: Settings) -> None:
    """Serve until told to stop. Raises SetupError when it cannot begin."""
    clock = SystemClock()
    log_to_stderr(clock)
    door = reserve(settings.host, settings.port)
    ground = prepared(settings, clock)
    if settings.workers == 1:
        told = partial(_log.info, "serving at %s", address(door))
        run_one(build_site(ground.application()), door, told)
    else:
        faults = {name: p.fault for name, p in ground.plugins.found.items() if p.fault}
        os.environ |= {QUARANTINED: json.dumps(faults), "ZHIJIAN_WORKERS": str(settings.workers)}
        _run_many(settings, door)


def log_to_stderr(clock: Clock, level: int = logging.INFO) -> None:
    """One JSON object a line, without what libraries tell of their everyday work."""
    configure_logs(sys.stderr, clock, level)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)


def collect_rarely() -> None:
    """Walk the heap less often: a start makes hundreds of thousands of objects, nearly all to stay.

    A quarter of the time of a start, at the same memory (`python -m bench cold_start`).
    """
    gc.set_threshold(10_000, 10, 20)


def worker() -> ASGIApp:
    """The application of one of several workers; called by uvicorn in the worker's process."""
    collect_rarely()
    _end_with_parent()
    try:
        return Plainly(build_site(_ground_of_worker().application()))
    except ZhijianError as error:
        # this exit code tells the supervisor that another try would end alike
        sys.stderr.write(f"{error}\n")
        raise SystemExit(STARTUP_FAILURE) from None


def _ground_of_worker() -> Ground:
    settings, clock = Settings(), SystemClock()
    log_to_stderr(clock)
    plugins = load_plugins(settings)
    for name, fault in json.loads(os.environ.get(QUARANTINED, "{}")).items():
        if name in plugins.found and plugins.found[name].fault is None:
            plugins.quarantine(name, fault)
    return Ground(settings, endpoints(settings), plugins, clock)


def reserve(host: str, port: int) -> socket.socket:
    """A bound socket that does not listen yet. Raises SetupError when the port is taken."""
    bind(host, port, shared=False).close()
    return bind(host, port, shared=hasattr(socket, "SO_REUSEPORT"))


def bind(host: str, port: int, *, shared: bool) -> socket.socket:
    """Bind a port, alone or together with others of the same user. Raises SetupError."""
    made = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if shared:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    try:
        made.bind((host, port))
    except OSError as problem:
        made.close()
        raise SetupError(
            f"Cannot listen on {host}:{port}: {problem.strerror}. Choose another with PORT=...",
            f"无法监听 {host}:{port}（{problem.strerror}）。可用 PORT=... 另选端口。",
        ) from problem
    made.set_inheritable(True)
    return made


def address(listener: socket.socket) -> str:
    """Where to point a browser."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def run_one(app: ASGIApp, listener: socket.socket, announce: Callable[[], object]) -> None:
    """Serve in this process until SIGTERM or Ctrl-C; `announce` once requests are answered."""
    for each in (signal.SIGTERM, signal.SIGINT):
        # uvicorn raises the signal again after its graceful stop, which then has happened already
        signal.signal(each, lambda *_: None)
    server = _Announcing(_config(Plainly(app)), announce)
    try:
        server.run([listener])
    except SystemExit as ending:
        if ending.code == STARTUP_FAILURE:
            raise _not_started() from ending
        raise
    if not server.started:
        raise _not_started()


class _Announcing(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, announce: Callable[[], object]) -> None:
        super().__init__(config)
        self._announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._announce()


@dataclass(frozen=True)
class _SharedPort:
    """Travels to a worker's process and arrives there as a socket of its own on the port."""

    host: str
    port: int

    def __reduce__(self) -> tuple[Any, ...]:
        return _bind_shared, (self.host, self.port)


def _bind_shared(host: str, port: int) -> socket.socket:
    return bind(host, port, shared=True)


def _run_many(settings: Settings, door: socket.socket) -> None:
    host, port = door.getsockname()[:2]
    own = _SharedPort(host, port) if hasattr(socket, "SO_REUSEPORT") else door
    config = _config(WORKER, factory=True, workers=settings.workers, host=host, port=port)
    supervisor = Multiprocess(config, [cast("socket.socket", own)])
    supervisor.run()
    if any(process.exitcode == STARTUP_FAILURE for process in supervisor.processes):
        raise _not_started()


def _config(app: Any, **options: Any) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http=PatientProtocol,
        ws=PatientSocket,
        ws_max_size=LARGEST_MESSAGE,
        ws_per_message_deflate=False,  # its buffers cost more memory than small messages save
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE,
        timeout_worker_healthcheck=SLOWEST_START,
        **options,
    )


def _not_started() -> SetupError:
    return SetupError(
        "The server did not start; the reason stands above.", "服务未能启动，原因见上。"
    )


def _end_with_parent() -> None:
    """Stop when the supervisor is gone, even if it was killed."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="parent", daemon=True).start()


class Plainly:
    """Around an application: a start that fails for a known reason is told without a traceback."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As ASGI wants it."""
        if scope["type"] != "lifespan":
            await self.app(scope, receive, send)
            return
        failure: list[Message] = []

        async def holding(message: Message) -> None:
            if message["type"] == "lifespan.startup.failed":
                failure.append(message)
            else:
                await send(message)

        try:
            await self.app(scope, receive, holding)
        except ZhijianError as error:
            await send({"type": "lifespan.startup.failed", "message": str(error)})
        except BaseException:
            for message in failure:
                await send(message)
            raise
