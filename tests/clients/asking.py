"""Ask the client documents of a bureau, each as its role, by its hash."""

import copy
import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import httpx2
from graphql import GraphQLSchema, parse, validate

from core.app import Application
from core.identity.models import Session, SessionKind
from core.identity.tokens import SESSION_PREFIX, token_digest
from tests.clients.documents import FOLDER, ClientDocument, Who, follow, place, read
from tests.core.demo.conftest import Filled
from tests.fixtures.clock import TestClock

PUBLIC = "public"
HOLDER = "select min(account_id) from post where role = $1"
"""Somebody who holds a role, and of a unit that has rows of a table, if one is named."""


@dataclass
class Counter:
    """A bureau with the demonstration in it, and who has signed in there."""

    filled: Filled
    application: Application
    http: httpx2.AsyncClient
    clock: TestClock
    _tokens: dict[Who, str] = field(default_factory=dict)

    async def headers(self, who: Who) -> dict[str, str]:
        """Those of somebody who is signed in as asked for; the public has none."""
        if who.role == PUBLIC:
            return {}
        if who not in self._tokens:
            self._tokens[who] = await self._sign_in(who)
        return {"authorization": f"Bearer {self._tokens[who]}"}

    async def _sign_in(self, who: Who) -> str:
        holder = HOLDER
        if who.unit_with:
            holder += f" and enterprise_id in (select enterprise_id from {who.unit_with})"
        account = await self.filled.one(holder, who.role)
        token, now = f"{SESSION_PREFIX}client-{who.role}-{who.unit_with}", self.clock.now()
        session = Session(
            account_id=account,
            token_hash=token_digest(token),
            kind=SessionKind.BEARER,
            created_at=now,
            last_seen_at=now,
            idle_minutes=600,
            expires_at=now + dt.timedelta(days=1),
            ip="",
            user_agent="tests",
        )
        async with self.filled.store.system() as rows:
            rows.add(session)
        return token

    async def schema(self, role: str) -> GraphQLSchema:
        """What the role's permission set sees."""
        headers = await self.headers(Who(role))
        token = headers.get("authorization", "").removeprefix("Bearer ")
        return self.application.views.of(await self.application.access(token or None)).core

    async def faults(self, role: str, text: str) -> list[str]:
        """What the role's schema has against a document."""
        return [each.message for each in validate(await self.schema(role), parse(text))]

    async def variables(self, document: ClientDocument) -> dict[str, Any]:
        """Its own, and those that other documents of the folder answer."""
        found = copy.deepcopy(document.own)
        for each in document.given:
            other = read(FOLDER / document.name.partition("/")[0] / each.file)
            data = await self.data(other, await self.variables(other), document.who)
            place(found, each.variable, follow(data, each.where))
        return found

    async def data(
        self, document: ClientDocument, variables: dict[str, Any], who: Who | None = None
    ) -> dict[str, Any]:
        """The answer to a document that is asked for by its hash, and must be answered."""
        body = {"documentId": f"sha256:{document.sha256}", "variables": variables}
        headers = await self.headers(who or document.who)
        said = (await self.http.post("/graphql", json=body, headers=headers)).json()
        assert "errors" not in said, (document.name, variables, said["errors"])
        data: dict[str, Any] = said["data"]
        return data

    async def known(self, document: ClientDocument) -> bool:
        """Whether the gateway has it, asked without running it: a GET changes nothing."""
        params = {"documentId": f"sha256:{document.sha256}"}
        headers = await self.headers(document.who)
        answer = await self.http.get("/graphql", params=params, headers=headers)
        return answer.status_code == httpx2.codes.METHOD_NOT_ALLOWED
