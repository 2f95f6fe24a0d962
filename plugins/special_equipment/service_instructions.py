"""安全监察指令书: drafted, issued by two, served, followed and looked at again, or handed over."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from core.declarations import END
from core.errors import Conflict, InvalidInput
from core.files.binding import bind
from core.papers.numbering import next_serial
from core.policy.vocabulary import Action
from core.procedures.service import complete, matter_of, open_matter, set_due
from core.register.models import Enterprise
from core.register.places import readable, town_of_today
from core.register.service import filled
from core.store.unit import UnitOfWork
from plugins.special_equipment.events import EquipmentInspected, InstructionIgnored
from plugins.special_equipment.models import Conclusion, Equipment, EquipmentInspection
from plugins.special_equipment.models_safety import SafetyInstruction

PROCEDURE: Final = "safety_instruction"
SERIES: Final = "XS"
MOST_DAYS: Final = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What an instruction says; of a device, or of a unit as such."""

    problem: str
    violated: str
    measures: str
    days: int
    enterprise_id: int | None = None
    equipment_id: int | None = None
    inspection_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One step of one instruction."""

    key: int
    text: str = ""
    photos: tuple[int, ...] = ()
    expected_version: int | None = None


async def draft(work: UnitOfWork, given: Draft) -> SafetyInstruction:
    """Draft an instruction: the unit does not see it before it is served."""
    if given.equipment_id is not None:
        device = await readable(work, Equipment, given.equipment_id, "equipmentId")
        unit, town = device.enterprise_id, device.town_id
    else:
        holder = await readable(work, Enterprise, given.enterprise_id or 0, "enterpriseId")
        unit, town = holder.id, await town_of_today(work, holder.town_id)
    if not 0 < given.days <= MOST_DAYS:
        raise InvalidInput(f"期限 1 至 {MOST_DAYS} 日。", f"1 to {MOST_DAYS} days.", field="days")
    row = SafetyInstruction(
        unit_id=unit,
        enterprise_id=None,
        town_id=town,
        organisation_ids=[],
        equipment_id=given.equipment_id,
        inspection_id=given.inspection_id,
        drafted_on=work.today,
        problem=filled(given.problem, "problem"),
        violated=filled(given.violated, "violated"),
        measures=filled(given.measures, "measures"),
        days=given.days,
        refused_to_sign=False,
        version=1,
    )
    await work.add(row, Action.CREATE)
    await open_matter(work, row, PROCEDURE, title=f"安全监察指令 {row.problem[:30]}")
    return row


async def issue(work: UnitOfWork, act: Act) -> SafetyInstruction:
    """Sign it; with the second officer's signature it gets its number.

    Raises Denied (`ALREADY_SIGNED`).
    """
    row = await _taken(work, act, Action.UPDATE)
    progress = await complete(work, row, "issued")
    if progress.finished_step:
        year = work.today.year
        serial = await next_serial(work, PROCEDURE, SERIES, year)
        row.series, row.year, row.serial, row.issued_on = SERIES, year, serial, work.today
        row.number = f"（萧）特监令〔{year}〕{serial}号"
    return row


async def serve(work: UnitOfWork, act: Act, *, refused: bool) -> SafetyInstruction:
    """Hand it over: from here on the unit sees it, and its days run. Refusal must be shown."""
    row = await _taken(work, act, Action.VERIFY)
    if refused and not act.photos:
        raise InvalidInput(
            "拒签的须拍照记录。", "Show by a photo that it was refused.", field="photos"
        )
    await complete(work, row, "served")
    matter, _ = await matter_of(work, row)
    row.enterprise_id = matter.enterprise_id = row.unit_id
    row.served_on, row.refused_to_sign = work.today, refused
    row.due_on = due_on = work.today + dt.timedelta(days=row.days)
    await set_due(work, row, due_on)
    await bind(work, act.photos, row, act=SafetyInstruction, action=Action.VERIFY)
    return row


async def report(work: UnitOfWork, act: Act) -> SafetyInstruction:
    """The unit says what it has put right; within ten working days somebody looks."""
    row = await _taken(work, act, Action.SUBMIT)
    await complete(work, row, "rectified")
    row.report, row.reported_on = filled(act.text, "text"), work.today
    await bind(work, act.photos, row, act=SafetyInstruction, action=Action.SUBMIT)
    return row


async def reinspect(work: UnitOfWork, act: Act, *, passed: bool) -> SafetyInstruction:
    """Look again: closed, or back to the unit with the reason; the term stays what it was."""
    row = await _taken(work, act, Action.REVIEW)
    if passed:
        await complete(work, row, "reinspected", to=END, outcome="CLOSED")
        row.closed_on = work.today
    else:
        await complete(work, row, "reinspected", to="rectified")
        await set_due(work, row, row.due_on or work.today, overdue=True)
    row.notes = filled(act.text, "notes")
    await bind(work, act.photos, row, act=SafetyInstruction, action=Action.REVIEW)
    return row


async def hand_over(work: UnitOfWork, act: Act) -> SafetyInstruction:
    """Not followed in time: it ends here and goes on as a clue for a case.

    Raises Conflict (`NOT_OVERDUE`), InvalidInput without a reason.
    """
    filled(work.reason, "reason")
    row = await _taken(work, act, Action.DECIDE)
    if row.due_on is None or row.due_on >= work.today:
        raise Conflict(
            "整改期限未到，不能移送。",
            "The term is not over: it cannot be handed over yet.",
            code="NOT_OVERDUE",
        )
    await complete(work, row, "rectified", to=END, outcome="TO_CASE")
    row.to_case_on = work.today
    await work.publish(
        InstructionIgnored(
            instruction_id=row.id,
            enterprise_id=row.unit_id,
            town_id=row.town_id,
            equipment_id=row.equipment_id,
        )
    )
    return row


async def on_inspected(work: UnitOfWork, happened: EquipmentInspected) -> None:
    """A device has failed: the section finds the instruction drafted, and the device must stop."""
    if happened.conclusion is not Conclusion.FAILED:
        return
    report_of = await readable(work, EquipmentInspection, happened.inspection_id, "inspectionId")
    await draft(
        work,
        Draft(
            equipment_id=happened.equipment_id,
            inspection_id=report_of.id,
            problem=f"检验不合格（报告 {report_of.report_no}）：{report_of.problems or '见报告'}",
            violated="《特种设备安全法》第四十条第三款",
            measures="立即停止使用，整改后重新检验，合格后方可使用",
            days=30,
        ),
    )


async def _taken(work: UnitOfWork, act: Act, action: Action) -> SafetyInstruction:
    return await work.fetch(
        SafetyInstruction, act.key, action, expected_version=act.expected_version
    )
