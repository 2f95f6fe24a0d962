"""Declared rules become version 1; what a newer release declares anew arrives as a proposal."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.declarations import WarningRule
from core.errors import PluginError
from core.plugins import Plugins
from core.policy.defaults import load_roles
from core.store.mapping import within
from core.warnings.models import RuleState, WarningRuleBand, WarningRuleVersion
from core.warnings.own import RULES
from core.warnings.terms import (
    Terms,
    bands_of,
    declared_terms,
    faults_of,
    stored_bands,
    stored_terms,
)

OWN: Final = "core"
CODE: Final = re.compile(r"[A-Z][A-Z0-9_]{0,19}")
AS_DECLARED: Final = "随系统提供 As the system declares it"
NEW_RELEASE: Final = "新版软件的规定与现存版本不同 A newer release declares it otherwise"
SUPERSEDED: Final = "已由更新的软件版本取代 Superseded by a newer release"


@dataclass(frozen=True, slots=True)
class Declared:
    """A rule, and whose it is: a plugin's name or `core`."""

    owner: str
    rule: WarningRule
    resource: str
    """What the policy calls the record that it watches."""


def declared_rules(plugins: Plugins) -> list[Declared]:
    """Every rule that the core and the serving plugins declare."""
    given = [(OWN, rule) for rule in RULES] + plugins.contributions("warning_rules")
    return [Declared(owner, rule, _resource(plugins, rule)) for owner, rule in given]


def faults_of_rule(rule: WarningRule) -> Iterator[str]:
    """What is wrong with a declared rule, as far as it can be seen without the schema."""
    if not CODE.fullmatch(rule.code):
        yield f"{rule.code!r} is no code of a rule"
    if bool(rule.date_field) == bool(rule.measure_field):
        yield "it watches either a date or a measure"
    if rule.valid_to is not None and rule.valid_to <= rule.valid_from:
        yield "it ends before it begins"
    if not (rule.chinese.strip() and rule.english.strip()):
        yield "it needs a name in Chinese and in English"
    found = faults_of(declared_terms(rule), load_roles(), measure=bool(rule.measure_field))
    yield from (english for _, _, english in found)


async def plant_rules(
    session: AsyncSession, declared: Sequence[Declared], now: dt.datetime
) -> None:
    """Store what is new. Again is harmless.

    Raises PluginError for a rule that makes no sense or whose code is somebody else's.
    """
    for each in declared:
        if faults := list(faults_of_rule(each.rule)):
            raise PluginError(f"warning rule {each.rule.code!r}: {'; '.join(faults)}")
        await _plant(session, each, now)


async def _plant(session: AsyncSession, declared: Declared, now: dt.datetime) -> None:
    wanted = select(WarningRuleVersion).where(WarningRuleVersion.code == declared.rule.code)
    stored = list(await session.scalars(wanted.order_by(WarningRuleVersion.number)))
    if not stored:
        await _publish_first(session, declared, now)
        return
    if others := {row.owner for row in stored} - {declared.owner}:
        owners = ", ".join(sorted(others))
        raise PluginError(f"warning rule {declared.rule.code!r} belongs to {owners} already")
    last = [row for row in stored if row.proposed_by is None][-1]
    terms = declared_terms(declared.rule)
    if stored_terms(last, await stored_bands(session, last)) == terms:
        return
    if last.state is RuleState.PROPOSED:
        last.state, last.decided_at, last.decision = RuleState.REJECTED, now, SUPERSEDED
    version = _version(declared, terms, now, number=stored[-1].number + 1)
    version.reason = NEW_RELEASE
    await _add(session, version, terms)


async def _publish_first(session: AsyncSession, declared: Declared, now: dt.datetime) -> None:
    terms = declared_terms(declared.rule)
    version = _version(declared, terms, now, number=1)
    version.state, version.decided_at = RuleState.PUBLISHED, now
    for band in await _add(session, version, terms):
        band.published = True
    await session.flush()


async def _add(
    session: AsyncSession, version: WarningRuleVersion, terms: Terms
) -> list[WarningRuleBand]:
    session.add(version)
    await session.flush()
    bands = bands_of(version, terms)
    session.add_all(bands)
    await session.flush()
    return bands


def _version(
    declared: Declared, terms: Terms, now: dt.datetime, *, number: int
) -> WarningRuleVersion:
    rule = declared.rule
    return WarningRuleVersion(
        code=rule.code,
        number=number,
        state=RuleState.PROPOSED,
        resource=declared.resource,
        owner=declared.owner,
        chinese=rule.chinese,
        english=rule.english,
        legal_basis=terms.legal_basis,
        audiences=list(terms.audiences),
        escalation=list(terms.escalation),
        visit=terms.visit,
        quiet_days=terms.quiet_days,
        valid_from=rule.valid_from,
        valid_to=rule.valid_to,
        reason=AS_DECLARED,
        proposed_at=now,
    )


def _resource(plugins: Plugins, rule: WarningRule) -> str:
    module = rule.record.__module__
    home = next((name for package, name in plugins.packages if within(module, package)), OWN)
    return f"{home}:{rule.record.__name__}"
