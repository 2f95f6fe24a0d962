"""GraphQL documents of the desk: checked against the whole schema, cut down to one person's.

One page serves several roles. What a role's schema lacks is left out of the selections; a condition
that somebody may set (a variable) is left out with its field, but a condition that the author wrote
takes what it restricts along: without it the answer would mean something else.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

from graphql import (
    REMOVE,
    ArgumentNode,
    DocumentNode,
    FieldNode,
    GraphQLInputObjectType,
    GraphQLNamedType,
    GraphQLSchema,
    InlineFragmentNode,
    ObjectValueNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    TypeInfo,
    TypeInfoVisitor,
    ValueNode,
    VariableNode,
    Visitor,
    get_named_type,
    parse,
    print_ast,
    validate,
    visit,
)

from core.errors import PluginError

GIVEN: Final = frozenset({"id", "today", "after", "q"})
"""Variables that the engine fills in: see core/desk_declarations.py."""


@dataclass(frozen=True)
class Spot:
    """What stands at a path of an answer: its type and what the schema says of it."""

    type: Any
    description: str
    parent: str
    name: str

    @property
    def named(self) -> GraphQLNamedType:
        """The type without its list and non-null wrappings."""
        named: GraphQLNamedType = get_named_type(self.type)
        return named


@dataclass(frozen=True)
class Reading:
    """A document that is valid in one schema, and what stands where in its answer."""

    text: str
    node: OperationDefinitionNode
    schema: GraphQLSchema

    @cached_property
    def variables(self) -> frozenset[str]:
        """The names of its variables."""
        return frozenset(v.variable.name.value for v in self.node.variable_definitions or ())

    @cached_property
    def first_field(self) -> str:
        """The key of the first root field in the answer."""
        return next(self._fields(self.node.selection_set, self.schema.query_type))[0].response_key

    def spot(self, path: str) -> Spot | None:
        """What stands at a dotted path; None where this schema has nothing there."""
        selections: SelectionSetNode | None = self.node.selection_set
        type_: Any = self.schema.query_type
        found: Spot | None = None
        for part in path.split("."):
            found = None
            for field, owner in self._fields(selections, type_):
                if field.response_key == part and (spot := _spot(owner, field)) is not None:
                    found, selections, type_ = spot, field.node.selection_set, spot.named
                    break
            if found is None:
                return None
        return found

    def _fields(
        self, selections: SelectionSetNode | None, type_: Any
    ) -> Iterator[tuple["_Selected", Any]]:
        for node in selections.selections if selections else ():
            if isinstance(node, FieldNode):
                yield _Selected(node), type_
            elif isinstance(node, InlineFragmentNode):
                narrower = node.type_condition and self.schema.get_type(
                    node.type_condition.name.value
                )
                yield from self._fields(node.selection_set, narrower or type_)

    def type_of(self, variable: str) -> str:
        """The type of a variable as written, such as `[WarningColour!]`."""
        for definition in self.node.variable_definitions or ():
            if definition.variable.name.value == variable:
                return print_ast(definition.type)
        raise KeyError(variable)


@dataclass(frozen=True)
class _Selected:
    node: FieldNode

    @property
    def response_key(self) -> str:
        return (self.node.alias or self.node.name).value


def _spot(owner: Any, field: _Selected) -> Spot | None:
    name = field.node.name.value
    definition = getattr(owner, "fields", {}).get(name)
    if definition is None:
        return None
    return Spot(definition.type, definition.description or "", owner.name, name)


def checked(text: str, schema: GraphQLSchema) -> Reading:
    """A document that the whole schema accepts. Raises PluginError that says what is wrong."""
    try:
        document = parse(text)
    except Exception as error:
        raise PluginError(f"a document of the desk cannot be parsed: {error}") from error
    if faults := validate(schema, document, max_errors=3):
        raise PluginError(f"a document of the desk is invalid: {faults[0].message}")
    return _only_query(document, text, schema)


def refuse_unset(reading: Reading, more: Sequence[str] = ()) -> None:
    """Raise PluginError for a variable that neither the engine sets nor `more`, the filters."""
    if strange := reading.variables - GIVEN - set(more):
        raise PluginError(f"nobody sets the variable ${min(strange)} of {reading.text[:60]!r}")


def _only_query(document: DocumentNode, text: str, schema: GraphQLSchema) -> Reading:
    match document.definitions:
        case (OperationDefinitionNode(operation=OperationType.QUERY) as node,):
            return Reading(text, node, schema)
    raise PluginError(f"a document of the desk is one query without fragments: {text[:60]!r}")


def prune(whole: Reading, schema: GraphQLSchema) -> Reading | None:
    """The document as far as a narrower schema has it; None when its first field is not left."""
    info = TypeInfo(schema)
    node = visit(whole.node, TypeInfoVisitor(info, _Pruning(info)))
    if node is REMOVE or node is None or not node.selection_set.selections:
        return None
    if Reading("", node, schema).first_field != whole.first_field:
        return None
    used = {v.name.value for v in _variables(node.selection_set)}
    kept = tuple(v for v in node.variable_definitions or () if v.variable.name.value in used)
    node = replace(node, variable_definitions=kept)
    document = DocumentNode(definitions=(node,))
    if validate(schema, document, max_errors=1):
        return None
    return Reading(print_ast(document), node, schema)


class _Pruning(Visitor):
    """Takes out what the schema lacks."""

    def __init__(self, info: TypeInfo) -> None:
        super().__init__()
        self.info = info

    def enter_field(self, node: FieldNode, *_: Any) -> Any:
        if node.name.value.startswith("__"):
            return None
        definition = self.info.get_field_def()
        if definition is None:
            return REMOVE
        arguments = []
        for argument in node.arguments or ():
            known = definition.args.get(argument.name.value)
            kept = _fitting(argument.value, known.type if known else None)
            if kept is _UNFIT:
                return REMOVE
            if kept is not None:
                arguments.append(ArgumentNode(name=argument.name, value=kept))
        return replace(node, arguments=tuple(arguments))

    def leave_field(self, node: FieldNode, *_: Any) -> Any:
        return REMOVE if node.selection_set and not node.selection_set.selections else None

    def enter_inline_fragment(self, _node: InlineFragmentNode, *_: Any) -> Any:
        return REMOVE if self.info.get_type() is None else None

    def leave_inline_fragment(self, node: InlineFragmentNode, *_: Any) -> Any:
        return None if node.selection_set.selections else REMOVE


_UNFIT: Final = object()


def _fitting(value: ValueNode, type_: Any) -> Any:
    """What is left of a value for an input type: a node, None (left out), or _UNFIT."""
    if type_ is None:
        return None if _settable(value) else _UNFIT
    named = get_named_type(type_)
    if not isinstance(value, ObjectValueNode) or not isinstance(named, GraphQLInputObjectType):
        return value
    fields = []
    for field in value.fields:
        known = named.fields.get(field.name.value)
        kept = _fitting(field.value, known.type if known else None)
        if kept is _UNFIT:
            return _UNFIT
        if kept is not None:
            fields.append(replace(field, value=kept))
    return replace(value, fields=tuple(fields))


def _settable(value: ValueNode) -> bool:
    """Whether a value holds nothing but variables: a condition that somebody may leave out."""
    if isinstance(value, ObjectValueNode):
        return all(_settable(field.value) for field in value.fields)
    return isinstance(value, VariableNode)


def _variables(node: Any) -> Iterator[VariableNode]:
    found: list[VariableNode] = []

    class Collect(Visitor):
        def enter_variable(self, node: VariableNode, *_: Any) -> None:
            found.append(node)

    visit(node, Collect())
    yield from found
