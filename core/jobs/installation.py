"""What the queue needs in the database besides its tables: rights, repaired at every start."""

from pathlib import Path
from typing import Final

from core.store.addresses import APP, AUDIT, WORKER

SCHEMA: Final = "procrastinate"
_SQL: Final = Path(__file__).parents[1] / "store" / "migrations"
_FUNCTIONS: Final = (
    f"{SCHEMA}.enqueue(text, jsonb, text, text, timestamptz, text)",
    f"{SCHEMA}.retry(bigint)",
)


def structure() -> tuple[str, ...]:
    """The scripts that the migration runs, for databases that are made from the models."""
    return (
        f"create schema {SCHEMA}",
        f"set search_path = {SCHEMA}, pg_temp",
        (_SQL / "core_0004_procrastinate.sql").read_text(encoding="utf-8"),
        "set search_path = public, pg_temp",
        (_SQL / "core_0004_queue.sql").read_text(encoding="utf-8"),
        (_SQL / "core_0011_lanes.sql").read_text(encoding="utf-8"),
    )


def rights() -> tuple[str, ...]:
    """SQL for the owner: requests enqueue and no more; the worker does what a worker needs."""
    everybody = f"public, {APP}, {WORKER}, {AUDIT}"
    return (
        f"revoke all on schema {SCHEMA} from {everybody}",
        f"revoke all on all tables in schema {SCHEMA} from {everybody}",
        f"revoke all on all sequences in schema {SCHEMA} from {everybody}",
        f"revoke all on all functions in schema {SCHEMA} from {everybody}",
        f"grant usage on schema {SCHEMA} to {APP}, {WORKER}",
        f"grant execute on function {', '.join(_FUNCTIONS)} to {APP}",
        f"grant select, insert, update, delete on all tables in schema {SCHEMA} to {WORKER}",
        f"grant usage, select on all sequences in schema {SCHEMA} to {WORKER}",
        f"grant execute on all functions in schema {SCHEMA} to {WORKER}",
        # the view could be written through with the rights of its owner
        f"revoke all on queued_job from {everybody}",
        f"grant select on queued_job to {APP}, {WORKER}",
    )
