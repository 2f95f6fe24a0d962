"""Table of contents: everything that the enterprise edition contributes to the platform."""

from collections.abc import Sequence

from core.declarations import Example
from core.desk_declarations import DeskHome
from core.hookspecs import hookimpl
from core.saved_examples import examples_in
from plugins.enterprise import desk


@hookimpl
def desk_homes() -> Sequence[DeskHome]:
    return desk.HOMES


@hookimpl
def examples() -> Sequence[Example]:
    return examples_in("plugins.enterprise")
