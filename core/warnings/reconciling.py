"""Make the watches of a rule what its records say, in one statement: of some records, or of all.

A watch is an interval of days, so what happens within one day is one change: the state at its end
counts. An open row is never replaced: where a date changes, its former state is copied as history.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    ARRAY,
    CTE,
    ColumnElement,
    Date,
    Integer,
    Select,
    and_,
    any_,
    bindparam,
    case,
    cast,
    delete,
    false,
    func,
    insert,
    literal,
    null,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from core.register.colours import COLOUR_TYPE, WarningColour
from core.store.scope import TODAY
from core.warnings.effects import outcome
from core.warnings.models import Watch
from core.warnings.plans import Plans
from core.warnings.versions import Version
from core.warnings.watching import WatchedRule

FACTS: Final = ("due_on", "measure", "town_id", "enterprise_id")
"""What an interval is made of: with any of them it is another one."""
_W: Final[Any] = Watch.__table__


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """What is to be made true: which rule, by which version, on which day, of which records."""

    rule: WatchedRule
    version: Version | None
    today: dt.date
    now: dt.datetime
    keys: Sequence[int] | None = None
    """Of records; None: of all, and what is new began when its record says."""

    @property
    def shape(self) -> tuple[Any, ...]:
        """What the text of the statement depends on."""
        version = self.version
        colours = None if version is None else version.shape
        return (self.rule.code, self.keys is None, colours)

    @property
    def parameters(self) -> dict[str, Any]:
        """What changes from run to run."""
        version = self.version
        found: dict[str, Any] = {"today": self.today, "now": self.now, "keys": self.keys}
        found["version_id"] = None if version is None else version.id
        if version is not None:
            limits = version.ends(self.today)
            found |= {f"limit_{n}": limit for n, limit in enumerate(limits)}
        return found

    def only(self, key: ColumnElement[Any]) -> ColumnElement[bool]:
        """The records that the pass is about."""
        if self.keys is None:
            return key.is_not(None)
        return key == any_(bindparam("keys", type_=ARRAY(Integer)))


async def reconcile(plans: Plans, session: AsyncSession, asked: Pass) -> list[Any]:
    """Make it true; the rows are what moved, as `core.warnings.effects` says."""
    return await plans.find(asked.shape, lambda: statement(asked)).run(session, asked.parameters)


def statement(asked: Pass) -> Select[Any]:
    """The one statement; it needs `asked.parameters`."""
    found = _differences(asked)
    return outcome(found, _watches(found, asked), asked.rule)


def _colour_of(asked: Pass, row: Any) -> ColumnElement[Any]:
    """The colour of a record's date or number by the version; null where it has none."""
    version = asked.version
    if version is None:
        return cast(null(), COLOUR_TYPE)
    kind: Any = Integer if version.limits else Date
    value = row.measure if version.limits else row.due_on
    *inner, outermost = version.shape
    whens = []
    for n, colour in enumerate(inner):
        limit = bindparam(f"limit_{n}", type_=kind)
        inside = value >= limit if version.limits else value <= limit
        whens.append((inside, literal(WarningColour[colour], COLOUR_TYPE)))
    return case(*whens, (value.is_not(None), literal(WarningColour[outermost], COLOUR_TYPE)))


def _truth(asked: Pass) -> Any:
    row = asked.rule.truth.subquery("record")
    colour = _colour_of(asked, row.c)
    wanted = select(*row.c, colour.label("colour")).where(asked.only(row.c.key))
    wanted = wanted.where(false()) if asked.version is None else wanted.where(colour.is_not(None))
    return wanted.subquery("truth")


def _watch(asked: Pass, name: str, *which: ColumnElement[bool]) -> Any:
    mine = (_W.c.rule_code == asked.rule.code, asked.only(_W.c.subject_key), *which)
    return select(_W).where(*mine).subquery(name)


def _differences(asked: Pass) -> CTE:
    """One row per record whose watch is not what it should be: how it was, and how it is now."""
    now = _truth(asked)
    was = _watch(asked, "held", _W.c.until.is_(None))
    before = _watch(asked, "before", _W.c.until == TODAY)
    others = ("organisation_ids", "colour")
    same = _same(now, was, (*FACTS, *others))
    subject = func.coalesce(now.c.key, was.c.subject_key)
    first, source = _first_day(asked, now)
    like_before = and_(before.c.id.is_not(None), now.c.key.is_not(None), _same(now, before, FACTS))
    return (
        select(
            subject.label("subject"),
            *(now.c[name].label(f"now_{name}") for name in (*FACTS, *others)),
            *(was.c[name].label(f"was_{name}") for name in (*FACTS, *others)),
            was.c.id.label("watch_id"),
            was.c.since.label("was_since"),
            before.c.id.label("before_id"),
            before.c.since.label("before_since"),
            before.c.due_on.label("before_due_on"),
            before.c.measure.label("before_measure"),
            now.c.key.is_not(None).label("stays"),
            like_before.label("like_before"),
            _same(now, was, FACTS).label("same_facts"),
            first.label("first_day"),
        )
        .select_from(
            source(
                now.outerjoin(was, now.c.key == was.c.subject_key, full=True), subject
            ).outerjoin(before, before.c.subject_key == subject)
        )
        .where(or_(now.c.key.is_(None), was.c.id.is_(None), ~same))
        .cte("difference")
    )


def _same(one: Any, other: Any, names: Sequence[str]) -> ColumnElement[bool]:
    mine, theirs = (tuple_(*(each.c[name] for name in names)) for each in (one, other))
    return mine.is_not_distinct_from(theirs)


def _first_day(asked: Pass, now: Any) -> tuple[ColumnElement[Any], Any]:
    """Since when what is new is so: today, or when a full pass finds it, the day that it tells.

    That day does not reach back into what is known of the record already.
    """
    today = TODAY
    if asked.keys is not None:
        return today, lambda source, _: source
    closed = (
        select(_W.c.subject_key, func.max(_W.c.until).label("until"))
        .where(_W.c.rule_code == asked.rule.code, _W.c.until.is_not(None))
        .group_by(_W.c.subject_key)
        .subquery("closed")
    )
    told = func.least(func.coalesce(now.c.since, today), today)
    first = func.greatest(told, closed.c.until)
    return first, lambda source, key: source.outerjoin(closed, closed.c.subject_key == key)


def _watches(found: CTE, asked: Pass) -> list[CTE]:
    """The statements over the watches, each over other rows than the rest."""
    d, today = found.c, TODAY
    held, old = d.watch_id.is_not(None), d.was_since < today
    back = and_(held, d.like_before)
    splits = and_(held, d.stays, ~d.same_facts, old)
    return [
        _closed(d, and_(held, ~d.stays, old), today),
        delete(_W).where(_W.c.id == d.watch_id, ~d.stays, ~old).cte("undone"),
        _kept_as_history(d, asked, splits, today),
        _changed(d, back, splits, today),
        delete(_W).where(_W.c.id == d.before_id, back).cte("merged"),
        _opened(d, asked, and_(~held, ~d.like_before)),
        _reopened(d, and_(~held, d.like_before)),
        _told_again(d, ~d.like_before),
    ]


def _closed(d: Any, when: Any, today: Any) -> CTE:
    return (
        update(_W)
        .where(_W.c.id == d.watch_id, when)
        .values(until=today, renewed=False)
        .cte("closed_watch")
    )


def _kept_as_history(d: Any, asked: Pass, when: Any, today: Any) -> CTE:
    names = ["rule_code", "resource", "subject_key", *FACTS, "organisation_ids", "colour", "since"]
    copied = [d[f"was_{name}"] for name in names[3:]]
    return (
        insert(_W)
        .from_select(
            [*names, "until", "renewed"],
            select(
                literal(asked.rule.code),
                literal(asked.rule.resource),
                d.subject,
                *copied,
                today,
                _renewed(d, d.was_due_on, d.was_measure),
            ).where(when),
        )
        .cte("history")
    )


def _changed(d: Any, back: Any, splits: Any, today: Any) -> CTE:
    since = case((back, d.before_since), (splits, today), else_=d.was_since)
    return (
        update(_W)
        .where(_W.c.id == d.watch_id, d.stays)
        .values(
            {_W.c[name]: d[f"now_{name}"] for name in (*FACTS, "organisation_ids", "colour")}
            | {_W.c.since: since}
        )
        .cte("changed_watch")
    )


def _opened(d: Any, asked: Pass, when: Any) -> CTE:
    names = [*FACTS, "organisation_ids", "colour"]
    return (
        insert(_W)
        .from_select(
            ["rule_code", "resource", "subject_key", *names, "since"],
            select(
                literal(asked.rule.code),
                literal(asked.rule.resource),
                d.subject,
                *(d[f"now_{name}"] for name in names),
                d.first_day,
            ).where(when),
        )
        .cte("opened")
    )


def _reopened(d: Any, when: Any) -> CTE:
    return (
        update(_W)
        .where(_W.c.id == d.before_id, when)
        .values(
            until=None,
            renewed=None,
            colour=d.now_colour,
            organisation_ids=d.now_organisation_ids,
        )
        .cte("reopened")
    )


def _told_again(d: Any, when: Any) -> CTE:
    """What ended today says how by what there is at the end of the day."""
    renewed = case((d.stays, _renewed(d, d.before_due_on, d.before_measure)), else_=False)
    return update(_W).where(_W.c.id == d.before_id, when).values(renewed=renewed).cte("told_again")


def _renewed(d: Any, due: Any, measure: Any) -> ColumnElement[Any]:
    """Whether the new date is later, or the number lower; null where both are as they were."""
    unmoved = and_(
        due.is_not_distinct_from(d.now_due_on), measure.is_not_distinct_from(d.now_measure)
    )
    better = func.coalesce(d.now_due_on > due, d.now_measure < measure, false())
    return case((unmoved, None), else_=better)
