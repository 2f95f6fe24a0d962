"""What a field needs of the policy, said where the field is declared or derived from its source."""

from dataclasses import dataclass
from typing import Any

from strawberry.types.field import StrawberryField

from core.policy.vocabulary import Action

MARKER = "__zhijian_guard__"


@dataclass(frozen=True, slots=True)
class Guard:
    """The action that an operation performs, and the resource on which."""

    on: type[Any] | str | None
    """A record type, a resource by name, or None for what everybody may call."""
    action: Action
    kind: str
    """query, mutation or subscription"""
    open_because: str = ""
    """Why everybody may call it, where `on` is None."""


def guard_of(field: StrawberryField) -> Guard | None:
    """The guard that an operation's author declared."""
    resolver = field.base_resolver
    return None if resolver is None else getattr(resolver.wrapped_func, MARKER, None)


@dataclass(frozen=True, slots=True)
class Ownership:
    """Which plugin a Python class belongs to, by its module's package."""

    packages: tuple[tuple[str, str], ...] = ()
    """(package, plugin) of plugins that are installed from elsewhere."""

    def of(self, owner: type[Any]) -> str:
        """The plugin's name, or `core`."""
        module = owner.__module__
        if module.startswith("plugins."):
            return module.split(".")[1]
        for package, plugin in self.packages:
            if module == package or module.startswith(f"{package}."):
                return plugin
        return "core"

    def resource(self, on: type[Any] | str) -> str:
        """`<plugin>:<Type>` of a record type; a name stays as it is."""
        return on if isinstance(on, str) else f"{self.of(on)}:{on.__name__}"
