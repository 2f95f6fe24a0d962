"""Copy the built graphql-core schema, leaving out what a permission set may not know.

Resolvers, descriptions and Strawberry's definitions are shared with the full schema; types whose
whole closure is untouched (scalars, most enums and inputs) are shared as objects too.
"""

from collections.abc import Callable
from inspect import isawaitable
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLError,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    get_named_type,
)
from strawberry.schema.schema_converter import CustomGraphQLEnumType

from schema.tiers.readers import Describe, nothing
from schema.tiers.shape import ROOTS, Shape
from schema.tiers.visibility import Visibility


class Narrow:
    """One narrowing of one schema."""

    def __init__(
        self,
        base: GraphQLSchema,
        shape: Shape,
        visibility: Visibility,
        describe: Describe = nothing,
    ) -> None:
        """`describe` adds a line to the description of a field."""
        self.base, self.shape, self.view = base, shape, visibility
        self._describe = describe
        self.types: dict[str, Any] = {}

    def build(self) -> GraphQLSchema:
        """The narrowed copy. Raises where graphql-core finds it malformed."""
        roots = {r: self._named(r) if r in self.view.fields else None for r in ROOTS}
        abstract = [m for t in self.view.members for m in (t, *self.view.members[t])]
        return GraphQLSchema(
            query=roots["Query"],
            mutation=roots["Mutation"],
            subscription=roots["Subscription"],
            types=[self._named(name) for name in abstract],
            directives=self.base.directives,
            description=self.base.description,
            extensions={},  # a fresh dict: Strawberry's printer caches type names in it
        )

    def _named(self, name: str) -> Any:
        if name not in self.types:
            old = self.base.type_map[name]
            self.types[name] = old if self._untouched(old) else self._copy(old)
        return self.types[name]

    def _untouched(self, old: Any) -> bool:
        match old:
            case GraphQLEnumType():
                return len(self.view.values[old.name]) == len(old.values)
            case GraphQLInputObjectType():
                return self._whole_input(old.name, set())
        return not isinstance(old, GraphQLObjectType | GraphQLInterfaceType | GraphQLUnionType)

    def _whole_input(self, name: str, seen: set[str]) -> bool:
        """No input field and no enum value is missing anywhere below."""
        spec = self.shape.types[name]
        if name in seen or spec.kind == "scalar":
            return True
        seen.add(name)
        if spec.kind == "enum":
            return len(self.view.values[name]) == len(spec.values)
        whole = len(self.view.fields[name]) == len(spec.fields)
        return whole and all(self._whole_input(f.out, seen) for f in spec.fields.values())

    def _copy(self, old: Any) -> Any:
        name, view = old.name, self.view
        about: dict[str, Any] = {"description": old.description, "extensions": old.extensions}
        match old:
            case GraphQLEnumType():
                values = {v: old.values[v] for v in view.values[name]}
                definition = old.extensions["strawberry-definition"]
                return CustomGraphQLEnumType(definition, name, values, **about)
            case GraphQLInputObjectType():
                return GraphQLInputObjectType(
                    name, lambda: self._inputs(old), out_type=old.out_type, **about
                )
            case GraphQLUnionType():
                members = [self._named(m) for m in view.members[name]]
                resolve = self._resolve_type(old)
                return GraphQLUnionType(name, members, resolve_type=resolve, **about)
        interfaces = [self._named(i.name) for i in old.interfaces if i.name in view.fields]
        if isinstance(old, GraphQLInterfaceType):
            resolve = self._resolve_type(old)
            return GraphQLInterfaceType(
                name, lambda: self._fields(old), interfaces, resolve, **about
            )
        return GraphQLObjectType(
            name, lambda: self._fields(old), interfaces, old.is_type_of, **about
        )

    def _wrap(self, old: Any) -> Any:
        if isinstance(old, GraphQLNonNull):
            return GraphQLNonNull(self._wrap(old.of_type))
        if isinstance(old, GraphQLList):
            return GraphQLList(self._wrap(old.of_type))
        return self._named(old.name)

    def _inputs(self, old: GraphQLInputObjectType) -> dict[str, GraphQLInputField]:
        kept = self.view.fields[old.name]
        return {
            name: GraphQLInputField(
                self._wrap(f.type),
                f.default_value,
                f.description,
                f.deprecation_reason,
                f.out_name,
                f.extensions,
            )
            for name, f in old.fields.items()
            if name in kept
        }

    def _fields(self, old: Any) -> dict[str, GraphQLField]:
        kept = self.view.fields[old.name]
        return {n: self._field(old.name, n, f) for n, f in old.fields.items() if n in kept}

    def _field(self, type_: str, name: str, old: GraphQLField) -> GraphQLField:
        left = self.view.args.get(f"{type_}.{name}")
        return GraphQLField(
            self._wrap(old.type),
            {n: self._arg(a) for n, a in old.args.items() if left is None or n in left},
            old.resolve,
            old.subscribe,
            self._described(type_, name, old.description),
            old.deprecation_reason,
            old.extensions,
        )

    def _described(self, type_: str, name: str, text: str | None) -> str | None:
        return "\n".join(filter(None, (text, self._describe(type_, name)))) or None

    def _arg(self, old: GraphQLArgument) -> GraphQLArgument:
        new = self._wrap(old.type)
        if get_named_type(new) is get_named_type(old.type):
            return old
        return GraphQLArgument(
            new,
            old.default_value,
            old.description,
            old.deprecation_reason,
            old.out_name,
            old.extensions,
        )

    def _resolve_type(self, old: Any) -> Callable[[Any, Any, Any], Any]:
        """Strawberry's closures compare with the full schema's types and say hidden names aloud."""
        inner, base, allowed = old.resolve_type, self.base, frozenset(self.view.members[old.name])

        def known(name: str | None) -> str:
            if name is not None and name in allowed:
                return name
            raise GraphQLError("没有找到。\nNot found.", extensions={"code": "NOT_FOUND"})

        def resolve_type(value: Any, info: Any, _type: Any) -> Any:
            name = inner(value, info._replace(schema=base), old)

            async def later() -> str:
                return known(await name)

            return later() if isawaitable(name) else known(name)

        return resolve_type
