"""Field by field, what becomes of a difference: theirs is taken, ours is kept, or a person decides.

There is no last write that wins. A value changes when its source has changed it, we have not, and
no stronger source stands behind ours; whatever both sides changed waits for a data clerk.
"""

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from plugins.data_exchange.models import Json
from plugins.data_exchange.models_staging import BUREAU, Side, StagedState

UNRANKED: Final = 99


class Verdict(enum.StrEnum):
    """What becomes of one field."""

    TAKE = "take"
    KEEP = "keep"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with its rule, and what is proposed to whoever decides."""

    verdict: Verdict
    because: str
    proposal: Side = Side.THEIRS


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Both sides of one record, and what each said when they last agreed."""

    theirs: Json
    ours: Json
    last_theirs: Json | None
    """None: the two have never met."""
    last_ours: Json | None
    sources: Mapping[str, str]
    """Where our value of a field is from, when a partner gave it."""
    partner: str
    doubtful_clock: bool = False


def judge(field: str, sides: Compared, authority: Sequence[str]) -> Judgement:
    """One field whose values differ."""
    theirs, ours = sides.theirs[field], sides.ours.get(field)
    if sides.last_theirs is None:
        return _by_rank(sides.sources.get(field, BUREAU), sides.partner, authority, "first_contact")
    they_changed = theirs != sides.last_theirs.get(field)
    we_changed = ours != (sides.last_ours or {}).get(field)
    source = BUREAU if we_changed else sides.sources.get(field, sides.partner)
    if not they_changed:
        found = Judgement(Verdict.KEEP, "ours_newer")
    elif sides.doubtful_clock:
        found = Judgement(Verdict.CONFLICT, "clock")
    elif we_changed:
        found = _by_rank(source, sides.partner, authority, "both_changed")
    elif rank(sides.partner, authority) <= rank(source, authority):
        found = Judgement(Verdict.TAKE, "theirs_newer")
    else:
        found = Judgement(Verdict.KEEP, "ours_ranks_higher")
    return found


def _by_rank(source: str, partner: str, authority: Sequence[str], because: str) -> Judgement:
    """Nobody knows who is newer, or both are: a strictly stronger source decides, else a person."""
    mine, other = rank(source, authority), rank(partner, authority)
    if mine < other:
        return Judgement(Verdict.KEEP, "ours_ranks_higher")
    if other < mine and source != BUREAU:
        return Judgement(Verdict.TAKE, "theirs_ranks_higher")
    proposal = Side.THEIRS if other < mine else Side.OURS
    return Judgement(Verdict.CONFLICT, because, proposal)


def rank(source: str, authority: Sequence[str]) -> int:
    """0 is the strongest; who is not named stands behind all."""
    return authority.index(source) if source in authority else UNRANKED


def differing(sides: Compared) -> list[str]:
    """The fields that both sides know and that differ, in their order."""
    return [f for f, value in sides.theirs.items() if f in sides.ours and value != sides.ours[f]]


def state_of(verdicts: Mapping[str, Any]) -> StagedState:
    """What a record is, by the verdicts on its fields."""
    found = set(verdicts.values())
    if Verdict.CONFLICT in found:
        return StagedState.CONFLICT
    if Verdict.TAKE in found:
        return StagedState.NEWER
    return StagedState.KEPT if found else StagedState.EQUAL
