"""The catalogue, what products name of it, and what a notice of replacement sets in motion."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from core.errors import Conflict, InvalidInput, NotFound
from core.inbox.notices import Audience, Notice
from core.inbox.service import tell
from core.policy.vocabulary import Action, Tier
from core.register.models import Enterprise
from core.register.places import readable
from core.register.search_text import search_text
from core.register.service import filled
from core.store.base import Base
from core.store.unit import UnitOfWork
from plugins.standards import errors
from plugins.standards.models import (
    EnterpriseStandard,
    IndicatorSense,
    ReplacementNotice,
    Standard,
    StandardIndicator,
    StandardUse,
    UseRole,
)
from plugins.standards.numbers import Parts, parts_of


@dataclass(frozen=True, slots=True, kw_only=True)
class NewStandard:
    """A standard for the catalogue; the number as typed."""

    code: str
    title: str
    effective_on: dt.date
    issued_on: dt.date | None = None
    title_en: str | None = None
    ics: str | None = None
    ccs: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A value that a published standard wants."""

    name: str
    value: float
    sense: IndicatorSense
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """A notice as it was published: which standard ends when, and what comes in its place."""

    replaced: str
    ends_on: dt.date
    published_on: dt.date
    source: str
    successor: NewStandard | None = None


async def add_standard(
    work: UnitOfWork, new: NewStandard, wanted: tuple[Wanted, ...] = ()
) -> Standard:
    """Add a standard to the catalogue, with values to compare own standards with.

    Raises InvalidInput (`STANDARD_NUMBER`), Conflict (`STANDARD_KNOWN`), Denied.
    """
    parts = parts_of(new.code, "code")
    if await _known(work, parts) is not None:
        raise errors.standard_known(parts.code, "code")
    row = await work.add(_standard(parts, new), Action.CREATE)
    for each in wanted:
        indicator = StandardIndicator(
            standard_id=row.id,
            name=filled(each.name, "indicators"),
            unit=each.unit.strip(),
            sense=each.sense,
            value=each.value,
        )
        await work.entail(indicator, Standard, Action.CREATE)
    return row


async def import_notice(work: UnitOfWork, said: Announcement) -> ReplacementNotice:
    """A clerk imports a notice: all that name the old standard are flagged, each firm is told.

    Raises InvalidInput (`STANDARD_NUMBER`, `STANDARD_UNKNOWN`), Conflict (`NOTICE_KNOWN`), Denied.
    """
    work.access.require(work.access.resources[ReplacementNotice], Action.IMPORT)
    old = await find(work, said.replaced, "replaced", lock=True)
    if old.withdrawn_on is not None:
        raise errors.notice_known(old.code, old.withdrawn_on)
    successor = None if said.successor is None else await _successor(work, said.successor)
    if successor is not None and successor.id == old.id:
        raise InvalidInput("不能由自身代替。", "It cannot replace itself.", field="successor")
    await work.entail(old, ReplacementNotice, Action.IMPORT)
    old.withdrawn_on, old.replaced_by_id = said.ends_on, successor.id if successor else None
    uses = await _open_uses(work, old)
    firms: dict[int, StandardUse] = {}
    for use in uses:
        await work.entail(use, ReplacementNotice, Action.IMPORT)
        use.flagged_on, use.replace_by = work.today, last_day(said.ends_on)
        firms.setdefault(use.enterprise_id, use)
    notice = ReplacementNotice(
        replaced_id=old.id,
        successor_id=successor.id if successor else None,
        published_on=said.published_on,
        ends_on=said.ends_on,
        source=filled(said.source, "source"),
        uses_flagged=len(uses),
        firms_told=len(firms),
        imported_on=work.today,
    )
    await work.add(notice, Action.IMPORT)
    for use in firms.values():
        await tell(work, _reminder(work, use, old, successor, said))
    return notice


async def declare_use(
    work: UnitOfWork, enterprise_id: int | None, product: str, code: str
) -> StandardUse:
    """An enterprise says by which published standard a product is made; nobody approves it.

    Raises InvalidInput (`STANDARD_ENDED`, `STANDARD_UNKNOWN`, `STANDARD_NUMBER`), Denied, NotFound.
    """
    enterprise = await holder(work, enterprise_id, StandardUse)
    standard = await find(work, code, "standard")
    await require_current(work, standard, "standard")
    name = filled(product, "product")
    same = select(StandardUse.id).where(
        StandardUse.enterprise_id == enterprise.id,
        StandardUse.standard_id == standard.id,
        StandardUse.product == name,
        StandardUse.ended_on.is_(None),
    )
    if (await work.session.scalars(same)).first() is not None:
        raise Conflict(
            "该产品已声明执行此标准。", "The product names it already.", code="USE_KNOWN"
        )
    return await work.add(new_use(work, enterprise, name, standard), Action.SUBMIT)


async def end_use(work: UnitOfWork, key: int, version: int | None, code: str | None) -> StandardUse:
    """The product names the standard no more; with `code` it names another one from now on.

    Raises Conflict (`USE_ENDED`), and as `declare_use`. Gives the new use, else the old one.
    """
    use = await work.fetch(StandardUse, key, Action.SUBMIT, expected_version=version)
    if use.ended_on is not None:
        raise errors.use_ended()
    use.ended_on = work.today
    if code is None:
        filled(work.reason, "reason")
        return use
    enterprise = await readable(work, Enterprise, use.enterprise_id, "enterpriseId")
    standard = await find(work, code, "standard")
    await require_current(work, standard, "standard")
    new = new_use(work, enterprise, use.product, standard)
    new.role, new.enterprise_standard_id = use.role, use.enterprise_standard_id
    await work.add(new, Action.SUBMIT)
    use.successor_id = new.id
    return new


async def require_current(work: UnitOfWork, standard: Standard, field: str) -> None:
    """Refuse a standard that does not count any more, and say what replaced it."""
    if standard.withdrawn_on is None or standard.withdrawn_on > work.today:
        return
    successor = None
    if standard.replaced_by_id is not None:
        wanted = select(Standard.code).where(Standard.id == standard.replaced_by_id)
        successor = (await work.session.scalars(wanted)).one()
    raise errors.standard_ended(standard.code, standard.withdrawn_on, successor, field)


async def find(work: UnitOfWork, text: str, field: str, *, lock: bool = False) -> Standard:
    """A standard of the catalogue by its number as typed."""
    parts = parts_of(text, field)
    found = await _known(work, parts, lock=lock)
    if found is None:
        raise errors.standard_unknown(parts.code, field)
    return found


async def holder(work: UnitOfWork, enterprise_id: int | None, model: type[Base]) -> Enterprise:
    """The enterprise that declares; an enterprise's own people need not name it."""
    if enterprise_id is None:
        resource = work.access.resources[model]
        held = (duty.enterprise_id for duty, _ in work.access.cells(resource, Action.SUBMIT))
        enterprise_id = next((each for each in held if each is not None), None)
    if enterprise_id is None:
        raise NotFound(field="enterpriseId")
    return await readable(work, Enterprise, enterprise_id, "enterpriseId")


def new_use(
    work: UnitOfWork, of: Enterprise | EnterpriseStandard, product: str, standard: Standard
) -> StandardUse:
    """A use from today on, flagged at once where the end of the standard is known."""
    ends = standard.withdrawn_on
    return StandardUse(
        enterprise_id=of.id if isinstance(of, Enterprise) else of.enterprise_id or 0,
        town_id=of.town_id,
        product=product,
        role=UseRole.EXECUTED,
        standard_id=standard.id,
        declared_on=work.today,
        flagged_on=work.today if ends else None,
        replace_by=last_day(ends) if ends else None,
        search_text=search_text(product, standard.code),
    )


def last_day(ends_on: dt.date) -> dt.date:
    """The last day of a standard, given the first one without it."""
    return ends_on - dt.timedelta(days=1)


async def _known(work: UnitOfWork, parts: Parts, *, lock: bool = False) -> Standard | None:
    wanted = select(Standard).where(Standard.code == parts.code)
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    return (await work.session.scalars(wanted)).first()


async def _successor(work: UnitOfWork, new: NewStandard) -> Standard:
    parts = parts_of(new.code, "successor")
    if (known := await _known(work, parts)) is not None:
        return known
    return await work.entail(_standard(parts, new), ReplacementNotice, Action.IMPORT)


async def _open_uses(work: UnitOfWork, old: Standard) -> list[StandardUse]:
    wanted = (
        select(StandardUse)
        .where(StandardUse.standard_id == old.id, StandardUse.ended_on.is_(None))
        .order_by(StandardUse.enterprise_id, StandardUse.id)
        .with_for_update()
    )
    return list((await work.session.scalars(wanted)).all())


def _standard(parts: Parts, new: NewStandard) -> Standard:
    return Standard(
        code=parts.code,
        prefix=parts.prefix,
        number=parts.number,
        part=parts.part,
        year=parts.year,
        title=filled(new.title, "title"),
        title_en=new.title_en or None,
        kind=parts.kind,
        issued_on=new.issued_on,
        effective_on=new.effective_on,
        ics=new.ics or None,
        ccs=new.ccs or None,
        search_text=search_text(parts.code, new.title),
    )


def _reminder(
    work: UnitOfWork, use: StandardUse, old: Standard, new: Standard | None, said: Announcement
) -> Notice:
    """What one firm is told: which standard, from when not, what instead."""
    instead = f"，由 {new.code} 代替" if new else "，无代替标准"
    instead_en = f"; {new.code} takes its place" if new else "; nothing takes its place"
    return Notice(
        event=f"standards:notice:{old.id}",
        kind="standards.replaced",
        resource=work.access.resources[StandardUse],
        key=use.id,
        title=f"{old.code} 自 {said.ends_on} 起废止{instead}",
        title_en=f"{old.code} ends on {said.ends_on}{instead_en}",
        body="请在该日前更换所执行的标准，修改标签和声明。",
        body_en="Name another standard before that day, on labels and in the declaration.",
        because="贵单位有产品执行该标准",
        because_en="A product of yours is made by it",
        audiences=(Audience(tiers=(Tier.ENTERPRISE,), enterprises=(use.enterprise_id,)),),
    )
