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


def no_wish() -> InvalidInput:
    """NO_WISH: a letter holds a complaint, a report, or both."""
    return InvalidInput(
        "请填写投诉或举报，至少一项。",
        "Say what the letter holds: a complaint, a report of a violation, or both.",
        field="complaint",
        code="NO_WISH",
    )


def complainant_unknown() -> InvalidInput:
    """COMPLAINANT_UNKNOWN: nobody mediates for somebody unknown (Order 20 art. 9)."""
    return InvalidInput(
        "投诉须有投诉人姓名和电话。",
        "A complaint needs the complainant's name and telephone.",
        field="name",
        code="COMPLAINANT_UNKNOWN",
    )


def rule_not_in_force(code: str) -> InvalidInput:
    """RULE_NOT_IN_FORCE: the measures of that day do not say so."""
    return InvalidInput(
        f"现行投诉举报规定没有此项（{code}）。",
        f"The measures in force today hold no such rule ({code}).",
        code="RULE_NOT_IN_FORCE",
    )


def proof_outstanding() -> Conflict:
    """PROOF_OUTSTANDING: proof of identity was demanded and has not been shown."""
    return Conflict(
        "已要求提供身份证明，尚未收到；请登记收到，或不予受理。",
        "Proof of identity was demanded and is not here yet; note it, or do not accept.",
        code="PROOF_OUTSTANDING",
    )


def no_repeat() -> Conflict:
    """NO_REPEAT: only a repeat against the same respondent is merged, into the earlier one."""
    return Conflict(
        "只能并入先收到的、被投诉举报人相同的一件。",
        "A repeat is merged into the earlier one against the same respondent.",
        field="intoId",
        code="NO_REPEAT",
    )


def not_in_mediation() -> Conflict:
    """NOT_IN_MEDIATION: clues are taken out of a mediation that is going on."""
    return Conflict(
        "该投诉不在调解中。", "The complaint is not in mediation now.", code="NOT_IN_MEDIATION"
    )


def plan_fixed() -> Conflict:
    """PLAN_FIXED: the pools of a plan are frozen once."""
    return Conflict(
        "该计划的名单已经冻结。", "The pools of this plan are frozen already.", code="PLAN_FIXED"
    )


def plan_not_random() -> Conflict:
    """PLAN_NOT_RANDOM: chance chooses for double-random plans, and only for these."""
    return Conflict(
        "该操作与计划的检查方式不符。",
        "Units are drawn for double-random plans, and named for all others.",
        code="PLAN_NOT_RANDOM",
    )


def plan_not_frozen() -> Conflict:
    """PLAN_NOT_FROZEN: the pools come first."""
    return Conflict(
        "请先冻结检查对象和检查人员名单。",
        "Freeze the pools of units and officers first.",
        code="PLAN_NOT_FROZEN",
    )


def too_few_officers(count: int) -> Conflict:
    """TOO_FEW_OFFICERS: two officers make an inspection."""
    return Conflict(
        f"符合条件的执法人员只有 {count} 名，不足两名。",
        f"Only {count} officers fit; an inspection takes two.",
        code="TOO_FEW_OFFICERS",
    )


def officer_unfit(field: str) -> InvalidInput:
    """OFFICER_UNFIT: not active, or the card ends before the last day of the task."""
    return InvalidInput(
        "该执法人员不在岗，或执法证在任务截止前到期。",
        "The officer is not active, or the card ends before the task does.",
        field=field,
        code="OFFICER_UNFIT",
    )


def one_officer_twice() -> InvalidInput:
    """ONE_OFFICER_TWICE: two officers are two persons."""
    return InvalidInput(
        "主办和协办须为两人。",
        "The two officers must be two persons.",
        field="secondOfficerId",
        code="ONE_OFFICER_TWICE",
    )


def not_the_officer() -> Denied:
    """NOT_THE_OFFICER: the result is that of the two officers who were sent."""
    return Denied(
        "检查结果由被派的两名执法人员填报和会签。",
        "The result is written and signed by the two officers who were sent.",
        code="NOT_THE_OFFICER",
    )


def result_written() -> Conflict:
    """RESULT_WRITTEN: a colleague has written and signed the result; sign it, or return it."""
    return Conflict(
        "同事已填报结果并签名，请会签。",
        "A colleague has written the result; sign it as well.",
        code="RESULT_WRITTEN",
    )


def no_result() -> Conflict:
    """NO_RESULT: nobody has written the result yet."""
    return Conflict("尚未填报结果。", "No result waits for a signature.", code="NO_RESULT")


def not_in_hand() -> Conflict:
    """NOT_IN_HAND: tasks move between officers after they were issued, and before their result."""
    return Conflict(
        "任务不在办理中，不能改派。", "The task is in nobody's hands now.", code="NOT_IN_HAND"
    )


def planned_already() -> Conflict:
    """PLANNED_ALREADY: a plan inspects a unit once."""
    return Conflict(
        "该企业已在计划中。",
        "The plan has a task at this unit already.",
        field="enterpriseId",
        code="PLANNED_ALREADY",
    )
