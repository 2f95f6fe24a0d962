"""What can go wrong with makers of food, beyond what the core knows."""

import datetime as dt

from core.errors import Conflict, InvalidInput


def producer_known() -> Conflict:
    """FOOD_PRODUCER_KNOWN: one enterprise, one file; amend the one that is there."""
    return Conflict(
        "该企业已有食品生产者档案，请在原档案上变更。",
        "The enterprise has its file as a maker of food already; amend that one.",
        field="enterpriseId",
        code="FOOD_PRODUCER_KNOWN",
    )


def grading_open() -> Conflict:
    """GRADING_OPEN: a grading of this maker is under way."""
    return Conflict(
        "该生产者的风险定级正在办理，请先办结。",
        "A grading of this maker is under way; finish it first.",
        field="producerId",
        code="GRADING_OPEN",
    )


def highest_already() -> Conflict:
    """GRADE_HIGHEST: there is no grade above D."""
    return Conflict(
        "该生产者已是 D 级，不能再调高。",
        "The maker is in grade D; there is none above it.",
        field="producerId",
        code="GRADE_HIGHEST",
    )


def not_graded() -> Conflict:
    """NOT_GRADED: only what has a grade can be raised."""
    return Conflict(
        "该生产者尚未定级，请先提出年度定级。",
        "The maker has no grade yet; propose the grading of the year first.",
        field="producerId",
        code="NOT_GRADED",
    )


def upper_inspected(until: dt.date) -> Conflict:
    """UPPER_INSPECTED: a higher level has inspected; wait, or go unannounced with a lead."""
    return Conflict(
        f"上级已检查，{until} 前原则上不重复检查；有违法线索的请采用飞行检查。",
        f"A higher level has inspected; not again before {until}. With a lead, go unannounced.",
        field="kind",
        code="UPPER_INSPECTED",
        explain={"until": until.isoformat()},
    )


def recorded_already() -> Conflict:
    """INSPECTION_RECORDED: a colleague has filled the checklist in; sign it."""
    return Conflict(
        "同事已填写检查表，请核对后会签。",
        "A colleague has filled in the checklist; compare it and sign.",
        code="INSPECTION_RECORDED",
    )


def not_recorded() -> Conflict:
    """INSPECTION_NOT_RECORDED: nothing is there to sign yet."""
    return Conflict(
        "尚未填写检查表，不能会签。",
        "The checklist is not filled in yet; there is nothing to sign.",
        code="INSPECTION_NOT_RECORDED",
    )


def hazards_open(left: int) -> Conflict:
    """HAZARDS_OPEN: what was found is not put right yet."""
    return Conflict(
        f"尚有 {left} 项问题未整改销号，不能办结。",
        f"{left} of the hazards that it found are not closed yet.",
        code="HAZARDS_OPEN",
        explain={"open": left},
    )


def retest_too_late(until: dt.date) -> Conflict:
    """RETEST_TOO_LATE: seven working days have passed (食品安全法 art. 88)."""
    return Conflict(
        f"复检申请期已于 {until} 届满。",
        f"The time for asking for a re-test ended on {until}.",
        code="RETEST_TOO_LATE",
    )


def retest_window_open(until: dt.date) -> Conflict:
    """RETEST_WINDOW_OPEN: the maker may still ask for a re-test."""
    return Conflict(
        f"复检申请期至 {until}，届满前不能作出最终结论；企业书面放弃的请写明。",
        f"The maker may ask for a re-test until {until}; say so where it waived that in writing.",
        field="waived",
        code="RETEST_WINDOW_OPEN",
    )


def same_laboratory() -> InvalidInput:
    """SAME_LABORATORY: the re-test is another laboratory's (食品安全法 art. 88)."""
    return InvalidInput(
        "复检机构与初检机构不得为同一机构。",
        "The re-test is made by another laboratory than the first test.",
        field="laboratory",
        code="SAME_LABORATORY",
    )


def log_written() -> Conflict:
    """FOOD_LOG_WRITTEN: this day, week or month is written down already."""
    return Conflict(
        "该日、周或月已有记录。",
        "This day, week or month is written down already.",
        field="day",
        code="FOOD_LOG_WRITTEN",
    )
