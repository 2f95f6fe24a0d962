"""A GraphQL request as the gateway understood it, and what becomes of it."""

import asyncio
from dataclasses import dataclass, field
from typing import Any, Literal

from core.policy.access import Access
from core.unchanged.answers import Kept

ReadPath = Literal["compiled", "ordinary", "kept"]
"""One statement, Python, or an answer that still stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One GraphQL request with whoever asks, as the gateway understood it."""

    access: Access
    text: str
    variables: dict[str, Any] = field(default_factory=dict)
    operation_name: str | None = None
    plugin: str | None = None
    only_queries: bool = False
    """Over GET nothing may be changed."""
    request_id: str = ""
    ip: str = ""
    user_agent: str = ""
    token: str | None = None
    cookie: bool = False
    """Whether a session that begins is to be carried by a cookie."""
    gone: "asyncio.Future[None] | None" = None
    """Done once the client has hung up: a query is given up then, a mutation is not."""
    report: bool = False
    """Whether the answer is to tell what it took, in its `extensions`."""
    compile: bool = True
    """Whether a compiled read may answer; tests compare both ways."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The response's body, and what the log and the HTTP layer need to know of it."""

    body: bytes
    valid: bool = True
    """False: the request itself was wrong, nothing was executed, the body has no data."""
    operation_name: str | None = None
    read_path: ReadPath | None = None
    sql_count: int = 0
    why_ordinary: str = ""
    kept: Literal["hit", "miss", "bypass"] | None = None
    """Of a query: whether its answer still stood, had to be read, or is none to be kept."""
    standing: Kept | None = None
    """The answer as it is kept, or would have been."""
    set_token: str | None = None
    """A session token for the cookie; empty: remove the cookie."""
    not_allowed: bool = False
    """A mutation over GET."""
    retry_after: int | None = None
    """Seconds after which the budget allows the request again."""

    @property
    def validator(self) -> str | None:
        """Tells the body from any other; only of answers that may be kept."""
        return None if self.standing is None else self.standing.validator
