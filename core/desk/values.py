"""From what was typed to what a mutation takes: by the type of the input's field."""

from typing import Any

from graphql import GraphQLList, get_named_type, get_nullable_type

from core.desk.words import Words
from core.desk_declarations import Field

MISSING = Words("请填写此项。", "Please fill this in.")
NOT_A_NUMBER = Words("请填写数字。", "Please type a number.")
NOTHING: Any = object()
"""Nothing was typed: the field is left out."""


class Wrong(ValueError):
    """What was typed is no value of the field; `words` say what to do."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.both)
        self.words = words


def value_of(field: Field, type_: Any, typed: list[str]) -> Any:
    """The value of a field for its input type, or NOTHING. Raises Wrong."""
    texts = [text.strip() for text in typed if text.strip()]
    if field.kind == "boolean":
        return bool(texts)
    if not texts:
        if field.required:
            raise Wrong(MISSING)
        return NOTHING
    nullable = get_nullable_type(type_)
    if isinstance(nullable, GraphQLList):
        return [_single(type_, text) for text in _split(field, texts)]
    return _single(type_, texts[0])


def _split(field: Field, texts: list[str]) -> list[str]:
    """A list of texts is typed one a line."""
    if field.kind in ("text", "longtext"):
        return [line.strip() for text in texts for line in text.splitlines() if line.strip()]
    return texts


def _single(type_: Any, text: str) -> Any:
    name = get_named_type(type_).name
    try:
        if name == "Int":
            return int(text)
        if name == "Float":
            return float(text)
    except ValueError as error:
        raise Wrong(NOT_A_NUMBER) from error
    if name == "Boolean":
        return text == "true"
    if name == "DateTime" and len(text) == len("2026-01-01T09:30"):
        return f"{text}:00+08:00"
    return text
