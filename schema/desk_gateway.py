"""How the desks reach the gateway: the way of every other client, as the same person."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from graphql import GraphQLSchema

from core.desk.visit import Peer, Reply
from core.policy.access import Access
from schema.execution import Ask, Executor
from schema.tiers.views import Views


@dataclass(frozen=True)
class DeskGateway:
    """The desk's `Gateway` over one worker's views and executor."""

    views: Views
    executor: Executor

    def schema_of(self, access: Access) -> tuple[str, GraphQLSchema]:
        """The caller's own schema, with a key that names it. Raises Denied."""
        view = self.views.of(access)
        return view.key, view.core

    async def ask(
        self, access: Access, text: str, variables: Mapping[str, Any], peer: Peer
    ) -> Reply:
        """The answer to a GraphQL request of the caller."""
        answer = await self.executor.answer(
            Ask(
                access=access,
                text=text,
                variables=dict(variables),
                request_id=peer.request_id,
                ip=peer.ip,
                user_agent=peer.user_agent,
            )
        )
        body = orjson.loads(answer.body)
        errors = [error["message"] for error in body.get("errors", ())]
        return Reply(body.get("data"), errors, answer.retry_after)
