"""Documents that a change of the policy would break, or that would succeed for the first time.

A document is validated against the narrowed schema of a permission set under both policies, as the
gateway does it, but that values are not looked at: those of operations seen are not kept.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from graphql import (
    FloatValueNode,
    GraphQLError,
    GraphQLSchema,
    IntValueNode,
    StringValueNode,
    parse,
    specified_rules,
    validate,
)
from graphql.validation.rules.values_of_correct_type import ValuesOfCorrectTypeRule

from schema.build import Schema
from schema.impact.schemas import Pair, Roles, SchemaDifference
from schema.tiers.narrow import Narrow
from schema.tiers.shape import Shape
from schema.tiers.visibility import Visibility

_WORD: Final = re.compile(r"[_A-Za-z][_0-9A-Za-z]*")
_VALUES: Final = (StringValueNode, IntValueNode, FloatValueNode)


@dataclass(frozen=True, slots=True)
class Document:
    """Something that clients send: a persisted document, or an operation seen of late."""

    title: str
    text: str
    persisted: bool
    seen: int = 0
    """How often within the days that are remembered."""
    last_seen_on: str = ""


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """A document that would break for some callers, or newly succeed."""

    document: Document
    roles: Roles
    breaks: bool
    why: str
    """What validation says, where it breaks."""


class Validation:
    """Validates documents against the schemas of one pair. Schemas are made when first needed."""

    def __init__(self, base: Schema, shape: Shape, pair: Pair) -> None:
        self._base, self._shape, self._pair = base, shape, pair
        self._made: dict[str, GraphQLSchema | None] = {}

    def change(self, document: Document) -> DocumentChange | None:
        """What becomes of a document for this permission set; None where nothing does."""
        try:
            parsed = parse(document.text, no_location=True)
        except GraphQLError:
            return None
        before, after = (
            self._faults(seen, parsed) for seen in (self._pair.before, self._pair.after)
        )
        if bool(before) == bool(after):
            return None
        why = after[0] if after else ""
        return DocumentChange(document, self._pair.roles, bool(after), why)

    def _faults(self, seen: Visibility, parsed: Any) -> list[str]:
        schema = self._schema(seen)
        if schema is None:
            return ["nothing may be read at all"]
        found = validate(schema, parsed, _RULES, max_errors=1, hide_suggestions=True)
        return [fault.message for fault in found]

    def _schema(self, seen: Visibility) -> GraphQLSchema | None:
        if seen.key not in self._made:
            can_read = "Query" in seen.fields
            made = Narrow(self._base.core, self._shape, seen).build() if can_read else None
            self._made[seen.key] = made
        return self._made[seen.key]


def touched_by(difference: SchemaDifference, documents: Iterable[Document]) -> list[Document]:
    """Documents that hold a word of what is gained or lost; no other can be valid in one only."""
    names = difference.names
    return [each for each in documents if names & words_of(each.text)]


def words_of(text: str) -> frozenset[str]:
    """Every name in a document."""
    if (found := _WORDS.get(text)) is None:
        found = _WORDS[text] = frozenset(_WORD.findall(text))
        if len(_WORDS) > _REMEMBERED:
            _WORDS.clear()
    return found


_WORDS: dict[str, frozenset[str]] = {}
_REMEMBERED: Final = 10_000


class _WithoutValues(ValuesOfCorrectTypeRule):
    """Enum values and the fields of inputs are judged; strings and numbers are not."""

    def report_error(self, error: GraphQLError) -> None:
        """Pass by what complains of a value that was taken out."""
        if not (error.nodes and isinstance(error.nodes[0], _VALUES)):
            super().report_error(error)


_RULES: Final = tuple(
    _WithoutValues if rule is ValuesOfCorrectTypeRule else rule for rule in specified_rules
)


def merged(changes: Iterable[DocumentChange]) -> list[DocumentChange]:
    """One line for each document and fate, with all the roles concerned, sorted."""
    found: dict[tuple[Document, bool], list[DocumentChange]] = {}
    for change in changes:
        found.setdefault((change.document, change.breaks), []).append(change)
    lines = [
        DocumentChange(
            document,
            tuple(sorted({role for each in group for role in each.roles})),
            breaks,
            group[0].why,
        )
        for (document, breaks), group in found.items()
    ]
    return sorted(lines, key=lambda c: (not c.breaks, -c.document.seen, c.document.title))
