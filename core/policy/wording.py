"""Scopes in words: what a person may see, said with the names of towns and enterprises."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
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


@dataclass(frozen=True, slots=True)
class Whose:
    """How the person spoken of is called: the one who asks, or somebody else."""

    chinese: str
    english: str
    bare: bool = False
    """A role alone: it holds no town, no enterprise and no organisation."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row that the asker may read: what its scope columns hold, and what that is called."""

    holds: Mapping[Scope, frozenset[int]]
    """For `published` any number while it is published; a kind that the model lacks is missing."""
    names: Mapping[Scope, str] = field(default_factory=dict)
    """Only what the asker's schema shows of the row."""
    noun: Sentence = Sentence("该记录", "the record")


YOU: Final = Whose("您", "your")
THEY: Final = Whose("其", "their")
WHOEVER: Final = Whose("该岗位", "its", bare=True)
EFFECTS: Final = {
    Effect.ALLOW: Sentence("允许", "allowed"),
    Effect.MASK: Sentence("脱敏", "masked"),
    Effect.DENY: Sentence("禁止", "denied"),
}
NOTHING: Final = Sentence("不含任何记录。", "No rows.")
_FIXED: Final = {
    Scope.ALL: ("全部记录", "all rows"),
    Scope.PUBLISHED: ("已公示的记录", "published rows"),
}
_BARE: Final = {
    Scope.DIVISIONS: ("所任辖区的记录", "rows of the divisions held"),
    Scope.OWN: ("本企业的记录", "rows of the own enterprise"),
    Scope.PARTICIPANT: ("本机构参与办理的事项", "matters that the own organisation takes part in"),
    Scope.ASSIGNED: ("指派给本人的记录", "rows assigned to oneself"),
}


def scope_in_words(
    granted: Iterable[tuple[Duty, Iterable[Scope]]], names: Names, whose: Whose = YOU
) -> Sentence:
    """Which rows a person's duties give, such as “您的辖区是：临浦镇”."""
    parts = {
        part: None
        for duty, scopes in granted
        for scope in sorted(scopes, key=list(Scope).index)
        if (part := _part(duty, scope, names, whose)) is not None
    }
    if not parts:
        return NOTHING
    chinese = "；".join(part.chinese for part in parts)
    english = "; ".join(part.english for part in parts)
    title = whose.english.title()
    return Sentence(f"{whose.chinese}的范围：{chinese}。", f"{title} rows: {english}.")


def outside_in_words(
    granted: Iterable[tuple[Duty, Iterable[Scope]]], row: Row, names: Names, whose: Whose = YOU
) -> Iterable[Sentence]:
    """Why a row that the asker may see lies in none of the scopes; one sentence for each kind."""
    told = {
        said: None
        for duty, scopes in granted
        for scope in sorted(scopes, key=list(Scope).index)
        if (said := _outside(duty, scope, row, (names, whose))) is not None
    }
    return told or {
        Sentence(
            f"{row.noun.chinese}不在{whose.chinese}可以办理的范围内。",
            f"{row.noun.english} is not among {whose.english} rows.",
        ): None
    }


def fits(duty: Duty, account_id: int | None, scope: Scope, row: Row) -> bool:
    """Whether a row lies in one scope of a duty."""
    held: Mapping[Scope, Iterable[int | None]] = {
        Scope.DIVISIONS: duty.divisions,
        Scope.OWN: (duty.enterprise_id,),
        Scope.PARTICIPANT: (duty.organisation_id,),
        Scope.ASSIGNED: (account_id,),
    }
    if scope is Scope.ALL:
        return True
    found = row.holds.get(scope, frozenset())
    return bool(found) if scope is Scope.PUBLISHED else bool(found & set(held.get(scope, ())))


def _outside(duty: Duty, scope: Scope, row: Row, told: tuple[Names, Whose]) -> Sentence | None:
    part, name = _part(duty, scope, *told), row.names.get(scope)
    if part is None or not name:
        return None
    noun = row.noun
    match scope:
        case Scope.DIVISIONS:
            return Sentence(
                f"{noun.chinese}在{name}，而{part.chinese}。",
                f"{noun.english} is in {name}, but {part.english}.",
            )
        case Scope.OWN:
            return Sentence(
                f"{noun.chinese}属于{name}，而{part.chinese}。",
                f"{noun.english} belongs to {name}, but {part.english}.",
            )
    return None


def _part(duty: Duty, scope: Scope, names: Names, whose: Whose) -> Sentence | None:
    if whose.bare and scope in _BARE:
        return Sentence(*_BARE[scope])
    chinese, english = whose.chinese, whose.english
    match scope:
        case Scope.NONE:
            return None
        case Scope.DIVISIONS:
            towns = _listed(names, "divisions", duty.divisions)
            said = f"{chinese}的辖区是：{towns[0]}", f"{english} divisions: {towns[1]}"
        case Scope.OWN:
            held = () if duty.enterprise_id is None else (duty.enterprise_id,)
            firms = _listed(names, "enterprises", held)
            said = f"{chinese}所在的企业是：{firms[0]}", f"{english} enterprise: {firms[1]}"
        case Scope.PARTICIPANT:
            bodies = _listed(names, "organisations", (duty.organisation_id,))
            said = f"{bodies[0]}参与办理的事项", f"matters that {bodies[1]} takes part in"
        case Scope.ASSIGNED:
            said = f"指派给{chinese}本人的记录", f"{english} own assignments"
        case _:
            said = _FIXED[scope]
    if duty.stands_for:
        said = f"代{duty.stands_for}，{said[0]}", f"standing in for {duty.stands_for}, {said[1]}"
    return Sentence(*said)


def _listed(names: Names, kind: str, ids: tuple[int, ...]) -> tuple[str, str]:
    found = names(kind, ids) if ids else ()
    return ("、".join(found), ", ".join(found)) if found else ("（无）", "(none)")
