"""The comparison is worth something: it finds every seeded defect of the compiler, every time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from core.store.scope import LostScope
from schema.reading.plans import Plans
from tests.schema.defects import DEFECTS
from tests.schema.drawn import Drawn, draw
from tests.schema.ground import Ground, in_order

SEED = 7
MOST = 240
"""Documents until a defect must have been found."""


@dataclass
class Oracle:
    """Questions with the ordinary executor's answers, which no defect here touches."""

    ground: Ground
    answers: list[tuple[Drawn, Mapping[str, Any], str]] = field(default_factory=list)

    async def at(self, n: int) -> tuple[Drawn, Mapping[str, Any], str]:
        """The n-th; documents with other variables follow upon themselves."""
        while len(self.answers) <= n:
            before = {a[0].name for a in self.answers}
            for drawn in draw(
                self.ground, SEED, range(len(before), len(before) + 1), only_data=True
            ):
                await self._ask(drawn, drawn.variables)
                if drawn.again is not None:
                    await self._ask(drawn, drawn.again.variables(self.answers[-1][2]))
        return self.answers[n]

    async def _ask(self, drawn: Drawn, variables: Mapping[str, Any]) -> None:
        access = self.ground.people()[drawn.who]
        slow = await self.ground.ask(access, drawn.text, compiled=False, **variables)
        self.answers.append((drawn, variables, in_order(slow)))


@pytest.fixture(scope="module")
def oracle(ground: Ground) -> Oracle:
    return Oracle(ground)


async def found(oracle: Oracle, most: int = MOST) -> int | None:
    """The number of the first document by which the compiler is seen to be wrong."""
    people = oracle.ground.people()
    for n in range(most):
        drawn, variables, expected = await oracle.at(n)
        try:
            fast = await oracle.ground.ask(people[drawn.who], drawn.text, **variables)
            if in_order(fast) != expected:
                return n
        except (LostScope, ValueError, KeyError):  # the proof refuses; no JSON; no such variable
            return n
    return None


async def test_there_are_enough_of_them() -> None:
    assert len(DEFECTS) >= 20


@pytest.mark.parametrize("name", DEFECTS)
async def test_a_seeded_defect_is_found(
    oracle: Oracle, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(oracle.ground.executor.views, "plans", Plans())
    DEFECTS[name](monkeypatch)
    n = await found(oracle)
    assert n is not None, f"{MOST} documents do not show: {name}"


async def test_without_a_defect_nothing_is_found(oracle: Oracle) -> None:
    """The negative control."""
    assert await found(oracle, 60) is None
