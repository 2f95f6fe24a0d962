"""What follows from moved watches: warnings raised, recoloured and cleared, events, numbers.

All in the statement that moves the watches. Its rows tell what happened: `raised`, `worse`,
`better`, `same` and `cleared` with the id of a warning, `count` with a town, a colour, and by how
much its number of watches changed.
"""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import (
    CTE,
    ColumnElement,
    DateTime,
    Integer,
    Select,
    Text,
    bindparam,
    case,
    cast,
    func,
    insert,
    literal,
    null,
    or_,
    select,
    tuple_,
    union_all,
    update,
)

from core.register.colours import COLOUR_TYPE
from core.store.scope import TODAY
from core.warnings.models import EarlyWarning, WarningAct, WarningEvent, WarningState
from core.warnings.steps import PRESSING
from core.warnings.watching import WatchedRule

_E: Final[Any] = EarlyWarning.__table__
_V: Final[Any] = WarningEvent.__table__
NOW: Final = bindparam("now", type_=DateTime(timezone=True), required=True)
VERSION_ID: Final = bindparam("version_id", type_=Integer, required=True)
WHOSE: Final = ("town_id", "enterprise_id", "organisation_ids")
COPIED: Final = ("resource", "subject_key", *WHOSE)
CLEARED_BY: Final = {
    "renewed": "日期已顺延 The date moved on",
    "left": "已不在规则之内 Its record left the rule",
    "rule": "规则已变更 The rule was changed",
}


def outcome(moved: CTE, before: Sequence[CTE], rule: WatchedRule) -> Select[Any]:
    """The whole statement, from a CTE with one row per moved record: was_*, now_*, subject.

    It needs the parameters `today`, `now` and `version_id`.
    """
    standing = _standing(moved, rule)
    cleared = _cleared(standing.c)
    changed = _changed(standing.c)
    raised = _raised(moved, standing, rule)
    events = _events(cleared.c, changed.c, raised.c)
    told = union_all(
        _told(literal("raised", Text), raised),
        _told(_direction(changed.c.shown, changed.c.colour), changed),
        _told(literal("cleared", Text), cleared),
        _counted(moved.c),
    )
    rows = told.subquery("told")
    return select(*rows.c).add_cte(*before, events, _followed(changed.c))


def rank(colour: ColumnElement[Any]) -> ColumnElement[int]:
    """How pressing a colour is, as SQL: 0 for green and for none."""
    whens = ((colour == literal(c, COLOUR_TYPE), n) for n, c in enumerate(PRESSING, 1))
    return case(*whens, else_=0)


def _standing(moved: CTE, rule: WatchedRule) -> CTE:
    """The open warnings of moved records."""
    return (
        select(_E.c.id.label("warning_id"), _E.c.colour.label("shown"), *moved.c)
        .join_from(moved, _E, _E.c.subject_key == moved.c.subject)
        .where(_E.c.rule_code == rule.code, _E.c.cleared_on.is_(None))
        .cte("standing")
    )


def _cleared(s: Any) -> CTE:
    later = or_(s.now_due_on > s.was_due_on, s.now_measure < s.was_measure)
    why = case((s.now_colour.is_(None), "left"), (later, "renewed"), else_="rule")
    return (
        update(_E)
        .where(_E.c.id == s.warning_id, rank(s.now_colour) == 0)
        .values(
            cleared_on=TODAY,
            cleared_by=why,
            state=WarningState.CLEARED,
            version=_E.c.version + 1,
        )
        .returning(_E.c.id, *(_E.c[name] for name in COPIED), _E.c.colour, _E.c.cleared_by)
        .cte("cleared")
    )


def _changed(s: Any) -> CTE:
    recoloured = s.shown != s.now_colour
    return (
        update(_E)
        .where(_E.c.id == s.warning_id, rank(s.now_colour) > 0)
        .values(
            {_E.c[name]: s[f"now_{name}"] for name in ("due_on", "measure", "colour", *WHOSE)}
            | {
                _E.c.colour_since: case((recoloured, TODAY), else_=_E.c.colour_since),
                _E.c.rule_version_id: case((recoloured, VERSION_ID), else_=_E.c.rule_version_id),
                _E.c.version: _E.c.version + 1,
            }
        )
        .returning(_E.c.id, *(_E.c[name] for name in COPIED), _E.c.colour, s.shown)
        .cte("changed")
    )


def _raised(moved: CTE, standing: CTE, rule: WatchedRule) -> CTE:
    """One that a visit cleared is raised anew when its date moves or its colour gets worse."""
    m = moved.c
    known = select(standing.c.warning_id).where(standing.c.subject == m.subject).exists()
    news = or_(
        rank(m.now_colour) > rank(m.was_colour),
        m.now_due_on.is_distinct_from(m.was_due_on),
    )
    copied = ("due_on", "measure", "colour", *WHOSE)
    fixed: dict[str, Any] = {
        "rule_code": literal(rule.code),
        "resource": literal(rule.resource),
        "rule_version_id": VERSION_ID,
        "state": literal(WarningState.RAISED, _E.c.state.type),
        "colour_since": TODAY,
        "raised_on": TODAY,
        "level": literal(0),
        "version": literal(1),
    }
    return (
        insert(_E)
        .from_select(
            ["subject_key", *copied, *fixed],
            select(m.subject, *(m[f"now_{name}"] for name in copied), *fixed.values())
            .where(rank(m.now_colour) > 0, news, ~known)
            .order_by(m.subject),
            include_defaults=False,
        )
        .returning(_E.c.id, *(_E.c[name] for name in COPIED), _E.c.colour)
        .cte("raised")
    )


def _events(cleared: Any, changed: Any, raised: Any) -> CTE:
    notes = case(*((cleared.cleared_by == why, said) for why, said in CLEARED_BY.items()), else_="")
    parts = (
        (raised, WarningAct.RAISED, literal(""), None),
        (changed, WarningAct.COLOUR_CHANGED, literal(""), changed.shown != changed.colour),
        (cleared, WarningAct.CLEARED, notes, None),
    )
    rows = []
    for each, act, note, when in parts:
        row = select(
            each.id,
            *(each[name] for name in COPIED),
            each.colour,
            literal(act, _V.c.act.type),
            TODAY,
            NOW,
            note,
        )
        rows.append(row if when is None else row.where(when))
    into = ["warning_id", *COPIED, "colour", "act", "on", "recorded_at", "note"]
    return insert(_V).from_select(into, union_all(*rows), include_defaults=False).cte("events")


def _followed(changed: Any) -> CTE:
    """Whoever may read an open warning may read what happened to it."""
    mine, theirs = (tuple_(*(each[name] for name in WHOSE)) for each in (_V.c, changed))
    return (
        update(_V)
        .where(_V.c.warning_id == changed.id, mine.is_distinct_from(theirs))
        .values({_V.c[name]: changed[name] for name in WHOSE})
        .cte("followed")
    )


def _direction(was: Any, now: Any) -> ColumnElement[str]:
    before, after = rank(was), rank(now)
    return case((after > before, "worse"), (after < before, "better"), else_="same")


def _told(what: ColumnElement[str], of: CTE) -> Any:
    nobody, none = cast(null(), Integer), cast(null(), COLOUR_TYPE)
    return select(
        what.label("what"), nobody.label("town_id"), none.label("colour"), of.c.id.label("number")
    )


def _counted(m: Any) -> Any:
    """By how much the numbers of open watches changed, by town and colour."""
    rows = union_all(
        select(
            m.was_town_id.label("town_id"), m.was_colour.label("colour"), literal(-1).label("n")
        ).where(m.was_colour.is_not(None)),
        select(m.now_town_id, m.now_colour, literal(1)).where(m.now_colour.is_not(None)),
    ).subquery("change")
    number = func.sum(rows.c.n)
    return (
        select(literal("count", Text), rows.c.town_id, rows.c.colour, cast(number, Integer))
        .group_by(rows.c.town_id, rows.c.colour)
        .having(number != 0)
    )
