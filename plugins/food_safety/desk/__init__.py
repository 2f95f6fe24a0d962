"""Food on the desks."""

from typing import Any

CARDS: list[Any] = []
QUEUES: list[Any] = []
DUE: list[Any] = []
PAGES: list[Any] = []
FORMS: list[Any] = []
PUBLIC: list[Any] = []
