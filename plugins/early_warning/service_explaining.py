"""Why a warning has its colour: the facts and the threshold that made it, in a sentence."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import select

from core.desk.words import COLOURS
from core.register.colours import WarningColour
from core.warnings.models import (
    BandUnit,
    EarlyWarning,
    WarningRuleBand,
    WarningRuleVersion,
)

UNITS: Final = {BandUnit.MONTHS: ("个月", "months"), BandUnit.DAYS: ("天", "days")}


async def explanation(loading: Any, key: int) -> str | None:
    """The sentence of one warning, read together with those of its siblings."""

    async def load(keys: list[int]) -> list[str | None]:
        wanted = (
            select(EarlyWarning, WarningRuleVersion)
            .join(WarningRuleVersion, WarningRuleVersion.id == EarlyWarning.rule_version_id)
            .where(EarlyWarning.id.in_(keys))
        )
        rows = await loading.rows(wanted)
        versions = {rule.id for _, rule in rows}
        asked = select(WarningRuleBand).where(WarningRuleBand.rule_version_id.in_(versions))
        bands = [row[0] for row in await loading.rows(asked)]
        today: dt.date = loading.access.today
        said = {each.id: sentence(each, rule, bands, today) for each, rule in rows}
        return [said.get(each) for each in keys]

    found: str | None = await loading.batch("early warnings explained", key, load)
    return found


def sentence(
    warning: EarlyWarning,
    rule: WarningRuleVersion,
    bands: Sequence[WarningRuleBand],
    today: dt.date,
) -> str:
    """Chinese, newline, English."""
    fact, fact_en = _fact(warning, today)
    limit, limit_en = _limit(warning, rule, bands)
    colour = COLOURS[warning.colour.value]
    return (
        f"{rule.chinese}：{fact}；规则 {rule.code} 第 {rule.number} 版规定"
        f"{limit}为“{colour.chinese}”，依据{rule.legal_basis}。\n"
        f"{rule.english}: {fact_en}; version {rule.number} of rule {rule.code} calls {limit_en} "
        f"{colour.english.upper()}, by {rule.legal_basis}."
    )


def _fact(warning: EarlyWarning, today: dt.date) -> tuple[str, str]:
    if warning.due_on is None:
        return f"数值为 {warning.measure}", f"the value is {warning.measure}"
    left, day = (warning.due_on - today).days, warning.due_on.isoformat()
    if left < 0:
        return f"期限为 {day}，已过 {-left} 天", f"due on {day}, {-left} days ago"
    return f"期限为 {day}，还有 {left} 天", f"due on {day}, in {left} days"


def _limit(
    warning: EarlyWarning, rule: WarningRuleVersion, bands: Sequence[WarningRuleBand]
) -> tuple[str, str]:
    if warning.colour is WarningColour.EXPIRED:
        return "过期的", "what is past its day"
    mine = [b for b in bands if b.rule_version_id == rule.id and b.colour is warning.colour]
    if not mine:
        return "此种情形", "this"
    band = mine[0]
    if band.unit is BandUnit.VALUE:
        return f"不低于 {band.limit} 的", f"a value of at least {band.limit}"
    unit, unit_en = UNITS[band.unit]
    return f"{band.limit} {unit}以内到期的", f"what is due within {band.limit} {unit_en}"
