"""Everything that the core itself puts into the shared schema, in order."""

from core.declarations import Searchable
from core.extension import Extension
from schema.shared import platform, register, register_operations

SHARED: list[Extension] = [
    *platform.extensions,
    *register.extensions,
    *register_operations.operations,
]
SHARED_SEARCHABLES: list[Searchable] = [*register.searchables]
