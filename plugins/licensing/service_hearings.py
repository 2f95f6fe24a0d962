"""Reviews on site and hearings while an application waits for its decision."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from core.deadlines.limits import due
from core.deadlines.service import calendar_of
from core.declarations import Limit
from core.errors import InvalidInput
from core.files.binding import bind
from core.policy.vocabulary import Action
from core.register.service import filled
from core.store.unit import UnitOfWork
from plugins.licensing import errors
from plugins.licensing.models_applications import Application, SiteReview
from plugins.licensing.service_intake import Asked, at_decision, code_of_type, fetch, limit_of

FEWEST_REVIEWERS, MOST_REVIEWERS = 2, 4
"""工业产品生产许可证管理条例 art. 15; two at least for every type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What reviewers found on site."""

    reviewers: tuple[str, ...]
    items: tuple[str, ...]
    passed: bool
    findings: str = ""
    reviewed_on: dt.date | None = None
    photos: tuple[int, ...] = ()


async def record_site_review(work: UnitOfWork, asked: Asked, review: Review) -> Application:
    """Two to four reviewers were on site. Raises InvalidInput (`REVIEWERS`), Conflict."""
    row = await fetch(work, asked, Action.VERIFY)
    await at_decision(work, row)
    names = [name.strip() for name in review.reviewers if name.strip()]
    if not FEWEST_REVIEWERS <= len(set(names)) == len(names) <= MOST_REVIEWERS:
        raise errors.reviewers()
    day = review.reviewed_on or work.today
    if day > work.today or (row.accepted_on is not None and day < row.accepted_on):
        raise InvalidInput(
            "核查日期应在受理之后、今天以前。",
            "The review lies between the acceptance and today.",
            field="reviewedOn",
        )
    found = SiteReview(
        application_id=row.id,
        enterprise_id=row.enterprise_id,
        town_id=row.town_id,
        organisation_ids=list(row.organisation_ids),
        reviewed_on=day,
        reviewers="、".join(names),
        reviewer_count=len(names),
        items=[filled(item, "items") for item in review.items],
        passed=review.passed,
        findings=review.findings.strip() if review.passed else filled(review.findings, "findings"),
        recorded_by=work.access.actor.account_id or 0,
    )
    await work.entail(found, Application, Action.VERIFY)
    await bind(work, review.photos, row, act=Application, action=Action.VERIFY)
    return row


async def tell_of_hearing(work: UnitOfWork, asked: Asked) -> Application:
    """Tell the applicant of the right to a hearing: five working days to ask for one (art. 47)."""
    row = await fetch(work, asked, Action.CONFIRM)
    await at_decision(work, row)
    if row.hearing_told_on is not None:
        raise errors.hearing_told()
    limit = await limit_of(work, await code_of_type(work, row))
    days = Limit(days=limit.hearing_days, working=True, legal_basis=limit.legal_basis)
    row.hearing_told_on = work.today
    row.hearing_until = due(days, work.today, await calendar_of(work.session)).on
    return row


async def ask_for_hearing(work: UnitOfWork, asked: Asked) -> Application:
    """The applicant asks for a hearing, in time. Raises Conflict (`HEARING_TOO_LATE`)."""
    row = await fetch(work, asked, Action.SUBMIT)
    await at_decision(work, row)
    if row.hearing_until is None or work.today > row.hearing_until:
        raise errors.hearing_too_late(row.hearing_until)
    row.hearing_asked_on = row.hearing_asked_on or work.today
    return row


async def hold_hearing(work: UnitOfWork, asked: Asked) -> Application:
    """Note that the hearing was held."""
    row = await fetch(work, asked, Action.CONFIRM)
    await at_decision(work, row)
    if row.hearing_asked_on is None:
        raise errors.hearing_too_late(row.hearing_until)
    row.hearing_held_on = work.today
    return row


async def site_failed(work: UnitOfWork, row: Application) -> bool:
    """Whether the last review of the site failed."""
    wanted = (
        select(SiteReview.passed)
        .where(SiteReview.application_id == row.id)
        .order_by(SiteReview.id.desc())
        .limit(1)
    )
    return (await work.session.scalars(wanted)).first() is False


def refuse_while_heard(work: UnitOfWork, row: Application) -> None:
    """Raise Conflict (`HEARING_OPEN`) while a hearing may be asked for, or has to be held."""
    until = row.hearing_until
    if until is None or row.hearing_held_on is not None:
        return
    if row.hearing_asked_on is not None or work.today <= until:
        raise errors.hearing_open(until)
