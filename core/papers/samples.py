"""Invented answers to a document, by which a template is tried before anybody prints."""

from typing import Any, Final

from graphql import (
    FieldNode,
    GraphQLEnumType,
    GraphQLList,
    GraphQLNonNull,
    InlineFragmentNode,
    SelectionSetNode,
    get_named_type,
    get_nullable_type,
)

from core.desk.documents import Reading

PLAIN: Final[dict[str, Any]] = {
    "Int": 3,
    "Float": 0.5,
    "Boolean": True,
    "Date": "2026-01-31",
    "DateTime": "2026-01-31T08:30:00+00:00",
    "Decimal": "12.50",
    "ID": "SGF6YXJkOjE=",
}
TEXT: Final = '样例 #panic("typed") \\ [ $ < @x\nsecond line'
"""Of whatever else: text that would break a template which took it for markup."""


def sample(reading: Reading, *, sparse: bool = False) -> dict[str, Any]:
    """An answer in which everything is there; `sparse`: without the values that may be absent."""
    return _object(reading, reading.node.selection_set, reading.schema.query_type, sparse=sparse)


def _object(
    reading: Reading, selections: SelectionSetNode, type_: Any, *, sparse: bool
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for node in selections.selections:
        if isinstance(node, InlineFragmentNode):
            narrower = node.type_condition and reading.schema.get_type(
                node.type_condition.name.value
            )
            found |= _object(reading, node.selection_set, narrower or type_, sparse=sparse)
        elif isinstance(node, FieldNode):
            key = (node.alias or node.name).value
            field = getattr(type_, "fields", {}).get(node.name.value)
            if field is not None:  # else `__typename`
                found[key] = _value(reading, node, field.type, sparse=sparse)
    return found


def _value(reading: Reading, node: FieldNode, type_: Any, *, sparse: bool) -> Any:
    inner = get_nullable_type(type_)
    if isinstance(inner, GraphQLList):
        one = _value(reading, node, inner.of_type, sparse=sparse)
        return [one, one]
    named = get_named_type(inner)
    if node.selection_set is not None:
        return _object(reading, node.selection_set, named, sparse=sparse)
    if sparse and not isinstance(type_, GraphQLNonNull):
        return None
    if isinstance(named, GraphQLEnumType):
        return next(iter(named.values))
    return PLAIN.get(named.name, TEXT)
