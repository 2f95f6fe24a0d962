"""Table of contents: everything that special equipment contributes to the platform."""

from collections.abc import Sequence

from core.declarations import Procedure, Searchable, Seed
from core.extension import Extension
from core.hookspecs import hookimpl
from plugins.special_equipment import models, resolvers, types
from plugins.special_equipment.procedures import DECLARATION
from plugins.special_equipment.seeds import SEEDS


@hookimpl
def type_extensions() -> Sequence[Extension]:
    return [*types.extensions, *resolvers.extensions]


@hookimpl
def searchables() -> Sequence[Searchable]:
    return [Searchable(record=types.Equipment, text=models.Equipment.search_text)]


@hookimpl
def procedures() -> Sequence[Procedure]:
    return [DECLARATION]


@hookimpl
def seeds() -> Sequence[Seed]:
    return SEEDS
