"""Cases of supervision: a superior body asks, the unit answers, the answer stands or goes back."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from core.declarations import END
from core.errors import InvalidInput
from core.files.binding import bind
from core.identity.models import Organisation
from core.papers.numbering import next_serial
from core.policy.vocabulary import Action, Tier
from core.procedures.models import Matter
from core.procedures.service import complete, open_matter, set_due
from core.register.places import readable
from core.register.service import filled
from core.store.unit import UnitOfWork
from plugins.step_supervision import errors
from plugins.step_supervision.models import SupervisionCase

PROCEDURE: Final = "supervision_case"
SERIES: Final = "DB"
UNITS: Final = (Tier.BRANCH, Tier.STATION, Tier.TOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question to the unit that has a matter in hand. `answer_by`: else the usual limit."""

    matter_id: int
    unit_id: int
    question: str
    answer_by: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What the superior body says of an answer; returned, a new term may be set."""

    key: int
    accepted: bool
    verdict: str
    answer_by: dt.date | None = None
    expected_version: int | None = None


async def issue(work: UnitOfWork, given: Asked) -> SupervisionCase:
    """Ask a unit about a matter. The unit's people see the case, and nobody else of the branch.

    Raises NotFound, InvalidInput (`NOT_A_UNIT`, `CASE_ITSELF`), Conflict (`SUPERVISED_ALREADY`).
    """
    about = await readable(work, Matter, given.matter_id, "matterId")
    if about.resource == work.access.resources[SupervisionCase]:
        raise errors.cases_are_not_supervised()
    unit = await readable(work, Organisation, given.unit_id, "unitId")
    if unit.tier not in UNITS:
        raise errors.not_a_unit()
    _require_future(work, given.answer_by)
    await _require_none_open(work, about.id, unit.id)
    year = work.today.year
    serial = await next_serial(work, PROCEDURE, SERIES, year)
    row = SupervisionCase(
        number=f"督〔{year}〕{serial}号",
        year=year,
        serial=serial,
        about_id=about.id,
        about_step=about.step_title,
        unit_id=unit.id,
        question=filled(given.question, "question"),
        issued_on=work.today,
        times_returned=0,
        town_id=about.town_id,
        enterprise_id=None,  # supervision is between authorities
        organisation_ids=[unit.id],
        version=1,
    )
    await work.add(row, Action.CREATE)
    await open_matter(work, row, PROCEDURE, title=f"督办件 {row.number}")
    if given.answer_by is not None:
        await set_due(work, row, given.answer_by)
    return row


async def answer(
    work: UnitOfWork, key: int, text: str, photos: tuple[int, ...], expected_version: int | None
) -> SupervisionCase:
    """The unit says what was the matter, and what it has done."""
    row = await work.fetch(SupervisionCase, key, Action.SUBMIT, expected_version=expected_version)
    await complete(work, row, "answered")
    row.answer, row.answered_on = filled(text, "answer"), work.today
    await bind(work, photos, row, act=SupervisionCase, action=Action.SUBMIT)
    return row


async def judge(work: UnitOfWork, given: Judged) -> SupervisionCase:
    """Accept an answer, which ends the case, or return it with the reason and a new term."""
    verdict = filled(given.verdict, "verdict")
    row = await work.fetch(
        SupervisionCase, given.key, Action.REVIEW, expected_version=given.expected_version
    )
    if given.accepted:
        await complete(work, row, "judged", to=END, outcome="ACCEPTED")
        row.closed_on = work.today
    else:
        _require_future(work, given.answer_by)
        work.reason = work.reason.strip() or verdict
        await complete(work, row, "judged", to="answered")
        row.times_returned += 1
        if given.answer_by is not None:
            await set_due(work, row, given.answer_by)
    row.verdict = verdict
    return row


def _require_future(work: UnitOfWork, day: dt.date | None) -> None:
    if day is not None and day < work.today:
        raise InvalidInput("期限不能早于今天。", "The term lies in the past.", field="answerBy")


async def _require_none_open(work: UnitOfWork, about_id: int, unit_id: int) -> None:
    wanted = select(SupervisionCase.number).where(
        SupervisionCase.about_id == about_id,
        SupervisionCase.unit_id == unit_id,
        SupervisionCase.closed_on.is_(None),
    )
    if (number := (await work.session.scalars(wanted.limit(1))).first()) is not None:
        raise errors.supervised_already(number)
