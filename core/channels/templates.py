"""Templates: texts with places in braces, such as `{title}`. Nothing in them is ever run."""

import re
from collections.abc import Mapping
from typing import Final

from core.errors import InvalidInput

PLACES: Final[Mapping[str, tuple[str, str]]] = {
    "title": ("标题", "the title of the message"),
    "body": ("内容", "its text"),
    "why": ("为何收到", "why one gets it"),
    "url": ("链接", "the page of what it is about"),
    "time": ("时间", "when it was told"),
}
"""What may stand in braces. None of them holds personal data."""
LONGEST: Final = {"subject": 200, "body": 5_000}
_PLACE: Final = re.compile(r"\{([^{}]*)\}")
_EXAMPLE: Final[Mapping[str, Mapping[str, str]]] = {
    "ZH": {
        "title": "催办：新增设备",
        "body": "请于期限前办理。",
        "why": "您是瓜沥镇质监员；该事项属于瓜沥镇",
        "url": "https://zhijian.example/desk/core/record/TWF0dGVyOjc=",
        "time": "2026-11-23 10:00",
    },
    "EN": {
        "title": "Urged: New equipment",
        "body": "Please act before the term ends.",
        "why": "You are Town quality officer (Guali); the matter is one of this town",
        "url": "https://zhijian.example/desk/core/record/TWF0dGVyOjc=",
        "time": "2026-11-23 10:00",
    },
}


def check(subject: str, body: str) -> None:
    """Refuse a template with an unknown place, a stray brace, or one that does not say why.

    Raises InvalidInput (`UNKNOWN_PLACEHOLDER`, `WHY_MISSING`).
    """
    for field, text in (("subject", subject), ("body", body)):
        if not text.strip() or len(text) > LONGEST[field]:
            raise InvalidInput(
                f"请填写，且不超过 {LONGEST[field]} 字。",
                f"Write something, {LONGEST[field]} characters at most.",
                field=field,
            )
        _check_places(field, text)
    if "{why}" not in body:
        raise InvalidInput(
            "正文须写明为何收到：请加入 {why}。",
            "The body must say why one gets it: add {why}.",
            field="body",
            code="WHY_MISSING",
        )


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its places filled; values are put in as they are and never looked at again."""
    return _PLACE.sub(lambda found: values[found[1]], text)


def fill_line(text: str, values: Mapping[str, str]) -> str:
    """The same on one line: a subject. A header must not grow by what a title holds."""
    return " ".join(fill(text, values).split())


def example(language: str) -> Mapping[str, str]:
    """Invented values to preview a template with."""
    return _EXAMPLE[language]


def _check_places(field: str, text: str) -> None:
    for name in _PLACE.findall(text):
        if name not in PLACES:
            known = " ".join(f"{{{each}}}" for each in PLACES)
            raise InvalidInput(
                f"不识别占位符 {{{name}}}；可用：{known}。",
                f"There is no place {{{name}}}; known are {known}.",
                field=field,
                code="UNKNOWN_PLACEHOLDER",
            )
    if any(brace in _PLACE.sub("", text) for brace in "{}"):
        raise InvalidInput(
            "大括号只用于占位符，须成对，如 {title}。",
            "Braces stand around places only, in pairs: {title}.",
            field=field,
            code="UNKNOWN_PLACEHOLDER",
        )
