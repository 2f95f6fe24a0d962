"""Scopes in words: what a person may see, said with the names of towns and enterprises."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from core.policy.access import Duty
from core.policy.vocabulary import Effect, Scope

Names = Callable[[str, tuple[int, ...]], Sequence[str]]
"""Looks up the names of `divisions`, `enterprises` or `organisations` that the person holds."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence for people, in both languages."""

    chinese: str
    english: str

    def __str__(self) -> str:
        return f"{self.chinese}\n{self.english}"


EFFECTS: Final = {
    Effect.ALLOW: Sentence("允许", "allowed"),
    Effect.MASK: Sentence("脱敏", "masked"),
    Effect.DENY: Sentence("禁止", "denied"),
}
NOTHING: Final = Sentence("您看不到任何记录。", "You see no rows.")
_FIXED: Final = {
    Scope.ALL: Sentence("全部记录", "all rows"),
    Scope.ASSIGNED: Sentence("指派给您本人的记录", "rows assigned to yourself"),
    Scope.PUBLISHED: Sentence("已公示的记录", "published rows"),
}


def scope_in_words(granted: Iterable[tuple[Duty, Iterable[Scope]]], names: Names) -> Sentence:
    """Which rows a person's duties give, such as “您的辖区是：临浦镇”."""
    parts = {
        part: None
        for duty, scopes in granted
        for scope in sorted(scopes, key=list(Scope).index)
        if (part := _part(duty, scope, names)) is not None
    }
    if not parts:
        return NOTHING
    chinese = "；".join(part.chinese for part in parts)
    english = "; ".join(part.english for part in parts)
    return Sentence(f"您的范围：{chinese}。", f"Your rows: {english}.")


def _part(duty: Duty, scope: Scope, names: Names) -> Sentence | None:
    match scope:
        case Scope.NONE:
            return None
        case Scope.DIVISIONS:
            towns = _listed(names, "divisions", duty.divisions)
            return Sentence(f"您的辖区是：{towns[0]}", f"your divisions: {towns[1]}")
        case Scope.OWN:
            held = () if duty.enterprise_id is None else (duty.enterprise_id,)
            firms = _listed(names, "enterprises", held)
            return Sentence(f"您所在的企业是：{firms[0]}", f"your enterprise: {firms[1]}")
        case Scope.PARTICIPANT:
            bodies = _listed(names, "organisations", (duty.organisation_id,))
            return Sentence(f"{bodies[0]}参与办理的事项", f"matters that {bodies[1]} takes part in")
        case _:
            return _FIXED[scope]


def _listed(names: Names, kind: str, ids: tuple[int, ...]) -> tuple[str, str]:
    found = names(kind, ids) if ids else ()
    return ("、".join(found), ", ".join(found)) if found else ("（无）", "(none)")
