"""User names: folded to one spelling, and never to be mistaken for a role."""

import re
import unicodedata
from collections.abc import Container

from core.errors import InvalidInput

LONGEST = 64
_FORM = re.compile(r"[^\W_][\w-]{1,63}")


def fold_username(typed: str) -> str:
    """The one spelling of a user name: full-width and upper-case letters become plain ones."""
    # What the database cannot hold (half a surrogate pair, NUL) is in no user name either.
    text = typed.encode("utf-8", "replace").decode().replace("\0", "?")
    return unicodedata.normalize("NFKC", text).strip().casefold()[:LONGEST]


def checked_username(typed: str, roles: Container[str]) -> str:
    """The folded name for a new account. Raises InvalidInput when it may not be used.

    A rule whose role equals a user name would be that person's private grant: names hold no dot,
    and none is a role.
    """
    folded = fold_username(typed)
    if not _FORM.fullmatch(folded) or folded in roles:
        raise InvalidInput(
            "用户名须为 2 至 64 个字母、汉字、数字、“-”或“_”，不得含“.”，也不得与岗位角色同名。",
            "A user name has 2 to 64 letters, digits, '-' or '_', no dot, and is no role's name.",
            field="username",
            code="INVALID_USERNAME",
        )
    return folded
