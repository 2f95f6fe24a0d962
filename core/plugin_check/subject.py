"""What is looked at, and what was found."""

import enum
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from core.plugins import Plugin
from core.store.mapping import mapped_in, within
from schema.assembly import Assembly
from schema.sources import Many


class Verdict(enum.Enum):
    """How one question came out; only BROKEN makes the exit code 1."""

    SOUND = "好 ok    "
    ODD = "注意 odd "
    BROKEN = "故障 broken"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report."""

    verdict: Verdict
    chinese: str
    english: str

    def __str__(self) -> str:
        return f"[{self.verdict.value}] {self.chinese} {self.english}"


def sound(chinese: str, english: str) -> Finding:
    """A question that came out well."""
    return Finding(Verdict.SOUND, chinese, english)


def odd(chinese: str, english: str) -> Finding:
    """Something that its author should know."""
    return Finding(Verdict.ODD, chinese, english)


def broken(chinese: str, english: str) -> Finding:
    """Something with which no bureau should let it in."""
    return Finding(Verdict.BROKEN, chinese, english)


@dataclass(frozen=True)
class Subject:
    """The plugin within the whole that it was built into."""

    plugin: Plugin
    assembly: Assembly

    @property
    def name(self) -> str:
        """Its name."""
        return self.plugin.name

    def fault(self) -> str | None:
        """Why it is in quarantine by now; whatever is done with it may bring it there."""
        return self.plugin.fault

    @cached_property
    def models(self) -> list[type[Any]]:
        """What it stores."""
        return [mapper.class_ for mapper in mapped_in(self.plugin.package)]

    @cached_property
    def types(self) -> list[Any]:
        """The object types that its modules define, as graphql-core has them."""
        found = []
        for type_ in self.assembly.schema.core.type_map.values():
            definition = type_.extensions.get("strawberry-definition")
            origin = getattr(definition, "origin", None)
            if origin is not None and within(origin.__module__, self.plugin.package):
                found.append(type_)
        return found

    def lists(self) -> Iterator[tuple[str, type[Any]]]:
        """The root fields that page through its records, with the record's model."""
        query = self.assembly.schema.core.query_type
        for name, field in (query.fields if query else {}).items():
            source = getattr(field.extensions.get("strawberry-definition"), "source", None)
            if isinstance(source, Many) and within(source.target.__module__, self.plugin.package):
                yield name, self.assembly.schema.catalogue.model(source.target)
