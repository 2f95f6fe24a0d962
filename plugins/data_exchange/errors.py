"""What can go wrong in exchange, beyond what the core knows."""

from core.errors import Conflict, InvalidInput


def taken_by(name: str) -> Conflict:
    """CONFLICT_TAKEN: somebody else has it in hand."""
    return Conflict(
        f"该冲突已由{name}领取，正在处理。",
        f"Taken by {name}, who is dealing with it.",
        code="CONFLICT_TAKEN",
        explain={"takenBy": name},
    )


def settled_already() -> Conflict:
    """STAGED_SETTLED: it no longer waits for anybody."""
    return Conflict(
        "该记录已处理，或已被更新的来文取代。",
        "It has been dealt with, or something newer has come.",
        code="STAGED_SETTLED",
    )


def no_writer(feed: str) -> Conflict:
    """FEED_STAGES_ONLY: no subsystem says how such records reach the register."""
    return Conflict(
        f"来源“{feed}”目前只暂存比对，没有子系统负责入库。",
        f"Records of {feed} are staged and compared only; no subsystem writes them.",
        code="FEED_STAGES_ONLY",
    )


def cannot_apply(position: int, why: str) -> Conflict:
    """RECORD_REFUSED: the owner of the register refuses one record; nothing was written."""
    return Conflict(
        f"第{position}条不能入库：{why} 请搁置或修复该条后再确认。",
        f"Record {position} cannot be entered: set it aside or repair it, then confirm again.",
        code="RECORD_REFUSED",
        explain={"position": position},
    )


def no_feed() -> InvalidInput:
    """The feed takes nothing in."""
    return InvalidInput("该通道不接收来文。", "The feed takes nothing in.", field="feedId")
