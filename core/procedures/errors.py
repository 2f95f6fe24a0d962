"""What can go wrong with a matter, beyond what the core knows."""

from core.errors import Conflict, Denied, InvalidInput
from core.procedures.models import Matter


def closed() -> Conflict:
    """MATTER_CLOSED: nothing can be done to it any more."""
    return Conflict(
        "该事项已经办结或撤回。", "The matter is closed or was withdrawn.", code="MATTER_CLOSED"
    )


def wrong_step(matter: Matter) -> Conflict:
    """WRONG_STEP: it waits somewhere else, often since somebody was quicker."""
    return Conflict(
        f"该事项现处于“{matter.step_title}”环节，不能办理此步，请刷新。",
        "The matter waits at another step now; reload to see what is possible.",
        code="WRONG_STEP",
        explain={"step": matter.step},
    )


def paused() -> Conflict:
    """MATTER_PAUSED: the clock stands; resume it, or wait for the supplement."""
    return Conflict(
        "该事项已中止计时，恢复或补正后方可办理。",
        "The matter is paused; it goes on when it is resumed or supplemented.",
        code="MATTER_PAUSED",
    )


def not_paused() -> Conflict:
    """MATTER_RUNNING: nothing is there to resume or to supplement."""
    return Conflict("该事项没有中止。", "The matter is not paused.", code="MATTER_RUNNING")


def not_your_step(title: str) -> Denied:
    """NOT_YOUR_STEP: others do this step, or do it elsewhere."""
    return Denied(
        f"“{title}”环节不由您的岗位在此办理，您可以查看进度。",
        "This step is not for your post here; you may follow the progress.",
        code="NOT_YOUR_STEP",
    )


def your_own_step() -> Conflict:
    """NOT_POSSIBLE_HERE: whoever has it in hand does it instead of urging."""
    return not_allowed_now("此步由您办理，无须催办。", "The step is yours to do; nobody to urge.")


def same_person(title: str) -> Denied:
    """SAME_PERSON: the law wants somebody else."""
    return Denied(
        f"“{title}”是您本人办理的，此步须由他人办理。",
        "You did an earlier step yourself; somebody else must do this one.",
        code="SAME_PERSON",
    )


def held_by_another() -> Denied:
    """HELD_BY_ANOTHER: the step was handed to a person."""
    return Denied(
        "此步已交由他人办理；如需接手，请先改为交由您本人办理。",
        "The step was handed to a colleague; to take it over, hand it to yourself first.",
        code="HELD_BY_ANOTHER",
    )


def already_signed() -> Denied:
    """ALREADY_SIGNED: two officers sign; one cannot be both."""
    return Denied(
        "您已签署，须由另一名执法人员签署。",
        "You have signed already; another officer must sign too.",
        code="ALREADY_SIGNED",
    )


def other_decision() -> Conflict:
    """OTHER_DECISION: the second signature is for something else than the first."""
    return Conflict(
        "与第一名签署人的意见不一致，请先沟通；不同意的可以退回。",
        "The first officer signed something else; agree first, or return it.",
        code="OTHER_DECISION",
    )


def not_allowed_now(chinese: str, english: str) -> Conflict:
    """NOT_POSSIBLE_HERE: the procedure does not offer this at the present step."""
    return Conflict(chinese, english, code="NOT_POSSIBLE_HERE")


def reason_missing() -> InvalidInput:
    """The reason is what the other side reads."""
    return InvalidInput("请写明理由。", "State the reason.", field="reason")
