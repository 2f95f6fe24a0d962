"""What an application is checked by before anybody deals with it, and how one is taken in hand."""

from dataclasses import dataclass

from sqlalchemy import select

from core.errors import InvalidInput, NotFound
from core.policy.vocabulary import Action
from core.procedures.errors import wrong_step
from core.procedures.service import matter_of
from core.register.colours import months_after
from core.register.places import readable
from core.store.unit import UnitOfWork
from plugins.licensing import errors, service
from plugins.licensing.models import Licence, LicenceOrigin, LicenceType
from plugins.licensing.models_applications import Application, ApplicationKind, ApplicationLimit


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which application, as the client has read it."""

    key: int
    expected_version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewApplication:
    """What is applied for; `type_id` for a new licence, `licence_id` for all else."""

    kind: ApplicationKind
    enterprise_id: int | None = None
    type_id: int | None = None
    licence_id: int | None = None
    site_id: int | None = None
    covers: tuple[str, ...] = ()
    statement: str = ""
    papers: tuple[int, ...] = ()


async def limit_of(work: UnitOfWork, code: str) -> ApplicationLimit:
    """The law in force today for applications of a type: its own, else that of all others."""
    wanted = select(ApplicationLimit).where(ApplicationLimit.type_code.in_((code, "")))
    found = [row for row in (await work.session.scalars(wanted)).all() if row.in_force(work.today)]
    if not found:
        raise NotFound(field="typeId")
    return max(found, key=lambda row: (row.type_code, row.version))


async def about(work: UnitOfWork, new: NewApplication) -> Licence | None:
    """The licence that an application is about. Raises for another authority's, or a busy one."""
    if new.kind is ApplicationKind.NEW:
        return None
    if new.licence_id is None:
        raise InvalidInput("请选择许可证。", "Choose the licence.", field="licenceId")
    licence = await readable(work, Licence, new.licence_id, "licenceId")
    if licence.origin is LicenceOrigin.EXTERNAL:
        raise errors.external_record()
    if licence.status not in service.IN_USE:
        raise errors.wrong_state(licence.status)
    pending = select(Application.id).where(
        Application.licence_id == licence.id, Application.decided_on.is_(None)
    )
    for key in (await work.session.scalars(pending)).all():
        matter, _ = await matter_of(work, await readable(work, Application, key, "licenceId"))
        if matter.closed_at is None:
            raise errors.application_open()
    return licence


def applicant(work: UnitOfWork, enterprise_id: int | None) -> int:
    """The enterprise that applies; its own people need not name it."""
    held = (duty.enterprise_id for duty in work.access.actor.duties)
    found = enterprise_id or next((each for each in held if each is not None), None)
    if found is None:
        raise NotFound(field="enterpriseId")
    return found


async def type_of(work: UnitOfWork, new: NewApplication, licence: Licence | None) -> LicenceType:
    """The kind of licence that is applied for, or that the licence is of."""
    key = licence.type_id if licence else new.type_id
    if key is None:
        raise InvalidInput("请选择许可种类。", "Choose the kind of licence.", field="typeId")
    kind = await readable(work, LicenceType, key, "typeId")
    if licence is None and not kind.in_force(work.today):
        raise InvalidInput(
            f"{kind.name}已停止核发。", f"No {kind.name_en} is granted any more.", field="typeId"
        )
    return kind


async def refuse_barred(
    work: UnitOfWork, enterprise_id: int, kind: LicenceType, limit: ApplicationLimit
) -> None:
    """Whose licence of the kind was revoked waits for years, where the law says so."""
    if limit.barred_years is None:
        return
    for day in await service.revoked_on(work, enterprise_id, kind.code):
        until = months_after(day, 12 * limit.barred_years)
        if work.today < until:
            raise errors.barred(until, limit.legal_basis)


async def at_decision(work: UnitOfWork, row: Application) -> None:
    """Raise Conflict (`WRONG_STEP`) unless the application waits for its decision."""
    matter, _ = await matter_of(work, row)
    if matter.step != "decided" or matter.closed_at is not None:
        raise wrong_step(matter)


async def code_of_type(work: UnitOfWork, row: Application) -> str:
    """The code of the kind of licence."""
    return (await readable(work, LicenceType, row.type_id, "typeId")).code


async def fetch(work: UnitOfWork, asked: Asked, action: Action) -> Application:
    """The application to act upon, locked."""
    return await work.fetch(Application, asked.key, action, expected_version=asked.expected_version)
