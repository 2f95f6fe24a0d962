"""Enums of the core that clients see, each value with its text."""

import enum
from collections.abc import Mapping
from typing import Any

import strawberry


def show_enum(
    shown: type[enum.Enum], description: str, values: Mapping[str, str], *, name: str | None = None
) -> None:
    r"""Put an enum into the schema, with a text "中文\nEnglish." for each value by its name.

    Raises TypeError when a value has no text, or a text no value.
    """
    if unlike := set(shown.__members__) ^ set(values):
        raise TypeError(f"{shown.__name__}: values and texts differ at {sorted(unlike)}")
    told: Any = strawberry.enum(shown, description=description, name=name)
    for value in told.__strawberry_definition__.values:
        value.description = values[value.name]
