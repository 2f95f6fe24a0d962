"""`extend(Target, ...)`: fields that one module adds to a type that another module owns."""

from dataclasses import dataclass
from typing import Any

from strawberry.tools import create_type
from strawberry.types.field import StrawberryField


@dataclass(frozen=True, slots=True)
class Extension:
    """Fields to add to `target` when a schema is built."""

    target: type[Any]
    fields: tuple[StrawberryField, ...]


def extend(target: type[Any], *resolvers: Any, **fields: Any) -> Extension:
    """Add fields to `target`: data fields by name, operations and resolvers as they are.

    Fields added to a type are nullable, by house rule: a plugin's failure must not blank a record.
    Raises TypeError for anything that is not a field, or for the same name twice.
    """
    added = [field.added_as(name) for name, field in fields.items()]
    listed = [*resolvers, *added]
    for field in listed:
        if not isinstance(field, StrawberryField):
            raise TypeError(f"{target.__name__}: only fields can be added, got {field!r}")
    names = [field.python_name for field in listed]
    if len(names) != len(set(names)):
        raise TypeError(f"{target.__name__}: the same field twice in {names}")
    # a throw-away type, so that Strawberry prepares the fields as it does for any other type
    holder: Any = create_type(f"{target.__name__}Added", listed)
    return Extension(target, tuple(holder.__strawberry_definition__.fields))
