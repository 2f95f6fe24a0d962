"""How many rows each role sees, in each town, under both policies: gained and lost.

Counted by scope, never account by account: one statement for a resource groups its rows by the
columns that its scopes look at (town, enterprise, organisations, account, published), under no
policy at all, and says how many rows each combination has. What a group of people sees of them
under either policy is then a question about sets of ids.

A group is everybody who holds one role in one town: its members' towns are those attached to their
posts, for an enterprise the town that it lies in; who holds a role for the whole district is one
group. Rows count once for a group, however many of its members see them.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.identity.models import Account, PostDivision
from core.identity.seats import in_force, seats
from core.policy.access import ANONYMOUS, Access, Actor, Duty
from core.policy.compiler import decision
from core.policy.rules import DecisionTable
from core.policy.vocabulary import Action
from core.register.divisions import expand
from core.register.models import EnterpriseCard
from core.store.base import is_public
from core.store.scope import NOTHING, TODAY, Reach, about

Tables = tuple[DecisionTable, DecisionTable]
"""The present one, and the draft's."""


@dataclass(frozen=True, slots=True)
class Holding:
    """One seat: who holds which role over what, and in which towns that is."""

    account_id: int | None
    duty: Duty
    towns: frozenset[int | None]
    """None: the whole district."""


@dataclass(frozen=True, slots=True, order=True)
class RowChange:
    """What everybody in a role, of one town, gains and loses of one resource."""

    resource: str
    role: str
    town: int | None
    people: int
    """Posts in force there."""
    before: int
    gained: int
    lost: int


@dataclass(frozen=True, slots=True)
class _Group:
    people: int
    before: Reach
    after: Reach


Signature = tuple[Mapping[str, frozenset[int]], int]
"""What some rows hold in the columns that scopes look at, and how many rows these are."""


async def holdings(session: AsyncSession, today: dt.date) -> list[Holding]:
    """Every seat of today, and the public; in a system session."""
    seat = seats(today).subquery("seat")
    held = select(seat).join(Account, Account.id == seat.c.account_id)
    rows = (await session.execute(held.where(Account.disabled_at.is_(None)))).all()
    attached: dict[int, set[int]] = {}
    for each in await session.scalars(select(PostDivision).where(in_force(PostDivision, today))):
        attached.setdefault(each.post_id, set()).add(each.division_id)
    cards = select(EnterpriseCard.id, EnterpriseCard.town_id)
    home: dict[int, int] = {row[0]: row[1] for row in (await session.execute(cards)).all()}
    expanded: dict[frozenset[int], tuple[int, ...]] = {}
    found = [Holding(None, duty, frozenset({None})) for duty in ANONYMOUS.duties]
    for row in rows:
        towns = frozenset(attached.get(row.post_id, ()))
        if towns not in expanded:
            expanded[towns] = await expand(session, towns, today)
        duty = Duty(row.role, row.organisation_id, expanded[towns], row.enterprise_id)
        lies_in = home.get(row.enterprise_id) if row.enterprise_id else None
        places: frozenset[int | None] = frozenset(towns) if towns else frozenset({lies_in})
        found.append(Holding(row.account_id, duty, frozenset(places)))
    return found


async def row_changes(
    session: AsyncSession,
    tables: Tables,
    models: Mapping[type, str],
    held: Sequence[Holding],
    today: dt.date,
) -> list[RowChange]:
    """Gained and lost rows of every resource that some role reads otherwise; system session."""
    found: list[RowChange] = []
    for model, resource in sorted(models.items(), key=lambda pair: pair[1]):
        if about(model) is not None:
            found += await _told_changes(session, tables, model, resource, held)
            continue
        touched = _roles_touched(tables, resource)
        groups = groups_of(tables, model, resource, [h for h in held if h.duty.role in touched])
        if not groups:
            continue
        counted = await signatures(session, model, _kinds(groups.values()), today)
        for (role, town), group in groups.items():
            found.append(
                _change(group, counted, RowChange(resource, role, town, group.people, 0, 0, 0))
            )
    changed = [change for change in found if change.gained or change.lost]
    return sorted(changed, key=lambda c: (c.resource, c.role, c.town or 0))


async def _told_changes(
    session: AsyncSession, tables: Tables, model: Any, resource: str, held: Sequence[Holding]
) -> list[RowChange]:
    """Of a model whose rows tell of records of others: who may read those sees them."""
    named = getattr(model, model.__about__)
    subjects = set(await session.scalars(select(named).distinct()))
    touched = _roles_touched(tables, resource).union(
        *(_roles_touched(tables, subject) for subject in subjects)
    )
    found: dict[tuple[str, int | None], RowChange] = {}
    for subject in sorted(subjects if touched else ()):
        wanted = [each for each in held if each.duty.role in touched]
        groups = _grouped(tables, model, (resource, subject), wanted)
        counted = await signatures(session, model, model.__scope__, dt.date.min, named == subject)
        for (role, town), group in groups.items():
            so_far = found.get((role, town), RowChange(resource, role, town, group.people, 0, 0, 0))
            found[role, town] = _change(group, counted, so_far)
    return list(found.values())


def groups_of(
    tables: Tables, model: Any, resource: str, held: Iterable[Holding]
) -> dict[tuple[str, int | None], _Group]:
    """What each group sees under both policies, as sets of ids; groups that differ alone."""
    found = _grouped(tables, model, (resource,), held)
    return {key: group for key, group in found.items() if group.before != group.after}


def _grouped(
    tables: Tables, model: Any, resources: Sequence[str], held: Iterable[Holding]
) -> dict[tuple[str, int | None], _Group]:
    """What each group sees of rows for which several resources must be readable."""
    found: dict[tuple[str, int | None], _Group] = {}
    for each in held:
        before, after = (_reach_within(table, model, resources, each) for table in tables)
        for town in each.towns:
            group = found.get((each.duty.role, town), _Group(0, NOTHING, NOTHING))
            found[each.duty.role, town] = _Group(
                group.people + 1, group.before.union(before), group.after.union(after)
            )
    return found


async def signatures(
    session: AsyncSession,
    model: Any,
    kinds: Collection[str],
    today: dt.date,
    *only: ColumnElement[bool],
) -> list[Signature]:
    """All rows of a model by what they hold in the columns of these scopes: one statement."""
    wanted = sorted(kind for kind in kinds if kind in model.__scope__)
    columns = [_column(model, kind) for kind in wanted]
    statement = select(func.count(), *columns).select_from(model).where(*only).group_by(*columns)
    rows = (
        await session.execute(statement, {"today": today} if "published" in wanted else {})
    ).all()
    return [
        ({k: _held(value) for k, value in zip(wanted, row[1:], strict=True)}, row[0])
        for row in rows
    ]


def sees(reach: Reach, held: Mapping[str, frozenset[int]]) -> bool:
    """Whether a reach covers rows that hold these ids."""
    return reach.everything or any(
        bool(held.get(kind)) if kind == "published" else not held.get(kind, _NONE).isdisjoint(ids)
        for kind, ids in reach.ids
    )


_NONE: frozenset[int] = frozenset()


def _change(group: _Group, counted: Iterable[Signature], so_far: RowChange) -> RowChange:
    before, gained, lost = so_far.before, so_far.gained, so_far.lost
    was, is_now = _as_sets(group.before), _as_sets(group.after)
    for held, rows in counted:
        saw, will = sees(was, held), sees(is_now, held)
        before += rows if saw else 0
        gained += rows if will and not saw else 0
        lost += rows if saw and not will else 0
    return replace(so_far, before=before, gained=gained, lost=lost)


def _as_sets(reach: Reach) -> Any:
    """The same with sets: a group of enterprises has hundreds of ids."""
    return Reach(reach.everything, tuple((kind, frozenset(ids)) for kind, ids in reach.ids))  # type: ignore[misc]


def _reach(table: DecisionTable, model: Any, resource: str, holding: Holding) -> Reach:
    actor = Actor(holding.account_id, "", "", (holding.duty,))
    reach = Access(actor, table, {model: resource}, dt.date.min).reach(resource, Action.READ)
    return Reach(everything=True) if is_public(model) and reach != NOTHING else reach


def _reach_within(
    table: DecisionTable, model: Any, resources: Sequence[str], holding: Holding
) -> Reach:
    found = Reach(everything=True)
    for resource in resources:
        found = found.within(_reach(table, model, resource, holding))
    return found


def _roles_touched(tables: Tables, resource: str) -> frozenset[str]:
    old, new = tables
    return frozenset(
        role
        for role in old.roles.keys() | new.roles.keys()
        if decision(old.cell(role, resource, Action.READ))
        != decision(new.cell(role, resource, Action.READ))
    )


def _kinds(groups: Iterable[_Group]) -> set[str]:
    return {
        kind for group in groups for reach in (group.before, group.after) for kind, _ in reach.ids
    }


def _column(model: Any, kind: str) -> ColumnElement[Any]:
    column = getattr(model, model.__scope__[kind])
    held: ColumnElement[Any] = column.contains(TODAY) if kind == "published" else column
    return held


def _held(value: Any) -> frozenset[int]:
    if value is None or value is False:
        return _NONE
    return frozenset(value) if isinstance(value, list) else frozenset({int(value)})
