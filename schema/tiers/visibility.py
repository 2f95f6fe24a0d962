"""Which part of the schema a permission set may know about: closed, reachable, hashed.

Default deny: a record needs a rule that lets its type be read; a root field, or a field that leads
to a record, needs what it needs there; personal data needs a rule of its own. Everything else
follows its type. What is left without fields vanishes, and every edge to it.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sized
from dataclasses import dataclass

from core.policy.vocabulary import Effect
from schema.tiers.shape import ROOTS, FieldShape, Shape, TypeShape

OPEN, MASKED = "open", "masked"
Decide = Callable[[str, str], Effect | None]
"""(resource, action) -> what the policy says for the permission set."""


Part = tuple[
    Mapping[str, Mapping[str, str]],
    Mapping[str, frozenset[str]],
    Mapping[str, tuple[str, ...]],
    Mapping[str, tuple[str, ...]],
]
"""Fields, arguments, members and values of what some roots reach."""


@dataclass(frozen=True, slots=True)
class Visibility:
    """Everything the caller's schema contains. Equal keys mean equal schemas."""

    key: str
    read_key: str
    """The same of what queries reach: views that differ in mutations share compiled reads."""
    fields: Mapping[str, Mapping[str, str]]
    """object, interface, input -> field -> open or masked"""
    args: Mapping[str, frozenset[str]]
    """`Type.field` -> the arguments left, for fields that lose some"""
    members: Mapping[str, tuple[str, ...]]
    values: Mapping[str, tuple[str, ...]]


def visible(shape: Shape, decide: Decide, plugin: str | None = None) -> Visibility:
    """The part of `shape` that `decide` leaves; with `plugin`, only its root fields and below."""
    return _Closure(shape, decide, plugin).result()


class _Closure:
    def __init__(self, shape: Shape, decide: Decide, plugin: str | None) -> None:
        self.shape, self.decide, self.plugin = shape, decide, plugin
        self.fields: dict[str, dict[str, str]] = {}
        self.args: dict[str, set[str]] = {}
        self.members: dict[str, tuple[str, ...]] = {}
        self.values: dict[str, tuple[str, ...]] = {}

    def result(self) -> Visibility:
        self._apply_rules()
        self._apply_following()
        while self._drop_dangling():
            pass
        whole = self._part(self._reach(ROOTS))
        return Visibility(_digest(*whole), _digest(*self._part(self._reach(("Query",)))), *whole)

    def _part(self, reached: set[str]) -> Part:
        fields = {t: f for t, f in self.fields.items() if t in reached}
        args = {
            f"{t}.{f}": frozenset(left)
            for t, kept in fields.items()
            for f in kept
            if (left := self.args.get(f"{t}.{f}")) is not None
        }
        members = {
            t: tuple(m for m in ms if m in reached)
            for t, ms in self.members.items()
            if t in reached
        }
        values = {t: v for t, v in self.values.items() if t in reached}
        return fields, args, members, values

    def _apply_rules(self) -> None:
        for name, type_ in self.shape.types.items():
            if not self._type_shown(type_):
                continue
            if type_.kind in ("union", "interface"):
                self.members[name] = type_.members
            if type_.kind in ("object", "interface"):
                self.fields[name] = self._members_of(name, type_)

    def _type_shown(self, type_: TypeShape) -> bool:
        subject = self.shape.types.get(type_.subject or "", type_)
        return subject.resource is None or self._allowed(subject.resource, "read")

    def _allowed(self, resource: str, action: str) -> bool:
        return self.decide(resource, action) in (Effect.ALLOW, Effect.MASK)

    def _members_of(self, name: str, type_: TypeShape) -> dict[str, str]:
        kept: dict[str, str] = {}
        for field, spec in type_.fields.items():
            if name in ROOTS and self.plugin and spec.plugin != self.plugin:
                continue
            if mode := self._mode(spec):
                kept[field] = mode
        return kept

    def _mode(self, spec: FieldShape) -> str | None:
        if spec.needs and not self._allowed(*spec.needs):
            return None
        ruled = self.decide(spec.resource, "read") if spec.resource else None
        if ruled is Effect.DENY or (spec.personal and ruled is None):
            return None
        return MASKED if ruled is Effect.MASK else OPEN

    def _apply_following(self) -> None:
        """Filters and orders: what is hidden or masked in a record is not in them."""
        for name, type_ in self.shape.types.items():
            if type_.subject and type_.subject not in self.fields:
                continue
            if type_.kind == "enum":
                self.values[name] = tuple(v for v, f in type_.values.items() if self._open(f))
            elif type_.kind == "input":
                self.fields[name] = {
                    f: OPEN for f, spec in type_.fields.items() if self._open(spec.follows)
                }

    def _open(self, coordinate: str | None) -> bool:
        if coordinate is None:
            return True
        record, _, field = coordinate.partition(".")
        return self.fields.get(record, {}).get(field) == OPEN

    def _exists(self, name: str) -> bool:
        kind = self.shape.types[name].kind
        if kind == "scalar":
            return True
        if kind == "enum":
            return bool(self.values.get(name))
        found = self.members if kind == "union" else self.fields
        return bool(found.get(name))

    def _drop_dangling(self) -> bool:
        """One round of the fixpoint; true while something was dropped."""
        before = self._size()
        alive = {name for name in self.shape.types if self._exists(name)}
        for name, kept in self.fields.items():
            specs = self.shape.types[name].fields
            for field in [f for f in kept if specs[f].out not in alive]:
                del kept[field]
            for field in list(kept):
                self._drop_args(name, field, alive)
        for name, members in self.members.items():
            self.members[name] = tuple(m for m in members if m in alive)
        self._drop_empty()
        return self._size() != before

    def _drop_empty(self) -> None:
        """A filter with nothing left but and/or/not filters nothing; an interface needs members."""
        for name, kept in self.fields.items():
            type_ = self.shape.types[name]
            if type_.kind == "input" and type_.subject and set(kept) <= {"and", "or", "not"}:
                kept.clear()
            if type_.kind == "interface" and not self.members[name]:
                kept.clear()

    def _drop_args(self, name: str, field: str, alive: set[str]) -> None:
        args = self.shape.types[name].fields[field].args
        coordinate = f"{name}.{field}"
        left = {a for a in self.args.get(coordinate, set(args)) if args[a][0] in alive}
        if any(required and a not in left for a, (_, required) in args.items()):
            del self.fields[name][field]  # it can no longer be called
        elif len(left) < len(args):
            self.args[coordinate] = left

    def _size(self) -> int:
        groups: tuple[Mapping[str, Sized], ...] = (self.fields, self.args, self.members)
        return sum(len(left) + 1 for group in groups for left in group.values())

    def _reach(self, roots: Iterable[str]) -> set[str]:
        todo, reached = [r for r in roots if self.fields.get(r)], set[str]()
        while todo:
            name = todo.pop()
            if name in reached or not self._exists(name):
                continue
            reached.add(name)
            type_ = self.shape.types[name]
            for field in self.fields.get(name, ()):
                spec = type_.fields[field]
                left = self.args.get(f"{name}.{field}", spec.args)
                todo += [spec.out, *(spec.args[a][0] for a in left)]
            todo += [i for i in type_.interfaces if self.fields.get(i)]
            if type_.kind == "union" or not self.plugin:
                todo += self.members.get(name, ())
        return reached


def _digest(
    fields: Mapping[str, Mapping[str, str]],
    args: Mapping[str, frozenset[str]],
    members: Mapping[str, tuple[str, ...]],
    values: Mapping[str, tuple[str, ...]],
) -> str:
    parts = [f"{t}.{f}={mode}" for t, kept in fields.items() for f, mode in kept.items()]
    parts += [f"{f}({','.join(sorted(left))})" for f, left in args.items()]
    parts += [f"{t}|{'|'.join(m)}" for t, m in (*members.items(), *values.items())]
    return hashlib.sha256("\n".join(sorted(parts)).encode()).hexdigest()[:16]
