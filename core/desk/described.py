"""What the schema already says of columns and fields: their titles, kinds and choices."""

from dataclasses import dataclass, replace
from typing import Any, Final

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    get_nullable_type,
    is_required_input_field,
)

from core.desk.documents import Reading
from core.desk.words import Words, label, value_words
from core.desk_declarations import Column, Field, Kind
from core.errors import PluginError

KINDS: Final[dict[str, Kind]] = {
    "Date": "date",
    "DateTime": "datetime",
    "Int": "number",
    "Float": "number",
    "Decimal": "number",
    "Boolean": "boolean",
    "WarningColour": "colour",
    "Attachment": "photo",
}


def column_of(given: Column | str, reading: Reading, base: str) -> Column:
    """A column with title and kind filled in. Raises PluginError for a path to nothing."""
    column = Column(given) if isinstance(given, str) else given
    spot = reading.spot(f"{base}.{column.path}" if base else column.path)
    if spot is None:
        raise PluginError(f"the document selects nothing at {base}.{column.path}")
    return replace(
        column,
        title=column.title or label(spot.description),
        kind=column.kind or kind_of(spot.type),
    )


def kind_of(type_: Any) -> Kind:
    """How values of an output type are shown."""
    named = get_named_type(type_)
    if named.name in KINDS:
        return KINDS[named.name]
    return "choice" if isinstance(named, GraphQLEnumType) else "text"


def choices_of(type_: Any) -> dict[str, Words]:
    """The values of an enum type with their words; of another type none."""
    named = get_named_type(type_)
    if not isinstance(named, GraphQLEnumType):
        return {}
    return {name: value_words(name, value.description) for name, value in named.values.items()}


@dataclass(frozen=True)
class Operation:
    """A mutation of one schema: its input, and what its payload calls the record."""

    name: str
    field: GraphQLField

    @property
    def input(self) -> GraphQLInputObjectType:
        """The type of its one argument."""
        found = get_named_type(self.field.args["input"].type)
        if not isinstance(found, GraphQLInputObjectType):
            raise PluginError(f"the mutation {self.name} takes no input object")
        return found

    def takes(self, name: str) -> GraphQLInputField | None:
        """A field of the input; `escalation.0.roles` is one of an object in a list."""
        found: GraphQLInputField | None = None
        within: Any = self.input
        for part in name.split("."):
            if found is None or not part.isdecimal():
                found = getattr(within, "fields", {}).get(part)
                if found is None:
                    return None
                within = get_named_type(found.type)
        return found

    @property
    def payload(self) -> GraphQLObjectType:
        """What it gives."""
        found = get_named_type(self.field.type)
        if not isinstance(found, GraphQLObjectType):
            raise PluginError(f"the mutation {self.name} gives no payload")
        return found

    @property
    def record(self) -> str | None:
        """The payload's field that holds the record acted upon."""
        name: str
        for name, field in self.payload.fields.items():
            named = get_named_type(field.type)
            is_list = isinstance(get_nullable_type(field.type), GraphQLList)
            if not is_list and "id" in getattr(named, "fields", {}):
                return name
        return None


def operation(schema: GraphQLSchema, name: str) -> Operation | None:
    """A mutation by name; None where this schema has none."""
    root = schema.mutation_type
    field = root.fields.get(name) if root else None
    return None if field is None else Operation(name, field)


def field_of(given: Field, made: Operation) -> Field:
    """A form's field with title, kind and obligation filled in. Raises PluginError."""
    known = made.takes(given.name)
    if known is None:
        raise PluginError(f"the input of {made.name} has no field {given.name!r}")
    # the object of a list may be left out whole; see `core/desk/submitting.py`
    must = is_required_input_field(known) and "." not in given.name
    return replace(
        given,
        title=given.title or label(known.description or given.name),
        kind=given.kind or _typed_kind(given, known.type),
        required=must if given.required is None else given.required,
    )


def _typed_kind(given: Field, type_: Any) -> Kind:
    if given.options is not None:
        return "records" if isinstance(get_nullable_type(type_), GraphQLList) else "record"
    if given.choices:
        return "choice"
    if choices_of(type_) and isinstance(get_nullable_type(type_), GraphQLList):
        return "records"
    return kind_of(type_)
