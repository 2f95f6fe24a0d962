"""Defects put in on purpose: each check of this folder must notice its own."""

from contextlib import asynccontextmanager

import pytest

from core.live.service import LiveService
from schema import following
from tests.live.checks import (
    ends_with_its_session,
    hears_nothing_of_others,
    hears_nothing_of_what_has_left,
)


async def without_scope(request, changed):
    """The delivery trusts the news: it reads the row as the core's own work, without a scope."""
    record = request.view.get_type_by_name(changed.type).origin
    loading, store = request.loading, request.store

    @asynccontextmanager
    async def reading(_access):
        async with store.system() as session:
            yield session

    loading.store = type("Open", (), {"reading": staticmethod(reading)})()
    return await loading.record(record, changed.key)


@pytest.mark.parametrize("check", [hears_nothing_of_others, hears_nothing_of_what_has_left])
async def test_a_delivery_that_skips_the_scope_is_caught(bureau, monkeypatch, check):
    monkeypatch.setattr(following, "readable", without_scope)
    with pytest.raises(AssertionError):
        await check(bureau)


async def test_a_delivery_under_the_rights_of_the_beginning_is_caught(bureau, monkeypatch):
    """Such a subscriber keeps what a moved row shows, as long as the socket is open."""
    readable, seen = following.readable, {}

    async def remembered(request, changed):
        if (record := await readable(request, changed)) is not None:
            seen[changed.type, changed.key] = record
        return record or seen.get((changed.type, changed.key), object())

    monkeypatch.setattr(following, "readable", remembered)
    with pytest.raises(AssertionError):
        await hears_nothing_of_what_has_left(bureau)


async def test_a_socket_that_outlives_its_session_is_caught(still, monkeypatch):
    async def deaf(_self, _version=0):
        pass

    monkeypatch.setattr(LiveService, "recheck", deaf)
    monkeypatch.setattr("tests.live.line.PATIENCE_S", 1)
    still.site.state.live.lines = _Nobody()
    with pytest.raises(TimeoutError):
        await ends_with_its_session(still)


class _Nobody(set):
    """A list of open lines that forgets every line at once."""

    def add(self, _line):
        pass
