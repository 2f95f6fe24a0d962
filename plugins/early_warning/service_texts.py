"""What a digest says: one line for each rule and colour, in the form that suits its reader."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from core.desk.words import COLOURS, ORDER, Words
from core.inbox.notices import LONGEST
from core.policy.vocabulary import Tier
from core.register.colours import WarningColour

TOWNS_NAMED: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One warning as it was told."""

    colour: WarningColour
    level: int
    rule: str
    chinese: str
    english: str
    legal_basis: str
    due_on: dt.date | None
    town: str
    town_en: str


def title_of(lines: Sequence[Line], on: dt.date) -> Words:
    """How many of each colour: 动态预警：急红 1、红 3（11月23日）."""
    counts = Counter(line.colour.value for line in lines)
    worst_first = [name for name in ORDER if counts[name]]
    chinese = "、".join(f"{COLOURS[name].chinese} {counts[name]}" for name in worst_first)
    english = ", ".join(f"{counts[name]} {COLOURS[name].english.lower()}" for name in worst_first)
    return Words(
        f"动态预警：{chinese}（{on.month}月{on.day}日）",
        f"Warnings of {on.isoformat()}: {english}",
    )


def body_of(lines: Sequence[Line], tier: Tier) -> Words:
    """One line for each rule, colour and level, worst first; cut where it would be too long."""
    groups: dict[tuple[int, str, int], list[Line]] = {}
    for line in lines:
        place = (ORDER.index(line.colour.value), line.rule, -line.level)
        groups.setdefault(place, []).append(line)
    told = [_told(groups[place], tier) for place in sorted(groups)]
    closing = CLOSINGS.get(tier, CLOSING)
    return Words(
        _fitting([each.chinese for each in told], closing.chinese),
        _fitting([each.english for each in told], closing.english),
    )


CLOSING: Final = Words(
    "请在工作台“待办预警”中跟进；事项办结后预警自动解除。",
    "Follow them up under 'warnings to deal with'; each clears by itself once it is dealt with.",
)
CLOSINGS: Final = {
    Tier.ENTERPRISE: Words(
        "请先签收，并在期限前申请或办理；办结后预警自动解除。",
        "Acknowledge, then apply or act before the day; each clears by itself once that is done.",
    ),
}


def _told(group: Sequence[Line], tier: Tier) -> Words:
    first, colour = group[0], COLOURS[group[0].colour.value]
    days = sorted(line.due_on for line in group if line.due_on is not None)
    due = due_en = ""
    if days:
        due = f"，{'最后期限' if len(group) == 1 else '最早期限'} {_day(days[0])}"
        due_en = f", {'due' if len(group) == 1 else 'first due'} {days[0].isoformat()}"
    risen = f"〔已上报第 {first.level} 级〕" if first.level else ""
    risen_en = f" [escalated, level {first.level}]" if first.level else ""
    where, where_en = _where(group, tier)
    return Words(
        f"【{colour.chinese}】{first.chinese}：{len(group)} 项{where}{due}{risen}",
        f"[{colour.english}] {first.english}: {len(group)}{where_en}{due_en}{risen_en}",
    )


def _where(group: Sequence[Line], tier: Tier) -> tuple[str, str]:
    """For an enterprise the law; for the others the towns, those with most first."""
    if tier is Tier.ENTERPRISE:
        return f"（{group[0].legal_basis}）", f" ({group[0].legal_basis})"
    towns = Counter((line.town, line.town_en) for line in group if line.town).most_common()
    if not towns:
        return "", ""
    named = towns[:TOWNS_NAMED]
    more, more_en = ("等", ", ...") if len(towns) > TOWNS_NAMED else ("", "")
    chinese = "、".join(f"{town} {n}" for (town, _), n in named)
    english = ", ".join(f"{town} {n}" for (_, town), n in named)
    return f"（{chinese}{more}）", f" ({english}{more_en})"


def _day(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _fitting(lines: Sequence[str], closing: str) -> str:
    """As many lines as fit; the closing always does."""
    left, kept = LONGEST - len(closing) - 1, []
    for line in lines:
        left -= len(line) + 1
        if left < 0:
            break
        kept.append(line)
    return "\n".join([*kept, closing])
