"""Jobs of the tests: their effect is a row, so that it is undone with its transaction."""

import pytest

from core.declarations import Job
from tests.core.jobs.effects import MAKE_TABLE, Recorder, write_word


@pytest.fixture
async def effects(bureau):
    """A table of the bureau's own, into which jobs write what they did."""
    recorder = Recorder(bureau)
    await recorder.owner(MAKE_TABLE)
    return recorder


@pytest.fixture
def noting() -> Job:
    """A job that writes down its word."""
    return Job(name="core.note", run=write_word, retries=2, patience_s=60)


@pytest.fixture
async def writing(bureau):
    """Opens the unit of work of a person."""
    application = bureau.application

    def open_for(username: str = "town-quality-officer-a"):
        return _Writing(application, bureau.as_user(username).token)

    return open_for


class _Writing:
    def __init__(self, application, token):
        self._application, self._token = application, token

    async def __aenter__(self):
        access = await self._application.access(self._token)
        self._opened = self._application.store.writing(access)
        return await self._opened.__aenter__()

    async def __aexit__(self, *problem):
        return await self._opened.__aexit__(*problem)
