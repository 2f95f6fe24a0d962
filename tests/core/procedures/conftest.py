"""The office: services over a database of the test's own, with letters to deal with."""

import pytest

from tests.core.procedures.letter import Office
from tests.core.register.workshop import workshop

__all__ = ["workshop"]


@pytest.fixture
async def office(workshop):
    made = Office(**vars(workshop))
    await made.furnish()
    return made
