"""Table of contents: everything that the town edition contributes to the platform."""

from collections.abc import Sequence

from core.desk_declarations import DeskHome
from core.hookspecs import hookimpl
from plugins.town import desk


@hookimpl
def desk_homes() -> Sequence[DeskHome]:
    return desk.HOMES
