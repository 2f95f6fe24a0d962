"""What can go wrong with supervision, beyond what the core knows."""

from core.errors import Conflict, InvalidInput


def not_a_unit() -> InvalidInput:
    """NOT_A_UNIT: sections of the branch, stations and towns are asked; nobody else."""
    return InvalidInput(
        "只能督办分局科室、站所或镇街。",
        "Ask a section of the branch, a station or a town.",
        field="unitId",
        code="NOT_A_UNIT",
    )


def supervised_already(number: str) -> Conflict:
    """SUPERVISED_ALREADY: one open case for a matter and unit at a time."""
    return Conflict(
        f"该单位已因此事项被督办（{number}），尚未办结。",
        f"Case {number} asks this unit about the matter already; await its answer.",
        field="matterId",
        code="SUPERVISED_ALREADY",
        explain={"number": number},
    )


def cases_are_not_supervised() -> InvalidInput:
    """CASE_ITSELF: a case of supervision is no matter to be supervised."""
    return InvalidInput(
        "督办件本身不再督办，请退回要求重新答复。",
        "A supervision case is not supervised itself: return it instead.",
        field="matterId",
        code="CASE_ITSELF",
    )


def answered_already() -> Conflict:
    """QUESTION_ANSWERED: whoever asked has read the answer perhaps; it stands."""
    return Conflict(
        "该提问已经答复，不能改答。",
        "The question was answered already; the answer stands.",
        code="QUESTION_ANSWERED",
    )
