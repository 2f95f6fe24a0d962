"""A number as somebody typed it, in every form in which it may have been stored."""

import re
from itertools import product
from typing import Final

from core.register.verdict import compact

SHORTEST: Final = 4
LONGEST: Final = 60
_OPEN, _CLOSE = "([〔【〈", ")]〕】〉"
_BRACKETS: Final = ("〔〕", "()", "[]")
_BEFORE_DIGITS: Final = re.compile(r"(?<=[A-Z])(?=\d)")


def forms_of(typed: str) -> tuple[str, ...]:
    """What to compare with, most likely first: full-width, case, spaces and brackets aside.

    A standard's number is stored with the space that nobody types: `GB/T 19001-2016`.
    """
    tidy = compact(typed)
    spaced = _BEFORE_DIGITS.sub(" ", tidy, count=1) if "/" in tidy else tidy
    plain = " ".join(typed.split())
    found = [tidy, spaced, plain, plain.upper()]
    bracketed = [
        _bracketed(text, pair) for text, pair in product((tidy, spaced), _BRACKETS) if _has(text)
    ]
    return tuple(dict.fromkeys([*found, *bracketed]))


def _has(text: str) -> bool:
    return any(sign in text for sign in _OPEN)


def _bracketed(text: str, pair: str) -> str:
    opening, closing = pair[0], pair[1]
    return text.translate(
        {ord(sign): opening for sign in _OPEN} | {ord(sign): closing for sign in _CLOSE}
    )
