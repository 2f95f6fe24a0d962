"""The unit of work: one request's writes, in one transaction, each checked before and after.

A row enters through `fetch` (to change it) or `add` (to create it), each with the action that the
policy must allow there. Whatever else a service changes is refused when the work is completed: a
plugin author cannot forget the check.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import event, inspect, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from core.audit import ledger
from core.audit.announcing import announce, changed_rows
from core.audit.changes import Change, changes_of
from core.clock import Clock
from core.errors import Denied, NotFound, StaleVersion
from core.policy.access import Access
from core.policy.vocabulary import Action
from core.store.base import Base
from core.store.events import Dispatcher, Written
from core.store.scope import LostScope, admits
from core.store.session import ACTION

Row = TypeVar("Row", bound=Base)
MOST_ROUNDS = 10
"""How often reactions may write what others react to, before they count as endless."""


@dataclass
class UnitOfWork:
    """What a service gets to write with. It never commits; whoever opened the work does."""

    session: AsyncSession
    access: Access
    clock: Clock
    dispatcher: Dispatcher
    reason: str = ""
    changes: list[Change] = field(default_factory=list)
    operation: ledger.OperationRecord | None = None
    """Set by the gateway; completing the work then writes its one entry in the ledger."""
    _completed: bool = False
    _actions: dict[int, tuple[Base, type[Base], Action]] = field(default_factory=dict)
    """Row by identity: the row, the model whose rule stands for it, and the action."""
    _counted: set[int] = field(default_factory=set)
    """Rows by identity that have their version already: a work makes one, however it writes."""

    def __post_init__(self) -> None:
        event.listen(self.session.sync_session, "before_flush", self._before_flush)

    @property
    def today(self) -> dt.date:
        """The business date of this request."""
        return self.access.today

    async def fetch(
        self, model: type[Row], key: int, action: Action, *, expected_version: int | None = None
    ) -> Row:
        """The row to act upon, locked. Raises NotFound, Denied, or Conflict for a stale version."""
        self.access.require(self.access.resources[model], action)
        (primary,) = inspect(model).primary_key
        statement = select(model).where(primary == key).with_for_update(of=model)
        # populate_existing: the work may have read the row before it was locked
        statement = statement.execution_options(**{ACTION: action}, populate_existing=True)
        row = (await self.session.scalars(statement)).one_or_none()
        if row is None:
            await self._explain_missing(model, key, action)
            raise NotFound(subject=self.access.subject(model, action))
        self._check_version(row, expected_version)
        self._actions[id(row)] = (row, model, action)
        return row

    async def add(self, row: Row, action: Action = Action.CREATE) -> Row:
        """Create a row; it must lie within the reach of `action`. Gets its key at once."""
        return await self.entail(row, type(row), action)

    async def entail(self, row: Row, act: type[Base], action: Action) -> Row:
        """Write a row that an act on `act` brings with it: its history, its change set.

        The rule for the act stands for the row, which must lie within the reach of the act. A row
        that exists already is one that this session has read.
        """
        self.access.require(self.access.resources[act], action)
        self._check(row, act, action)
        self._actions[id(row)] = (row, act, action)
        self.session.add(row)
        await self.session.flush()
        return row

    def rule_of(self, row: Base) -> tuple[type[Base], Action] | None:
        """The act and action that stand for a row of this work; None for one that has not entered.

        A row that belongs to another one, such as what a change set changes, enters by its rule.
        """
        known = self._actions.get(id(row))
        return None if known is None else (known[1], known[2])

    async def publish(self, happened: object) -> None:
        """Tell the subscribers of this event type, within this transaction."""
        await self.dispatcher.publish(self, happened)

    async def complete(self) -> None:
        """Write out what is pending, check every row as it is now, write the ledger, announce."""
        if self._completed:
            raise LostScope("a work is completed once, by whoever opened it")
        await self._tell_written()
        for row, act, action in self._actions.values():
            if not inspect(row).was_deleted:
                self._check(row, act, action)
        self._completed = True
        if self.operation is not None:
            await ledger.accepted(self, self.operation)
        await announce(self.session, changed_rows(self.changes, self.access.resources))

    async def _tell_written(self) -> None:
        """Write out what is pending and tell of it; of what the reactions write, likewise."""
        told = 0
        for _ in range(MOST_ROUNDS):
            await self.session.flush()
            if told == len(self.changes):
                return
            fresh, told = tuple(self.changes[told:]), len(self.changes)
            await self.publish(Written(fresh))
        raise LostScope("reactions to what was written write for ever")

    async def _explain_missing(self, model: type[Base], key: int, action: Action) -> None:
        """A row that one may see but not act upon is a denial, not an absence."""
        (primary,) = inspect(model).primary_key
        seen = select(model).where(primary == key)
        if (await self.session.scalars(seen)).first() is not None:
            raise Denied(
                "您可以查看该记录，但不能对它办理此事项。",
                "You may see this record, but not act on it in this way.",
                subject=self.access.subject(model, action, key),
            )

    def _check(self, row: Base, act: type[Base], action: Action) -> None:
        if not admits(self.access.reach_of(act, action), row, self.today):
            raise Denied(
                "该记录超出您可以办理的范围，未作任何改动。",
                "The record lies outside what you may act on; nothing was changed.",
                subject=self.access.subject(act, action),
            )

    @staticmethod
    def _check_version(row: Base, expected: int | None) -> None:
        actual = getattr(row, "version", None)
        if expected is not None and actual is not None and expected != actual:
            raise StaleVersion(type(row), row.id, expected, actual)  # type: ignore[attr-defined]

    def _before_flush(self, session: Session, _context: Any, _instances: Any) -> None:
        touched = {*session.new, *session.deleted, *(r for r in session.dirty if _changed(r))}
        for row in touched:
            if id(row) not in self._actions:
                raise LostScope(f"{type(row).__name__} was written without fetch or add")
        for row in touched:
            self._count(row)
        self.changes += changes_of(session, touched)

    def _count(self, row: Base) -> None:
        """Make a changed row its next version, unless its service or its mapper does."""
        state = inspect(row)
        if id(row) in self._counted or "version" not in state.mapper.columns:
            return
        self._counted.add(id(row))
        by_hand = state.attrs["version"].history.has_changes()
        if state.persistent and not by_hand and state.mapper.version_id_col is None:
            row.version += 1  # type: ignore[attr-defined]  # it has that column


def _changed(row: Any) -> bool:
    return bool(inspect(row).modified and inspect(row).session.is_modified(row))
