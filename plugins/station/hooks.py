"""Table of contents: everything that the station edition contributes to the platform."""

from collections.abc import Sequence

from core.desk_declarations import DeskHome
from core.hookspecs import hookimpl
from plugins.station import desk


@hookimpl
def desk_homes() -> Sequence[DeskHome]:
    return desk.HOMES
