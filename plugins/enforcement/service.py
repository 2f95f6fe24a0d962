"""What every act on a case needs: the case, who may act, its 90 days, its papers."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from sqlalchemy import select

from core.deadlines.limits import Pause, due
from core.deadlines.service import calendar_of
from core.declarations import Limit
from core.errors import NotFound, PluginError
from core.files.binding import bind
from core.papers.numbering import next_serial
from core.policy.vocabulary import Action
from core.procedures.service import matter_of
from core.register.divisions_data import XIAOSHAN
from core.register.models import Division
from core.register.service import filled
from core.store.base import Base
from core.store.unit import UnitOfWork
from plugins.enforcement import errors
from plugins.enforcement import models as m
from plugins.enforcement import models_decision as d
from plugins.enforcement import models_papers as p
from plugins.enforcement.models import CaseOfficer, CasePause, PauseKind, PenaltyCase
from plugins.enforcement.models_law import AmountLimit, DocumentForm, EnforcementCard
from plugins.enforcement.models_papers import CaseDocument
from plugins.enforcement.numbers import SERIES, kind_of, number_of
from plugins.enforcement.procedures import CASE_LIMIT

Part = TypeVar("Part", bound=Base)
DECISIVE = frozenset({5, 7, 35, 36, 37, 39, 41, 42, 44, 45, 46, 47, 53, 54})
"""Forms that only the step itself issues."""
CLOCKED = ("investigated", "noticed", "decided")
"""Steps without a limit of their own: the 90 days of the case are theirs."""


PARTS: Final[tuple[type[Any], ...]] = (
    m.CaseOfficer,
    m.CasePause,
    p.Evidence,
    p.CustodyEvent,
    p.CoerciveMeasure,
    p.InvestigationReport,
    p.CaseReview,
    p.PenaltyNotice,
    p.Defence,
    p.Hearing,
    p.CollectiveDiscussion,
    p.CaseDocument,
    d.PenaltyDecision,
    d.Service,
    d.Payment,
    d.Instalment,
    d.Publication,
)
"""What follows a case wherever it goes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which case, as the client has read it, and the uploads that come with the act."""

    case_id: int
    expected_version: int | None = None
    photos: tuple[int, ...] = ()


async def fetch(work: UnitOfWork, asked: Asked, action: Action) -> PenaltyCase:
    """The case to act upon, locked. Raises NotFound, Denied, Conflict; none while suspended."""
    case = await work.fetch(
        PenaltyCase, asked.case_id, action, expected_version=asked.expected_version
    )
    wanted = select(CasePause.id).where(
        CasePause.case_id == case.id,
        CasePause.kind == PauseKind.SUSPENSION,
        CasePause.last.is_(None),
    )
    if (await work.session.scalars(wanted)).first() is not None:
        raise errors.suspended()
    return case


async def step_of(work: UnitOfWork, case: PenaltyCase) -> str:
    """Where the case waits."""
    return (await matter_of(work, case))[0].step


def lies(case: PenaltyCase, *, told: bool = False) -> dict[str, Any]:
    """The columns that put a part where its case is. `told`: the party may read it."""
    return {
        "case_id": case.id,
        "town_id": case.town_id,
        "enterprise_id": case.party_enterprise_id if told else None,
        "organisation_ids": list(case.organisation_ids),
    }


async def parts(work: UnitOfWork, model: type[Part], case: PenaltyCase) -> Sequence[Part]:
    """What a case has of one kind, oldest first."""
    table: Any = model
    wanted = select(model).where(table.case_id == case.id).order_by(table.id)
    return (await work.session.scalars(wanted)).all()


async def last(work: UnitOfWork, model: type[Part], case: PenaltyCase) -> Part | None:
    """The latest of them."""
    found = await parts(work, model, case)
    return found[-1] if found else None


async def must(work: UnitOfWork, model: type[Part], case: PenaltyCase) -> Part:
    """The latest of them. Raises NotFound without one."""
    found = await last(work, model, case)
    if found is None:
        raise NotFound(field="caseId")
    return found


async def district(work: UnitOfWork) -> int:
    """The division where cases lie: above the towns, so that none of them reaches a case."""
    wanted = select(Division.id).where(Division.code == XIAOSHAN, Division.valid_to.is_(None))
    found = (await work.session.scalars(wanted)).first()
    if found is None:
        raise PluginError("the register has no district to lay cases in")
    return found


async def card_of(
    work: UnitOfWork, *, key: int | None = None, account: int | None = None
) -> EnforcementCard:
    """A confirmed card in force today, by itself or its holder. Raises Denied (`CARD_INVALID`)."""
    match = EnforcementCard.id == key if key is not None else EnforcementCard.account_id == account
    found = (await work.session.scalars(select(EnforcementCard).where(match))).all()
    for card in found:
        if card.confirmed_on is not None and card.in_force(work.today):
            return card
    raise errors.card_invalid(found[0].holder if found else work.access.actor.name)


async def officers(work: UnitOfWork, case: PenaltyCase, *, former: bool = False) -> set[int]:
    """Accounts that investigate a case; `former`: those who did so once, too."""
    return {
        each.account_id
        for each in await parts(work, CaseOfficer, case)
        if former or each.removed_on is None
    }


async def require_officer(work: UnitOfWork, case: PenaltyCase) -> int:
    """The actor's account, an officer of the case with a card. Raises Denied."""
    account = work.access.actor.account_id
    if account is None or account not in await officers(work, case):
        raise errors.not_an_officer()
    await card_of(work, account=account)
    return account


async def require_stranger(work: UnitOfWork, case: PenaltyCase, *steps: str) -> int:
    """The actor's account, never an officer of the case, nor the doer of these steps."""
    account = work.access.actor.account_id
    matter, path = await matter_of(work, case)
    if account is None or account in await officers(work, case, former=True):
        raise errors.officer_of_the_case()
    for step in steps:
        if account in matter.doers.get(step, ()):
            raise errors.same_hands(path.steps[step].chinese)
    return account


async def counted(
    work: UnitOfWork, limit: Limit, start: dt.date, *, pauses: Sequence[Pause] = ()
) -> dt.date:
    """The last day of a limit by the calendar in use."""
    return due(limit, start, await calendar_of(work.session), pauses=pauses).on


async def amount(work: UnitOfWork, code: str) -> int:
    """An amount of the law as of today. Raises PluginError where none is in force."""
    rows = await work.session.scalars(select(AmountLimit).where(AmountLimit.code == code))
    found = next((row.amount for row in rows if row.in_force(work.today)), None)
    if found is None:
        raise PluginError(f"no amount {code!r} is in force")
    return found


def counted_out(row: CasePause) -> Pause | None:
    """The days that a time leaves out, from the day after it began; None for none, or not yet."""
    if row.last is None or row.last <= row.first:
        return None
    kind = "" if row.kind is PauseKind.SUSPENSION else row.kind.value
    return Pause(row.first + dt.timedelta(days=1), row.last, kind)


async def recount(work: UnitOfWork, case: PenaltyCase, action: Action) -> None:
    """Count the 90 days anew, and let the present step show them where it has no limit."""
    rows = await parts(work, CasePause, case)
    if any(row.last is None for row in rows):
        case.decide_by, case.decide_by_provisional = None, False
    else:
        pauses = [pause for pause in map(counted_out, rows) if pause is not None]
        calendar = await calendar_of(work.session)
        found = due(CASE_LIMIT, case.filed_on, calendar, pauses=pauses, extended=case.extended)
        case.decide_by, case.decide_by_provisional = found.on, found.provisional
    matter, _ = await matter_of(work, case)
    if matter.step in CLOCKED:
        await work.entail(matter, PenaltyCase, action)
        matter.due_on, matter.by_term = case.decide_by, True


async def issue(
    work: UnitOfWork,
    case: PenaltyCase,
    form: int,
    action: Action,
    *,
    told: bool = False,
    **content: Any,
) -> CaseDocument:
    """Number a paper of a form and keep what is printed on it."""
    wanted = select(DocumentForm).where(DocumentForm.number == form)
    row = next(f for f in await work.session.scalars(wanted) if f.in_force(work.today))
    year = work.today.year
    serial = await next_serial(work, kind_of(form), SERIES, year)
    paper = CaseDocument(
        **lies(case, told=told),
        form_id=row.id,
        year=year,
        serial=serial,
        number=number_of(form, year, serial),
        issued_on=work.today,
        issued_by=work.access.actor.account_id,
        content={"case": case.number, "cause": case.cause, "party": case.party_name, **content},
    )
    return await work.entail(paper, PenaltyCase, action)


async def issue_document(work: UnitOfWork, asked: Asked, form: int, text: str) -> PenaltyCase:
    """A paper of any of the forms, by an officer of the case: an inquiry, a record, a list."""
    case = await fetch(work, asked, Action.UPDATE)
    await require_officer(work, case)
    if form in DECISIVE:
        raise errors.paper_of_a_step()
    paper = await issue(work, case, form, Action.UPDATE, text=filled(text, "text"))
    await bind(work, asked.photos, paper, act=PenaltyCase, action=Action.UPDATE)
    return case


async def take_along(work: UnitOfWork, case: PenaltyCase, act: type[Base], action: Action) -> None:
    """Let whoever may follow the case now read its parts as well."""
    for model in PARTS:
        for found in (await work.session.scalars(select(model).filter_by(case_id=case.id))).all():
            part: Any = await work.entail(found, act, action)
            part.organisation_ids = list(case.organisation_ids)
