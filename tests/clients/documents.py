"""The client documents under `examples/clients`: what their header says, and their variables.

    # role: branch.licensing_clerk        who runs it; a role of policies/roles.csv, or `public`
    # unit: equipment                      of an enterprise that has rows of this table
    # purpose: 许可证列表 Licences in pages
    # rows: licences.nodes                 this list must not be empty
    # given: id = licences.graphql licences.nodes.0.id
    # run: no, it would sign somebody out  checked against the schema only

Variables stand beside the document in `<name>.json`; `given` takes one from the answer to another
document of the folder, asked by the same role, as a client does when somebody opens a row.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from graphql import DocumentNode, OperationDefinitionNode, OperationType, parse

FOLDER = Path(__file__).resolve().parents[2] / "examples" / "clients"
HEADER = re.compile(r"# (?P<key>role|unit|purpose|rows|given|run): (?P<said>.+)")
GIVEN = re.compile(r"(?P<variable>\S+) = (?P<file>\S+) (?P<where>\S+)")


class Misread(Exception):
    """A header does not say what a document needs, or a path leads nowhere."""


@dataclass(frozen=True)
class Who:
    """Somebody who holds a role."""

    role: str
    unit_with: str = ""
    """A table of which their enterprise has rows."""


@dataclass(frozen=True)
class Given:
    """A variable that comes from another document's answer."""

    variable: str
    file: str
    where: str


@dataclass(frozen=True)
class ClientDocument:
    """One file."""

    name: str
    """Its path below the folder."""
    text: str
    own: dict[str, Any]
    """Variables of the JSON file beside it."""

    @cached_property
    def header(self) -> dict[str, list[str]]:
        """What the comments at its head say. Raises Misread."""
        found: dict[str, list[str]] = {}
        for line in self.text.splitlines():
            if not line.startswith("#"):
                break
            said = HEADER.fullmatch(line)
            if said is None:
                raise Misread(f"{self.name}: {line}")
            found.setdefault(said["key"], []).append(said["said"])
        if missing := {"role", "purpose"} - found.keys():
            raise Misread(f"{self.name}: its header says nothing of {sorted(missing)}")
        return found

    @property
    def role(self) -> str:
        """Who runs it."""
        return self.header["role"][0]

    @property
    def who(self) -> Who:
        """Somebody who may run it, and for whom there is something to see."""
        return Who(self.role, *self.header.get("unit", []))

    @property
    def rows(self) -> list[str]:
        """The lists that must not be empty."""
        return self.header.get("rows", [])

    @property
    def given(self) -> list[Given]:
        """Variables from other answers."""
        found = [GIVEN.fullmatch(said) for said in self.header.get("given", [])]
        if None in found:
            raise Misread(f"{self.name}: {self.header['given']}")
        return [Given(**each.groupdict()) for each in found if each]

    @property
    def runs(self) -> bool:
        """Whether it may be run, and not only be checked."""
        return not self.header.get("run", ["yes"])[0].startswith("no")

    @cached_property
    def tree(self) -> DocumentNode:
        """The document, parsed."""
        return parse(self.text)

    @property
    def operation(self) -> OperationDefinitionNode:
        """Its one operation."""
        (found,) = (d for d in self.tree.definitions if isinstance(d, OperationDefinitionNode))
        return found

    @property
    def writes(self) -> bool:
        """Whether it is a mutation."""
        return self.operation.operation is OperationType.MUTATION

    @property
    def pages(self) -> bool:
        """Whether it goes on after a cursor."""
        names = {each.variable.name.value for each in self.operation.variable_definitions or ()}
        return "after" in names

    @property
    def sha256(self) -> str:
        """What the manifest and a gateway know it by."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def documents() -> list[ClientDocument]:
    """All of them, queries before mutations, which may use up what a query shows."""
    found = [read(path) for path in sorted(FOLDER.glob("*/*.graphql"))]
    return sorted(found, key=lambda each: (each.writes, each.name))


def read(path: Path) -> ClientDocument:
    """One file, and its variables."""
    beside = path.with_suffix(".json")
    own = json.loads(beside.read_text("utf-8")) if beside.exists() else {}
    return ClientDocument(
        path.resolve().relative_to(FOLDER).as_posix(), path.read_text("utf-8"), own
    )


def follow(data: Any, where: str) -> Any:
    """What stands in an answer at a path such as `licences.nodes.0.id`. Raises Misread."""
    found = data
    for part in where.split("."):
        try:
            found = found[int(part) if isinstance(found, list) else part]
        except (KeyError, IndexError, TypeError, ValueError) as error:
            raise Misread(f"{where}: nothing at {part!r}") from error
    return found


def empty(document: ClientDocument, data: Any) -> Iterator[str]:
    """Lists that the header promises and the answer lacks."""
    for where in document.rows:
        try:
            if not follow(data, where):
                yield where
        except Misread:
            yield where


def place(variables: dict[str, Any], where: str, value: Any) -> None:
    """Set a variable; `input.id` reaches into one that is an object."""
    *parts, last = where.split(".")
    for part in parts:
        variables = variables.setdefault(part, {})
    variables[last] = value
