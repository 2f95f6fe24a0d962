"""What waits for the actor: one statement over all procedures, nearest due date first."""

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import reduce
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Integer, and_, any_, bindparam, false, func, or_, true
from sqlalchemy.orm import InstrumentedAttribute

from core.policy.access import Access
from core.procedures.definitions import Track
from core.procedures.models import Matter, MatterState
from core.procedures.rights import SUPPLEMENT, posts_for
from core.store.scope import Reach, ScopeKind

NEVER = dt.date(9999, 12, 31)
DUE: ColumnElement[dt.date] = func.coalesce(Matter.due_on, NEVER)
"""Matters without a limit come last."""


def waiting_for(
    access: Access, tracks: Iterable[Track], only: str | None = None
) -> ColumnElement[bool]:
    """The open matters whose present step the actor may do, and those to be supplemented.

    `only`: those that wait at this one step.
    """
    account = access.actor.account_id
    free = or_(Matter.holder_id.is_(None), Matter.holder_id == account)
    steps = or_(false(), *(each for path in tracks for each in _of(access, path, only)))
    running = and_(Matter.paused.is_(None), steps, free, ~(Matter.signed_by.contains([account])))
    waiting = running if only else or_(running, _to_supplement(access))
    return and_(Matter.state == MatterState.OPEN, waiting)


def _of(access: Access, path: Track, only: str | None) -> Iterator[ColumnElement[bool]]:
    resource, number = path.definition.resource, path.definition.id
    for step in path.steps.values():
        reaches = [found for _, found in posts_for(access, resource, step)]
        if only in (None, step.name) and reaches:
            here = and_(Matter.procedure_id == number, Matter.step == step.name)
            theirs = _opened(access) if step.name == path.first.name else true()
            yield and_(here, theirs, _within(reduce(Reach.union, reaches)))


def _to_supplement(access: Access) -> ColumnElement[bool]:
    return and_(Matter.paused == SUPPLEMENT, _opened(access))


def _opened(access: Access) -> ColumnElement[bool]:
    """Whether the actor, or somebody of the actor's organisations, opened the matter."""
    own = [duty.organisation_id for duty in access.actor.duties]
    return or_(Matter.opened_by == access.actor.account_id, Matter.opened_in == any_(_ids(own)))


def _within(given: Reach) -> ColumnElement[bool]:
    """The reach as a condition on matters, with parameters of its own.

    The session adds the scope of reading under fixed parameter names; these must not meet them.
    """
    if given.everything:
        return Matter.id.is_not(None)
    return or_(false(), *(_condition(kind, ids) for kind, ids in given.ids))


def _condition(kind: ScopeKind, ids: Iterable[int]) -> ColumnElement[bool]:
    columns: dict[str, InstrumentedAttribute[Any]] = {
        "divisions": Matter.town_id,
        "own": Matter.enterprise_id,
        "participant": Matter.organisation_ids,
    }
    if (column := columns.get(kind)) is None:
        return false()
    if kind == "participant":
        shared: ColumnElement[bool] = column.overlap(_ids(ids))
        return shared
    return column == any_(_ids(ids))


def _ids(ids: Iterable[int]) -> Any:
    return bindparam(None, list(ids), type_=ARRAY(Integer), unique=True)
