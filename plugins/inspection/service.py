"""Hazards until a section has taken them in. Their steps: `procedures.HAZARD`; nobody commits."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.declarations import END
from core.files.binding import bind
from core.files.binding import follow as follow_files
from core.policy.vocabulary import Action
from core.procedures.service import complete, matter_of, open_matter
from core.register.service import filled
from core.store.unit import UnitOfWork
from plugins.inspection import errors
from plugins.inspection.models import Hazard, HazardCategory, HazardGrade, HazardSource
from plugins.inspection.procedures import CODE, DISMISSED
from plugins.inspection.service_places import Place, Spot, acting, enterprise_there, locate


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which hazard, as the client has read it, and the uploads that come with the act."""

    hazard_id: int
    expected_version: int | None = None
    photos: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was found."""

    what: str
    grade: HazardGrade = HazardGrade.GENERAL
    category: HazardCategory = HazardCategory.OTHER
    subject: str | None = None
    source: HazardSource = HazardSource.REPORT
    measures: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What the station saw; what is None stays as it was reported."""

    grade: HazardGrade | None = None
    category: HazardCategory | None = None
    enterprise_id: int | None = None
    measures: str = ""


async def report_hazard(
    work: UnitOfWork, finding: Finding, place: Place, photos: Sequence[int] = ()
) -> Hazard:
    """Open a hazard where the actor found it. Raises InvalidInput, NotFound, Denied."""
    return await open_hazard(work, finding, await locate(work, place, Hazard), photos)


async def open_hazard(
    work: UnitOfWork, finding: Finding, spot: Spot, photos: Sequence[int] = ()
) -> Hazard:
    """Open a hazard at a known spot: its row, its matter, its photos. Raises Denied."""
    what = filled(finding.what, "what")
    hazard = Hazard(
        **spot.columns,
        grade=finding.grade,
        category=finding.category,
        what=what,
        subject=finding.subject,
        found_on=work.today,
        source=finding.source,
        stop_at_once=finding.grade is HazardGrade.SERIOUS,
        measures=finding.measures.strip(),
    )
    hazard.found_by = acting(work, Hazard, Action.CREATE, hazard)[1]
    await work.add(hazard, Action.CREATE)
    await open_matter(work, hazard, CODE, title=f"隐患：{what[:60]}")
    await bind(work, photos, hazard, act=Hazard, action=Action.CREATE)
    return hazard


async def resubmit_hazard(work: UnitOfWork, asked: Asked, what: str | None) -> Hazard:
    """Report once more what was returned. Raises NotFound, Denied, Conflict."""
    hazard = await fetch(work, asked, Action.CREATE)
    if what is not None:
        hazard.what = filled(what, "what")
    await complete(work, hazard, "reported")
    await bind(work, asked.photos, hazard, act=Hazard, action=Action.CREATE)
    return hazard


async def check_hazard(work: UnitOfWork, asked: Asked, check: Check) -> Hazard:
    """The station has seen it. A serious one is stopped at once: what was done is said here.

    Raises NotFound, Denied, Conflict, InvalidInput.
    """
    hazard = await fetch(work, asked, Action.VERIFY)
    hazard.grade = check.grade or hazard.grade
    hazard.category = check.category or hazard.category
    hazard.measures = check.measures.strip() or hazard.measures
    hazard.stop_at_once = hazard.grade is HazardGrade.SERIOUS
    if hazard.stop_at_once:
        filled(hazard.measures, "measures")
    await complete(work, hazard, "checked")
    await _name_enterprise(work, hazard, check.enterprise_id, Action.VERIFY)
    await bind(work, asked.photos, hazard, act=Hazard, action=Action.VERIFY)
    return hazard


async def take_in_hazard(work: UnitOfWork, asked: Asked, enterprise_id: int | None) -> Hazard:
    """The section takes it into the supervision library; by now it is known who answers for it.

    Raises NotFound, Denied, Conflict, InvalidInput (`ENTERPRISE_UNKNOWN`).
    """
    hazard = await fetch(work, asked, Action.CONFIRM)
    await complete(work, hazard, "taken_in")
    await _name_enterprise(work, hazard, enterprise_id, Action.CONFIRM)
    if hazard.enterprise_id is None:
        raise errors.enterprise_unknown()
    return hazard


async def dismiss_hazard(work: UnitOfWork, asked: Asked) -> Hazard:
    """There is no hazard, for the reason that the work states: at the check, or at the intake."""
    filled(work.reason, "reason")
    hazard = await fetch(work, asked, Action.VERIFY)
    matter, _ = await matter_of(work, hazard)
    step = "taken_in" if matter.step == "taken_in" else "checked"
    await complete(work, hazard, step, to=END, outcome=DISMISSED)
    return hazard


async def fetch(work: UnitOfWork, asked: Asked, action: Action) -> Hazard:
    """The hazard to act upon, locked. Raises NotFound, Denied, Conflict for a stale version."""
    return await work.fetch(
        Hazard, asked.hazard_id, action, expected_version=asked.expected_version
    )


async def _name_enterprise(
    work: UnitOfWork, hazard: Hazard, enterprise_id: int | None, action: Action
) -> None:
    """Say which enterprise of the same town answers for it, where that was not known."""
    if enterprise_id is None or enterprise_id == hazard.enterprise_id:
        return
    if hazard.enterprise_id is not None:
        raise errors.enterprise_known()
    enterprise = await enterprise_there(work, enterprise_id, hazard.town_id)
    matter, _ = await matter_of(work, hazard)
    hazard.enterprise_id = matter.enterprise_id = enterprise.id
    await follow_files(work, hazard, act=Hazard, action=action)
