"""What an own standard says: its indicators, and the published standards that it rests on.

Nobody asks for less than a mandatory standard (标准化法 art. 21); who asks for less than a
recommended one says so, and each indicator names its method, as far as the law of the day wants it.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from core.policy.vocabulary import Action
from core.register.service import filled
from core.store.unit import UnitOfWork
from plugins.standards import errors
from plugins.standards.models import (
    DeclaredIndicator,
    EnterpriseStandard,
    FilingMode,
    IndicatorSense,
    Standard,
    StandardIndicator,
    StandardKind,
    StandardRule,
    StandardUse,
    UseRole,
)
from plugins.standards.service_uses import find, new_use, require_current


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One indicator, as the enterprise gives it."""

    name: str
    value: float
    sense: IndicatorSense
    unit: str = ""
    method: str = ""
    statement: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What an own standard says. `stored`: its indicators, where it is read back."""

    number: str
    title: str
    product: str
    issued_on: dt.date
    basis: tuple[str, ...] = ()
    """Numbers of the published standards that it rests on."""
    indicators: tuple[Indicator, ...] = ()
    stored: tuple[DeclaredIndicator, ...] = ()

    @property
    def said(self) -> tuple[Indicator | DeclaredIndicator, ...]:
        """Its indicators, wherever they are from."""
        return self.stored or self.indicators


async def check_content(work: UnitOfWork, content: Content, rule: StandardRule) -> None:
    """Refuse what the law of the day does not admit.

    Raises InvalidInput (`STANDARD_ENDED`, `INDICATORS_MISSING`, `METHOD_MISSING`,
    `LOWER_UNSTATED`, `LOWER_THAN_MANDATORY`).
    """
    basis = await _basis(work, content.basis)
    for standard in basis.values():
        await require_current(work, standard, "basis")
    if rule.mode is FilingMode.DECLARED and not content.said:
        raise errors.indicators_missing()
    wanted = await _wanted(work, basis)
    for each in content.said:
        if rule.names_methods and not each.method.strip():
            raise errors.method_missing(each.name)
        _check_lower(each, wanted, basis, rule)


async def write_content(work: UnitOfWork, row: EnterpriseStandard, content: Content) -> None:
    """Write indicators and basis of a draft in place of what stood there."""
    for model in (DeclaredIndicator, StandardUse):
        old = select(model).where(model.enterprise_standard_id == row.id)
        for each in (await work.session.scalars(old)).all():
            await work.entail(each, EnterpriseStandard, Action.SUBMIT)
            await work.session.delete(each)
    await work.session.flush()
    basis = await _basis(work, content.basis)
    wanted = await _wanted(work, basis)
    for indicator in content.indicators:
        compared = _worst(indicator, wanted)
        await work.entail(
            DeclaredIndicator(
                enterprise_standard_id=row.id,
                town_id=row.town_id,
                enterprise_id=row.enterprise_id,
                organisation_ids=list(row.organisation_ids),
                name=filled(indicator.name, "indicators"),
                unit=indicator.unit.strip(),
                sense=indicator.sense,
                value=indicator.value,
                method=indicator.method.strip(),
                statement=indicator.statement.strip(),
                compared_id=compared.id if compared else None,
                below=compared is not None and is_below(indicator, compared),
            ),
            EnterpriseStandard,
            Action.SUBMIT,
        )
    for standard in basis.values():
        use = new_use(work, row, row.product, standard)
        use.role, use.enterprise_standard_id, use.declared_on = UseRole.BASIS, row.id, None
        await work.entail(use, EnterpriseStandard, Action.SUBMIT)


def is_below(said: Indicator | DeclaredIndicator, wanted: StandardIndicator) -> bool:
    """Whether it asks for less than a published standard."""
    if wanted.sense is IndicatorSense.AT_LEAST:
        return said.value < wanted.value
    return said.value > wanted.value


def _check_lower(
    said: Indicator | DeclaredIndicator,
    wanted: Iterable[StandardIndicator],
    basis: dict[int, Standard],
    rule: StandardRule,
) -> None:
    for each in wanted:
        if each.name != said.name.strip() or not is_below(said, each):
            continue
        standard = basis[each.standard_id]
        if standard.kind is StandardKind.MANDATORY:
            raise errors.lower_than_mandatory(said.name, standard.code)
        if rule.states_lower and not said.statement.strip():
            raise errors.lower_unstated(said.name, standard.code)


def _worst(said: Indicator, wanted: Iterable[StandardIndicator]) -> StandardIndicator | None:
    """What an indicator is compared with: one that it falls short of, before any other."""
    same = [each for each in wanted if each.name == said.name.strip()]
    return next((each for each in same if is_below(said, each)), same[0] if same else None)


async def _basis(work: UnitOfWork, codes: Iterable[str]) -> dict[int, Standard]:
    found = [await find(work, code, "basis") for code in codes]
    return {row.id: row for row in found}


async def _wanted(work: UnitOfWork, basis: dict[int, Standard]) -> list[StandardIndicator]:
    found = select(StandardIndicator).where(StandardIndicator.standard_id.in_(list(basis)))
    return list((await work.session.scalars(found.order_by(StandardIndicator.id))).all())
