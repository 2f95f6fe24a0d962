"""What can go wrong with warnings, beyond what the core knows."""

from core.errors import Conflict, InvalidInput


def cleared() -> Conflict:
    """WARNING_CLEARED: what it warned of is over."""
    return Conflict(
        "该预警已解除，无需再办理。",
        "The warning was cleared; there is nothing left to do.",
        field="id",
        code="WARNING_CLEARED",
    )


def suppressed() -> Conflict:
    """WARNING_SUPPRESSED: it sleeps until a day; resume it first."""
    return Conflict(
        "该预警已暂停提醒，请先恢复提醒再办理。",
        "The warning is suppressed; resume it first.",
        field="id",
        code="WARNING_SUPPRESSED",
    )


def not_suppressed() -> Conflict:
    """WARNING_NOT_SUPPRESSED: only what is suppressed can be resumed."""
    return Conflict(
        "该预警没有暂停提醒，不需要恢复。",
        "The warning is not suppressed; there is nothing to resume.",
        field="id",
        code="WARNING_NOT_SUPPRESSED",
    )


def answered() -> Conflict:
    """WARNING_ANSWERED: it was acknowledged, or is being dealt with, already."""
    return Conflict(
        "该预警已签收或正在办理，请查看其经过。",
        "It was acknowledged or is being dealt with already; see what happened to it.",
        field="id",
        code="WARNING_ANSWERED",
    )


def highest_level() -> Conflict:
    """HIGHEST_LEVEL: nobody further up is named by its rule."""
    return Conflict(
        "该预警已上报到最高一级，请直接联系负责人。",
        "It has reached the highest level of its rule; turn to the leader in charge.",
        field="id",
        code="HIGHEST_LEVEL",
    )


def suppression_ends() -> InvalidInput:
    """SUPPRESSION_END: a suppression ends, within a year."""
    return InvalidInput(
        "暂停提醒须写明截止日期，晚于今天，最长一年。",
        "Say until when: a day after today, a year from now at most.",
        field="until",
        code="SUPPRESSION_END",
    )


def matter_ended() -> Conflict:
    """MATTER_ENDED: a matter that has ended answers nothing."""
    return Conflict(
        "该事项已经办结或撤回，请选择在办的事项。",
        "That matter has ended; choose one that is under way.",
        field="matterId",
        code="MATTER_ENDED",
    )


def matter_elsewhere() -> InvalidInput:
    """MATTER_ELSEWHERE: it is about another enterprise or town."""
    return InvalidInput(
        "该事项与预警不是同一企业或镇街，请另选事项。",
        "That matter is about another enterprise or town; choose one of the warning's.",
        field="matterId",
        code="MATTER_ELSEWHERE",
    )
