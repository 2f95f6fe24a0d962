"""The read compiler: one query -> one SQL statement whose single value is the response."""

from collections.abc import Iterable
from typing import Any, Protocol, cast

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLIncludeDirective,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLSkipDirective,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    get_argument_values,
    get_directive_values,
    is_abstract_type,
    is_non_null_type,
)
from graphql.execution.values import VariableValues
from sqlalchemy import ColumnElement, Integer, Select, func, literal, select
from strawberry.types.arguments import convert_arguments

from core.policy.access import Access
from core.store.scope import LostScope
from schema.catalogue import Catalogue
from schema.fields import DataField
from schema.ids import key_of
from schema.reading.compiled_pages import correlated, listed, object_of, page_of
from schema.reading.conditions import Filter
from schema.reading.json_text import (
    NotCompilable,
    Part,
    base64,
    join,
    masked,
    members,
    or_null,
    sealed,
    value,
)
from schema.reading.json_text import quoted as constant
from schema.reading.opened import ScopedTables
from schema.reading.rows import lift, limit_of, on, order_of
from schema.sources import Aggregate, Many, One, Value


class View(Protocol):
    """The caller's schema: what the compiler needs of it."""

    read_key: str
    core: GraphQLSchema
    catalogue: Catalogue
    base: Any

    def is_masked(self, type_: str, field: str) -> bool:
        """Whether the caller sees the field only masked."""
        ...


class Compilation:
    """One walk over one operation. Arguments arrive as resolvers would get them, with slots."""

    def __init__(
        self,
        view: View,
        fragments: dict[str, FragmentDefinitionNode],
        variables: VariableValues,
        access: Access,
    ) -> None:
        self.view, self.fragments, self.variables = view, fragments, variables
        self.catalogue = view.catalogue
        self.tables = ScopedTables(self.catalogue, access)
        self.clear: list[tuple[str, str]] = []
        """Personal fields that the answer shows in clear, by their numbers."""
        self.filter = Filter(self.catalogue, self.tables)

    def statement(self, operation: OperationDefinitionNode) -> Select[Any]:
        """The finished statement, with the proof that every table in it is scoped."""
        root = self.view.core.query_type
        if root is None:
            raise NotCompilable("the caller may read nothing")
        body = self.object(root, [operation.selection_set], None)
        made = select(join(['{"data":', *body, "}"]))
        if lost := self.tables.unscoped(made):
            raise LostScope(f"these tables would be read without their scope: {lost}")
        return made

    # selection sets

    def _wanted(self, node: FieldNode | FragmentSpreadNode | InlineFragmentNode) -> bool:
        if unknown := {d.name.value for d in node.directives or ()} - {"skip", "include"}:
            raise NotCompilable(f"directives {sorted(unknown)}")
        skip = get_directive_values(GraphQLSkipDirective, node, self.variables)
        include = get_directive_values(GraphQLIncludeDirective, node, self.variables)
        return not (skip and skip["if"]) and (include is None or include["if"])

    def _collect(
        self, sets: Iterable[SelectionSetNode], name: str, found: dict[str, list[FieldNode]]
    ) -> None:
        """Response keys in order, with the nodes merged under each (the spec's CollectFields)."""
        for node in cast("Iterable[Any]", (node for one in sets for node in one.selections)):
            if not self._wanted(node):
                continue
            if isinstance(node, FieldNode):
                found.setdefault((node.alias or node.name).value, []).append(node)
                continue
            part = self.fragments[node.name.value] if isinstance(node, FragmentSpreadNode) else node
            if part.type_condition is None or self._is(name, part.type_condition.name.value):
                self._collect([part.selection_set], name, found)

    def _is(self, name: str, condition: str) -> bool:
        """Whether the object is of the fragment's type, or belongs to that interface or union."""
        core = self.view.core
        wanted = core.type_map[condition]
        return name == condition or (
            is_abstract_type(wanted) and core.is_sub_type(wanted, cast("Any", core.type_map[name]))
        )

    def fields(
        self, kind: GraphQLObjectType, nodes: Iterable[FieldNode]
    ) -> dict[str, list[FieldNode]]:
        """Response keys of what is selected below `nodes`."""
        sets = [node.selection_set for node in nodes if node.selection_set]
        return self._fields(kind, sets)

    def _fields(
        self, kind: GraphQLObjectType, sets: Iterable[SelectionSetNode]
    ) -> dict[str, list[FieldNode]]:
        found: dict[str, list[FieldNode]] = {}
        self._collect(sets, kind.name, found)
        return found

    # objects and fields

    def object(
        self, kind: GraphQLObjectType, sets: Iterable[SelectionSetNode], entity: Any
    ) -> list[Part]:
        """One object's JSON members over one row."""
        pairs: list[tuple[str, Part]] = []
        for key, nodes in self._fields(kind, sets).items():
            name = nodes[0].name.value
            is_name = name == "__typename"
            part = f'"{kind.name}"' if is_name else self._field(kind, name, nodes, entity)
            pairs.append((key, part))
        return members(pairs)

    def below(self, definition: GraphQLField, nodes: list[FieldNode], entity: Any) -> list[Part]:
        """The object that a field returns, over one row."""
        sets = [node.selection_set for node in nodes if node.selection_set]
        return self.object(object_of(definition), sets, entity)

    def _field(
        self, kind: GraphQLObjectType, name: str, nodes: list[FieldNode], entity: Any
    ) -> Part:
        definition = kind.fields.get(name)
        if definition is None:
            raise NotCompilable(f"{kind.name}.{name} is introspection")
        field = definition.extensions.get("strawberry-definition")
        if not isinstance(field, DataField) or field.extensions:
            raise NotCompilable(f"{kind.name}.{name} has a Python resolver")
        nullable = not is_non_null_type(definition.type)
        given = self._arguments(definition, field, nodes[0])
        match field.source:
            case Value(is_id=True) as ident:
                text = func.concat(constant(f"{kind.name}:"), on(ident.expression, entity))
                return join(['"', base64(text), '"'])
            case Value() as plain:
                return self._value(plain, (kind.name, name), entity, nullable=nullable)
            case One() as one:
                return or_null(self._one(one, definition, nodes, entity, given), nullable=nullable)
            case Aggregate() as total:
                return self._aggregate(total, entity, nullable=nullable)
            case Many() as many:
                if many.paged:
                    return page_of(self, many, definition, nodes, entity, given)
                return self._list(many, definition, nodes, entity, given)

    def _value(
        self, plain: Value, place: tuple[str, str], entity: Any, *, nullable: bool
    ) -> ColumnElement[Any]:
        expression = on(plain.expression, entity)
        if self.view.is_masked(*place):
            return masked(expression, nullable=nullable)
        if not plain.personal:
            return value(expression, nullable=nullable)
        if place not in self.clear:
            self.clear.append(place)
        return sealed(expression, self.clear.index(place), nullable=nullable)

    def _arguments(
        self, definition: GraphQLField, field: DataField, node: FieldNode
    ) -> dict[str, Any]:
        """What a resolver would receive: coerced by graphql-core, converted by Strawberry."""
        raw = get_argument_values(definition, node, self.variables)
        base = self.view.base
        registry = base.schema_converter.scalar_registry
        return convert_arguments(raw, field.arguments, registry, base.config)

    def _one(
        self,
        source: One,
        definition: GraphQLField,
        nodes: list[FieldNode],
        entity: Any,
        given: dict[str, Any],
    ) -> ColumnElement[Any]:
        row, rules = self.tables.open(source.target)
        key = on(self.catalogue.key(source.target), row)
        if source.key is not None:
            same = key == on(source.key, entity)
        else:
            ident = lift(lambda text: key_of(source.target, text), given["id"])
            same = key == literal(ident, Integer)
        body = join(self.below(definition, nodes, row))
        return correlated(select(body).where(same, *rules), entity).scalar_subquery()

    def _aggregate(self, source: Aggregate, entity: Any, *, nullable: bool) -> Part:
        row, rules = self.tables.open(source.target)
        if source.key is not None:
            parent = on(self.catalogue.key_of_table(source.key), entity)
            rules.append(on(source.key, row) == parent)
        statement = select(on(source.expression, row)).select_from(row).where(*rules)
        return value(correlated(statement, entity).scalar_subquery(), nullable=nullable)

    def rows(
        self, source: Many, entity: Any, given: dict[str, Any]
    ) -> tuple[Any, list[ColumnElement[bool]]]:
        """The table of a list with every rule but the cursor: scope, parent and filter."""
        row, rules = self.tables.open(source.target)
        if source.key is not None:
            parent = on(self.catalogue.key_of_table(source.key), entity)
            rules.append(on(source.key, row) == parent)
        rules += self.filter(source.target, row, given.get("where"))
        return row, rules

    def _list(
        self,
        source: Many,
        definition: GraphQLField,
        nodes: list[FieldNode],
        entity: Any,
        given: dict[str, Any],
    ) -> Part:
        row, rules = self.rows(source, entity, given)
        order = order_of(self.catalogue, source, given.get("order_by"))
        limit = literal(lift(limit_of, given["first"]), Integer)
        wanted = select(row).where(*rules).order_by(*order.by(row)).limit(limit)
        chosen = correlated(wanted, entity).subquery()
        placed = select(chosen, func.row_number().over().label("zj_place")).subquery()
        body = join(self.below(definition, nodes, placed))
        return join(["[", select(listed(body, placed.c.zj_place)).scalar_subquery(), "]"])
