"""Libraries of units and officers, what upper authorities inspected, and campaigns."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from core.errors import InvalidInput
from core.identity.models import Organisation
from core.policy.vocabulary import Action
from core.register.models import Enterprise, KeyUnitDesignation, KeyUnitKind
from core.register.places import readable, require_town, town_of_today
from core.register.service import filled
from core.store.unit import UnitOfWork
from plugins.inspection.models import HazardCategory
from plugins.inspection.models_plans import (
    Campaign,
    CampaignTarget,
    LibraryObject,
    ObjectLibrary,
    OfficerCard,
    OfficerStatus,
    UpperInspection,
    UpperLevel,
)

HEAVIEST = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Officer:
    """An officer as the library has it."""

    account_id: int | None
    organisation_id: int
    name: str
    card_no: str
    valid_to: dt.date
    qualifications: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """A campaign and the shares of the towns."""

    title: str
    aim: str
    legal_basis: str
    category: HazardCategory
    starts_on: dt.date
    ends_on: dt.date
    targets: Mapping[int, int]
    """Town -> how many units."""


async def put_in(
    work: UnitOfWork, library_id: int, enterprises: Sequence[int], weight: int
) -> ObjectLibrary:
    """Let units belong to a library, or weigh differently. Raises NotFound, InvalidInput."""
    library = await work.fetch(ObjectLibrary, library_id, Action.UPDATE)
    if not 1 <= weight <= HEAVIEST:
        raise InvalidInput("权重应为 1 至 10。", "Weights are 1 to 10.", field="weight")
    for key in dict.fromkeys(enterprises):
        enterprise = await readable(work, Enterprise, key, "enterpriseIds")
        await _put(work, library, enterprise, weight)
    return library


async def fill(work: UnitOfWork, library_id: int) -> ObjectLibrary:
    """Take in all key units of the library's kind that it lacks. Raises InvalidInput for none."""
    library = await work.fetch(ObjectLibrary, library_id, Action.UPDATE)
    if library.key_unit_kind is None:
        raise InvalidInput(
            "该对象库没有对应的重点单位，请逐户列入。",
            "No key units belong into this library; put units in by hand.",
            field="libraryId",
        )
    inside = select(LibraryObject.enterprise_id).where(LibraryObject.library_id == library.id)
    wanted = (
        select(Enterprise)
        .join(KeyUnitDesignation, KeyUnitDesignation.enterprise_id == Enterprise.id)
        .where(
            KeyUnitDesignation.kind == KeyUnitKind(library.key_unit_kind),
            KeyUnitDesignation.released_on.is_(None),
            Enterprise.id.not_in(inside),
        )
        .order_by(Enterprise.id)
    )
    for enterprise in (await work.session.scalars(wanted)).all():
        await _put(work, library, enterprise, 1)
    return library


async def take_out(work: UnitOfWork, library_id: int, enterprises: Sequence[int]) -> ObjectLibrary:
    """Let units leave a library; former draws keep them."""
    library = await work.fetch(ObjectLibrary, library_id, Action.UPDATE)
    wanted = select(LibraryObject).where(
        LibraryObject.library_id == library.id, LibraryObject.enterprise_id.in_(enterprises)
    )
    for each in (await work.session.scalars(wanted)).all():
        await work.entail(each, ObjectLibrary, Action.UPDATE)
        each.left_on = each.left_on or work.today
    return library


async def add_officer(work: UnitOfWork, officer: Officer) -> OfficerCard:
    """Enter an officer by the card. Raises NotFound, Conflict (`TAKEN`)."""
    await readable(work, Organisation, officer.organisation_id, "organisationId")
    card = OfficerCard(
        account_id=officer.account_id,
        organisation_id=officer.organisation_id,
        name=filled(officer.name, "name"),
        card_no=filled(officer.card_no, "cardNo"),
        valid_to=officer.valid_to,
        qualifications=[filled(each, "qualifications") for each in officer.qualifications],
    )
    return await work.add(card, Action.CREATE)


async def change_officer(
    work: UnitOfWork,
    key: int,
    version: int | None,
    *,
    valid_to: dt.date | None,
    status: OfficerStatus | None,
    qualifications: Sequence[str] | None,
) -> OfficerCard:
    """A card is renewed, an officer goes on leave, a qualification is added."""
    card = await work.fetch(OfficerCard, key, Action.UPDATE, expected_version=version)
    card.valid_to, card.status = valid_to or card.valid_to, status or card.status
    if qualifications is not None:
        card.qualifications = [filled(each, "qualifications") for each in qualifications]
    return card


async def note_upper(
    work: UnitOfWork, enterprise_id: int, level: UpperLevel, inspected_on: dt.date, what: str
) -> UpperInspection:
    """Keep that an upper authority inspected a unit."""
    enterprise = await readable(work, Enterprise, enterprise_id, "enterpriseId")
    if inspected_on > work.today:
        raise InvalidInput("检查日期不能晚于今天。", "It lies ahead.", field="inspectedOn")
    made = UpperInspection(
        enterprise_id=enterprise.id,
        town_id=await town_of_today(work, enterprise.town_id),
        level=level,
        inspected_on=inspected_on,
        what=filled(what, "what"),
    )
    return await work.add(made, Action.CREATE)


async def start_campaign(work: UnitOfWork, effort: Effort) -> Campaign:
    """Announce a campaign with the shares of the towns. Raises InvalidInput, NotFound."""
    if effort.ends_on < effort.starts_on:
        raise InvalidInput("结束日期早于开始日期。", "It ends before it begins.", field="endsOn")
    if not effort.targets or min(effort.targets.values()) < 1:
        raise InvalidInput("请填写镇街应查数。", "Say how many for each town.", field="targets")
    campaign = Campaign(
        title=filled(effort.title, "title"),
        aim=filled(effort.aim, "aim"),
        legal_basis=filled(effort.legal_basis, "legalBasis"),
        category=effort.category,
        starts_on=effort.starts_on,
        ends_on=effort.ends_on,
    )
    await work.add(campaign, Action.CREATE)
    for town, target in effort.targets.items():
        await require_town(work, town)
        share = CampaignTarget(campaign_id=campaign.id, town_id=town, target=target)
        await work.entail(share, Campaign, Action.CREATE)
    return campaign


def behind(target: CampaignTarget, campaign: Campaign, today: dt.date) -> int:
    """By how many hundredths of the target the work lags behind the calendar; 0 where it leads."""
    whole = (campaign.ends_on - campaign.starts_on).days + 1
    gone = min(max((today - campaign.starts_on).days, 0), whole)
    return max(0, 100 * gone // whole - 100 * target.done // target.target)


async def _put(
    work: UnitOfWork, library: ObjectLibrary, enterprise: Enterprise, weight: int
) -> None:
    wanted = select(LibraryObject).where(
        LibraryObject.library_id == library.id, LibraryObject.enterprise_id == enterprise.id
    )
    found = (await work.session.scalars(wanted)).first()
    if found is None:
        inside = select(func.count(LibraryObject.id)).where(LibraryObject.library_id == library.id)
        number = (await work.session.scalars(inside)).one() + 1
        found = LibraryObject(
            library_id=library.id,
            enterprise_id=enterprise.id,
            number=f"{library.code}-{number:04}",
        )
    found.town_id = await town_of_today(work, enterprise.town_id)
    found.weight, found.left_on = weight, None
    await work.entail(found, ObjectLibrary, Action.UPDATE)
