"""Finding by fragments: what a search column stores and how a query is cut into terms.

A column holds `search_text(name, former_name, credit_code, ...)`; a row matches when it contains
every term of `query_terms(query)`, so 萧山钱江 is found by 'xsqj', by '钱江', by 'qianjiang' and
by a part of its credit code. Terms hold letters and digits only: nothing in them means anything to
LIKE. Never put personal data in a search column.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import Any

from core.register.readings import AFTER_A_SURNAME, ALTERNATES, SURNAMES, WORDS

MOST_TERMS = 8
"""A query is cut to so many terms: each costs a condition."""

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
_HAS_HAN = re.compile(f"[{_HAN}]")
_PERSON = re.compile(f"[{_HAN}]{{2,4}}")
_SEPARATORS = re.compile(r"[\s,;、，；]+")
_WORDS = re.compile("|".join(sorted(WORDS, key=len, reverse=True)))


@cache
def _pypinyin() -> Any:
    """pypinyin, loaded when first needed: a third of a second that a start can do without."""
    return import_module("pypinyin")


def normalise(text: str) -> str:
    """NFKC, lower case, letters and digits only: white space and punctuation are folded away.

    Names written with other brackets, spaces or full-width letters become equal. Idempotent.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    folded = unicodedata.normalize("NFKC", folded)
    kept = "".join(character for character in folded if unicodedata.category(character)[0] in "LN")
    return unicodedata.normalize("NFKC", kept)


def pinyin(text: str) -> str:
    """The full reading without tones and spaces: 萧山钱江 is 'xiaoshanqianjiang'."""
    return "".join(_syllables(normalise(text)))


def pinyin_initials(text: str) -> str:
    """The first letter of each syllable, other characters as they are: 3C认证 is '3crz'."""
    return _initials(_syllables(normalise(text)))


def search_text(*parts: str | None) -> str:
    """What a search column stores: each part normalised; for Chinese its initials and readings.

    A character with two common readings gives both (单: dan, shan), one at a time. Entries are
    separated by one space, which no term of a query can contain.
    """
    entries: dict[str, None] = {}
    for part in parts:
        text = normalise(part or "")
        if not text:
            continue
        entries[text] = None
        if _HAS_HAN.search(text):
            for syllables in _readings(text):
                entries[_initials(syllables)] = None
                entries["".join(syllables)] = None
    return " ".join(entries)


def query_terms(text: str) -> list[str]:
    """The distinct terms of a query, in order, normalised, at most MOST_TERMS."""
    terms = (normalise(term) for term in _SEPARATORS.split(text))
    return list(dict.fromkeys(term for term in terms if term))[:MOST_TERMS]


def _readings(text: str) -> Iterator[list[str]]:
    """The likeliest reading, then one for each character that could be read otherwise."""
    likeliest = _syllables(text)
    yield likeliest
    for place, character in enumerate(text):
        for other in ALTERNATES.get(character, ()):
            if other != likeliest[place]:
                yield [*likeliest[:place], other, *likeliest[place + 1 :]]


def _initials(syllables: list[str]) -> str:
    return "".join(syllable[0] for syllable in syllables)


def _syllables(text: str) -> list[str]:
    """One entry per character: its syllable, or the character itself when it has none."""
    syllables: list[str] = []
    done = 0
    for word in _WORDS.finditer(text):
        syllables += _dictionary(text[done : word.start()])
        syllables += WORDS[word.group()]
        done = word.end()
    syllables += _dictionary(text[done:])
    _read_surname(text, syllables)
    return syllables


def _dictionary(text: str) -> list[str]:
    # The library takes a list for a run without readings; its annotation only knows text.
    syllables: list[str] = _pypinyin().lazy_pinyin(text, errors=list)
    return syllables


def _read_surname(text: str, syllables: list[str]) -> None:
    """Correct the surname at the start of a person's name and before 氏 or 记, in place."""
    for place, character in enumerate(text[:-1]):
        surname = SURNAMES.get(character)
        if surname is None:
            continue
        reading, ordinary_before = surname
        following = text[place + 1]
        starts_a_person = (
            place == 0 and _PERSON.fullmatch(text) and following not in ordinary_before
        )
        if starts_a_person or following in AFTER_A_SURNAME:
            syllables[place] = reading
