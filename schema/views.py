"""Views of the full schema: one for each permission set, made when first needed, bounded."""

import threading
from collections import OrderedDict
from typing import Any

import strawberry
from graphql import DocumentNode, GraphQLError, GraphQLSchema, validate, validate_schema

from core.errors import Denied, SetupError
from core.policy.access import Access
from schema.build import Schema
from schema.catalogue import Catalogue
from schema.narrow import Narrow
from schema.plans import Plans
from schema.shape import Shape
from schema.visibility import MASKED, Visibility, visible

MAX_VIEWS = 64
MAX_DOCUMENTS = 256


class View(strawberry.Schema):
    """Strawberry's own execution over a narrowed schema; converts nothing again."""

    def __init__(self, base: Schema, core: GraphQLSchema, visibility: Visibility) -> None:
        self.__dict__.update(base.__dict__)
        self._schema, self.core, self.base = core, core, base
        self.visibility, self.key = visibility, visibility.key
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
    def get_type_by_name(self, name: str) -> Any:
        """The definition of a type that this view contains."""
        found = self.schema_converter.type_map.get(name)
        return found.definition if found and name in self.core.type_map else None

    def get_field_for_type(self, field_name: str, type_name: str) -> Any:
        """The definition of a field that this view contains."""
        type_: Any = self.core.type_map.get(type_name)
        field = type_ and type_.fields.get(field_name)
        return field and field.extensions.get("strawberry-definition")


class Views:
    """The store of views. Reads take no lock; a view in use outlives its place here."""

    def __init__(self, base: Schema, shape: Shape) -> None:
        self.base, self.shape = base, shape
        self.plans = Plans()
        self.built = 0
        self._lock = threading.Lock()
        self._views: OrderedDict[str, View] = OrderedDict()
        self._chosen: tuple[int, dict[Any, View]] = (-1, {})

    def of(self, access: Access, plugin: str | None = None) -> View:
        """The view of an actor's permission set under its policy version.

        Raises Denied for a permission set that may not read anything at all.
        """
        version, chosen = self._chosen
        if version != access.table.version:
            chosen = {}
            self._chosen = (access.table.version, chosen)
        wanted = (access.permission_set, plugin)
        if (found := chosen.get(wanted)) is None:
            with self._lock:
                found = chosen[wanted] = self._find(access, plugin)
        return found

    def _find(self, access: Access, plugin: str | None) -> View:
        seen = visible(self.shape, access.effect, plugin)
        if "Query" not in seen.fields:
            raise Denied("您在此没有可查看的内容。", "There is nothing here that you may read.")
        view = self._views.get(seen.key)
        if view is None:
            core = Narrow(self.base._schema, self.shape, seen).build()  # noqa: SLF001
            view = self._views[seen.key] = View(self.base, core, seen)
            self.built += 1
        self._views.move_to_end(seen.key)
        if len(self._views) > MAX_VIEWS:
            self._views.popitem(last=False)
        return view
