"""What changes with a version of a rule, however it came about, and what is wrong with it."""

import itertools
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.declarations import WarningRule
from core.policy.vocabulary import Tier
from core.register.colours import WarningColour
from core.warnings.bands import NEAREST_FIRST
from core.warnings.models import BandUnit, WarningRuleBand, WarningRuleVersion

Fault = tuple[str, str, str]
"""Which term, what is wrong with it in Chinese and in English."""
LONGEST: Final = 36_500
"""A hundred years: a limit beyond is a slip of the pen."""
LONGEST_QUIET: Final = 365
PRESSING: Final = frozenset({c.name for c in NEAREST_FIRST} | {WarningColour.EXPIRED.name})
"""Colours in which a warning exists, and can be escalated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Bands nearest first, who is told, who is told next, by which law."""

    bands: tuple[tuple[str, int, str], ...]
    """(colour, limit, unit), each by the name of its enum."""
    audiences: tuple[str, ...]
    escalation: tuple[dict[str, Any], ...]
    """{"after_days", "roles", "colours"}"""
    visit: bool
    legal_basis: str
    quiet_days: int


def declared_terms(rule: WarningRule) -> Terms:
    """Of version 1, as its plugin declares it."""
    return Terms(
        bands=tuple((band.colour, band.until, band.unit.upper()) for band in rule.bands),
        audiences=tuple(tier.name for tier in rule.audiences),
        escalation=tuple(_listed(asdict(each)) for each in rule.escalation),
        visit=rule.visit,
        legal_basis=rule.legal_basis,
        quiet_days=rule.quiet_days,
    )


async def stored_bands(
    session: AsyncSession, version: WarningRuleVersion
) -> Sequence[WarningRuleBand]:
    """The bands of a version, nearest first."""
    wanted = select(WarningRuleBand).where(WarningRuleBand.rule_version_id == version.id)
    return (await session.scalars(wanted.order_by(WarningRuleBand.id))).all()


def stored_terms(version: WarningRuleVersion, bands: Sequence[WarningRuleBand]) -> Terms:
    """Of a stored version; its bands in the order of their keys."""
    return Terms(
        bands=tuple((band.colour.name, band.limit, band.unit.name) for band in bands),
        audiences=tuple(version.audiences),
        escalation=tuple(version.escalation),
        visit=version.visit,
        legal_basis=version.legal_basis,
        quiet_days=version.quiet_days,
    )


def unordered(terms: Terms) -> Terms:
    """Terms without the order of what has none: a form gives roles in an order of its own."""
    levels = ({k: sorted(v) if isinstance(v, list) else v for k, v in each.items()}
              for each in terms.escalation)  # fmt: skip
    return replace(terms, audiences=tuple(sorted(terms.audiences)), escalation=tuple(levels))


def bands_of(version: WarningRuleVersion, terms: Terms) -> list[WarningRuleBand]:
    """The rows of a version's bands, nearest first: their keys keep that order."""
    return [
        WarningRuleBand(
            rule_version_id=version.id,
            code=version.code,
            colour=WarningColour[colour],
            limit=limit,
            unit=BandUnit[unit],
            published=False,
            valid_from=version.valid_from,
            valid_to=version.valid_to,
        )
        for colour, limit, unit in terms.bands
    ]


def faults_of(terms: Terms, roles: Collection[str], *, measure: bool) -> Iterator[Fault]:
    """What is wrong with terms. `roles`: all that there are; `measure`: not of a date."""
    yield from _faults_of_bands(terms.bands, measure=measure)
    for name in sorted(set(terms.audiences) - {tier.name for tier in Tier}):
        yield "audiences", f"没有层面 {name}。", f"There is no tier {name}."
    if not terms.audiences:
        yield "audiences", "没有提醒对象。", "It has no audience."
    for each in terms.escalation:
        yield from _faults_of_escalation(each, roles)
    if not terms.legal_basis.strip():
        yield "legalBasis", "没有法律依据。", "It has no legal basis."
    if not 0 <= terms.quiet_days <= LONGEST_QUIET:
        said = f"静默天数须在 0 到 {LONGEST_QUIET} 之间。"
        yield "quietDays", said, f"The quiet time is 0 to {LONGEST_QUIET} days."


def _faults_of_bands(bands: Sequence[tuple[str, int, str]], *, measure: bool) -> Iterator[Fault]:
    if not bands:
        yield "bands", "没有色带。", "It has no bands."
    known = [colour.name for colour in NEAREST_FIRST]
    colours = [colour for colour, _, _ in bands]
    for colour in sorted(set(colours) - set(known)):
        yield "bands", f"色带不能用 {colour} 色。", f"No band can have the colour {colour}."
        return
    for colour in sorted(colour for colour, n in Counter(colours).items() if n > 1):
        yield "bands", f"{colour} 色带重复。", f"Two bands have the colour {colour}."
    if colours != sorted(colours, key=known.index):
        yield "bands", "色带须由近及远。", "Bands go from the nearest to the farthest."
    units = {unit for _, _, unit in bands}
    allowed = {"VALUE"} if measure else {"MONTHS", "DAYS"}
    if len(units) > 1 or units - allowed:
        said = " ".join(sorted(allowed))
        yield "bands", f"色带的单位须一致，限 {said}。", f"Bands share one unit of: {said}."
    limits = [limit for _, limit, _ in bands]
    if any(not 0 <= limit <= LONGEST for limit in limits):
        yield "bands", "限度超出范围。", f"A limit is not between 0 and {LONGEST}."
    farther = [b - a for a, b in itertools.pairwise(limits)]
    if any(step >= 0 if measure else step <= 0 for step in farther):
        yield "bands", "限度须逐级放宽。", "Each band must reach farther than the one before."


def _faults_of_escalation(each: dict[str, Any], roles: Collection[str]) -> Iterator[Fault]:
    for role in sorted(set(each["roles"]) - set(roles)):
        yield "escalation", f"没有角色 {role}。", f"There is no role {role}."
    if not each["roles"]:
        yield "escalation", "上报没有对象。", "An escalation reaches nobody."
    for colour in sorted(set(each["colours"]) - PRESSING):
        yield "escalation", f"{colour} 色不会上报。", f"Nothing is escalated for {colour}."
    if each["after_days"] < 0:
        yield "escalation", "上报的天数不能为负。", "An escalation cannot be before its warning."


def _listed(data: dict[str, Any]) -> dict[str, Any]:
    """As JSON gives it back: lists for tuples."""
    return {k: list(v) if isinstance(v, tuple) else v for k, v in data.items()}
