"""One GraphQL request, as resolvers meet it in `info.context`."""

import datetime as dt
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from core.audit.ledger import OperationRecord
from core.policy.access import Access
from core.store.engine import Store
from core.store.freshness import raised
from core.store.replay import Replay, claim
from core.store.scope import LostScope
from core.store.unit import UnitOfWork
from schema.reading.loading import Loading
from schema.tiers.views import View


class AlreadyDone(Exception):
    """An earlier sending with the same `clientMutationId` has done it."""


@dataclass
class Request:
    """Who asks, under which policy version, with which schema; and this request's batch loaders."""

    access: Access
    view: View
    store: Store
    services: Any
    """The platform's services (identity, policy, ...), for the core's own operations."""
    request_id: str = ""
    ip: str = ""
    user_agent: str = ""
    token: str | None = None
    cookie: bool = False
    """Whether a browser signs in: its session comes as a cookie that scripts cannot read."""
    set_token: str | None = None
    """A token that the response should put into (or, when empty, remove from) the cookie."""
    operation: OperationRecord | None = None
    """What the ledger will say of the mutation under way."""
    replay: Replay | None = None
    """The sending under way of a mutation that manages its transactions itself."""
    clear: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How many values of each personal field (type, field) have been shown in clear."""
    _loading: list[Loading] = field(default_factory=list)

    @property
    def today(self) -> dt.date:
        """The business date."""
        return self.access.today

    @property
    def loading(self) -> Loading:
        """Batch loaders over one snapshot, opened on first use."""
        if not self._loading:
            view = self.view
            made = Loading(view.catalogue, self.store, self.access, view.is_masked)
            made.clear = self.clear
            self._loading.append(made)
        return self._loading[0]

    async def shown(self, record: type[Any], key: int) -> Any:
        """A record by its key alone; None where its scope, or its type's `is_shown`, hides it."""
        is_shown = getattr(record, "is_shown", None)
        if is_shown is not None and not await is_shown(self, key):
            return None
        return await self.loading.record(record, key)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[UnitOfWork]:
        """The transaction of the mutation under way, with its one entry in the ledger.

        Afterwards this worker knows at once what the others learn from the database. Raises
        AlreadyDone where this sending repeats an earlier one.
        """
        operation = self.operation
        if operation is None:
            raise LostScope("only a mutation writes, and it says first what it is")
        async with self.store.writing(self.access, operation.reason) as work:
            work.operation = operation
            done = self.replay and await claim(work, self.replay)
            if done is None:
                yield work
        await self.refresh()
        if done is not None:
            raise AlreadyDone
        for topic, version in raised(work.session).items():
            self.services.freshness.advance(topic, version)

    @property
    def statements(self) -> int:
        """How many statements the batch loaders have sent."""
        return sum(loading.statements for loading in self._loading)

    async def close(self) -> None:
        """End the snapshot, if one was opened."""
        await self.refresh()

    async def refresh(self) -> None:
        """Forget what was read: the next read sees what has been written since."""
        while self._loading:
            await self._loading.pop().close()
