"""Letters, and what they open: a complaint, a report of a violation, or both with clocks apart.

Steps: `procedures_letters`; nobody commits. Rules are dated rows (`LetterRule`): what is not in
force today is refused.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from core.errors import InvalidInput, NotFound
from core.files.binding import bind
from core.policy.vocabulary import Action
from core.procedures.recording import set_clock
from core.procedures.service import matter_of, open_matter
from core.register.service import filled
from core.store.unit import UnitOfWork
from plugins.inspection import errors
from plugins.inspection.models import HazardCategory
from plugins.inspection.models_letters import (
    Complaint,
    Letter,
    LetterChannel,
    LetterRule,
    LetterRuleKind,
    ViolationReport,
)
from plugins.inspection.numbers import numbered
from plugins.inspection.procedures_letters import COMPLAINT, REPORT
from plugins.inspection.service_places import Place, locate

IDENTITY_PROOF, MERGE_REPEATS = "IDENTITY_PROOF", "MERGE_REPEATS"
Wishes = Complaint | ViolationReport


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """Who wrote; nothing of it for an anonymous report."""

    name: str = ""
    phone: str = ""
    address: str = ""
    identity_card: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A letter as it came in."""

    channel: LetterChannel
    received_on: dt.date
    source_no: str = ""
    enterprise_id: int | None = None
    town_id: int | None = None
    respondent_name: str = ""
    writer: Writer
    content: str
    photos: Sequence[int] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """One thing that the letter is about."""

    category: HazardCategory
    product: str
    summary: str
    wanted: str = ""
    """Of a complaint: what is asked for."""


async def record_letter(
    work: UnitOfWork, received: Received, complaint: Wish | None, report: Wish | None
) -> Letter:
    """Enter a letter and open what it holds, each with its own clock from the day of receipt.

    Raises Denied, NotFound, InvalidInput (`NO_WISH`, `COMPLAINANT_UNKNOWN`).
    """
    if complaint is None and report is None:
        raise errors.no_wish()
    if received.received_on > work.today:
        raise InvalidInput("收到日期不能晚于今天。", "It lies ahead.", field="receivedOn")
    letter = await _enter(work, received)
    if complaint is not None:
        await _open_complaint(work, letter, complaint)
    if report is not None:
        await open_report(work, letter, report)
    await bind(work, received.photos, letter, act=Letter, action=Action.CREATE)
    return letter


async def add_complaint(work: UnitOfWork, letter_id: int, wish: Wish) -> Complaint:
    """The letter holds a complaint as well, as it turns out. Raises NotFound and others."""
    return await _open_complaint(work, await _letter(work, letter_id), wish)


async def add_report(work: UnitOfWork, letter_id: int, wish: Wish) -> ViolationReport:
    """The letter holds a report as well, as it turns out. Raises NotFound."""
    return await open_report(work, await _letter(work, letter_id), wish)


async def open_report(
    work: UnitOfWork, letter: Letter, wish: Wish, found_in: Complaint | None = None
) -> ViolationReport:
    """Open the report of a violation; `found_in` is the complaint whose mediation showed it."""
    report = ViolationReport(
        number=await numbered(work, REPORT, "举报"),
        **_shared(letter, wish),
        complaint_id=None if found_in is None else found_in.id,
        received_on=letter.received_on if found_in is None else work.today,
        is_real_name=letter.is_real_name and found_in is None,
    )
    await work.add(report, Action.CREATE)
    # its number alone: whoever follows matters of the town learns nothing from it
    await open_matter(work, report, REPORT, title=report.number)
    await _count_from(work, report)
    return report


async def demand_proof(work: UnitOfWork, key: int, version: int | None) -> Letter:
    """Ask the writer to prove who they are. Raises InvalidInput (`RULE_NOT_IN_FORCE`)."""
    letter = await work.fetch(Letter, key, Action.UPDATE, expected_version=version)
    await power(work, IDENTITY_PROOF)
    letter.proof_demanded_on = letter.proof_demanded_on or work.today
    return letter


async def note_proof(work: UnitOfWork, key: int, version: int | None) -> Letter:
    """The writer has proven who they are."""
    letter = await work.fetch(Letter, key, Action.UPDATE, expected_version=version)
    letter.proof_shown_on = letter.proof_shown_on or work.today
    return letter


async def power(work: UnitOfWork, code: str) -> LetterRule:
    """The rule in force today that allows something. Raises InvalidInput (`RULE_NOT_IN_FORCE`)."""
    wanted = select(LetterRule).where(
        LetterRule.kind == LetterRuleKind.POWER, LetterRule.code == code
    )
    for rule in (await work.session.scalars(wanted)).all():
        if rule.in_force(work.today):
            return rule
    raise errors.rule_not_in_force(code)


async def refusal(work: UnitOfWork, key: int) -> LetterRule:
    """A reason not to accept that is in force today. Raises NotFound, InvalidInput."""
    wanted = select(LetterRule).where(
        LetterRule.kind == LetterRuleKind.REFUSAL, LetterRule.id == key
    )
    rule = (await work.session.scalars(wanted)).first()
    if rule is None:
        raise NotFound(field="ruleId")
    if not rule.in_force(work.today):
        raise errors.rule_not_in_force(rule.code)
    return rule


async def letter_of(work: UnitOfWork, record: Wishes) -> Letter:
    """The letter that opened it. Raises NotFound where the actor may not read it."""
    return await _letter(work, record.letter_id)


async def _letter(work: UnitOfWork, key: int) -> Letter:
    wanted = select(Letter).where(Letter.id == key)
    if (letter := (await work.session.scalars(wanted)).first()) is None:
        raise NotFound(field="letterId")
    return letter


async def _enter(work: UnitOfWork, received: Received) -> Letter:
    place = Place(
        enterprise_id=received.enterprise_id,
        town_id=received.town_id,
        words=received.respondent_name,
    )
    spot = await locate(work, place, Letter)
    writer = received.writer
    letter = Letter(
        number=await numbered(work, "letter", "来信"),
        channel=received.channel,
        source_no=received.source_no.strip() or None,
        received_on=received.received_on,
        town_id=spot.town_id,
        organisation_ids=[],
        respondent_id=spot.enterprise_id,
        respondent_name=spot.words,
        is_real_name=bool(writer.name.strip()),
        name=writer.name.strip() or None,
        phone=writer.phone.strip() or None,
        address=writer.address.strip() or None,
        identity_card=writer.identity_card.strip() or None,
        content=filled(received.content, "content"),
    )
    return await work.add(letter, Action.CREATE)


async def _open_complaint(work: UnitOfWork, letter: Letter, wish: Wish) -> Complaint:
    if letter.name is None or letter.phone is None:
        raise errors.complainant_unknown()
    complaint = Complaint(
        number=await numbered(work, COMPLAINT, "投诉"),
        **_shared(letter, wish),
        received_on=letter.received_on,
        wanted=filled(wish.wanted, "wanted"),
    )
    await work.add(complaint, Action.CREATE)
    await open_matter(work, complaint, COMPLAINT, title=complaint.number)
    await _count_from(work, complaint)
    return complaint


async def _count_from(work: UnitOfWork, record: Wishes) -> None:
    """Let the first clock run from the day of receipt, also when it is entered later."""
    matter, path = await matter_of(work, record)
    if record.received_on != matter.arrived_on:
        matter.arrived_on = record.received_on
        await set_clock(work, matter, path.steps[matter.step])


def _shared(letter: Letter, wish: Wish) -> dict[str, Any]:
    return {
        "letter_id": letter.id,
        "town_id": letter.town_id,
        "organisation_ids": [],
        "respondent_id": letter.respondent_id,
        "category": wish.category,
        "product": filled(wish.product, "product"),
        "summary": filled(wish.summary, "summary"),
    }
