"""What can go wrong with a draw."""

from core.errors import Conflict, Denied, InvalidInput


def drawn_already() -> Conflict:
    """DRAWN_ALREADY: a draw is made once; another one needs another pool and another record."""
    return Conflict(
        "该次抽取已有结果，不能重抽；如须另行抽取，请重新冻结名单。",
        "This draw has its result and is not made again; freeze a pool anew for another one.",
        code="DRAWN_ALREADY",
    )


def not_drawn_yet() -> Conflict:
    """NOT_DRAWN: only a result can be published."""
    return Conflict(
        "尚未抽取，没有可公示的结果。",
        "Nothing has been drawn that could be published.",
        code="NOT_DRAWN",
    )


def same_hand() -> Denied:
    """SAME_HAND: whoever froze the pool does not draw from it."""
    return Denied(
        "冻结名单的人不能抽取，请另一名人员抽取。",
        "Whoever froze the pool does not draw from it; let another person draw.",
        code="SAME_HAND",
    )


def no_winners(pool_size: int) -> InvalidInput:
    """DRAW_COUNT: fewer than one, or more than there are."""
    return InvalidInput(
        f"抽取数量应为 1 至 {pool_size}。",
        f"Draw from 1 to {pool_size}.",
        field="count",
        code="DRAW_COUNT",
    )


def seed_missing(source: str) -> InvalidInput:
    """SEED_MISSING: the seed comes from what was announced when the pool was frozen."""
    return InvalidInput(
        f"请填写事先公布的种子来源所得的种子（{source}）。",
        f"Give the seed from the source that was announced: {source}.",
        field="seed",
        code="SEED_MISSING",
    )


def seed_not_chosen() -> InvalidInput:
    """SEED_NOT_CHOSEN: nobody picks a seed that was announced to come from the system."""
    return InvalidInput(
        "冻结名单时未公布种子来源，种子由系统产生，不能填写。",
        "No source was announced when the pool was frozen, so the system makes the seed.",
        field="seed",
        code="SEED_NOT_CHOSEN",
    )
