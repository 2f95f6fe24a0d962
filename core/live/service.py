"""What sockets and streams need of the application, and the list of those that are open."""

import logging
from collections.abc import AsyncIterator, Awaitable, Iterable
from dataclasses import dataclass, field
from typing import Protocol

from starlette.requests import HTTPConnection

from core.errors import Denied, Unauthenticated
from core.gateway.http import Answered, GraphQLRequest
from core.live.messages import Closing, forbidden, restarting, unauthorized
from core.live.places import Places
from core.policy.access import Access

log = logging.getLogger("zhijian.live")


class Operation(Protocol):
    """An operation that has been opened."""

    def frames(self) -> AsyncIterator[Answered]:
        """Its answers; one that is not valid is the last. Raises Unauthenticated or Denied."""
        ...

    async def recheck(self, access: Access) -> None:
        """Raise Denied when it is no longer allowed."""

    def close(self) -> None:
        """Let go of what it holds."""


class Authenticating(Protocol):
    """Token -> access. Raises Unauthenticated."""

    def __call__(self, token: str | None, *, active: bool = True) -> Awaitable[Access]:
        """`active=False`: look without counting as use of the session."""
        ...


class Opening(Protocol):
    """(connection, access, question, token) -> operation; refusals are answers."""

    def __call__(
        self,
        connection: HTTPConnection,
        access: Access,
        asked: GraphQLRequest,
        token: str | None,
    ) -> Awaitable[Operation]:
        """Begin it."""
        ...


class Line(Protocol):
    """A socket or stream that is open."""

    async def recheck(self) -> None:
        """End it if its session or its operations are no longer allowed."""

    def end(self, closing: Closing) -> None:
        """Have it end; does not wait."""


async def still_allowed(
    service: "LiveService", token: str | None, known: Access, operations: Iterable[Operation]
) -> Access:
    """The access of now. Raises Closing when the session is over or an operation not allowed."""
    try:
        access = await service.authenticate(token, active=False)
        if access is not known:
            for operation in operations:
                await operation.recheck(access)
    except Unauthenticated as error:
        raise unauthorized() from error
    except Denied as error:
        raise forbidden() from error
    return access


@dataclass
class LiveService:
    """Everything that stays open in this worker."""

    authenticate: Authenticating
    open: Opening
    places: Places = field(default_factory=Places)
    lines: set[Line] = field(default_factory=set)
    _rechecking: bool = False

    async def recheck(self, _version: int = 0) -> None:
        """Hold every open line against sessions and policy as they are now."""
        if self._rechecking:
            return
        self._rechecking = True
        try:
            for line in tuple(self.lines):
                await self._recheck_one(line)
        finally:
            self._rechecking = False

    def close_all(self) -> None:
        """The server stops."""
        for line in tuple(self.lines):
            line.end(restarting())

    async def _recheck_one(self, line: Line) -> None:
        try:
            await line.recheck()
        except Exception:
            log.warning("a line could not be checked", exc_info=True)
