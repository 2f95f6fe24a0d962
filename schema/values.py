"""What people call the values of enums that the domain declares without GraphQL."""

from collections.abc import Mapping
from enum import EnumMeta
from typing import Any


def tell(kind: EnumMeta, words: Mapping[str, str]) -> None:
    r"""Describe the values of an enum that `strawberry.enum` knows: name -> "中文\nEnglish".

    The descriptions stand in the schema, and pages show them. Raises KeyError for a value without.
    """
    declared: Any = kind
    for value in declared.__strawberry_definition__.values:
        value.description = words[value.name]
