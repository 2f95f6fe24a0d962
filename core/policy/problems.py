"""What is wrong with a policy, in words for an administrator: Chinese first, then English."""

from collections.abc import Sequence
from typing import Final

from core.errors import PolicyError

TEXT: Final = "POLICY"
JUDGE_DISAGREES: Final = "POLICY_JUDGE_DISAGREES"
INVARIANT_BROKEN: Final = "POLICY_INVARIANT_BROKEN"
ALTERED: Final = "POLICY_ALTERED"

Fault = tuple[str, str]
"""One problem: Chinese, English."""


def located(where: str, fault: Fault) -> str:
    """A problem as an administrator reads it: `file:line: 中文 English`."""
    return f"{where}: {fault[0]} {fault[1]}"


def refused(problems: Sequence[str], code: str = TEXT) -> PolicyError:
    """The error for a policy that is refused as a whole, with its stable code."""
    error = PolicyError(list(problems))
    error.stable_code = code
    return error
