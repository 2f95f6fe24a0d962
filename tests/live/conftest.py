"""A bureau whose heart beats only when a test says so."""

import pytest


@pytest.fixture
async def still(bureau):
    """The bureau without heartbeats of its own: each one is counted."""
    bureau.application.freshness._loop.cancel()
    return bureau
