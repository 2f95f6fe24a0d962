"""What happened to the records that were found: steps of their matters, and works in the ledger.

Reviewed: this module reads beyond every scope. It asks only after rows that the caller has just
been shown; of the steps it tells those within his reach, of the ledger what changed, when and by
which post. Who it was, and why, is told where the policy lets the caller read that very entry.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Text, cast, func, literal, null, select, tuple_, union_all
from sqlalchemy.dialects.postgresql import JSONB

from core.audit.models import LedgerEntry, Outcome, RowVersion
from core.identity.models import Organisation
from core.procedures.models import StepEvent
from core.store.scope import admits, predicate
from schema.request import Request
from schema.tiers.visibility import OPEN

MOST: Final = 200
"""Steps and works that are read for all records together, the latest ones."""
Place = tuple[str, int]
"""A table and a key."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One step, or one work's change of a row."""

    place: Place
    at: Any
    what: str
    """The title of a step; the name of an operation of the ledger."""
    act: str | None
    """Of a step; None for a work of the ledger."""
    roles: Sequence[str]
    organisation: str | None
    by: str | None
    reason: str
    changes: Sequence[dict[str, Any]]

    @property
    def after(self) -> dict[str, Any]:
        """The columns of the row that the work changed; empty where it made the row."""
        for change in self.changes:
            if (change["table"], change["key"]) == self.place and change["before"]:
                found: dict[str, Any] = change["after"]
                return found
        return {}

    @property
    def change_set(self) -> dict[str, Any] | None:
        """The change set that was confirmed with the work, with its `key`."""
        for change in self.changes:
            if change["table"] == "change_set":
                return {"key": change["key"], **change["after"]}
        return None


async def happenings(
    request: Request, rows: Sequence[Place], matters: Sequence[int]
) -> list[Happening]:
    """What happened to rows and in matters that the caller sees, latest first: one statement."""
    statement = union_all(_works(rows), _steps(request, matters)).subquery("happened")
    wanted = select(statement).order_by(statement.c.at.desc()).limit(MOST)
    async with request.store.system() as session:
        found = (await session.execute(wanted, {"today": request.today})).all()
    return [_told(request, row) for row in found]


def _works(rows: Sequence[Place]) -> Any:
    return (
        select(
            RowVersion.table_name.label("place"),
            RowVersion.key.label("key"),
            LedgerEntry.at.label("at"),
            LedgerEntry.operation.label("what"),
            cast(null(), Text).label("act"),
            LedgerEntry.account_id.label("account_id"),
            LedgerEntry.username.label("username"),
            func.array_to_string(LedgerEntry.roles, ",").label("roles"),
            cast(null(), Text).label("organisation"),
            LedgerEntry.reason.label("reason"),
            LedgerEntry.changes.label("changes"),
        )
        .join(LedgerEntry, LedgerEntry.id == RowVersion.entry_id)
        .where(
            tuple_(RowVersion.table_name, RowVersion.key).in_(rows),
            LedgerEntry.outcome == Outcome.ACCEPTED,
        )
        .order_by(LedgerEntry.id.desc())
        .limit(MOST)
    )


def _steps(request: Request, matters: Sequence[int]) -> Any:
    given = request.access.reach_of(StepEvent)
    rule = predicate(StepEvent, given, StepEvent.__table__.c)
    wanted = (
        select(
            literal("matter", Text()).label("place"),
            StepEvent.matter_id.label("key"),
            StepEvent.at.label("at"),
            StepEvent.step_title.label("what"),
            cast(StepEvent.act, Text).label("act"),
            StepEvent.account_id.label("account_id"),
            cast(null(), Text).label("username"),
            StepEvent.role.label("roles"),
            Organisation.name.label("organisation"),
            StepEvent.reason.label("reason"),
            cast(null(), JSONB).label("changes"),
        )
        .outerjoin(Organisation, Organisation.id == StepEvent.organisation_id)
        .where(StepEvent.matter_id.in_(matters))
    )
    return (
        (wanted if rule is None else wanted.where(rule)).order_by(StepEvent.id.desc()).limit(MOST)
    )


def _told(request: Request, row: Any) -> Happening:
    is_step = row.act is not None
    known = is_step or _may_read(request, row.account_id)
    return Happening(
        place=(row.place, row.key),
        at=row.at,
        what=row.what,
        act=row.act,
        roles=[role for role in row.roles.split(",") if role],
        organisation=row.organisation,
        by=row.username if known and not is_step else None,
        reason=row.reason if known else "",
        changes=row.changes or [],
    )


def _may_read(request: Request, account: int | None) -> bool:
    """Whether the caller may read the ledger's entries of an account, with names."""
    shown = request.view.visibility.fields.get(LedgerEntry.__name__, {})
    if shown.get("username") != OPEN:
        return False
    entry = LedgerEntry(account_id=account)
    return admits(request.access.reach_of(LedgerEntry), entry, request.today)
