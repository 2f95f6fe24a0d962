"""Cost points per subject and minute. A subject is an account, or an address before sign-in.

The window slides in steps: points count until their whole step has left the window, so that no
stretch of a full window ever holds more than the budget; at worst they count one step longer. Each
worker process keeps its own account with an equal share of the budget (budget / workers), because
connections spread over workers; a client bound to one worker by keep-alive gets that share only.

Memory is bounded: beyond `subjects`, the one that has been quiet longest is forgotten, and with it
what it spent. A flood of invented addresses can therefore win back a forgotten account's budget,
never more than the budget at a time.
"""

import math
from collections import OrderedDict, deque

from core.clock import Clock
from core.errors import Refused

_STEPS = 12


class Rates:
    """Budgets in a sliding window."""

    def __init__(
        self,
        budget: int,
        clock: Clock,
        *,
        window: float = 60.0,
        workers: int = 1,
        subjects: int = 10_000,
    ) -> None:
        """`budget` points in `window` seconds for all `workers`; at most `subjects` remembered."""
        self.budget = max(1, budget // workers)
        self._clock, self._window, self._subjects = clock, window, subjects
        self._step = window / _STEPS
        self._spent: OrderedDict[str, deque[tuple[int, int]]] = OrderedDict()

    def __len__(self) -> int:
        """How many subjects are remembered."""
        return len(self._spent)

    def spend(self, subject: str, points: int) -> None:
        """Take points from a budget. Raises `Refused` (RATE_LIMITED) and takes nothing then.

        `explain` of the error holds `retryAfterSeconds`, None when waiting cannot help.
        """
        now = self._clock.monotonic()
        steps = self._steps_of(subject, now)
        if points > self.budget:
            raise _too_large(points, self.budget)
        if sum(spent for _, spent in steps) + points > self.budget:
            raise _wait(self._seconds_until(steps, points, now))
        step = math.floor(now / self._step)
        if steps and steps[-1][0] == step:
            steps[-1] = (step, steps[-1][1] + points)
        else:
            steps.append((step, points))

    def _steps_of(self, subject: str, now: float) -> deque[tuple[int, int]]:
        """What a subject spent in the window, oldest first; it becomes the latest one seen."""
        steps = self._spent.setdefault(subject, deque())
        self._spent.move_to_end(subject)
        while steps and self._free_at(steps[0][0]) <= now:
            steps.popleft()
        while len(self._spent) > self._subjects:
            self._spent.popitem(last=False)
        return steps

    def _free_at(self, step: int) -> float:
        return (step + 1) * self._step + self._window

    def _seconds_until(self, steps: deque[tuple[int, int]], points: int, now: float) -> int:
        """Whole seconds until enough points have left the window."""
        excess = sum(spent for _, spent in steps) + points - self.budget
        for step, spent in steps:
            excess -= spent
            if excess <= 0:
                return max(1, math.ceil(self._free_at(step) - now))
        return math.ceil(self._window)


def _wait(seconds: int) -> Refused:
    return Refused(
        f"请求过于频繁，请在 {seconds} 秒后重试。",
        f"Too many requests. Try again in {seconds} seconds.",
        code="RATE_LIMITED",
        explain={"retryAfterSeconds": seconds},
    )


def _too_large(points: int, budget: int) -> Refused:
    return Refused(
        f"该请求需要 {points} 点，超过每分钟 {budget} 点的额度。请缩小查询。",
        f"The request costs {points} points, more than the {budget} of a whole window. "
        "Ask for less.",
        code="RATE_LIMITED",
        explain={"retryAfterSeconds": None},
    )
