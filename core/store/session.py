"""ORM sessions that cannot forget the first wall: every statement gets its scope here."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria

from core.policy.access import Access
from core.policy.vocabulary import Action
from core.store.base import Base, is_system
from core.store.scope import NOTHING, LostScope, predicate

ACCESS = "access"
ACTION = "zj_action"
"""Execution option: the action whose reach applies, where it is not `read`."""


class SystemWork:
    """In place of an `Access`: the core's own work, such as signing in or sealing the ledger."""


SYSTEM_WORK = SystemWork()


class ScopedSession(Session):
    """The application's session class. `info["access"]` says for whom; without it, nothing runs."""


def models() -> tuple[type[Base], ...]:
    """Every mapped class that has been imported."""
    return tuple(mapper.class_ for mapper in Base.registry.mappers)


@event.listens_for(ScopedSession, "do_orm_execute")
def _scope(state: ORMExecuteState) -> Any:
    access = state.session.info.get(ACCESS)
    if access is SYSTEM_WORK:
        return None
    if not isinstance(access, Access):
        raise LostScope("a session without an access; open it through the store")
    if not state.is_orm_statement:
        raise LostScope("only ORM statements are scoped; select mapped classes or their columns")
    if state.is_insert or state.is_update or state.is_delete:
        raise LostScope("rows are written through the unit of work, which checks them")
    if not state.is_column_load:
        action = state.execution_options.get(ACTION, Action.READ)
        state.statement = state.statement.options(*_criteria(access, action))
    state.parameters = state.parameters or {}  # invoke_statement cannot merge into None
    return state.invoke_statement(params={"today": access.today})


def _criteria(access: Access, action: Action | str) -> Iterable[Any]:
    every = models()
    # how many there are is in the name: a class that is mapped later is not without a wall
    name = ("criteria", str(action), len(every))
    return access.once(name, lambda: tuple(_rules(access, action, every)))


def _rules(access: Access, action: Action | str, every: Iterable[type[Base]]) -> Iterator[Any]:
    for model in every:
        given = NOTHING if is_system(model) else access.reach_of(model, action)
        rule = predicate(model, given, model.__table__.c)
        if rule is not None:
            yield with_loader_criteria(model, rule, include_aliases=True)
