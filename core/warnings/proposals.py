"""New versions of rules: a section proposes, a second person publishes or refuses.

A version that is published ends whatever held before it on its first day, which is never past: what
warnings were raised by stays as it was.
"""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import select

from core.errors import Conflict, Denied, InvalidInput
from core.policy.vocabulary import Action
from core.register.colours import WarningColour
from core.store.unit import UnitOfWork
from core.warnings.bands import NEAREST_FIRST
from core.warnings.events import RuleChanged
from core.warnings.models import BandUnit, RuleState, WarningRuleVersion
from core.warnings.terms import (
    Terms,
    bands_of,
    faults_of,
    stored_bands,
    stored_terms,
    unordered,
)

POSTS: Final = ("clerk", "chief")
"""What follows the name of a subsystem in the roles of its section: `branch.licensing_clerk`."""
REPLACED: Final = "由第 {n} 版取代 Replaced by version {n}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """What a proposal changes of a version; whatever is left out stays as it is there."""

    version_id: int
    expected_version: int | None = None
    limits: Mapping[WarningColour, int] = field(default_factory=dict)
    without: Collection[WarningColour] = ()
    """Colours that are to have no band."""
    unit: BandUnit | None = None
    audiences: tuple[str, ...] | None = None
    escalation: tuple[dict[str, Any], ...] | None = None
    visit: bool | None = None
    quiet_days: int | None = None
    legal_basis: str | None = None
    valid_from: dt.date | None = None
    """Today when None."""
    valid_to: dt.date | None = None
    """The first day without the rule, where it is to end."""


async def propose(work: UnitOfWork, asked: Amendment) -> WarningRuleVersion:
    """Keep a proposal, for the reason that the work states.

    Raises NotFound, Denied (`OTHER_SECTION`), Conflict, InvalidInput (`NOTHING_CHANGES`, ...).
    """
    base = await work.fetch(
        WarningRuleVersion, asked.version_id, Action.CREATE, expected_version=asked.expected_version
    )
    _require_section(work, base.owner, Action.CREATE)
    if not work.reason.strip():
        raise InvalidInput("请写明理由。", "State the reason.", field="reason")
    first = asked.valid_from or work.today
    _require_days(first, asked.valid_to, work.today)
    before = stored_terms(base, await stored_bands(work.session, base))
    terms = amended(before, asked)
    _require_sound(work, terms, measure=any(unit == "VALUE" for _, _, unit in before.bands))
    same = unordered(terms) == unordered(before) and asked.valid_to == base.valid_to
    if same and base.state is RuleState.PUBLISHED:
        raise InvalidInput(
            "与所依据的版本相同，没有变动。",
            "It is the same as the version that it is made from.",
            code="NOTHING_CHANGES",
        )
    versions = await _versions(work, base.code)
    made = WarningRuleVersion(
        code=base.code,
        number=versions[-1].number + 1,
        state=RuleState.PROPOSED,
        resource=base.resource,
        owner=base.owner,
        chinese=base.chinese,
        english=base.english,
        legal_basis=terms.legal_basis,
        audiences=list(terms.audiences),
        escalation=list(terms.escalation),
        visit=terms.visit,
        quiet_days=terms.quiet_days,
        valid_from=first,
        valid_to=asked.valid_to,
        reason=work.reason,
        proposed_by=work.access.actor.account_id,
        proposed_at=work.clock.now(),
        version=1,
    )
    await work.add(made, Action.CREATE)
    for band in bands_of(made, terms):
        await work.entail(band, WarningRuleVersion, Action.CREATE)
    return made


async def publish(
    work: UnitOfWork, key: int, expected_version: int | None = None
) -> WarningRuleVersion:
    """Put a proposal in force from its first day, or from today where that is past.

    Raises NotFound, Denied (`OTHER_SECTION`, `SAME_PERSON`), Conflict (`RULE_DECIDED`,
    `RULE_OVER`).
    """
    made = await _to_decide(work, key, expected_version)
    first = max(made.valid_from, work.today)
    if made.valid_to is not None and made.valid_to <= first:
        raise Conflict(
            "该版本的失效日已过，请重新提出。",
            "The version would be over already; propose it anew.",
            code="RULE_OVER",
        )
    for other in await _versions(work, made.code):
        if other.state is RuleState.PUBLISHED and _reaches(other, first):
            await _end(work, other, first, made.number)
    rows: list[Any] = [made, *await stored_bands(work.session, made)]
    for row in rows:
        row.valid_from = first
        await work.entail(row, WarningRuleVersion, Action.PUBLISH)
    await _decide(work, made, RuleState.PUBLISHED)
    for band in await stored_bands(work.session, made):
        band.published = True
    await work.session.flush()
    await work.publish(RuleChanged(made.code))
    return made


async def reject(
    work: UnitOfWork, key: int, expected_version: int | None = None
) -> WarningRuleVersion:
    """Refuse a proposal, for the reason that the work states. Raises as `publish`, InvalidInput."""
    made = await _to_decide(work, key, expected_version)
    if not work.reason.strip():
        raise InvalidInput("请写明理由。", "State the reason.", field="reason")
    await _decide(work, made, RuleState.REJECTED)
    return made


def amended(before: Terms, asked: Amendment) -> Terms:
    """The terms that a proposal comes to."""
    limits = {WarningColour[colour]: limit for colour, limit, _ in before.bands}
    limits = {c: n for c, n in {**limits, **asked.limits}.items() if c not in asked.without}
    unit = asked.unit.name if asked.unit else before.bands[0][2]
    known = [(c.name, limits[c], unit) for c in NEAREST_FIRST if c in limits]
    strange = [(c.name, n, unit) for c, n in limits.items() if c not in NEAREST_FIRST]
    return Terms(
        bands=(*known, *strange),
        audiences=before.audiences if asked.audiences is None else asked.audiences,
        escalation=before.escalation if asked.escalation is None else asked.escalation,
        visit=before.visit if asked.visit is None else asked.visit,
        legal_basis=before.legal_basis if asked.legal_basis is None else asked.legal_basis,
        quiet_days=before.quiet_days if asked.quiet_days is None else asked.quiet_days,
    )


async def _to_decide(
    work: UnitOfWork, key: int, expected_version: int | None
) -> WarningRuleVersion:
    made = await work.fetch(
        WarningRuleVersion, key, Action.PUBLISH, expected_version=expected_version
    )
    _require_section(work, made.owner, Action.PUBLISH)
    if made.state is not RuleState.PROPOSED:
        raise Conflict(
            "该版本已经决定，请刷新。", "It has been decided already; reload.", code="RULE_DECIDED"
        )
    if made.proposed_by is not None and made.proposed_by == work.access.actor.account_id:
        raise Denied(
            "该版本是您本人提出的，须由他人发布或退回。",
            "You proposed it yourself; somebody else publishes or refuses it.",
            code="SAME_PERSON",
        )
    return made


async def _decide(work: UnitOfWork, made: WarningRuleVersion, state: RuleState) -> None:
    made.state, made.decision = state, work.reason or None
    made.decided_by, made.decided_at = work.access.actor.account_id, work.clock.now()
    await work.session.flush()


def _reaches(version: WarningRuleVersion, day: dt.date) -> bool:
    return version.valid_to is None or version.valid_to > day


async def _end(work: UnitOfWork, other: WarningRuleVersion, first: dt.date, number: int) -> None:
    """A version that was in force ends; one that never was is withdrawn."""
    bands = await stored_bands(work.session, other)
    rows: list[Any] = [other, *bands]
    for row in rows:
        await work.entail(row, WarningRuleVersion, Action.PUBLISH)
    if other.valid_from > first:
        other.state, other.decision = RuleState.REJECTED, REPLACED.format(n=number)
        for band in bands:
            band.published = False
    else:
        for row in rows:
            row.valid_to = first
    await work.session.flush()


async def _versions(work: UnitOfWork, code: str) -> Sequence[WarningRuleVersion]:
    """All versions of a rule, locked, so that two acts on one rule follow each other."""
    wanted = select(WarningRuleVersion).where(WarningRuleVersion.code == code)
    locked = wanted.order_by(WarningRuleVersion.number).with_for_update()
    return (await work.session.scalars(locked)).all()


def _require_section(work: UnitOfWork, owner: str, action: Action) -> None:
    """The section that owns the subject; whose posts are of no section, for all of them.

    A subsystem without a section of its own is theirs alone.
    """
    roles = work.access.table.roles
    sections = {_section(role) for role in roles} - {""}
    cells = work.access.cells(work.access.resources[WarningRuleVersion], action)
    mine = {_section(duty.role) for duty, _ in cells}
    if owner in mine or ("" in mine and (action is Action.PUBLISH or owner not in sections)):
        return
    raise Denied(
        "该规则由其他科室负责。", "Another section answers for this rule.", code="OTHER_SECTION"
    )


def _section(role: str) -> str:
    """The subsystem whose section a role belongs to; empty for other posts."""
    tier, _, post = role.partition(".")
    subsystem, _, kind = post.rpartition("_")
    return subsystem if tier == "branch" and kind in POSTS and subsystem != "data" else ""


def _require_days(first: dt.date, last: dt.date | None, today: dt.date) -> None:
    if first < today:
        raise InvalidInput(
            "施行日不能早于今天。", "The first day must not be past.", field="validFrom"
        )
    if last is not None and last <= first:
        raise InvalidInput("失效日须晚于施行日。", "It must end after it begins.", field="validTo")


def _require_sound(work: UnitOfWork, terms: Terms, *, measure: bool) -> None:
    for term, chinese, english in faults_of(terms, work.access.table.roles, measure=measure):
        raise InvalidInput(chinese, english, field=term)
