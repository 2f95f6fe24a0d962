"""How much: the range of a rule, the part of a grade in it, and what must be explained."""

import datetime as dt
from dataclasses import dataclass, replace

from sqlalchemy import select

from core.errors import NotFound
from core.register.colours import months_after
from core.register.service import filled
from core.store.unit import UnitOfWork
from plugins.enforcement import errors
from plugins.enforcement.models import CaseResult
from plugins.enforcement.models_law import DiscretionGrade, DiscretionRule, FineBase, GradeShare
from plugins.enforcement.models_papers import Sums


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What is proposed or decided; money in whole yuan."""

    result: CaseResult
    facts: str = ""
    goods_value: int = 0
    illegal_gains: int = 0
    grade: DiscretionGrade | None = None
    fine: int = 0
    confiscation: int = 0
    warning: bool = False
    other: str = ""
    grade_reason: str = ""

    def on(self, row: Sums, bounds: "Bounds | None") -> None:
        """Write the terms on a report, notice or decision."""
        for name in self.__slots__:
            setattr(row, name, getattr(self, name))
        row.lowest = None if bounds is None else bounds.lowest
        row.highest = None if bounds is None else bounds.highest


@dataclass(frozen=True, slots=True)
class Bounds:
    """The range of a rule in yuan, and the part of it that belongs to a grade."""

    minimum: int
    maximum: int
    lowest: int
    highest: int


def terms_of(row: Sums) -> Terms:
    """What a report, notice or decision says."""
    return Terms(**{name: getattr(row, name) for name in Terms.__slots__})


def fine_range(rule: DiscretionRule, goods_value: int, illegal_gains: int) -> tuple[int, int]:
    """(minimum, maximum) in yuan."""
    if rule.base is FineBase.FIXED:
        return rule.minimum, rule.maximum
    base = goods_value if rule.base is FineBase.GOODS_VALUE else illegal_gains
    return -(-base * rule.minimum // 100), base * rule.maximum // 100


def part_of_range(
    minimum: int, maximum: int, grade: DiscretionGrade, shares: tuple[int, int]
) -> Bounds:
    """The bounds of a grade: light is the lower part of the range, reduced lies below it.

    `shares` in per cent of the way from minimum to maximum; inner bounds are rounded inwards.
    """
    if grade is DiscretionGrade.NONE:
        return Bounds(minimum, maximum, 0, 0)
    if grade is DiscretionGrade.REDUCED:
        return Bounds(minimum, maximum, 0, max(minimum - 1, 0))
    width = maximum - minimum
    low, high = minimum - (-width * shares[0] // 100), minimum + width * shares[1] // 100
    if grade is DiscretionGrade.HEAVY:
        low = min(minimum + width * shares[0] // 100 + 1, maximum)  # above the share, not on it
    return Bounds(minimum, maximum, low, high)


async def bounds_of(
    work: UnitOfWork, rule: DiscretionRule, terms: Terms, grade: DiscretionGrade
) -> Bounds:
    """The bounds of a grade under the shares in force today."""
    shares = (0, 100)
    for share in await work.session.scalars(select(GradeShare).where(GradeShare.grade == grade)):
        if share.in_force(work.today):
            shares = (share.lowest, share.highest)
    low, high = fine_range(rule, terms.goods_value, terms.illegal_gains)
    return part_of_range(low, high, grade, shares)


async def rule_for(work: UnitOfWork, key: int | None, happened: dt.date) -> DiscretionRule:
    """A rule in force when it happened, or today where the new law is milder (art. 37)."""
    rule = await work.session.get(DiscretionRule, key) if key is not None else None
    if rule is None:
        raise NotFound(field="ruleId")
    if not (rule.in_force(happened) or rule.in_force(work.today)):
        raise errors.rule_not_in_force(rule.cited)
    return rule


async def weigh(
    work: UnitOfWork, rule_id: int | None, happened: dt.date, terms: Terms
) -> tuple[Terms, Bounds | None]:
    """The terms with their grade, checked against the bounds of the rule.

    Raises InvalidInput (`GRADE_UNEXPLAINED`, `FINE_OUT_OF_BOUNDS`, `RULE_NOT_IN_FORCE`).
    """
    if terms.result is not CaseResult.PENALTY:
        no_money = replace(terms, fine=0, confiscation=0, warning=False, other="", grade=None)
        return no_money, None
    rule = await rule_for(work, rule_id, happened)
    grade = terms.grade or rule.grade
    if grade is not rule.grade and not terms.grade_reason.strip():
        raise errors.grade_unexplained(rule.grade.value)
    if not (terms.fine or terms.confiscation or terms.warning):
        filled(terms.other, "fine")
    bounds = await bounds_of(work, rule, terms, grade)
    if terms.fine and not bounds.lowest <= terms.fine <= bounds.highest:
        raise errors.out_of_bounds(bounds.lowest, bounds.highest)
    return replace(terms, grade=grade), bounds


def barred_from(rule: DiscretionRule, violated_on: dt.date) -> dt.date:
    """The first day on which an act that nobody has found is not penalised any more (art. 36)."""
    years = 5 if rule.endangers_life else 2
    return months_after(violated_on, 12 * years) + dt.timedelta(days=1)


def is_heavier(new: Sums | Terms, old: Sums) -> bool:
    """Whether a penalty is heavier than the party was told."""
    more_money = new.fine > old.fine or new.confiscation > old.confiscation
    return more_money or (new.warning and not old.warning) or bool(new.other and not old.other)
