"""How a server is asked and how its answer is read: ours by default, a peer may spell otherwise.

A peer's `read` turns its answer into the form that ours has; what it cannot say is not compared on
either side. The same rows and values must come out, or nothing is timed.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bench.reads.workload import DOCUMENTS, Asked

Answer = dict[str, Any]


def _as_it_is(_query: str, answer: Answer) -> Answer:
    return answer


def _given(asked: Asked) -> dict[str, Any]:
    return asked.variables


@dataclass(frozen=True, slots=True)
class Spelling:
    """The documents of one kind of server, by query."""

    name: str
    documents: Mapping[str, str]
    variables: Callable[[Asked], dict[str, Any]] = _given
    read: Callable[[str, Answer], Answer] = _as_it_is

    def body(self, asked: Asked) -> dict[str, Any]:
        """What is sent."""
        name = "".join(part.capitalize() for part in asked.query.split("_"))
        text = self.documents[asked.query]
        return {"query": text, "operationName": name, "variables": self.variables(asked)}


OURS = Spelling("ours", DOCUMENTS)


def agreed(asked: Asked, answers: Mapping[str, tuple[Spelling, Answer]]) -> int:
    """The length of the answer that all give. Raises RuntimeError where one differs or fails."""
    expected: str | None = None
    for server, (spelling, answer) in answers.items():
        if answer.get("errors") or not answer.get("data"):
            raise RuntimeError(f"{server} does not answer {asked}: {str(answer)[:300]}")
        shown = json.dumps(spelling.read(asked.query, answer), ensure_ascii=False)
        expected = expected or shown
        if shown != expected:
            raise RuntimeError(f"{server} answers otherwise to {asked}: {shown[:300]}")
    return len(expected or "")
