"""One person at the desk during one request: reads documents and runs mutations as that person."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from graphql import GraphQLSchema

from core.desk.book import Book
from core.desk.documents import Reading, prune
from core.policy.access import Access

KEPT: Final = 2_048
"""Documents cut down to a view that are remembered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """The other side of the request, for the ledger and the log."""

    request_id: str = ""
    ip: str = ""
    user_agent: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the gateway answered: data, perhaps partial, and messages of what went wrong."""

    data: dict[str, Any] | None
    errors: Sequence[str] = ()
    wait: int | None = None
    """Seconds to wait, where the caller's budget is spent."""


class Gateway(Protocol):
    """The way in that every client takes: guard, budget, policy, ledger."""

    def schema_of(self, access: Access) -> tuple[str, GraphQLSchema]:
        """The caller's own schema, with a key that names it. Raises Denied."""
        ...

    async def ask(
        self, access: Access, text: str, variables: Mapping[str, Any], peer: Peer
    ) -> Reply:
        """The answer to a GraphQL request of the caller."""
        ...


@dataclass(frozen=True, slots=True)
class Result:
    """An answer and the document that it answers."""

    reading: Reading
    data: dict[str, Any]
    errors: Sequence[str] = ()

    def at(self, path: str) -> Any:
        """What stands at a dotted path; None where there is nothing."""
        return dig(self.data, path)


@dataclass
class Pruned:
    """Documents as far as a view has them, remembered by view and text."""

    known: OrderedDict[tuple[str, str], Reading | None] = field(default_factory=OrderedDict)

    def of(self, whole: Reading, key: str, schema: GraphQLSchema) -> Reading | None:
        """The document for one view."""
        place = (key, whole.text)
        if place not in self.known:
            self.known[place] = prune(whole, schema)
            if len(self.known) > KEPT:
                self.known.popitem(last=False)
        return self.known[place]


@dataclass(frozen=True)
class Visit:
    """Who is here, with which schema, and the way to the gateway."""

    access: Access
    peer: Peer
    book: Book
    gateway: Gateway
    view: str
    schema: GraphQLSchema
    pruned: Pruned

    def reading(self, text: str) -> Reading | None:
        """A document of the book as this person's schema has it; None where it has nothing."""
        return self.pruned.of(self.book.readings[text], self.view, self.schema)

    async def read(self, text: str, **given: Any) -> Result | None:
        """The answer to a document of the book; None where this person's schema lacks it."""
        reading = self.reading(text)
        if reading is None:
            return None
        known = {"today": self.access.today.isoformat(), **given}
        wanted = {k: v for k, v in known.items() if k in reading.variables and v is not None}
        reply = await self.gateway.ask(self.access, reading.text, wanted, self.peer)
        return Result(reading, reply.data or {}, reply.errors)


def dig(data: Any, path: str) -> Any:
    """What stands at a dotted path of an answer; lists on the way give lists, or a place in one."""
    for number, part in enumerate(parts := path.split(".") if path else []):
        if isinstance(data, list) and part.isdecimal():
            data = data[int(part)] if int(part) < len(data) else None
            continue
        if isinstance(data, list):
            rest = ".".join(parts[number:])
            return [dig(each, rest) for each in data]
        if not isinstance(data, dict):
            return None
        data = data.get(part)
    return data
