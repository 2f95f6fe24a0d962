"""Money: what is owed, surcharge, instalments, payments, demand and court; by a fourth person."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from core.errors import InvalidInput
from core.files.binding import bind
from core.policy.vocabulary import Action
from core.procedures.errors import wrong_step
from core.procedures.service import complete, matter_of, set_due
from core.register.colours import months_after
from core.register.service import filled
from core.store.unit import UnitOfWork
from plugins.enforcement import errors
from plugins.enforcement.models import PenaltyCase
from plugins.enforcement.models_decision import Instalment, Payment, PenaltyDecision
from plugins.enforcement.service import (
    Asked,
    amount,
    fetch,
    issue,
    lies,
    must,
    parts,
    require_officer,
    require_stranger,
)

DAILY: Final = 3
"""Per cent of the unpaid fine for each day (行政处罚法 art. 72); never more than the fine."""
OTHERS: Final = ("investigated", "reviewed", "decided")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid:
    """Money at the bank."""

    amount: int
    paid_on: dt.date
    reference: str


@dataclass(frozen=True, slots=True)
class Balance:
    """What a decision costs, what came in, what is still owed; in whole yuan."""

    principal: int
    surcharge: int
    paid: int
    capped: bool
    """Whether the surcharge has reached the fine."""

    @property
    def owed(self) -> int:
        """What is left to pay."""
        return max(self.principal + self.surcharge - self.paid, 0)


def surcharge(
    fine: int, pay_by: dt.date | None, payments: Iterable[tuple[dt.date, int]], today: dt.date
) -> int:
    """3 % of the unpaid fine for each day after `pay_by`; payments count from their own day."""
    if pay_by is None or not fine:
        return 0
    found = sorted((day, sum_) for day, sum_ in payments if day <= today)
    days = sorted({pay_by, today, *(day for day, _ in found if day > pay_by)})
    total = 0
    for first, until in pairwise(day for day in days if day >= pay_by):
        unpaid = max(fine - sum(sum_ for day, sum_ in found if day <= first), 0)
        total += unpaid * DAILY * (until - first).days
    return min(total // 100, fine)


async def balance_of(work: UnitOfWork, case: PenaltyCase, decision: PenaltyDecision) -> Balance:
    """As confirmed payments stand today."""
    paid = [
        (row.paid_on, row.amount)
        for row in await parts(work, Payment, case)
        if row.confirmed_on is not None
    ]
    if decision.annulled_on is not None:
        return Balance(0, 0, sum(sum_ for _, sum_ in paid), capped=False)
    extra = surcharge(decision.fine, decision.pay_by, paid, work.today)
    total = sum(sum_ for _, sum_ in paid)
    capped = bool(decision.fine) and extra == decision.fine
    return Balance(decision.fine + decision.confiscation, extra, total, capped)


async def court_day(work: UnitOfWork, served_on: dt.date) -> dt.date:
    """Until when the court can be asked: the appeal's months and then the court's."""
    months = await amount(work, "APPEAL_MONTHS") + await amount(work, "COURT_MONTHS")
    return months_after(served_on, months)


async def report_payment(work: UnitOfWork, asked: Asked, paid: Paid) -> PenaltyCase:
    """The party says that it has paid, with the receipt; it counts once it is confirmed."""
    case = await _performing(work, asked, Action.SUBMIT)
    row = await _add(work, case, paid, Action.SUBMIT)
    await bind(work, asked.photos, row, act=PenaltyCase, action=Action.SUBMIT)
    return case


async def record_payment(work: UnitOfWork, asked: Asked, paid: Paid) -> PenaltyCase:
    """The collector enters what the bank tells; the case goes on when all is paid.

    Raises Denied (`OFFICER_OF_THE_CASE`, `SAME_PERSON`): 罚缴分离, art. 67.
    """
    case = await _performing(work, asked, Action.VERIFY)
    account = await require_stranger(work, case, *OTHERS)
    row = await _add(work, case, paid, Action.VERIFY)
    row.confirmed_on, row.confirmed_by = work.today, account
    await _go_on(work, case)
    return case


async def confirm_payment(work: UnitOfWork, payment_id: int, version: int | None) -> Payment:
    """The collector has found the party's payment at the bank."""
    row = await work.fetch(Payment, payment_id, Action.VERIFY, expected_version=version)
    if row.confirmed_on is not None:
        raise errors.pause_state()
    case = await _performing(work, Asked(case_id=row.case_id), Action.VERIFY)
    row.confirmed_by = await require_stranger(work, case, *OTHERS)
    row.confirmed_on = work.today
    await work.session.flush()
    await _go_on(work, case)
    return row


async def approve_instalments(
    work: UnitOfWork, asked: Asked, dues: list[dt.date], sums: list[int]
) -> PenaltyCase:
    """Let the party pay later or in parts, on its request (art. 66)."""
    filled(work.reason, "reason")
    case = await _performing(work, asked, Action.DECIDE)
    decision = await must(work, PenaltyDecision, case)
    wrong = len(dues) != len(sums) or not dues or sum(sums) != decision.fine or min(sums) <= 0
    if wrong or dues != sorted(set(dues)) or dues[0] <= work.today:
        raise InvalidInput(
            "各期日期须依次在后，金额合计须等于罚款。",
            "Later dates in order; the sums make up the fine.",
            field="amounts",
        )
    if await parts(work, Instalment, case):
        raise errors.extended_already()
    for due_on, part in zip(dues, sums, strict=True):
        row = Instalment(**lies(case, told=True), due_on=due_on, amount=part)
        await work.entail(row, PenaltyCase, Action.DECIDE)
    await work.entail(decision, PenaltyCase, Action.DECIDE)
    decision.pay_by = dues[-1]
    decision.court_by = await court_day(work, dues[-1])
    matter, _ = await matter_of(work, case)
    await work.entail(matter, PenaltyCase, Action.DECIDE)
    await set_due(work, case, dues[-1])
    await issue(work, case, 47, Action.DECIDE, told=True, amounts=sums)
    return case


async def demand_payment(work: UnitOfWork, asked: Asked) -> PenaltyCase:
    """催告: after the term, before the court is asked. Raises Conflict (`TERM_RUNNING`)."""
    case = await _performing(work, asked, Action.UPDATE)
    await require_officer(work, case)
    decision = await must(work, PenaltyDecision, case)
    if decision.pay_by is None or work.today <= decision.pay_by:
        raise errors.not_yet(decision.pay_by)
    await work.entail(decision, PenaltyCase, Action.UPDATE)
    decision.demanded_on = work.today
    balance = await balance_of(work, case, decision)
    await issue(work, case, 48, Action.UPDATE, told=True, owed=balance.owed)
    return case


async def ask_court(work: UnitOfWork, asked: Asked) -> PenaltyCase:
    """申请强制执行: some days after the demand, and once the months of appeal are over."""
    case = await _performing(work, asked, Action.UPDATE)
    await require_officer(work, case)
    decision = await must(work, PenaltyDecision, case)
    if decision.demanded_on is None or decision.served_on is None:
        raise errors.not_yet("催告")
    wait = dt.timedelta(days=await amount(work, "DEMAND_DAYS"))
    appeal = months_after(decision.served_on, await amount(work, "APPEAL_MONTHS"))
    first = max(decision.demanded_on + wait, appeal)
    if work.today <= first:
        raise errors.not_yet(first)
    await work.entail(decision, PenaltyCase, Action.UPDATE)
    decision.court_on = work.today
    await issue(work, case, 49, Action.UPDATE)
    return case


async def end_enforcement(work: UnitOfWork, asked: Asked) -> PenaltyCase:
    """What cannot be enforced goes to its closing, for the reason that the work states."""
    filled(work.reason, "reason")
    case = await _performing(work, asked, Action.VERIFY)
    await require_stranger(work, case, *OTHERS)
    decision = await must(work, PenaltyDecision, case)
    if decision.court_on is None and decision.annulled_on is None:
        raise errors.not_yet("申请强制执行")
    await complete(work, case, "performed")
    return case


async def _performing(work: UnitOfWork, asked: Asked, action: Action) -> PenaltyCase:
    case = await fetch(work, asked, action)
    matter, _ = await matter_of(work, case)
    if matter.step != "performed":
        raise wrong_step(matter)
    return case


async def _add(work: UnitOfWork, case: PenaltyCase, paid: Paid, action: Action) -> Payment:
    if paid.amount <= 0 or paid.paid_on > work.today:
        raise InvalidInput("请核对金额和日期。", "Compare amount and day.", field="amount")
    row = Payment(
        **lies(case, told=True),
        paid_on=paid.paid_on,
        amount=paid.amount,
        reference=filled(paid.reference, "reference"),
    )
    return await work.entail(row, PenaltyCase, action)


async def _go_on(work: UnitOfWork, case: PenaltyCase) -> None:
    await work.session.flush()
    decision = await must(work, PenaltyDecision, case)
    if not (await balance_of(work, case, decision)).owed:
        await complete(work, case, "performed")
