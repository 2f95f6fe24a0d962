"""Two workers that keep answers, over one enriched world."""

import copy

import pytest

from tests.access.world import enrich
from tests.core.unchanged.walking import House
from tests.fixtures.bureau import KEPT_MB, open_bureau
from tests.fixtures.two_workers import worker_beside


@pytest.fixture(scope="module")
async def house(databases, template):
    """The workers of a module's tests: what one test leaves behind, the next one finds."""
    async with open_bureau(databases, template, kept_mb=KEPT_MB) as bureau:
        async with bureau.application.store.system() as session:
            await enrich(session, copy.deepcopy(bureau.world), bureau.clock.now())
        views = template.views
        async with worker_beside(bureau, views) as one, worker_beside(bureau, views) as two:
            yield House(bureau, (one, two))
