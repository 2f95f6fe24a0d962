"""Read a request body as JSON without surprises: UTF-8, one object, no ambiguity, bounded."""

import json
import math
from typing import Any

from core.errors import InvalidInput

DEPTH = 40
"""Nested lists and objects; a `where` filter of the schema needs fewer than ten."""
DIGITS = 40
"""Characters of a number. Longer ones are identifiers, and those are strings."""


def parse_object(body: bytes, *, depth: int = DEPTH) -> dict[str, Any]:
    """The object that a body holds.

    Raises `InvalidInput` (code BAD_REQUEST) for anything else: other encodings, other values at the
    top, a name given twice, NaN and infinities, endless digits, text that no database can store.
    """
    try:
        value = json.loads(
            body.decode("utf-8"),
            object_pairs_hook=_members,
            parse_int=_whole,
            parse_float=_fraction,
            parse_constant=_constant,
        )
    except UnicodeDecodeError as error:
        raise _bad("请求内容不是 UTF-8 编码。", "The body is not UTF-8.") from error
    except (ValueError, RecursionError) as error:
        raise _bad("请求内容不是有效的 JSON。", "The body is not valid JSON.") from error
    if not isinstance(value, dict):
        raise _bad("请求内容应为一个 JSON 对象。", "The body must be one JSON object.")
    _check_inside(value, depth)
    return value


def _check_inside(value: dict[str, Any], depth: int) -> None:
    rest: list[tuple[Any, int]] = [(value, 1)]
    while rest:
        node, level = rest.pop()
        if isinstance(node, str):
            _check_text(node)
        elif isinstance(node, dict | list):
            if level > depth:
                raise _bad(
                    f"请求内容最多嵌套 {depth} 层。", f"The body nests at most {depth} levels."
                )
            rest.extend((inner, level + 1) for inner in node)
            if isinstance(node, dict):
                rest.extend((inner, level + 1) for inner in node.values())


def _check_text(text: str) -> None:
    if "\0" in text or not _encodable(text):
        raise _bad(
            "文字中含有无法存储的字符（NUL 或不成对的代理码）。",
            "A text holds NUL or half of a surrogate pair, which cannot be stored.",
        )


def _encodable(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise _bad("JSON 对象中有重复的名称。", "A JSON object gives the same name twice.")
    return members


def _whole(digits: str) -> int:
    _check_length(digits)
    return int(digits)


def _fraction(digits: str) -> float:
    _check_length(digits)
    number = float(digits)
    if not math.isfinite(number):
        raise _bad("数字超出范围。", "A number is out of range.")
    return number


def _check_length(digits: str) -> None:
    if len(digits) > DIGITS:
        raise _bad(
            f"数字最多 {DIGITS} 位，编号请用字符串。",
            f"A number has at most {DIGITS} digits; write identifiers as strings.",
        )


def _constant(name: str) -> float:
    raise _bad(f"JSON 中不能使用 {name}。", f"JSON has no {name}.")


def _bad(chinese: str, english: str) -> InvalidInput:
    return InvalidInput(chinese, english, code="BAD_REQUEST")
