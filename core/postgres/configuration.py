"""The three configuration files of the embedded server, as text."""

from pathlib import Path

from core.store.addresses import ROLES

SUPERUSER = "zhijian_bootstrap"
"""The superuser that initdb creates; only the operating-system user of the cluster may be it."""
PORT = 5432
"""Not a TCP port: it only names the socket file."""

_MAP = "zhijian"

# Logged messages carry neither statement texts nor row contents: they may hold personal data.
_COMMON = """\
listen_addresses = ''
port = {port}
unix_socket_directories = '{sockets}'
unix_socket_permissions = 0700
max_connections = 100
timezone = 'UTC'
log_timezone = 'UTC'
datestyle = 'ISO, YMD'
lc_messages = 'C'
default_text_search_config = 'pg_catalog.simple'
log_line_prefix = '%m [%p] %q%u@%d '
log_error_verbosity = terse
log_min_error_statement = panic
jit = off
random_page_cost = 1.1
"""

_DURABLE = """\
fsync = on
full_page_writes = on
synchronous_commit = on
shared_buffers = 256MB
effective_cache_size = 1GB
work_mem = 8MB
maintenance_work_mem = 128MB
max_wal_size = 2GB
checkpoint_timeout = 15min
include_if_exists = '../local.conf'
"""

# Without autovacuum nobody but the tests looks at a template database while it is being copied.
_FORGETFUL = """\
fsync = off
full_page_writes = off
synchronous_commit = off
wal_level = minimal
max_wal_senders = 0
shared_buffers = 32MB
max_wal_size = 256MB
autovacuum = off
"""


def server_settings(sockets: Path, *, test: bool) -> str:
    """postgresql.conf. `test` gives up durability for speed; `local.conf` may refine the other."""
    return _COMMON.format(port=PORT, sockets=sockets) + (_FORGETFUL if test else _DURABLE)


def access_rules() -> str:
    """pg_hba.conf: through the socket, as whom the ident map says, and in no other way."""
    return f"local all all peer map={_MAP}\n"


def ident_map(cluster_user: str) -> str:
    """pg_ident.conf: the cluster's user may be the superuser; it and root the four roles.

    Root can become any user of the machine anyway; naming it here spares it the detour.
    """
    clients = sorted({cluster_user, "root"})
    lines = [f'{_MAP} "{cluster_user}" {SUPERUSER}']
    lines += [f'{_MAP} "{client}" {role}' for client in clients for role in ROLES]
    return "\n".join(lines) + "\n"
