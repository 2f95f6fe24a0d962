"""Budgets: no window holds more than the budget, whoever asks however often."""

import datetime as dt
from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import Refused
from core.gateway.rates import Rates


class HandClock:
    """A clock that moves when told to."""

    def __init__(self):
        self.seconds = 0.0

    def now(self):
        return dt.datetime(2013, 7, 1, tzinfo=dt.UTC) + dt.timedelta(seconds=self.seconds)

    def monotonic(self):
        return self.seconds


class FixedWindow(Rates):
    """A seeded defect: what was spent is forgotten at every full minute."""

    def _free_at(self, step):
        return (step * self._step // self._window + 1) * self._window


def accepted(rates, clock, requests):
    """What went through: (second, points) by subject."""
    through = defaultdict(list)
    for pause, subject, points in requests:
        clock.seconds += pause
        try:
            rates.spend(subject, points)
        except Refused:
            continue
        through[subject].append((clock.seconds, points))
    return through


def fullest_window(spent):
    return max(
        (sum(p for s, p in spent if start <= s < start + 60) for start, _ in spent), default=0
    )


REQUESTS = st.lists(
    st.tuples(
        st.floats(0, 40).map(lambda x: round(x, 2)), st.sampled_from("ab"), st.integers(0, 60)
    ),
    max_size=80,
)


@settings(deadline=None)
@given(REQUESTS)
def test_no_window_holds_more_than_the_budget(requests):
    clock = HandClock()
    through = accepted(Rates(100, clock), clock, requests)
    assert all(fullest_window(spent) <= 100 for spent in through.values())


def test_a_fixed_window_would_be_caught():
    requests = [(59.0, "a", 100), (1.5, "a", 100)]
    for kind, passed in ((FixedWindow, 200), (Rates, 100)):
        clock = HandClock()
        through = accepted(kind(100, clock), clock, requests)
        assert fullest_window(through["a"]) == passed


@settings(deadline=None)
@given(REQUESTS)
def test_whoever_waits_as_told_is_served(requests):
    clock = HandClock()
    rates = Rates(100, clock)
    accepted(rates, clock, requests)
    try:
        rates.spend("a", 60)
    except Refused as refusal:
        clock.seconds += refusal.explain["retryAfterSeconds"]
        rates.spend("a", 60)


def test_subjects_do_not_share():
    rates = Rates(100, HandClock())
    rates.spend("a", 100)
    rates.spend("b", 100)
    with pytest.raises(Refused):
        rates.spend("a", 1)


def test_more_than_a_whole_budget_never_passes():
    with pytest.raises(Refused) as refusal:
        Rates(100, HandClock()).spend("a", 101)
    assert refusal.value.stable_code == "RATE_LIMITED"
    assert refusal.value.explain == {"retryAfterSeconds": None}


def test_workers_share_the_budget():
    workers = [Rates(100, HandClock(), workers=2) for _ in range(2)]
    passed = 0
    for rates in workers * 100:
        try:
            rates.spend("a", 1)
        except Refused:
            continue
        passed += 1
    assert passed == 100


def test_memory_is_bounded_and_the_quiet_are_forgotten_first():
    rates = Rates(10, HandClock(), subjects=100)
    rates.spend("loud", 10)
    for number in range(1_000):
        rates.spend(f"address {number}", 1)
        with pytest.raises(Refused):
            rates.spend("loud", 1)
    assert len(rates) == 100
