"""Writes of the register: change sets, enterprises, and the key units that the branch designates.

No row of the register changes without a confirmed change set, which only its own transaction may
use: `confirm_change`, then `enter` for new rows and `amend` for known ones. They alone set
`change_id`; the database refuses everything else (core/register/wall.py). Services take the unit of
work, know no GraphQL, and never commit.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import select

from core.errors import Conflict, InvalidInput, NotFound
from core.policy.vocabulary import Action
from core.register.models import (
    ChangeKind,
    ChangeSet,
    Enterprise,
    EnterpriseCard,
    EnterpriseKind,
    EnterpriseStatus,
    KeyUnitDesignation,
    KeyUnitKind,
    Registered,
)
from core.register.numbers import (
    Verdict,
    check_credit_code,
    check_organisation_code,
    check_phone,
    check_registration_number,
    require,
)
from core.register.places import require_town
from core.register.search_text import search_text
from core.store.base import Base
from core.store.scope import LostScope
from core.store.unit import UnitOfWork

Row = TypeVar("Row", bound=Registered)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEnterprise:
    """What is known of an enterprise when it enters the register; numbers as typed."""

    town_id: int
    name: str
    kind: EnterpriseKind
    address: str
    credit_code: str | None = None
    organisation_code: str | None = None
    registration_no: str | None = None
    industry_code: str | None = None
    legal_representative: str | None = None
    phone: str | None = None


async def confirm_change(
    work: UnitOfWork,
    kind: ChangeKind,
    source: str,
    *,
    act: type[Base],
    action: Action = Action.CREATE,
) -> ChangeSet:
    """The confirmed change set that the rows of an act on `act` will name."""
    change = ChangeSet(
        kind=kind,
        source=source,
        confirmed_by=work.access.actor.account_id,
        confirmed_at=work.clock.now(),
        reason=work.reason,
    )
    return await work.entail(change, act, action)


async def enter(work: UnitOfWork, row: Row, change: ChangeSet) -> Row:
    """Add a row to the register by a confirmed change set, under the rule that stands for that."""
    row.change_id = change.id
    return await work.entail(row, *_rule(work, change))


async def amend(work: UnitOfWork, row: Row, change: ChangeSet, **values: Any) -> Row:
    """Change facts of a registered row by a confirmed change set.

    A row that has entered the work by `fetch` keeps its own rule; another one, which the session
    has read and locked, is changed under the rule that stands for the change set.
    """
    if work.rule_of(row) is None:
        await work.entail(row, *_rule(work, change))
    for name, value in values.items():
        setattr(row, name, value)
    row.change_id = change.id
    return row


def _rule(work: UnitOfWork, change: ChangeSet) -> tuple[type[Base], Action]:
    if (rule := work.rule_of(change)) is None:
        raise LostScope("a change set is confirmed in the work that uses it: `confirm_change`")
    return rule


async def register_enterprise(work: UnitOfWork, new: NewEnterprise) -> Enterprise:
    """Enter an enterprise and its card. Raises InvalidInput at the part that is wrong."""
    name = filled(new.name, "name")
    await require_town(work, new.town_id)
    credit = _number(check_credit_code, new.credit_code, "creditCode")
    organisation = _number(check_organisation_code, new.organisation_code, "organisationCode")
    registration = _number(check_registration_number, new.registration_no, "registrationNo")
    phone = _number(check_phone, new.phone, "phone")
    change = await confirm_change(work, ChangeKind.DECLARATION, "register", act=Enterprise)
    enterprise = await enter(
        work,
        Enterprise(
            town_id=new.town_id,
            name=name,
            credit_code=credit,
            organisation_code=organisation or (credit[8:17] if credit else None),
            registration_no=registration,
            kind=new.kind,
            status=EnterpriseStatus.OPEN,
            industry_code=new.industry_code or None,
            address=filled(new.address, "address"),
            legal_representative=new.legal_representative or None,
            phone=phone,
            search_text=search_text(name, credit, organisation, registration),
        ),
        change,
    )
    card = EnterpriseCard(id=enterprise.id, name=name, town_id=new.town_id)
    await work.entail(card, Enterprise, Action.CREATE)
    return enterprise


async def designate_key_unit(
    work: UnitOfWork, enterprise_id: int, kind: KeyUnitKind, *, on: dt.date | None = None
) -> KeyUnitDesignation:
    """The branch decides that a unit is watched closely, for the reason that the work states.

    Raises NotFound, InvalidInput (no reason, a day to come), Conflict (`ALREADY_DESIGNATED`).
    """
    reason = filled(work.reason, "reason")
    day = _not_later(on or work.today, work.today, "designatedOn")
    enterprise = await _locked(work, enterprise_id)
    if kind in {row.kind for row in await _open_designations(work, enterprise_id)}:
        raise Conflict(
            "该单位已是此类重点监管单位。",
            "The unit is a key unit of this kind already.",
            field="kind",
            code="ALREADY_DESIGNATED",
        )
    designation = await work.add(
        KeyUnitDesignation(
            enterprise_id=enterprise.id,
            town_id=enterprise.town_id,
            kind=kind,
            reason=reason,
            designated_on=day,
        ),
        Action.DECIDE,
    )
    await _mark(work, enterprise, is_key_unit=True)
    return designation


async def release_key_unit(
    work: UnitOfWork,
    designation_id: int,
    *,
    on: dt.date | None = None,
    expected_version: int | None = None,
) -> KeyUnitDesignation:
    """The branch ends a designation, for the reason that the work states.

    Raises NotFound, InvalidInput, Conflict (`ALREADY_RELEASED`, `STALE_VERSION`).
    """
    reason = filled(work.reason, "reason")
    designation = await work.fetch(
        KeyUnitDesignation, designation_id, Action.DECIDE, expected_version=expected_version
    )
    if designation.released_on is not None:
        raise Conflict(
            "该认定已经解除。", "The designation has ended already.", code="ALREADY_RELEASED"
        )
    day = _not_later(on or work.today, work.today, "releasedOn")
    if day < designation.designated_on:
        raise InvalidInput(
            "解除日期不能早于认定日期。",
            "A designation cannot end before it began.",
            field="releasedOn",
        )
    enterprise = await _locked(work, designation.enterprise_id)
    designation.released_on, designation.release_reason = day, reason
    await work.session.flush()
    still = bool(await _open_designations(work, enterprise.id))
    await _mark(work, enterprise, is_key_unit=still)
    return designation


def filled(text: str | None, field: str) -> str:
    """The text without spaces around it. Raises InvalidInput at `field` when nothing is left."""
    if stripped := (text or "").strip():
        return stripped
    raise InvalidInput("此项必须填写。", "This must be filled in.", field=field)


def _number(check: Callable[[str], Verdict], text: str | None, field: str) -> str | None:
    return require(check(text), field) if text else None


def _not_later(day: dt.date, today: dt.date, field: str) -> dt.date:
    if day > today:
        raise InvalidInput("日期不能晚于今天。", "The day must not be in the future.", field=field)
    return day


async def _locked(work: UnitOfWork, enterprise_id: int) -> Enterprise:
    """The enterprise, locked, so that two designations of one unit wait for each other."""
    wanted = select(Enterprise).where(Enterprise.id == enterprise_id).with_for_update()
    wanted = wanted.execution_options(populate_existing=True)
    if (found := (await work.session.scalars(wanted)).first()) is None:
        raise NotFound(field="enterpriseId")
    return found


async def _open_designations(work: UnitOfWork, enterprise_id: int) -> list[KeyUnitDesignation]:
    wanted = select(KeyUnitDesignation).where(
        KeyUnitDesignation.enterprise_id == enterprise_id,
        KeyUnitDesignation.released_on.is_(None),
    )
    return list((await work.session.scalars(wanted)).all())


async def _mark(work: UnitOfWork, enterprise: Enterprise, *, is_key_unit: bool) -> None:
    if enterprise.is_key_unit == is_key_unit:
        return
    change = await confirm_change(
        work,
        ChangeKind.REFERENCE,
        "key_unit_designation",
        act=KeyUnitDesignation,
        action=Action.DECIDE,
    )
    await amend(work, enterprise, change, is_key_unit=is_key_unit)
