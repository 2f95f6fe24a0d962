"""The log against the steps behind it, as an auditor of this installation checks it.

Reads as the role `zhijian_audit` in one snapshot, and holds it against the anchors outside.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import asyncpg

from core.audit.sealer import connect_to_ledger
from core.step_log.lines import EVENT, SHOWN, event_values
from core.step_log.outside import anchors_in
from core.step_log.verify_steps import (
    Examination,
    Finding,
    Sealed,
    compare_anchors,
    open_seals,
    read_anchors,
)

ROWS_AT_A_TIME: Final = 5_000
_SHOWN = ", ".join(f"l.{column}" for _, column in SHOWN)
_EVENT = ", ".join(f"e.{name} as e_{name}" for name in EVENT)
_LINES = f"""
select l.id, l.day, l.chain_hash || ' ' || l.line as line, {_SHOWN}, s.salt, {_EVENT}
from step_log_line l left join step_secret s on s.id = l.id
left join step_event e on e.id = s.event_id order by l.id
"""  # noqa: S608 (column names of our own)
_UNLOGGED = """
select e.id from step_event e where e.at < (
    select (max(day) + 1)::timestamp at time zone 'Asia/Shanghai' - interval '5 minutes'
    from step_anchor)
and not exists (select from step_secret s where s.event_id = e.id) order by e.id
"""


@dataclass
class Audit:
    """What was read, and what was found."""

    examination: Examination
    findings: list[Finding] = field(default_factory=list)


async def audit(url: str, anchors: Path) -> Audit:
    """Verify the log behind `url` against the file of anchors. Raises what asyncpg raises."""
    connection = await connect_to_ledger(url)
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            return await _audit(connection, anchors_in(anchors))
    finally:
        await connection.close()


async def _audit(connection: "asyncpg.Connection[Any]", outside: list[str]) -> Audit:
    stored = [row["line"] for row in await connection.fetch(_ANCHORS)]
    published, damage = read_anchors(stored)
    held, more = read_anchors(outside)
    found = [*damage, *more, *compare_anchors(published, held)]
    examination = Examination(held if len(held) >= len(published) else published)
    async for row in connection.cursor(_LINES, prefetch=ROWS_AT_A_TIME):
        if (line := examination.line(row["line"])) is not None:
            found += _behind(row, line)
    unlogged = await connection.fetch(_UNLOGGED)
    found += [Finding("NOT_LOGGED", f"step {row['id']}") for row in unlogged]
    return Audit(examination, [*examination.finish(), *found])


_ANCHORS = "select line from step_anchor order by day"


def _behind(row: Any, line: Sealed) -> Iterator[Finding]:
    """The step behind a line, and the columns beside it."""
    yield from open_seals([line], _secret(row, line[0]))
    content = json.loads(row["line"].partition(" ")[2])
    values = {"n": row["id"], "day": row["day"].isoformat(), "step": _shown(row)}
    if any(values[name] != content[name] for name in values):
        yield Finding("SHOWN", f"line {row['id']}")


def _secret(row: Any, number: int) -> Iterable[dict[str, Any]]:
    if row["e_id"] is not None:
        event = event_values({name: row[f"e_{name}"] for name in EVENT})
        yield {"n": number, "salt": row["salt"], "event": event}


def _shown(row: Any) -> dict[str, Any] | None:
    values = {
        key: value.isoformat() if hasattr(value, "isoformat") else value
        for key, column in SHOWN
        for value in (row[column],)
    }
    return values if any(value is not None for value in values.values()) else None
