"""Kinds of message as people choose them: `*`, a kind, or the beginning of kinds."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from core.errors import InvalidInput

ALL: Final = "*"
OFFERED: Final[Mapping[str, tuple[str, str]]] = {
    ALL: ("全部消息", "all messages"),
    "matter": ("事项办理", "matters"),
    "matter.urged": ("催办", "urging"),
    "matter.returned": ("退回", "returned matters"),
    "warning": ("预警", "warnings"),
}
"""What pages offer. Whatever is shaped like a kind may be chosen by name."""
_KIND: Final = re.compile(r"\*|[a-z][a-z_]*(?:\.[a-z][a-z0-9_]*)*")
MOST: Final = 50


def covers(chosen: str, kind: str) -> bool:
    """Whether a choice means a kind: `matter` means `matter.urged`, and not `matters`."""
    return chosen in (ALL, kind) or kind.startswith(f"{chosen}.")


def means(chosen: Iterable[str], kind: str) -> bool:
    """Whether one of the choices does."""
    return any(covers(each, kind) for each in chosen)


def exactness(chosen: str) -> int:
    """The larger, the narrower: what fits best is taken first."""
    return 0 if chosen == ALL else len(chosen)


def checked(kinds: Iterable[str], field: str) -> list[str]:
    """The kinds, each once, in order. Raises InvalidInput for what is none, or for too many."""
    found = list(dict.fromkeys(each.strip() for each in kinds))
    if len(found) > MOST:
        raise InvalidInput(f"最多选 {MOST} 项。", f"At most {MOST} of them.", field=field)
    for each in found:
        if not _KIND.fullmatch(each):
            raise InvalidInput(
                f"没有消息类别“{each}”，请用 * 或形如 matter.urged 的类别。",
                f"There is no kind {each!r}; use * or a kind such as matter.urged.",
                field=field,
            )
    return found
