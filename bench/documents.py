"""Every list of the schema, found in the schema itself, and the documents that read its first page.

A list is a root field that returns a connection over all rows of a record. A plugin's new list is
measured without anybody naming it here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_leaf_type,
    is_required_argument,
)

from schema.sources import Many, One, Source, Value


@dataclass(frozen=True, slots=True)
class ListField:
    """A root field that lists all records of a type."""

    name: str
    record: str
    """The GraphQL type of its rows."""
    orders: tuple[str, ...]
    """What `orderBy` takes; empty where the caller may not choose."""


def lists_of(schema: GraphQLSchema) -> list[ListField]:
    """The lists of a schema, whole or as one caller sees it."""
    assert schema.query_type is not None
    return [
        ListField(name, _record(schema, field), tuple(_orders(field)))
        for name, field in schema.query_type.fields.items()
        if isinstance(source := source_of(field), Many) and source.paged and source.key is None
    ]


def list_document(
    schema: GraphQLSchema,
    listed: ListField,
    first: int,
    order: str | None = None,
    *,
    personal: bool = False,
) -> str:
    """Page one with every plain value of the rows and the id of every record that they name.

    `personal`: personal data too, which the executor decrypts in Python where it is shown in clear.
    """
    chosen = f", orderBy: {order}" if order else ""
    fields = " ".join(_selected(schema, listed.record, personal=personal))
    page = f"nodes {{ {fields} }} pageInfo {{ hasNextPage endCursor }}"
    return f"{{ {listed.name}(first: {first}{chosen}) {{ {page} }} }}"


def count_document(listed: ListField) -> str:
    """How many rows there are, and nothing else."""
    return f"{{ {listed.name}(first: 1) {{ totalCount }} }}"


def holds_personal(schema: GraphQLSchema, listed: ListField) -> bool:
    """Whether rows of the list have personal data in this schema."""
    fields = _object(schema, listed.record).fields.values()
    return any(isinstance(s := source_of(field), Value) and s.personal for field in fields)


def source_of(field: GraphQLField) -> Source | None:
    """Where a data field's value lives; None for a field that Python resolves."""
    definition: Any = field.extensions.get("strawberry-definition")
    source: Source | None = getattr(definition, "source", None)
    return source


def _selected(schema: GraphQLSchema, record: str, *, personal: bool) -> Iterator[str]:
    for name, field in _object(schema, record).fields.items():
        source = source_of(field)
        if any(is_required_argument(argument) for argument in field.args.values()):
            continue
        if isinstance(source, Value) and is_leaf_type(get_named_type(field.type)):
            if personal or not source.personal:
                yield name
        elif isinstance(source, One):
            yield f"{name} {{ id }}"


def _record(schema: GraphQLSchema, field: GraphQLField) -> str:
    connection = _object(schema, get_named_type(field.type).name)
    return str(get_named_type(connection.fields["nodes"].type))


def _orders(field: GraphQLField) -> Iterator[str]:
    argument = field.args.get("orderBy")
    kind = argument and get_named_type(argument.type)
    if isinstance(kind, GraphQLEnumType):
        yield from kind.values


def _object(schema: GraphQLSchema, name: str) -> GraphQLObjectType:
    found = schema.type_map[name]
    assert isinstance(found, GraphQLObjectType)
    return found
