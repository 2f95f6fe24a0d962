"""The policy in force: swapped whole, newer only, snapshots stay."""

import dataclasses
import threading

from core.policy.compiler import compile_table
from core.policy.live import LivePolicy
from tests.core.policy.domains import SMALL, small

FIRST = compile_table(small("public,core:Division,read,all,allow"), SMALL, 1)


def version(number):
    return dataclasses.replace(FIRST, version=number)


def test_a_swap_leaves_snapshots_alone_and_tells_listeners():
    live, told = LivePolicy(FIRST), []
    live.on_swap(lambda table: told.append((table.version, live.version)))
    snapshot = live.current
    assert live.swap(version(2))
    assert (snapshot.version, live.version) == (1, 2)
    assert told == [(2, 2)]


def test_old_news_changes_nothing():
    live, told = LivePolicy(version(5)), []
    live.on_swap(told.append)
    assert not live.swap(version(5))
    assert not live.swap(version(4))
    assert (live.version, told) == (5, [])


def test_a_listener_that_fails_silences_nobody(caplog):
    live, told = LivePolicy(FIRST), []

    def broken(_table):
        raise ValueError("deaf")

    live.on_swap(broken)
    live.on_swap(lambda table: told.append(table.version))
    assert live.swap(version(2))
    assert told == [2]
    assert "a listener failed" in caplog.text


def test_swaps_at_once_end_with_the_newest_and_are_told_in_order():
    live, told = LivePolicy(FIRST), []
    live.on_swap(lambda table: told.append(table.version))
    numbers = [2, 9, 4, 7, 3, 8, 5, 6]
    threads = [threading.Thread(target=live.swap, args=(version(n),)) for n in numbers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert live.version == 9
    assert told == sorted(told)
