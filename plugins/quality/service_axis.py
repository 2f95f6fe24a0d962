"""The arithmetic of classified supervision: pure functions over the rules in force on a day.

Product axis: points for risk, public concern and regional trait make a level; the most demanding of
an enterprise's products counts. Enterprise axis: its class. Both together give the regime.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.register.colours import months_after
from plugins.quality.models import (
    EnterpriseGrade,
    FactorKind,
    Product,
    ProductRisk,
    RegimeRule,
    SupervisionFactor,
)

ASSUMED = EnterpriseGrade.B
"""The class of an enterprise that nobody has graded yet."""
LOWEST = ProductRisk.III


@dataclass(frozen=True, slots=True)
class Axis:
    """A product on its axis: points, the level that they make, and a line for each factor."""

    points: int
    level: ProductRisk
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules in force on a day."""

    factors: Sequence[SupervisionFactor]
    regimes: Sequence[RegimeRule]


def axis_of(product: Product, rules: Rules) -> Axis:
    """Where a product stands, by the factors in force."""
    found = [
        (f"{product.name}：风险等级 {product.risk_level.value}", "risk level", FactorKind.RISK,
         _exact(rules, FactorKind.RISK, product.risk_level.value)),
        (f"{product.name}：社会关注 {product.public_concern} 级", "public concern",
         FactorKind.CONCERN, _reached(rules, product.public_concern)),
        (f"{product.name}：区域特色产品", "regional product", FactorKind.REGIONAL,
         _exact(rules, FactorKind.REGIONAL, "yes") if product.is_regional else None),
    ]  # fmt: skip
    counted = [(chinese, english, f) for chinese, english, _, f in found if f is not None]
    points = sum(factor.points for *_, factor in counted)
    lines = tuple(
        f"{chinese} +{factor.points}（{factor.legal_basis}）\n{english} +{factor.points}"
        for chinese, english, factor in counted
    )
    return Axis(points, level_of(points, rules), lines)


def level_of(points: int, rules: Rules) -> ProductRisk:
    """The level that so many points make: that of the highest threshold reached."""
    reached = [f for f in rules.factors if f.kind is FactorKind.LEVEL and f.points <= points]
    highest = max(reached, key=lambda factor: factor.points, default=None)
    return LOWEST if highest is None else ProductRisk(highest.value)


def most_demanding(axes: Iterable[Axis]) -> Axis:
    """The axis that counts for an enterprise; without a product the lowest level."""
    return max(axes, key=lambda axis: axis.points, default=Axis(0, LOWEST, ()))


def regime_of(grade: EnterpriseGrade, level: ProductRisk, rules: Rules) -> RegimeRule | None:
    """The rule for a class at a level; None where no rule is in force."""
    fitting = (r for r in rules.regimes if r.grade is grade and r.level is level)
    return next(fitting, None)


def next_visit(last: dt.date, months: int) -> dt.date:
    """When the next visit is due."""
    return months_after(last, months)


def _exact(rules: Rules, kind: FactorKind, value: str) -> SupervisionFactor | None:
    return next((f for f in rules.factors if f.kind is kind and f.value == value), None)


def _reached(rules: Rules, concern: int) -> SupervisionFactor | None:
    """The highest step of public concern that was reached."""
    steps = [f for f in rules.factors if f.kind is FactorKind.CONCERN and int(f.value) <= concern]
    return max(steps, key=lambda factor: int(factor.value), default=None)
