"""Table of contents: everything that early warning contributes to the platform."""

from collections.abc import Sequence

from core.extension import Extension
from core.hookspecs import hookimpl
from plugins.early_warning import types


@hookimpl
def type_extensions() -> Sequence[Extension]:
    return types.extensions
