"""A plugin that breaks the schema stays out of it, and the others serve."""

from typing import Any

import pytest
import strawberry

from core.errors import PluginError
from core.extension import Extension, extend
from core.plugins import Manifest, Plugin, Plugins
from core.register import models as m
from schema.assembly import assemble
from schema.fields import column, connection, count, key
from schema.roots import Query
from schema.shared.register import Enterprise, Site

TEXT = "文字\nA text."


@strawberry.type(description=TEXT)
class SecondSite:
    """A second record over the table of sites."""

    id: strawberry.ID = key(m.Site.id)


class Offering(Plugins):
    """Plugins whose contributions are given, as if their hooks had given them."""

    given: dict[str, list[Extension]]

    def contributions(self, hook: str) -> list[tuple[str, Any]]:
        if hook != "type_extensions":
            return []
        return [
            (name, each)
            for name, extensions in self.given.items()
            if self.found[name].fault is None
            for each in extensions
        ]


def offering(*, strict: bool, **given: list[Extension]) -> Offering:
    plugins = Offering(strict=strict)
    plugins.given, plugins.order, plugins._loaded = given, list(given), True
    for name in given:
        manifest = Manifest(name=name, title=name, summary="")
        plugins.found[name] = Plugin(name, manifest=manifest)
    return plugins


RIGHT = extend(Enterprise, right=count(Site, TEXT, by=m.Site.enterprise_id))
WRONG = extend(Enterprise, wrong=column(m.Site.name, TEXT))
DOUBLE = extend(Query, second_sites=connection(SecondSite, TEXT))


@pytest.mark.parametrize(
    ("fault", "why"),
    [(WRONG, "Enterprise.wrong"), (DOUBLE, "Site and SecondSite")],
)
def test_who_breaks_the_schema_stays_out_and_the_others_serve(fault: Extension, why: str) -> None:
    plugins = offering(strict=False, broken=[fault], sound=[RIGHT])
    assembled = assemble(plugins)
    assert why in str(plugins.found["broken"].fault)
    assert plugins.found["sound"].fault is None
    sdl = assembled.schema.as_str()
    assert "right: Int" in sdl
    assert "wrong:" not in sdl
    assert "SecondSite" not in sdl


def test_strict_plugins_turn_it_into_an_error() -> None:
    with pytest.raises(PluginError, match="broken"):
        assemble(offering(strict=True, broken=[WRONG], sound=[RIGHT]))
