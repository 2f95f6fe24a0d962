"""The desk of one worker: the book, the way to the gateway, and who comes in."""

from dataclasses import dataclass, field
from typing import Any, Protocol

from starlette.requests import Request

from core.desk.book import Book
from core.desk.visit import Gateway, Peer, Pruned, Visit
from core.gateway.pages import PagePerson
from core.policy.access import Access


class Door(Protocol):
    """Who comes in over HTTP; the composition root knows."""

    async def access(self, request: Request) -> Access:
        """The rights of whoever asks; a session that has ended counts as the public."""
        ...

    async def person(self, request: Request) -> PagePerson | None:
        """Who is signed in, None for nobody."""
        ...


@dataclass
class Desk:
    """Begins visits. One per worker; remembers how documents are cut down to each view."""

    book: Book
    gateway: Gateway
    pruned: Pruned = field(default_factory=Pruned)

    def visit(self, access: Access, peer: Peer) -> Visit:
        """One person's visit. Raises Denied for somebody who may not read anything."""
        key, schema = self.gateway.schema_of(access)
        return Visit(access, peer, self.book, self.gateway, key, schema, self.pruned)


def peer_of(request: Request) -> Peer:
    """The other side of an HTTP request."""
    state: dict[str, Any] = request.scope.get("state", {})
    return Peer(
        request_id=state.get("request_id", ""),
        ip=request.client.host if request.client else "",
        user_agent=request.headers.get("user-agent", ""),
    )
