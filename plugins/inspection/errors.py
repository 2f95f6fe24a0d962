"""What can go wrong with hazards and patrols, beyond what the core knows."""

import datetime as dt

from core.errors import Conflict, Denied, InvalidInput


def law_not_in_force(cited: str, field: str) -> InvalidInput:
    """LAW_NOT_IN_FORCE: the article was not, or is no longer, valid on that day."""
    return InvalidInput(
        f"{cited}在签发之日不施行，请另选条款。",
        f"{cited} is not in force on the day of issue; choose another article.",
        field=field,
        code="LAW_NOT_IN_FORCE",
    )


def enterprise_unknown() -> InvalidInput:
    """ENTERPRISE_UNKNOWN: nobody is there yet who could be ordered to put it right."""
    return InvalidInput(
        "尚未明确责任企业，请选择企业后再办理。",
        "It is not known yet which enterprise answers for it; name it first.",
        field="enterpriseId",
        code="ENTERPRISE_UNKNOWN",
    )


def enterprise_known() -> Conflict:
    """ENTERPRISE_KNOWN: it was reported for an enterprise; dismiss it, or leave that as it is."""
    return Conflict(
        "该隐患已明确责任企业，不能改为其他企业；如有误请不予认定后重新上报。",
        "It names its enterprise already; if that is wrong, dismiss it and report it anew.",
        field="enterpriseId",
        code="ENTERPRISE_KNOWN",
    )


def order_drafted() -> Conflict:
    """ORDER_DRAFTED: a colleague has drafted and signed it; sign as well, or return it."""
    return Conflict(
        "同事已拟稿并签名；请核对后会签，如有不同意见请退回。",
        "A colleague has drafted and signed the order; sign it too, or return it with a reason.",
        code="ORDER_DRAFTED",
    )


def serious_reserved() -> Denied:
    """SERIOUS_RESERVED: what is delegated to stations are orders on general hazards."""
    return Denied(
        "严重隐患须由分局责令整改，请报分局办理。",
        "A serious hazard is ordered to be put right by the branch; leave it to the section.",
        code="SERIOUS_RESERVED",
    )


def nothing_to_sign() -> Conflict:
    """NO_DRAFT: nobody has drafted the order yet."""
    return Conflict(
        "尚无待会签的通知书，请先拟稿。",
        "No order waits for a signature; draft it.",
        code="NO_DRAFT",
    )


def extended_already(until: dt.date) -> Conflict:
    """TERM_EXTENDED: a term is extended once only, however often it is inspected."""
    return Conflict(
        f"整改期限已延长至 {until}，不能再次延长。",
        f"The term was extended to {until} already; it is extended once only.",
        code="TERM_EXTENDED",
    )


def checklist_not_in_force() -> InvalidInput:
    """CHECKLIST_NOT_IN_FORCE: another version was in use on the day of the visit."""
    return InvalidInput(
        "巡查当日施行的不是这一版检查表，请使用当日有效的版本。",
        "This version was not in use on the day of the visit; take the one that was.",
        field="checklistId",
        code="CHECKLIST_NOT_IN_FORCE",
    )


def answers_incomplete(missing: list[int]) -> InvalidInput:
    """ANSWERS_INCOMPLETE: every item gets exactly one answer."""
    numbers = "、".join(map(str, missing))
    return InvalidInput(
        f"每项须有且只有一个结果，请核对第 {numbers} 项。" if missing else "有不属于该表的检查项。",
        f"Each item needs one answer; compare items {missing}."
        if missing
        else "An answer belongs to no item of this checklist.",
        field="answers",
        code="ANSWERS_INCOMPLETE",
        explain={"items": missing},
    )


def second_officer_missing() -> InvalidInput:
    """SECOND_OFFICER: an official visit is made by two officers (Order 57/2022 art. 19)."""
    return InvalidInput(
        "站所和分局的检查须有两名以上人员参加，请填写第二名检查人员。",
        "Visits of the station or the branch are made by two officers; name the second.",
        field="secondOfficer",
        code="SECOND_OFFICER",
    )
