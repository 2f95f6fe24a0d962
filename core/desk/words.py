"""Texts in two languages, Chinese before the line break, and labels out of the schema's texts."""

import re
from typing import Final, NamedTuple

from core.register.colours import WarningColour


class Words(NamedTuple):
    """A text in Chinese and in English; either may be empty."""

    chinese: str
    english: str

    @property
    def both(self) -> str:
        """In one line, for places that hold plain text only."""
        return " ".join(filter(None, self))


COLOURS: Final = {
    WarningColour.URGENT.value: Words("急红", "Urgent"),
    WarningColour.RED.value: Words("红", "Red"),
    WarningColour.YELLOW.value: Words("黄", "Yellow"),
    WarningColour.GREEN.value: Words("绿", "Green"),
    WarningColour.EXPIRED.value: Words("已过期", "Expired"),
    WarningColour.RENEWAL_PENDING.value: Words("延续办理中", "Being renewed"),
}
"""The colours in the order of a desk: worst first, then what is well, then what is on its way."""
ORDER: Final = ("EXPIRED", "URGENT", "RED", "YELLOW", "GREEN", "RENEWAL_PENDING")

OUTCOMES: Final = {"END": Words("已办结", "Done"), "WITHDRAWN": Words("已撤回", "Withdrawn")}
"""How matters of every procedure may end; a procedure adds its own."""

_CLAUSE: Final = re.compile(r"[，；：。、（,;:.(]| where | and ")


def two(text: str) -> Words:
    """Split a text at its line break."""
    chinese, _, english = text.partition("\n")
    return Words(chinese.strip(), english.strip())


def label(description: str) -> str:
    """A title out of a description: its first clause in each language."""
    told = "\n".join(description.split("\n")[:2])  # officers' schemas add who may read it
    return "\n".join(_CLAUSE.split(part, maxsplit=1)[0].strip() for part in two(told))


def value_words(name: str, description: str | None) -> Words:
    """What people call a value of an enum; without a description its name, made readable."""
    if description:
        return Words(*(part.rstrip(".。") for part in two(description)))
    return Words("", name.replace("_", " ").capitalize())
