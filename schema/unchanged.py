"""Answers that still stand: found without SQL, for whoever would be answered from the same rows.

Two steps. A question that was put before in every part (who asks under which rights and on which
day, document, variables) is known with its cost and its key: nothing is parsed or validated again.
The key of the answer is the statement with all its parameters, the scope's ids and the day among
them, the wall that it is read behind, and the caller's schema: whatever could make it differ.

Not kept: what the ordinary executor answers, personal data in clear (each reading of it leaves an
entry in the ledger), previews, and everything while freshness is unknown.
"""

import datetime as dt
from collections import OrderedDict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import orjson

from core.policy.access import Access
from core.store.wall import Wall
from core.unchanged.answers import Answers, Kept
from schema.asking import Ask
from schema.reading.plans import Plan

MOST_QUESTIONS: Final = 4_096
LONGEST: Final = 16_384
"""Characters of a document with its variables; a longer question is not remembered."""
ALL_CHARACTERS: Final = 4_000_000
"""Of all questions that are remembered: some ten megabytes at the very most."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is known of a question, and of everybody else who puts it with the same rights."""

    access: Access
    """Kept, so that no other can have its identity meanwhile."""
    objects: int
    """What it costs each time, answered or not."""
    operation_name: str | None
    key: Hashable
    characters: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where the answer to a question that is being read will be kept."""

    key: tuple[str, tuple[Any, ...], Wall, str]
    begun: int
    tables: frozenset[str]


class Unchanged:
    """One worker's questions and the answers that still stand."""

    def __init__(self, answers: Answers) -> None:
        self.answers = answers
        self._questions: OrderedDict[Hashable, Question] = OrderedDict()
        self._characters = 0
        self._of: tuple[int, dt.date | None] = (-1, None)
        """The policy version and the day of the questions: those of former ones are let go."""

    def find(self, ask: Ask) -> tuple[Question, Kept] | None:
        """The question and its answer, where both are known and the answer still stands."""
        if not self._questions or not ask.compile:
            return None
        question = self._questions.get(asked := _asked(ask))
        if question is None or (kept := self.answers.find(question.key)) is None:
            return None
        self._questions.move_to_end(asked)
        return question, kept

    def place(self, ask: Ask, plan: Plan, values: Sequence[Any], read_key: str) -> Place | None:
        """Where an answer goes that is about to be read; None where it must not be kept."""
        if plan.clear or ask.access.preview is not None:
            return None
        begun = self.answers.begin(plan.tables)
        if begun is None:
            return None
        key = (plan.sql, _frozen(values), ask.access.wall(), read_key)
        return Place(key, begun, plan.tables)

    def remember(self, ask: Ask, place: Place, objects: int, operation_name: str | None) -> None:
        """Know the question when it is put again."""
        asked = _asked(ask)
        if asked is None or (characters := len(ask.text) + len(asked[-1])) > LONGEST:
            return
        self._make_room(ask.access, asked, characters)
        question = Question(ask.access, objects, operation_name, place.key, characters)
        self._questions[asked] = question
        self._characters += characters

    def keep(self, place: Place, body: bytes) -> Kept | None:
        """Keep an answer that has just been read, unless something was written meanwhile."""
        weight = len(body) + len(repr(place.key[1]))
        return self.answers.keep(place.key, body, place.tables, place.begun, weight)

    def _make_room(self, access: Access, asked: Hashable, characters: int) -> None:
        of = (access.table.version, access.today)
        if of != self._of:
            self._questions.clear()
            self._of, self._characters = of, 0
        if (former := self._questions.pop(asked, None)) is not None:
            self._characters -= former.characters
        while self._questions and (
            self._characters + characters > ALL_CHARACTERS or len(self._questions) >= MOST_QUESTIONS
        ):
            _, gone = self._questions.popitem(last=False)
            self._characters -= gone.characters


def _frozen(values: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(_frozen(v) if isinstance(v, list | tuple) else v for v in values)


def _asked(ask: Ask) -> tuple[Any, ...] | None:
    """Every part of a question; None for variables that cannot be told apart as a text."""
    try:
        variables = orjson.dumps(ask.variables) if ask.variables else b""
    except TypeError:
        return None  # an integer beyond 64 bits
    return (id(ask.access), ask.plugin, ask.text, ask.operation_name, variables)
