"""Texts that a spreadsheet would run as formulas, written so that it does not."""

from typing import Final

STARTERS: Final = tuple("=+-@＝＋－＠\t\r")
"""What a cell begins with that spreadsheets evaluate, full-width forms too."""
GUARD: Final = "'"
"""Before such a text it says: this is a text. People do not see it in a cell."""


def harmless(text: str) -> str:
    """The text for a CSV file. What looks guarded already gets another guard, to be read back."""
    return GUARD + text if text.lstrip(" \n").startswith((*STARTERS, GUARD)) else text


def as_written(text: str) -> str:
    """What `harmless` was given: so that a file of ours comes back as it was."""
    if not text.startswith(GUARD):
        return text
    rest = text.removeprefix(GUARD)
    return rest if harmless(rest) == text else text
