"""Own standards of enterprises: drafted, filed or declared by the law of the day, and ended."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from core.errors import InvalidInput
from core.papers.numbering import next_serial
from core.policy.vocabulary import Action
from core.procedures.service import complete, open_matter
from core.register.colours import months_after
from core.register.places import readable
from core.register.service import filled
from core.register.verdict import compact, require
from core.store.unit import UnitOfWork
from plugins.standards import errors
from plugins.standards.models import (
    DeclaredIndicator,
    EnterpriseStandard,
    FilingMode,
    Standard,
    StandardRule,
    StandardUse,
    UseRole,
)
from plugins.standards.models_checks import (
    StandardReview,
)
from plugins.standards.numbers import check_own
from plugins.standards.procedures import DECLARATION, FILING, REVIEW
from plugins.standards.service_content import Content, check_content, write_content
from plugins.standards.service_uses import holder

KIND, AUTHORITY = "standard_filing", "XS"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which record, as the client has read it."""

    key: int
    expected_version: int | None = None


async def draft_standard(
    work: UnitOfWork, enterprise_id: int | None, content: Content
) -> EnterpriseStandard:
    """An enterprise drafts an own standard; how it will be made known is the law of today.

    Raises InvalidInput (see `check_content`), NotFound, Denied, Conflict (`OWN_NUMBER_TAKEN`).
    """
    enterprise = await holder(work, enterprise_id, EnterpriseStandard)
    rule = await _rule_of_today(work)
    row = EnterpriseStandard(
        enterprise_id=enterprise.id,
        town_id=enterprise.town_id,
        organisation_ids=[],
        mode=rule.mode,
        rule_id=rule.id,
        **await _head(work, enterprise.id, content),
    )
    await work.add(row, Action.SUBMIT)
    code = FILING if rule.mode is FilingMode.FILED else DECLARATION
    await open_matter(work, row, code, title=f"企业标准：{row.number} {row.title}"[:80])
    await check_content(work, content, rule)
    await write_content(work, row, content)
    return row


async def redraft_standard(work: UnitOfWork, asked: Asked, content: Content) -> EnterpriseStandard:
    """Replace what a draft says, before it is declared or after it was returned.

    Raises as `draft_standard`, and Conflict (`OWN_STANDARD_STATE`) once it is published.
    """
    row = await _fetch(work, asked, Action.SUBMIT)
    if row.published_on is not None:
        raise errors.standard_state()
    head = await _head(work, row.enterprise_id or 0, content, but=row.id)
    for name, value in head.items():
        setattr(row, name, value)
    await check_content(work, content, await readable(work, StandardRule, row.rule_id, "id"))
    await write_content(work, row, content)
    return row


async def submit_standard(work: UnitOfWork, asked: Asked) -> EnterpriseStandard:
    """Hand a draft in for filing. Raises Conflict (`WRONG_MODE`) where the law knows no filing."""
    row = await _fetch(work, asked, Action.SUBMIT)
    if row.mode is not FilingMode.FILED:
        raise errors.wrong_mode(filed=False)
    await complete(work, row, "submitted")
    return row


async def declare_standard(work: UnitOfWork, asked: Asked) -> EnterpriseStandard:
    """The enterprise declares its standard: it counts from today, and nobody approves it.

    Everything is looked at once more, for a standard may have ended since it was drafted.
    """
    row = await _fetch(work, asked, Action.SUBMIT)
    if row.mode is FilingMode.FILED:
        raise errors.wrong_mode(filed=True)
    rule = await readable(work, StandardRule, row.rule_id, "id")
    await check_content(work, await _written(work, row), rule)
    await complete(work, row, "declared", outcome="DECLARED")
    await _publish(work, row, Action.SUBMIT)
    return row


async def accept_standard(work: UnitOfWork, asked: Asked, *, accepted: bool) -> EnterpriseStandard:
    """The section accepts a filing, or returns it with the reason, within five working days."""
    row = await _fetch(work, asked, Action.CONFIRM)
    await complete(work, row, "accepted", to=None if accepted else "submitted")
    return row


async def file_standard(work: UnitOfWork, asked: Asked) -> EnterpriseStandard:
    """File it with a number of this year; the filing holds for as long as its law says."""
    row = await _fetch(work, asked, Action.DECIDE)
    rule = await readable(work, StandardRule, row.rule_id, "id")
    await complete(work, row, "filed", outcome="FILED")
    serial = await next_serial(work, KIND, AUTHORITY, work.today.year)
    row.filing_no = f"Q/3301{AUTHORITY}B{serial:04}-{work.today.year}"
    row.valid_until = _filed_until(work.today, rule)
    await _publish(work, row, Action.DECIDE)
    return row


async def abolish_standard(work: UnitOfWork, asked: Asked) -> EnterpriseStandard:
    """The enterprise takes its standard back, for the reason that the work states."""
    filled(work.reason, "reason")
    row = await _counting(work, asked, Action.SUBMIT)
    row.abolished_on = work.today
    await _end_uses(work, row, Action.SUBMIT)
    return row


async def strike_off_standard(work: UnitOfWork, asked: Asked) -> EnterpriseStandard:
    """The chief strikes off a filing that ran out without a review (注销备案), with the reason.

    Raises Conflict (`OWN_STANDARD_STATE`) while it is valid, or where nothing was filed.
    """
    filled(work.reason, "reason")
    row = await _counting(work, asked, Action.DECIDE)
    if row.valid_until is None or row.valid_until >= work.today:
        raise errors.standard_state()
    row.struck_off_on = work.today
    await _end_uses(work, row, Action.DECIDE)
    return row


async def submit_review(work: UnitOfWork, standard_id: int, conclusion: str) -> StandardReview:
    """The enterprise hands in its re-review of a filed standard. Raises `OWN_STANDARD_STATE`."""
    row = await readable(work, EnterpriseStandard, standard_id, "enterpriseStandardId")
    if row.valid_until is None or row.struck_off_on or row.abolished_on:
        raise errors.standard_state()
    review = StandardReview(
        enterprise_standard_id=row.id,
        enterprise_id=row.enterprise_id,
        town_id=row.town_id,
        organisation_ids=[],
        submitted_on=work.today,
        conclusion=filled(conclusion, "conclusion"),
    )
    await work.add(review, Action.SUBMIT)
    await open_matter(work, review, REVIEW, title=f"复审：{row.number} {row.title}"[:80])
    return review


async def decide_review(work: UnitOfWork, asked: Asked, *, renewed: bool) -> StandardReview:
    """Renew the filing by its law's years from its last day, or refuse with the reason."""
    review = await work.fetch(
        StandardReview, asked.key, Action.CONFIRM, expected_version=asked.expected_version
    )
    if not renewed:
        filled(work.reason, "reason")
    await complete(work, review, "decided", outcome="RENEWED" if renewed else "REFUSED")
    if renewed:
        wanted = select(EnterpriseStandard).where(
            EnterpriseStandard.id == review.enterprise_standard_id
        )
        row = (await work.session.scalars(wanted.with_for_update())).one()
        await work.entail(row, StandardReview, Action.CONFIRM)
        rule = await readable(work, StandardRule, row.rule_id, "id")
        began = max(row.valid_until or work.today, work.today)
        review.renewed_until = row.valid_until = _filed_until(began, rule)
    return review


async def _rule_of_today(work: UnitOfWork) -> StandardRule:
    rules = (await work.session.scalars(select(StandardRule))).all()
    found = [rule for rule in rules if rule.in_force(work.today)]
    if not found:
        raise InvalidInput("当前没有施行的备案或声明规定。", "No rule is in force today.")
    return max(found, key=lambda rule: rule.valid_from)


async def _head(
    work: UnitOfWork, enterprise_id: int, content: Content, *, but: int | None = None
) -> dict[str, object]:
    """The row's own columns of a content. Raises for a number that the enterprise has already."""
    verdict = check_own(content.number)
    number = require(verdict, "number")
    row = EnterpriseStandard
    same = select(row.id).where(
        row.enterprise_id == enterprise_id,
        row.number == number,
        row.abolished_on.is_(None),
        row.struck_off_on.is_(None),
        row.id != (but or 0),
    )
    if (await work.session.scalars(same)).first() is not None:
        raise errors.number_in_use(number)
    if content.issued_on > work.today:
        raise InvalidInput("发布日期不能晚于今天。", "Issued in the future.", field="issuedOn")
    return {
        "number": number,
        "number_key": compact(number),
        "unusual_number": bool(verdict.problems),
        "title": filled(content.title, "title"),
        "product": filled(content.product, "product"),
        "issued_on": content.issued_on,
    }


async def _written(work: UnitOfWork, row: EnterpriseStandard) -> Content:
    """What a draft says, read back."""
    indicators = select(DeclaredIndicator).where(DeclaredIndicator.enterprise_standard_id == row.id)
    basis = (
        select(Standard.code)
        .join(StandardUse, StandardUse.standard_id == Standard.id)
        .where(StandardUse.enterprise_standard_id == row.id)
    )
    return Content(
        number=row.number,
        title=row.title,
        product=row.product,
        issued_on=row.issued_on,
        basis=tuple((await work.session.scalars(basis)).all()),
        stored=tuple((await work.session.scalars(indicators)).all()),
    )


async def _publish(work: UnitOfWork, row: EnterpriseStandard, action: Action) -> None:
    row.published_on = work.today
    for use in await _uses(work, row):
        await work.entail(use, EnterpriseStandard, action)
        use.declared_on = work.today


async def _end_uses(work: UnitOfWork, row: EnterpriseStandard, action: Action) -> None:
    for use in await _uses(work, row):
        await work.entail(use, EnterpriseStandard, action)
        use.ended_on = work.today


async def _uses(work: UnitOfWork, row: EnterpriseStandard) -> list[StandardUse]:
    wanted = select(StandardUse).where(
        StandardUse.enterprise_standard_id == row.id,
        StandardUse.role == UseRole.BASIS,
        StandardUse.ended_on.is_(None),
    )
    return list((await work.session.scalars(wanted.with_for_update())).all())


async def _fetch(work: UnitOfWork, asked: Asked, action: Action) -> EnterpriseStandard:
    return await work.fetch(
        EnterpriseStandard, asked.key, action, expected_version=asked.expected_version
    )


async def _counting(work: UnitOfWork, asked: Asked, action: Action) -> EnterpriseStandard:
    row = await _fetch(work, asked, action)
    if row.published_on is None or row.struck_off_on or row.abolished_on:
        raise errors.standard_state()
    return row


def _filed_until(first: dt.date, rule: StandardRule) -> dt.date | None:
    if rule.validity_years is None:
        return None
    return months_after(first, 12 * rule.validity_years) - dt.timedelta(days=1)
