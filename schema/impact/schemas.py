"""The difference between two schemas of one permission set, by coordinate."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from core.policy.access import Access, Actor, Duty
from core.policy.compiler import decision
from core.policy.rules import Cell, DecisionTable
from schema.tiers.shape import ROOTS, Shape
from schema.tiers.visibility import MASKED, Visibility, visible

Kind = Literal["operation", "type", "field", "argument", "value", "member", "mask"]
KINDS: Final[Mapping[Kind, tuple[str, str]]] = {
    "operation": ("操作", "operation"),
    "type": ("类型", "type"),
    "field": ("字段", "field"),
    "argument": ("参数", "argument"),
    "value": ("枚举值", "value"),
    "member": ("成员", "member"),
    "mask": ("脱敏", "mask"),
}
Roles = tuple[str, ...]
Part = tuple[Kind, str]
"""A kind and a coordinate: `Enterprise.phone`, `Query.enterprises(where:)`, `Order.NAME_ASC`."""


@dataclass(frozen=True, slots=True)
class SchemaDifference:
    """What one permission set gains and loses. A mask gained is a text that is shown masked."""

    roles: Roles
    gained: tuple[Part, ...]
    lost: tuple[Part, ...]

    @property
    def is_empty(self) -> bool:
        """Whether the two schemas are alike."""
        return not self.gained and not self.lost

    @property
    def names(self) -> frozenset[str]:
        """Every word that a document must hold to be touched by this."""
        words = (coordinate for _, coordinate in (*self.gained, *self.lost))
        return frozenset(
            word for each in words for word in each.replace("(", ".").rstrip(":)").split(".")
        )


@dataclass(frozen=True, slots=True)
class Pair:
    """One permission set under both tables."""

    roles: Roles
    before: Visibility
    after: Visibility

    @property
    def differs(self) -> bool:
        """Whether the two schemas are unlike."""
        return self.before.key != self.after.key


def pairs(
    shape: Shape, tables: tuple[DecisionTable, DecisionTable], sets: Iterable[Roles]
) -> dict[Roles, Pair]:
    """The permission sets that a table decides otherwise for than the other, with both views."""
    touched = roles_touched(*tables)
    return {
        roles: Pair(roles, *(_visible(shape, table, roles) for table in tables))
        for roles in dict.fromkeys(sets)
        if touched & set(roles)
    }


def roles_touched(old: DecisionTable, new: DecisionTable) -> frozenset[str]:
    """The roles for which anything at all may be decided otherwise.

    A denial where there was no rule is such: without one, a field follows its type.
    """
    keys = old.cells.keys() | new.cells.keys()
    return frozenset(
        key[0] for key in keys if _said(old.cells.get(key)) != _said(new.cells.get(key))
    )


def _said(cell: Cell | None) -> tuple[str, tuple[str, ...]] | None:
    return None if cell is None else decision(cell)


def difference(shape: Shape, pair: Pair) -> SchemaDifference:
    """What is in one of the two schemas and not in the other."""
    before, after = (frozenset(parts_of(shape, seen)) for seen in (pair.before, pair.after))
    return SchemaDifference(
        pair.roles, tuple(sorted(after - before)), tuple(sorted(before - after))
    )


def parts_of(shape: Shape, seen: Visibility) -> Iterator[Part]:
    """Every coordinate of a schema but its scalars."""
    for type_, fields in seen.fields.items():
        yield ("type", type_)
        for field, mode in fields.items():
            kind: Kind = "operation" if type_ in ROOTS else "field"
            yield kind, f"{type_}.{field}"
            if mode == MASKED:
                yield ("mask", f"{type_}.{field}")
            spec, coordinate = shape.types[type_].fields[field], f"{type_}.{field}"
            for argument in seen.args.get(coordinate, spec.args):
                yield ("argument", f"{coordinate}({argument}:)")
    for type_, members in seen.members.items():
        yield ("type", type_)
        for member in members:
            yield "member", f"{type_}.{member}"
    for type_, values in seen.values.items():
        yield ("type", type_)
        for value in values:
            yield "value", f"{type_}.{value}"


def _visible(shape: Shape, table: DecisionTable, roles: Roles) -> Visibility:
    duties = tuple(Duty(role, 0) for role in roles)
    access = Access(Actor(None, "", "", duties), table, {}, dt.date.min)
    return visible(shape, access.effect)
