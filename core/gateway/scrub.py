"""Keep secrets and personal numbers out of logs, wherever in a record they stand."""

import re
from collections.abc import Mapping, MutableMapping
from typing import Any

REMOVED = "[removed]"
_SECRET = re.compile(
    r"authorization|cookie|passw|totp|token|secret|variables|api_?key", re.IGNORECASE
)
_IN_TEXT = (
    (re.compile(r"\b(bearer|basic)\s+[\w.~+/=-]+", re.IGNORECASE), rf"\1 {REMOVED}"),
    (
        re.compile(
            r"""\b(\w*(?:authorization|cookie|passw(?:or)?d|totp|token|secret))(["']?\s*[=:]\s*)"""
            r"""("[^"]*"|'[^']*'|[^\s&,;}\]]+)""",
            re.IGNORECASE,
        ),
        rf"\1\2{REMOVED}",
    ),
    # SQLAlchemy prints a failed statement's values
    (re.compile(r"\[parameters: .*", re.DOTALL), f"[parameters: {REMOVED}]"),
    (re.compile(r"(?<!\w)\d{17}[\dXx](?!\w)"), "[id number]"),
    (re.compile(r"(?<!\w)1[3-9]\d{9}(?!\w)"), "[phone]"),
)
_LONGEST = 4_000
_DEEPEST = 8


def scrub(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
    """A structlog processor: the record without secrets."""
    return {key: _value(key, value, 0) for key, value in event.items()}


def scrub_text(text: str) -> str:
    """A text without secrets, cut to a bounded length."""
    text = text[:_LONGEST]
    for pattern, replacement in _IN_TEXT:
        text = pattern.sub(replacement, text)
    return text


def _value(key: object, value: Any, depth: int) -> Any:
    name = key.decode("latin-1") if isinstance(key, bytes) else str(key)
    if _SECRET.search(name):
        return REMOVED
    return _inside(value, depth)


def _inside(value: Any, depth: int) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    if depth > _DEEPEST:
        return "[deep]"
    if isinstance(value, Mapping):
        return {str(k): _value(k, v, depth + 1) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return _sequence(list(value), depth)
    return scrub_text(value.decode("latin-1") if isinstance(value, bytes) else str(value))


def _sequence(values: list[Any], depth: int) -> list[Any]:
    """A list; a pair whose first half names a secret, such as a header, loses its second."""
    if len(values) == 2 and isinstance(values[0], str | bytes):
        return [_inside(values[0], depth + 1), _value(values[0], values[1], depth + 1)]
    return [_inside(value, depth + 1) for value in values]
