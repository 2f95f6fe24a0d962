"""Random documents as they are asked: by whom, with which variables, and once more with others."""

import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.schema.documents import Writer
from tests.schema.ground import Ground

AGAIN = 4
"""Every so many documents are asked again: another's or other values meet the plan of before."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """One question."""

    name: str
    """The seed and number that make it again."""
    who: str
    text: str
    variables: Mapping[str, Any]
    only_data: bool
    again: "Again | None" = None


@dataclass(frozen=True, slots=True)
class Again:
    """The same document with other variables, which an answer may offer cursors for."""

    writer: Writer

    def variables(self, answered: str) -> dict[str, Any]:
        """Drawn anew."""
        return self.writer.again(answered)


def draw(
    ground: Ground, seed: object, numbers: range, *, only_data: bool = False
) -> Iterator[Drawn]:
    """The documents of a seed, of everybody in turn; one in five may hold Python's fields."""
    people = list(ground.people().items())
    for n in numbers:
        who, access = people[n % len(people)]
        data = only_data or n % 5 != 0
        writer = Writer(
            ground.executor.views.of(access).core,
            random.Random(f"{seed}:{n}"),  # noqa: S311
            only_data=data,
        )
        text = writer.document()
        again = Again(writer) if n % AGAIN == 1 and writer.types else None
        yield Drawn(f"{seed}:{n}", who, text, dict(writer.variables), data, again)


def failed(body: bytes) -> bool:
    """Whether an answer holds errors: a bad id, for example, which only the executor words."""
    return "errors" in json.loads(body)
