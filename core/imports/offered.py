"""What may be imported: the register's own records, and what the serving plugins declare."""

from collections.abc import Mapping
from typing import Any, Final

from core.errors import InvalidInput, NotFound
from core.import_declarations import Importable
from core.imports.mapping import ImportMapping, into_of, read_mapping
from core.plugins import Plugins
from core.register.importables import IMPORTABLES

REGISTER: Final = "register"
"""In place of a plugin's name: what belongs to the core."""

Offered = Mapping[tuple[str, str], Importable]


def offered(plugins: Plugins) -> Offered:
    """Everything that can be imported, by plugin and slug."""
    found = {(REGISTER, each.slug): each for each in IMPORTABLES}
    brought: list[tuple[str, Any]] = plugins.contributions("importables")
    found |= {(plugin, each.slug): each for plugin, each in brought}
    return found


def chosen(known: Offered, plugin: str, text: str) -> tuple[Importable, ImportMapping]:
    """What a mapping is for, and the mapping. Raises InvalidInput, NotFound."""
    slugs = [slug for name, slug in known if name == plugin]
    if not slugs:
        raise NotFound(field="plugin")
    into = into_of(text)
    if into not in slugs:
        raise InvalidInput(
            f"{plugin} 中没有可导入的 {into}，只有：{'、'.join(slugs)}。",
            f"{plugin} has nothing called {into} to import, only: {', '.join(slugs)}.",
            field="mapping",
            code="MAPPING",
        )
    importable = known[plugin, into]
    return importable, read_mapping(text, importable)
