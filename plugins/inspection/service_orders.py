"""Orders to put things right, and what follows: report, re-inspection, one extension, closing."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from core.declarations import END
from core.errors import InvalidInput, NotFound
from core.files.binding import bind
from core.identity.models import Organisation
from core.papers.numbering import next_serial
from core.policy.access import Duty
from core.policy.vocabulary import Action, Tier
from core.procedures.acts import extend_term
from core.procedures.errors import wrong_step
from core.procedures.service import complete, matter_of, set_due
from core.register.service import filled
from core.store.unit import UnitOfWork
from plugins.inspection import errors
from plugins.inspection.models import (
    Hazard,
    HazardGrade,
    LegalBasis,
    LegalRole,
    RectificationOrder,
    RectificationReport,
    Reinspection,
)
from plugins.inspection.numbers import ORDERS, authority_of, number_of
from plugins.inspection.procedures import CLOSED, items_left
from plugins.inspection.service import Asked, fetch
from plugins.inspection.service_places import acting

APPEAL = (
    "如不服本通知，可以自收到之日起六十日内申请行政复议，或者依法向人民法院提起行政诉讼。"
    "\nWithin 60 days you may apply for review, or go to court as the law allows."
)
MOST_ITEMS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What an order says."""

    items: tuple[str, ...]
    violated_id: int
    basis_id: int
    due_on: dt.date


async def order_rectification(work: UnitOfWork, asked: Asked, terms: Terms) -> Hazard:
    """Draft the order and sign it first; it is issued by the signature of a second officer.

    Raises NotFound, Denied (`SERIOUS_RESERVED`), Conflict (`ORDER_DRAFTED`), InvalidInput
    (`LAW_NOT_IN_FORCE`).
    """
    hazard = await fetch(work, asked, Action.UPDATE)
    duty, tier = _ordering(work, hazard)
    matter, _ = await matter_of(work, hazard)
    if matter.signed_by and work.access.actor.account_id not in matter.signed_by:
        raise errors.order_drafted()
    await complete(work, hazard, "ordered")
    await _law(work, terms.violated_id, LegalRole.DUTY, "violatedId")
    await _law(work, terms.basis_id, LegalRole.POWER, "basisId")
    items = [filled(text, "items") for text in terms.items]
    if not 1 <= len(items) <= MOST_ITEMS:
        raise InvalidInput("请列出整改事项。", "List 1 to 20 items.", field="items")
    _later(work, terms.due_on)
    wanted = select(Organisation).where(Organisation.id == duty.organisation_id)
    authority, series = authority_of(tier, (await work.session.scalars(wanted)).one())
    order = await _order(work, hazard) or RectificationOrder(hazard_id=hazard.id)
    order.authority, order.series, order.appeal = authority, series, APPEAL
    order.items, order.due_on = items, terms.due_on
    order.violated_id, order.basis_id = terms.violated_id, terms.basis_id
    order.town_id, order.organisation_ids = hazard.town_id, list(hazard.organisation_ids)
    await work.entail(order, Hazard, Action.UPDATE)
    return hazard


async def sign_rectification_order(work: UnitOfWork, asked: Asked) -> Hazard:
    """The second signature: the order gets its number, and the enterprise its term.

    Raises NotFound, Denied (`ALREADY_SIGNED`, `SERIOUS_RESERVED`), Conflict (`NO_DRAFT`),
    InvalidInput.
    """
    hazard = await fetch(work, asked, Action.UPDATE)
    _ordering(work, hazard)
    matter, _ = await matter_of(work, hazard)
    order = await _order(work, hazard)
    if matter.step == "ordered" and (order is None or not matter.signed_by):
        raise errors.nothing_to_sign()
    progress = await complete(work, hazard, "ordered")
    if order is None or not progress.finished_step:
        return hazard
    await _law(work, order.violated_id, LegalRole.DUTY, "violatedId")
    await _law(work, order.basis_id, LegalRole.POWER, "basisId")
    _later(work, order.due_on)
    year = work.today.year
    await work.entail(order, Hazard, Action.UPDATE)
    serial = await next_serial(work, ORDERS, order.series, year)
    order.serial, order.year, order.issued_on = serial, year, work.today
    order.number = number_of(order.series, order.authority, year, serial)
    # only what is issued is the enterprise's to read
    order.enterprise_id, order.organisation_ids = hazard.enterprise_id, hazard.organisation_ids
    await set_due(work, hazard, order.due_on)
    return hazard


async def report_rectification(
    work: UnitOfWork, asked: Asked, text: str, done_items: Sequence[int]
) -> Hazard:
    """The enterprise says what it has put right. Raises NotFound, Denied, Conflict and others."""
    hazard = await fetch(work, asked, Action.SUBMIT)
    await complete(work, hazard, "rectified")
    order = await _issued(work, hazard)
    report = RectificationReport(
        **_chain(hazard),
        reported_on=work.today,
        text=filled(text, "text"),
        done_items=_numbers(done_items, range(1, len(order.items) + 1), "doneItems"),
    )
    await work.entail(report, Hazard, Action.SUBMIT)
    await bind(work, asked.photos, report, act=Hazard, action=Action.SUBMIT)
    return hazard


async def reinspect_hazard(
    work: UnitOfWork, asked: Asked, notes: str, passed_items: Sequence[int]
) -> Hazard:
    """Look once more: closed when no item is left, else back to the enterprise with the reason.

    The term stays what it was, also when it is over. Raises Denied (`SAME_PERSON`) and others.
    """
    hazard = await fetch(work, asked, Action.REVIEW)
    order = await _issued(work, hazard)
    wanted = select(Reinspection.passed_items).where(Reinspection.hazard_id == hazard.id)
    before = list((await work.session.scalars(wanted)).all())
    open_items = items_left(len(order.items), before)
    passed = _numbers(passed_items, open_items, "passedItems")
    is_closed = not items_left(len(order.items), [*before, passed])
    if is_closed:
        await complete(work, hazard, "reinspected", to=END, outcome=CLOSED)
    else:
        await complete(work, hazard, "reinspected", to="rectified")
        await set_due(work, hazard, order.term, overdue=True)
    found = Reinspection(
        **_chain(hazard),
        inspected_on=work.today,
        inspected_by=work.access.actor.account_id,
        tier=acting(work, Hazard, Action.REVIEW, hazard)[1],
        notes=filled(notes, "notes"),
        passed_items=passed,
        passed=is_closed,
    )
    await work.entail(found, Hazard, Action.REVIEW)
    await bind(work, asked.photos, found, act=Hazard, action=Action.REVIEW)
    return hazard


async def extend_rectification(work: UnitOfWork, asked: Asked, due_on: dt.date) -> Hazard:
    """Give the enterprise more time, once, for the reason that the work states.

    Raises NotFound, Denied, Conflict (`TERM_EXTENDED`, `WRONG_STEP`), InvalidInput.
    """
    hazard = await fetch(work, asked, Action.DECIDE)
    matter, _ = await matter_of(work, hazard)
    if matter.step != "rectified":
        raise wrong_step(matter)
    order = await _issued(work, hazard)
    if order.extended_to is not None:
        raise errors.extended_already(order.extended_to)
    _later(work, due_on)
    await extend_term(work, hazard, due_on)
    await work.entail(order, Hazard, Action.DECIDE)
    order.extended_to = due_on
    return hazard


def _ordering(work: UnitOfWork, hazard: Hazard) -> tuple[Duty, Tier]:
    """The post that orders: serious hazards are the branch's, whatever is delegated to stations."""
    duty, tier = acting(work, Hazard, Action.UPDATE, hazard)
    if hazard.grade is HazardGrade.SERIOUS and tier is not Tier.BRANCH:
        raise errors.serious_reserved()
    return duty, tier


async def _law(work: UnitOfWork, key: int, role: LegalRole, field: str) -> None:
    """Refuse an article that is not there, not of this role, or not in force today."""
    wanted = select(LegalBasis).where(LegalBasis.id == key, LegalBasis.role == role)
    law = (await work.session.scalars(wanted)).first()
    if law is None:
        raise NotFound(field=field)
    if not law.in_force(work.today):
        raise errors.law_not_in_force(law.cited, field)


async def _order(work: UnitOfWork, hazard: Hazard) -> RectificationOrder | None:
    wanted = select(RectificationOrder).where(RectificationOrder.hazard_id == hazard.id)
    return (await work.session.scalars(wanted)).first()


async def _issued(work: UnitOfWork, hazard: Hazard) -> RectificationOrder:
    order = await _order(work, hazard)
    if order is None or order.issued_on is None:
        raise NotFound(field="hazardId")
    return order


def _chain(hazard: Hazard) -> dict[str, Any]:
    """The columns that put a row where its hazard is."""
    return {
        "hazard_id": hazard.id,
        "town_id": hazard.town_id,
        "enterprise_id": hazard.enterprise_id,
        "organisation_ids": list(hazard.organisation_ids),
    }


def _numbers(given: Iterable[int], allowed: Iterable[int], field: str) -> list[int]:
    """Numbers of items, each once and sorted. Raises InvalidInput for one that is not open."""
    found = sorted(set(given))
    if strange := sorted(set(found) - set(allowed)):
        raise InvalidInput(
            f"没有第 {strange[0]} 项，或该项已通过。",
            f"There is no item {strange[0]}, or it has passed already.",
            field=field,
        )
    return found


def _later(work: UnitOfWork, day: dt.date) -> None:
    if day <= work.today:
        raise InvalidInput("整改期限须晚于今天。", "The term must end after today.", field="dueOn")
