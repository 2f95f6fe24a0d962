"""The demonstration's exchange: a week of the province's licences, and one of every state."""

import datetime as dt
import hashlib
from collections.abc import Iterator
from typing import Any, Final

from core.clock import BUSINESS_ZONE
from core.declarations import DemoContext, DemoPart
from plugins.data_exchange.models import BatchState
from plugins.data_exchange.models_staging import Side, StagedState

Row = dict[str, Any]
DAYS: Final = 7
STATES: Final = (
    StagedState.EQUAL,
    StagedState.NEW,
    StagedState.NEWER,
    StagedState.CONFLICT,
    StagedState.HELD,
    StagedState.DEAD,
    StagedState.OLDER,
    StagedState.CONFLICT,
)


def make(context: DemoContext) -> Iterator[tuple[str, Row]]:
    """A batch for each of the last days; today's has records that wait."""
    feeds = [row for row in context.tables.get("exchange_feed", ()) if row["code"] == "licences"]
    licences = context.tables.get("licence", ())
    if not feeds or not licences:
        return
    feed = feeds[0]
    for key in range(1, DAYS + 1):
        yield "exchange_batch", _batch(feed, key, context.today - dt.timedelta(days=DAYS - key))
    for position, state in enumerate(STATES, 1):
        licence = licences[position % len(licences)]
        row = _staged(context, feed, position, state, licence)
        yield "staged_record", row
        if state is StagedState.CONFLICT:
            yield "exchange_conflict", _conflict(context, row, licence)


def _at(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(8, 30), BUSINESS_ZONE)


def _batch(feed: Row, key: int, day: dt.date) -> Row:
    newest = key == DAYS
    return {
        "id": key,
        "feed_id": feed["id"],
        "number": key,
        "name": f"licences_{day:%Y%m%d}.csv",
        "sha256": hashlib.sha256(f"{key}".encode()).hexdigest(),
        "signed": False,
        "contract": 1,
        "sent_at": _at(day) - dt.timedelta(minutes=20),
        "received_at": _at(day),
        "received_by": None,
        "state": BatchState.MATCHED if newest else BatchState.DONE,
        "times": 1,
        "declared": None,
        "total": len(STATES) if newest else 0,
        "dead": int(newest),
        "drift": [],
        "outcome": "",
        "fault": "",
        "version": 1,
    }


def _staged(
    context: DemoContext, feed: Row, position: int, state: StagedState, licence: Row
) -> Row:
    is_held, is_dead = state is StagedState.HELD, state is StagedState.DEAD
    verdicts = {"valid_until": "conflict"} if state is StagedState.CONFLICT else None
    return {
        "id": position,
        "batch_id": DAYS,
        "feed_id": feed["id"],
        "position": position,
        "natural_key": f"SC|{licence['number']}",
        "payload": {"LICNO": licence["number"], "VALTO": "04/14/2030" if is_dead else "2030-04-14"},
        "repaired": None,
        "mapped": {} if is_dead else {"number": licence["number"], "valid_until": "2030-04-14"},
        "hash": hashlib.sha256(f"{position}".encode()).hexdigest()[:32],
        "revision": 2,
        "changed_at": _at(context.today) - dt.timedelta(hours=2),
        "withdrawn": False,
        "arrived_at": _at(context.today),
        "state": state,
        "target_id": licence["id"] if verdicts else None,
        "enterprise_id": None if is_held or is_dead else licence["enterprise_id"],
        "ours": None,
        "verdicts": verdicts,
        "held_for": "91330109MA0TEXT12A" if is_held else "",
        "held_until": context.today + dt.timedelta(days=7) if is_held else None,
        "fault_field": "VALTO" if is_dead else "",
        "fault": "04/14/2030: 格式不对" if is_dead else "",
        "settled_at": None,
        "settled_by": None,
        "version": 1,
    }


def _conflict(context: DemoContext, row: Row, licence: Row) -> Row:
    return {
        "id": row["id"],
        "staged_id": row["id"],
        "feed_id": row["feed_id"],
        "field": "valid_until",
        "ours": str(licence["valid_until"]),
        "ours_source": "bureau",
        "ours_at": _at(context.today - dt.timedelta(days=30)),
        "theirs": "2030-04-14",
        "theirs_source": "golden_quality",
        "theirs_at": row["changed_at"],
        "because": "both_changed",
        "proposal": Side.THEIRS,
        "due_on": context.today + dt.timedelta(days=7),
        "taken_by": None,
        "taken_name": "",
        "taken_at": None,
        "side": None,
        "decided_by": None,
        "decided_at": None,
        "reason": "",
        "version": 1,
    }


PARTS = [DemoPart(make=make, last=True)]
