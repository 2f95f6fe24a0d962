"""Views of the full schema: one for each permission set, made when first needed, bounded."""

import itertools
import threading
from collections import OrderedDict
from contextlib import suppress
from typing import Any

import strawberry
from graphql import DocumentNode, GraphQLError, GraphQLSchema, validate, validate_schema

from core.errors import Denied, SetupError
from core.policy.access import Access
from core.policy.rules import DecisionTable
from schema.build import Schema
from schema.catalogue import Catalogue
from schema.reading.plans import Plans
from schema.tiers.narrow import Narrow
from schema.tiers.readers import may_know, nothing, readers
from schema.tiers.shape import Shape
from schema.tiers.visibility import MASKED, Visibility, visible

MAX_VIEWS = 64
MAX_CHOSEN = 1_024
"""Permission sets whose view is remembered; tokens make any number of them."""
MAX_DOCUMENTS = 256


class View(strawberry.Schema):
    """Strawberry's own execution over a narrowed schema; converts nothing again."""

    def __init__(self, base: Schema, core: GraphQLSchema, visibility: Visibility) -> None:
        self.__dict__.update(base.__dict__)
        self._schema, self.core, self.base = core, core, base
        self.visibility, self.key = visibility, visibility.key
        self.read_key = visibility.read_key
        self.catalogue: Catalogue = base.catalogue
        core._strawberry_schema = self  # type: ignore[attr-defined]  # noqa: SLF001  what info.schema returns
        self._masked = {
            (t, f) for t, kept in visibility.fields.items() for f, m in kept.items() if m == MASKED
        }
        self._validated: OrderedDict[str, list[GraphQLError]] = OrderedDict()
        if faults := validate_schema(core):
            raise SetupError(f"the policy makes an invalid schema: {[f.message for f in faults]}")

    def is_masked(self, type_: str, field: str) -> bool:
        """Whether the caller sees the field only masked."""
        return (type_, field) in self._masked

    def faults(self, text: str, document: DocumentNode) -> list[GraphQLError]:
        """Validation errors of a document, remembered by its text; without suggestions."""
        if text not in self._validated:
            found = validate(self.core, document, max_errors=5, hide_suggestions=True)
            self._validated[text] = found
            if len(self._validated) > MAX_DOCUMENTS:
                self._validated.popitem(last=False)
        return self._validated[text]

    # Upstream keeps both look-ups in an lru_cache on the class, which holds dead views alive, and
    # reads the full schema's type map, which would let `node(id)` load a hidden type.
    def get_type_by_name(self, name: str) -> Any:  # type: ignore[override]
        """The definition of a type that this view contains."""
        found = self.schema_converter.type_map.get(name)
        return found.definition if found and name in self.core.type_map else None

    def get_field_for_type(self, field_name: str, type_name: str) -> Any:
        """The definition of a field that this view contains."""
        type_: Any = self.core.type_map.get(type_name)
        field = type_ and type_.fields.get(field_name)
        return field and field.extensions.get("strawberry-definition")


class Views:
    """The store of views. A hit takes no lock; a view in use outlives its place here."""

    def __init__(self, base: Schema, shape: Shape) -> None:
        self.base, self.shape = base, shape
        self.plans = Plans()
        self.built = 0
        self._lock = threading.Lock()
        self._views: dict[str, View] = {}
        self._used: dict[str, int] = {}
        """View's key -> when it was last asked for, as a running number."""
        self._now = itertools.count()
        self._chosen: tuple[str, dict[Any, str]] = ("", {})
        """The policy's digest, and the view's key of each permission set met under it."""
        self._prepared: tuple[str, dict[Any, str]] = ("", {})
        self._callers: dict[Any, Access] = {}
        """Somebody who asked with each permission set, to prepare the next version for."""

    def of(self, access: Access, plugin: str | None = None) -> View:
        """The view of an actor's permission set under its policy version.

        Raises Denied for a permission set that may not read anything at all.
        """
        digest, chosen = self._chosen
        if digest != access.table.digest:
            prepared, known = self._prepared
            chosen = known if prepared == access.table.digest else {}
            self._chosen = (access.table.digest, chosen)
        wanted = (access.permission_set, plugin)
        view = self._views.get(chosen.get(wanted, ""))
        if view is None:
            with self._lock:
                view = self._find(access, plugin)
            if len(chosen) >= MAX_CHOSEN:
                chosen.clear()
                self._callers.clear()
            chosen[wanted] = view.key
            self._callers[wanted] = access
        self._used[view.key] = next(self._now)
        return view

    def prepare(self, table: DecisionTable) -> None:
        """Build what callers of late will need under `table`: in a thread, before the swap."""
        known: dict[Any, str] = {}
        for wanted, access in tuple(self._callers.items()):
            moved = access.under(table)
            self._callers[wanted] = moved  # the former one holds on to a whole table
            with suppress(Denied), self._lock:
                known[wanted] = self._find(moved, wanted[1]).key
        self._prepared = (table.digest, known)

    def _find(self, access: Access, plugin: str | None) -> View:
        seen = visible(self.shape, access.effect, plugin)
        if "Query" not in seen.fields:
            raise Denied("您在此没有可查看的内容。", "There is nothing here that you may read.")
        told = may_know(access)
        key = f"{seen.key}:{access.table.digest}" if told else seen.key
        view = self._views.get(key)
        if view is None:
            describe = readers(self.shape, access.table) if told else nothing
            core = Narrow(self.base.core, self.shape, seen, describe).build()
            view = View(self.base, core, seen)
            view.key = key
            self.built += 1
            while len(self._views) >= MAX_VIEWS:
                oldest = min(self._views, key=lambda key: self._used.get(key, -1))
                del self._views[oldest]
                self._used.pop(oldest, None)
            self._views[key] = view
        return view
