"""The life of a warning: which act leads from which state to which. Pure; nothing is written here.

RAISED -> NOTIFIED -> ACKNOWLEDGED -> ACTING -> CLEARED (by the facts, see core/warnings)
   any open state -> SUPPRESSED until a day, or until its colour gets worse
   any open state -> ESCALATED, one level at a time
"""

import datetime as dt
from typing import Final

from core.register.colours import WarningColour
from core.warnings.models import EarlyWarning, WarningState
from plugins.early_warning import errors

UNANSWERED: Final = (WarningState.RAISED, WarningState.NOTIFIED, WarningState.ESCALATED)
"""States in which somebody still has to say that he knows."""
RED: Final = (WarningColour.EXPIRED, WarningColour.URGENT, WarningColour.RED)
"""Red and worse: what asks for a visit."""
LONGEST: Final = dt.timedelta(days=366)


def acknowledge(warning: EarlyWarning, account_id: int | None, now: dt.datetime) -> None:
    """Somebody knows. Raises Conflict where that was said before, or does not matter."""
    _require_awake(warning)
    if warning.state not in UNANSWERED:
        raise errors.answered()
    warning.acknowledged_by, warning.acknowledged_at = account_id, now
    warning.state = settled(warning)


def take_up(warning: EarlyWarning, matter_id: int) -> None:
    """A matter deals with it. Raises Conflict where another one does."""
    _require_awake(warning)
    if warning.state is WarningState.ACTING:
        raise errors.answered()
    warning.state, warning.matter_id = WarningState.ACTING, matter_id


def fall_back(warning: EarlyWarning, account_id: int | None, now: dt.datetime) -> None:
    """The matter has ended and the facts are as they were: whoever opened it knows of them."""
    warning.matter_id = None
    if warning.state is WarningState.ACTING:
        warning.state = WarningState.ACKNOWLEDGED
        if warning.acknowledged_at is None:
            warning.acknowledged_by, warning.acknowledged_at = account_id, now


def suppress(
    warning: EarlyWarning, until: dt.date, today: dt.date, account_id: int | None, reason: str
) -> None:
    """Nobody is reminded until the end of a day. Raises Conflict, InvalidInput."""
    _require_awake(warning)
    if not today < until <= today + LONGEST:
        raise errors.suppression_ends()
    warning.state, warning.suppressed_until = WarningState.SUPPRESSED, until
    warning.suppressed_by, warning.suppress_reason = account_id, reason


def resume(warning: EarlyWarning) -> None:
    """It is as it was before the suppression. Raises Conflict."""
    if warning.state is WarningState.CLEARED:
        raise errors.cleared()
    if warning.state is not WarningState.SUPPRESSED:
        raise errors.not_suppressed()
    warning.suppressed_until = warning.suppressed_by = warning.suppress_reason = None
    warning.state = settled(warning)


def escalate(warning: EarlyWarning, levels: int) -> None:
    """One level up. Raises Conflict."""
    _require_awake(warning)
    if warning.level >= levels:
        raise errors.highest_level()
    warning.level += 1
    warning.state = WarningState.ESCALATED


def fail(warning: EarlyWarning, levels: int) -> None:
    """A visit found that something is wrong there: one level up, where there is one."""
    warning.level = min(warning.level + 1, max(levels, 1))
    warning.state = WarningState.ESCALATED


def settled(warning: EarlyWarning) -> WarningState:
    """The state that the other columns tell, of one that neither sleeps nor is over."""
    if warning.matter_id is not None:
        return WarningState.ACTING
    if warning.acknowledged_at is not None:
        return WarningState.ACKNOWLEDGED
    return WarningState.ESCALATED if warning.level else WarningState.RAISED


def _require_awake(warning: EarlyWarning) -> None:
    if warning.state is WarningState.CLEARED:
        raise errors.cleared()
    if warning.state is WarningState.SUPPRESSED:
        raise errors.suppressed()
