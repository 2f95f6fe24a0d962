"""What the public reads of a decision, from when, and until when (Order 45/2021)."""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import Range

from core.policy.vocabulary import Action
from core.register.colours import months_after
from core.register.models import Enterprise
from core.register.service import filled
from core.store.unit import UnitOfWork
from plugins.enforcement import errors
from plugins.enforcement.models import CaseResult, PenaltyCase
from plugins.enforcement.models_decision import PenaltyDecision, Publication
from plugins.enforcement.numbers import BRANCH
from plugins.enforcement.service import Asked, amount, fetch, last, lies, must
from plugins.enforcement.service_decision import is_mere_warning
from plugins.enforcement.service_discretion import rule_for


def kinds_of(row: PenaltyDecision) -> list[str]:
    """Kinds of penalty, as published."""
    found = [
        ("警告", row.warning),
        ("罚款", row.fine),
        ("没收违法所得、没收非法财物", row.confiscation),
        ("其他", row.other),
    ]
    return [name for name, given in found if given]


def content_of(row: PenaltyDecision) -> str:
    """What was ordered, in one line."""
    found = [
        "警告" if row.warning else "",
        f"罚款 {row.fine} 元" if row.fine else "",
        f"没收 {row.confiscation} 元" if row.confiscation else "",
        row.other,
    ]
    return "；".join(part for part in found if part)


async def publish_decision(work: UnitOfWork, asked: Asked) -> PenaltyCase:
    """Publish it for three years, or three months where it is a low fine only (arts. 9, 13).

    Raises Conflict: `NOT_PUBLISHED` for a mere warning, `PUBLICATION_OVER` for a second time.
    """
    case = await fetch(work, asked, Action.PUBLISH)
    row = await must(work, PenaltyDecision, case)
    if row.result is not CaseResult.PENALTY or is_mere_warning(row) or row.served_on is None:
        raise errors.not_published()
    if row.annulled_on is not None or row.published_on is not None:
        raise errors.no_longer_public()
    low = row.fine <= await amount(work, "SHORT_PUBLICATION") and not (
        row.confiscation or row.other
    )
    months = await amount(work, "PUBLIC_MONTHS_SHORT" if low else "PUBLIC_MONTHS")
    ends = months_after(work.today, months)
    rule = await rule_for(work, case.rule_id, case.violated_on)
    shown = Publication(
        **lies(case, told=True),
        decision_id=row.id,
        number=row.number,
        party_name=case.party_name,
        party_code=await _code(work, case),
        violation=case.cause,
        basis=rule.cited,
        kinds="、".join(kinds_of(row)),
        content=content_of(row),
        fine=row.fine,
        confiscation=row.confiscation,
        authority=BRANCH,
        decided_on=row.decided_on,
        published_on=work.today,
        shown=Range(work.today, ends),
        ends_on=ends,
        withdrawal="",
    )
    await work.entail(shown, PenaltyCase, Action.PUBLISH)
    await work.entail(row, PenaltyCase, Action.PUBLISH)
    row.published_on = work.today
    return case


async def withdraw_publication(work: UnitOfWork, asked: Asked) -> PenaltyCase:
    """Take it off at once: annulled, wrong, or early for who has performed (arts. 11, 12, 14)."""
    why = filled(work.reason, "reason")
    case = await fetch(work, asked, Action.PUBLISH)
    shown = await last(work, Publication, case)
    if shown is None or shown.withdrawn_on is not None or work.today >= shown.ends_on:
        raise errors.no_longer_public()
    row = await must(work, PenaltyDecision, case)
    await work.entail(shown, PenaltyCase, Action.PUBLISH)
    await work.entail(row, PenaltyCase, Action.PUBLISH)
    first: dt.date = shown.published_on
    shown.shown = Range(first, max(first, work.today))
    shown.ends_on = shown.withdrawn_on = work.today
    shown.withdrawal, row.withdraw_by = why, None
    return case


async def _code(work: UnitOfWork, case: PenaltyCase) -> str:
    wanted = select(Enterprise.credit_code).where(Enterprise.id == case.party_enterprise_id)
    return (await work.session.scalars(wanted)).first() or ""
