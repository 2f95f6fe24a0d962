"""Breaking the running code for a while, and taking either wall down."""

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from core.policy.access import Access
from core.store.wall import Wall
from schema.reading.plans import Plans

Patch = Callable[[pytest.MonkeyPatch, Any], None]
"""Breaks something; gets the application."""


@contextlib.contextmanager
def seeded(application: Any, apply: Patch) -> Iterator[None]:
    """Break it, with fresh caches before and after."""
    with pytest.MonkeyPatch.context() as patch:
        apply(patch, application)
        forget(application)
        yield
    forget(application)


def forget(application: Any) -> None:
    """Drop everything that was derived from code or policy."""
    application._accesses.clear()
    application.actors._known.clear()
    application.views._views.clear()
    application.views._chosen = ("", {})
    application.views.plans = Plans()


def no_second_wall(patch: pytest.MonkeyPatch, _application: Any) -> None:
    """Every connection carries the wall of the branch."""
    patch.setattr(Access, "wall", lambda self: Wall("all", today=self.today.isoformat()))


def no_first_wall(patch: pytest.MonkeyPatch, _application: Any) -> None:
    """No statement gets a predicate."""
    patch.setattr("core.store.session._criteria", lambda *_: ())
    patch.setattr("schema.reading.opened.predicate", lambda *_: None)
