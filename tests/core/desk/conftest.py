"""Licences in the small world, so that there is something on the desks."""

from collections.abc import Callable

import pytest

from tests.core.desk.pages import Clerk
from tests.core.desk.stock import enter_licences
from tests.fixtures.bureau import Bureau


@pytest.fixture
async def licences(bureau: Bureau) -> dict[str, str]:
    """The numbers of two licences: one of a1 that is red, one of c1 that is green."""
    return await enter_licences(bureau)


@pytest.fixture
def clerk(bureau: Bureau) -> Callable[[str], Clerk]:
    """Somebody at the desk, by user name."""
    return lambda username: Clerk(bureau, username)
