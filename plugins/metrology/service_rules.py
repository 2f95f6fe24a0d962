"""What the law makes of numbers: how long a verification holds, and whether packages are full."""

import datetime as dt
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from core.register.colours import months_after
from plugins.metrology.models import NEVER
from plugins.metrology.models_law import NetContentTolerance, SamplePlan, VerificationRule

ONE_DAY: Final = dt.timedelta(days=1)


def rule_for(rules: Iterable[VerificationRule], code: str, on: dt.date) -> VerificationRule | None:
    """The interval of a category on a day: the longest beginning of its code counts."""
    fits = [r for r in rules if is_part(code, r.category_prefix) and r.in_force(on)]
    return max(fits, key=lambda rule: len(rule.category_prefix), default=None)


def is_part(code: str, prefix: str) -> bool:
    """Whether a category is another one or a part of it: `10.1` is of `10`, not of `1`."""
    return not prefix or code == prefix or code.startswith(f"{prefix}.")


def covers(scope_codes: Sequence[str], code: str) -> bool:
    """Whether an authorisation holds for a category; one without codes holds for all."""
    return not scope_codes or any(is_part(code, each) for each in scope_codes)


def valid_until(rule: VerificationRule, verified_on: dt.date) -> dt.date | None:
    """The last day of use without another verification; None where the first one is enough."""
    return months_after(verified_on, rule.months) - ONE_DAY if rule.months else None


def rotate_until(rule: VerificationRule, installed_on: dt.date) -> dt.date | None:
    """The last day before it is replaced; None where its age does not matter."""
    if not rule.rotation_months:
        return None
    return months_after(installed_on, rule.rotation_months) - ONE_DAY


def due_on(valid_to: dt.date | None, rotate_by: dt.date | None) -> dt.date:
    """The first day by which something must be done; far away where nothing must."""
    return min((day for day in (valid_to, rotate_by) if day), default=NEVER)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What follows for a batch from the packages that were weighed."""

    mean: float
    short: int
    far_short: int
    conforming: bool


def shortage(tolerance: NetContentTolerance, nominal: int) -> float:
    """How much a package of this quantity may hold less than it says."""
    if tolerance.per_mille:
        return nominal * tolerance.per_mille / 1000
    return tolerance.amount / 10


def judge(
    nominal: int, actual: Sequence[float], tolerance: NetContentTolerance, plan: SamplePlan
) -> Judgement:
    """A batch conforms when its corrected mean is not short, few packages are, and none is far."""
    allowed = shortage(tolerance, nominal)
    mean = statistics.fmean(actual)
    spread = statistics.stdev(actual) if len(actual) > 1 else 0.0
    short = sum(1 for each in actual if each < nominal - allowed)
    far_short = sum(1 for each in actual if each < nominal - 2 * allowed)
    full = mean + plan.factor / 1000 * spread >= nominal
    conforming = full and short <= plan.may_be_short and not far_short
    return Judgement(round(mean, 2), short, far_short, conforming)
