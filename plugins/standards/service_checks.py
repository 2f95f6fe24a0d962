"""Spot checks of declarations: drawn at random, checked by two, corrected, and made public."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from core.declarations import END
from core.draws.drawing import Ball
from core.draws.service import Pool, freeze, make_draw
from core.draws.service import publish as publish_draw
from core.errors import InvalidInput
from core.policy.vocabulary import Action, Tier
from core.procedures.errors import not_your_step
from core.procedures.service import complete, matter_of, open_matter, set_due
from core.register.models import EnterpriseCard
from core.register.places import readable
from core.register.service import filled
from core.store.unit import UnitOfWork
from plugins.standards import errors
from plugins.standards.models import COUNTS, EnterpriseStandard, FilingMode
from plugins.standards.models_checks import (
    CheckAnswer,
    CheckPoint,
    CheckRound,
    CheckVerdict,
    DeclarationCheck,
)
from plugins.standards.procedures import CHECK
from plugins.standards.service import Asked

DRAW_KIND = "standards.declarations"
CONFORMING, CORRECTED, PUBLISHED = "CONFORMING", "CORRECTED", "PUBLISHED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was found at one point."""

    point_id: int
    verdict: CheckVerdict
    note: str = ""


async def freeze_round(
    work: UnitOfWork, title: str, percent: int, seed_source: str = ""
) -> CheckRound:
    """Fix the declarations to draw from: all that count, each with one ticket.

    `percent` of them are drawn, at least one. Raises Conflict (`NOTHING_TO_DRAW`), InvalidInput.
    """
    if not 1 <= percent <= 100:
        raise InvalidInput("比例应为 1 至 100。", "Give 1 to 100 per cent.", field="percent")
    work.access.require(work.access.resources[CheckRound], Action.CREATE)
    row = EnterpriseStandard
    wanted = (
        select(row.id, row.number, EnterpriseCard.name)
        .join(EnterpriseCard, EnterpriseCard.id == row.enterprise_id)
        .where(row.mode == FilingMode.DECLARED, COUNTS)
        .order_by(row.id)
    )
    found = (await work.session.execute(wanted)).all()
    if not found:
        raise errors.nothing_to_draw()
    pool = Pool(
        kind=DRAW_KIND,
        title=filled(title, "title"),
        balls=[Ball(str(key)) for key, _, _ in found],
        count=-(-len(found) * percent // 100),
        labels={str(key): f"{name} {number}" for key, number, name in found},
        seed_source=seed_source,
    )
    draw = await freeze(work, pool, act=CheckRound, action=Action.CREATE)
    return await work.add(
        CheckRound(title=pool.title, percent=percent, draw_id=draw.id, frozen_on=work.today),
        Action.CREATE,
    )


async def draw_round(work: UnitOfWork, asked: Asked, seed: str = "") -> CheckRound:
    """Draw, by another person than froze the pool; each winner gets a check of its own.

    Raises Conflict (`DRAWN_ALREADY`), Denied (`SAME_HAND`), InvalidInput (`SEED_MISSING`, ...).
    """
    row = await work.fetch(
        CheckRound, asked.key, Action.DECIDE, expected_version=asked.expected_version
    )
    keys = await make_draw(work, row.draw_id, act=CheckRound, action=Action.DECIDE, seed=seed)
    row.drawn_on = work.today
    for key in keys:
        standard = await readable(work, EnterpriseStandard, int(key), "id")
        check = DeclarationCheck(
            round_id=row.id,
            enterprise_standard_id=standard.id,
            enterprise_id=standard.enterprise_id,
            town_id=standard.town_id,
            organisation_ids=[],
            drawn_on=work.today,
            findings="",
            correction="",
        )
        await work.add(check, Action.DECIDE)
        await open_matter(work, check, CHECK, title=f"标准声明抽查：{standard.number}")
    return row


async def publish_round(work: UnitOfWork, asked: Asked) -> CheckRound:
    """Let everybody see pool, seed and winners, and the result of each check from now on."""
    row = await work.fetch(
        CheckRound, asked.key, Action.PUBLISH, expected_version=asked.expected_version
    )
    await publish_draw(work, row.draw_id, act=CheckRound, action=Action.PUBLISH)
    row.published_on = row.published_on or work.today
    return row


async def check_declaration(
    work: UnitOfWork, asked: Asked, answers: Sequence[Answer], findings: str
) -> DeclarationCheck:
    """The first officer answers the points and signs; a second one signs what is recorded.

    Raises InvalidInput (`POINTS_INCOMPLETE`), Conflict (`CHECK_RECORDED`), Denied.
    """
    check = await _fetch(work, asked, Action.VERIFY)
    if check.checked_on is not None:
        raise errors.check_recorded()
    in_force = await _points(work)
    given = {each.point_id: each for each in answers}
    missing = [
        number
        for key, number in in_force.items()
        if key not in given
        or (given[key].verdict is CheckVerdict.FAULTY and not given[key].note.strip())
    ]
    if missing or len(given) != len(answers) or set(given) - set(in_force):
        raise errors.points_incomplete(sorted(missing))
    for each in answers:
        answer = CheckAnswer(
            check_id=check.id,
            town_id=check.town_id,
            enterprise_id=check.enterprise_id,
            organisation_ids=list(check.organisation_ids),
            point_id=each.point_id,
            verdict=each.verdict,
            note=each.note.strip(),
        )
        await work.entail(answer, DeclarationCheck, Action.VERIFY)
    check.checked_on, check.findings = work.today, findings.strip()
    faulty = any(each.verdict is CheckVerdict.FAULTY for each in answers)
    await _sign(work, check, faulty=faulty)
    return check


async def in_short(work: UnitOfWork, faulty: Sequence[int], note: str) -> list[Answer]:
    """Answers from what is faulty alone: every other point conforms."""
    keys = await _points(work)
    good, bad = CheckVerdict.CONFORMING, CheckVerdict.FAULTY
    return [
        Answer(point_id=key, verdict=bad, note=note)
        if key in faulty
        else Answer(point_id=key, verdict=good)
        for key in [*keys, *(each for each in faulty if each not in keys)]
    ]


async def sign_check(work: UnitOfWork, asked: Asked) -> DeclarationCheck:
    """The second officer agrees with what is recorded. Raises Conflict (`CHECK_MISSING`), Denied.

    Without a fault the check ends here: conforming.
    """
    check = await _fetch(work, asked, Action.VERIFY)
    if check.checked_on is None:
        raise errors.check_missing()
    wanted = select(CheckAnswer.id).where(
        CheckAnswer.check_id == check.id, CheckAnswer.verdict == CheckVerdict.FAULTY
    )
    faulty = (await work.session.scalars(wanted)).first() is not None
    if await _sign(work, check, faulty=faulty) and not faulty:
        check.ended_on = work.today
    return check


async def order_correction(work: UnitOfWork, asked: Asked, correct_by: dt.date) -> DeclarationCheck:
    """The chief orders the enterprise to correct within a term (标准化法 art. 38)."""
    check = await _fetch(work, asked, Action.DECIDE)
    if correct_by <= work.today:
        raise InvalidInput("改正期限须晚于今天。", "The term ends later.", field="correctBy")
    await complete(work, check, "ordered")
    check.correct_by = correct_by
    await set_due(work, check, correct_by)
    return check


async def correct_declaration(work: UnitOfWork, asked: Asked, text: str) -> DeclarationCheck:
    """The enterprise says what it has corrected; the branch never does that for it."""
    check = await _fetch(work, asked, Action.SUBMIT)
    tiers = {work.access.table.tier(duty.role) for duty in work.access.actor.duties}
    if Tier.ENTERPRISE not in tiers:
        raise not_your_step("企业改正")
    await complete(work, check, "corrected", to="reviewed")
    check.correction = filled(text, "text")
    return check


async def review_correction(work: UnitOfWork, asked: Asked, *, accepted: bool) -> DeclarationCheck:
    """The section looks at the correction: closed, or back to the enterprise with the reason."""
    check = await _fetch(work, asked, Action.REVIEW)
    if accepted:
        await complete(work, check, "reviewed", outcome=CORRECTED)
        check.ended_on = work.today
    else:
        await complete(work, check, "reviewed", to="corrected")
        if check.correct_by is not None:
            await set_due(work, check, check.correct_by, overdue=True)
    return check


async def publish_uncorrected(work: UnitOfWork, asked: Asked) -> DeclarationCheck:
    """Make public what was not corrected in time (标准化法 art. 38): the end of the check.

    Raises Conflict (`TERM_RUNS`) while the enterprise still has time.
    """
    check = await _fetch(work, asked, Action.PUBLISH)
    matter, _ = await matter_of(work, check)
    if matter.step == "corrected" and matter.due_on is not None and matter.due_on >= work.today:
        raise errors.term_runs(matter.due_on)
    await complete(work, check, "corrected", to=END, outcome=PUBLISHED)
    check.ended_on = work.today
    return check


async def _points(work: UnitOfWork) -> dict[int, int]:
    """The numbers of the points in force today, by key."""
    points = (await work.session.scalars(select(CheckPoint).order_by(CheckPoint.number))).all()
    return {each.id: each.number for each in points if each.in_force(work.today)}


async def _sign(work: UnitOfWork, check: DeclarationCheck, *, faulty: bool) -> bool:
    goal, outcome = (None, None) if faulty else (END, CONFORMING)
    return (await complete(work, check, "checked", to=goal, outcome=outcome)).finished_step


async def _fetch(work: UnitOfWork, asked: Asked, action: Action) -> DeclarationCheck:
    return await work.fetch(
        DeclarationCheck, asked.key, action, expected_version=asked.expected_version
    )
