"""How a GraphQL request is answered: guard, view, validation, then one statement or Python."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from inspect import isawaitable
from typing import Any

import asyncpg
import orjson
from graphql import (
    DocumentNode,
    GraphQLError,
    OperationDefinitionNode,
    OperationType,
    execute,
    get_operation_ast,
)
from graphql.execution.values import get_variable_values

from core.errors import InvalidInput, Refused, ZhijianError
from core.gateway.checked import Checked
from core.gateway.guard import parse_document
from core.gateway.verdict import Cost, Limits
from core.policy.access import Access
from core.store.engine import Store, only_reads
from core.unchanged.answers import Answers, Kept
from core.unchanged.tables import Tables
from schema.asking import Answer, Ask
from schema.database_errors import too_slow
from schema.disclosing import Disclosures, Note
from schema.explaining.denials import explain_refusal
from schema.giving_up import ClientGone, giving_up
from schema.outgoing_errors import (
    formatted,
    located,
    one_answer,
    origin,
    refusal,
    request_error,
    unknown_operation,
    with_code,
    without_data,
)
from schema.reading.plans import Compiled, read
from schema.reporting import reported
from schema.request import Request
from schema.tiers.views import View, Views
from schema.unchanged import Place, Unchanged

__all__ = ["Answer", "Ask", "Executor", "Prepared", "refusal", "with_code", "without_data"]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A request that the guard let pass and the caller's schema understands."""

    view: View
    document: DocumentNode
    operation: OperationDefinitionNode
    cost: Cost


Spend = Callable[[Access, str, int], None]
"""Charges objects to an account or address. Raises Refused."""


class Executor:
    """Answers GraphQL requests. One per worker; keeps parsed documents and plans."""

    def __init__(self, store: Store, views: Views, services: Any, limits: Limits) -> None:
        self.store, self.views, self.services, self.limits = store, views, services, limits
        self.spend: Spend = _free
        self.note: Note = Disclosures(store, views.shape).note
        self.unchanged = Unchanged(Answers(Tables(lambda: False), 0))
        """Keeps nothing, until whoever owns the executor says how much."""
        self._checked = Checked(limits)
        self._documents: dict[str, DocumentNode] = {}

    async def answer(self, ask: Ask) -> Answer:
        """The answer; never raises for anything that a client sent."""
        if ask.report:
            return await self._reported(ask)
        if (known := self._known(ask)) is not None:
            return known
        prepared = self.prepare(ask)
        return prepared if isinstance(prepared, Answer) else await self._once(ask, prepared)

    async def _once(self, ask: Ask, prepared: Prepared) -> Answer:
        if prepared.operation.operation is OperationType.SUBSCRIPTION:
            return request_error([located(one_answer())])
        return await self.run(ask, prepared)

    async def _reported(self, ask: Ask) -> Answer:
        clock = self.store.clock
        begun, prepared = clock.monotonic(), self.prepare(ask)
        if isinstance(prepared, Answer):
            return reported(prepared, None, clock.monotonic() - begun)
        answer = await self._once(ask, prepared)
        return reported(answer, prepared.cost.objects, clock.monotonic() - begun)

    def _known(self, ask: Ask) -> Answer | None:
        """The answer that still stands; it is paid for like any other."""
        found = self.unchanged.find(ask)
        if found is None:
            return None
        question, kept = found
        try:
            self.spend(ask.access, ask.ip, question.objects)
        except ZhijianError:
            return None  # nothing was taken: `prepare` is refused as well, and words it
        return _standing(kept, question.operation_name)

    def prepare(self, ask: Ask) -> Prepared | Answer:
        """Guard, budget and validation; an answer when one of them refuses."""
        try:
            view = self.views.of(ask.access, ask.plugin)
            document = self.parsed(ask.text)
            cost = self._checked.cost(ask.text, document, ask.operation_name, ask.variables)
            self.spend(ask.access, ask.ip, cost.objects)
        except GraphQLError as error:
            return request_error([error])
        except ZhijianError as error:
            wait = (error.explain or {}).get("retryAfterSeconds")
            return replace(request_error([located(error)]), retry_after=wait)
        if faults := view.faults(ask.text, document):
            return request_error([with_code(fault, "INVALID_DOCUMENT") for fault in faults])
        operation = get_operation_ast(document, ask.operation_name)
        if operation is None:
            return request_error([located(unknown_operation())])
        if (answer := _only_reads(ask, operation.operation)) is not None:
            return answer
        return Prepared(view, document, operation, cost)

    async def run(self, ask: Ask, prepared: Prepared) -> Answer:
        """Answer a query or mutation that has been prepared."""
        is_query = prepared.operation.operation is OperationType.QUERY
        try:
            with giving_up(ask.gone if is_query else None):
                return await self._run(ask, prepared)
        except ClientGone as error:
            return refusal(error, ask.request_id)

    async def _run(self, ask: Ask, prepared: Prepared) -> Answer:
        view, document, operation = prepared.view, prepared.document, prepared.operation
        definitions = operation.variable_definitions or ()
        coerced = get_variable_values(view.core, definitions, ask.variables, max_errors=5)
        if isinstance(coerced, list):
            return request_error([with_code(error, "BAD_VARIABLES") for error in coerced])
        name = operation.name.value if operation.name else None
        why = "switched off"
        if ask.compile:
            found = self.views.plans.find(view, ask.access, ask.text, document, operation, coerced)
            if isinstance(found, Compiled):
                if (answer := await self._compiled(found, ask, prepared)) is not None:
                    return replace(answer, operation_name=name)
                found = "the answer needs the executor"
            why = found
        return await self._ordinary(ask, view, document, name, why)

    async def _compiled(self, found: Compiled, ask: Ask, prepared: Prepared) -> Answer | None:
        try:
            values = found.values(ask.access)
            place = self.unchanged.place(ask, found.plan, values, prepared.view.read_key)
            if place and (kept := self.unchanged.answers.find(place.key)):
                self._remember(ask, place, prepared)
                return _standing(kept, None)
            shown = await read(found.plan, values, self.store.reads, ask.access.wall())
        except asyncpg.QueryCanceledError:
            body = {"data": None, "errors": [formatted(located(too_slow()), ask.request_id)]}
            return Answer(body=orjson.dumps(body), read_path="compiled", sql_count=1)
        except (InvalidInput, asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
            return None  # a bad id, cursor or text: the executor words the error at its place
        if shown is None:
            return None
        if shown.clear:
            await self.note(ask, shown.clear)
        answer = Answer(body=shown.text.encode(), read_path="compiled", sql_count=1, kept="bypass")
        return answer if place is None else self._keep(answer, ask, place, prepared)

    def _keep(self, answer: Answer, ask: Ask, place: Place, prepared: Prepared) -> Answer:
        kept = self.unchanged.keep(place, answer.body)
        if kept is None:  # too large, or written meanwhile: its validator is true all the same
            kept = Kept(answer.body, place.tables, place.begun, 0)
        else:
            self._remember(ask, place, prepared)
        return replace(answer, kept="miss", standing=kept)

    def _remember(self, ask: Ask, place: Place, prepared: Prepared) -> None:
        name = prepared.operation.name
        self.unchanged.remember(ask, place, prepared.cost.objects, name.value if name else None)

    async def _ordinary(
        self, ask: Ask, view: View, document: DocumentNode, name: str | None, why: str
    ) -> Answer:
        request = self.request(ask, view)
        try:
            body = await self.execute(ask, document, request)
            statements = request.statements
        finally:
            await request.close()
        return Answer(
            body=body,
            operation_name=name,
            read_path="ordinary",
            sql_count=statements,
            why_ordinary=why,
            kept="bypass",
            set_token=request.set_token,
        )

    def request(self, ask: Ask, view: View) -> Request:
        """What resolvers get to see of a request; to be closed by whoever asked for it."""
        return Request(
            access=ask.access,
            view=view,
            store=self.store,
            services=self.services,
            request_id=ask.request_id,
            ip=ask.ip,
            user_agent=ask.user_agent,
            token=ask.token,
            cookie=ask.cookie,
        )

    async def execute(
        self, ask: Ask, document: DocumentNode, request: Request, root: Any = None
    ) -> bytes:
        """The body that Python's resolvers make of a valid document, errors at their places."""
        result = execute(
            request.view.core,
            document,
            root,
            context_value=request,
            variable_values=ask.variables,
            operation_name=ask.operation_name,
        )
        finished = await result if isawaitable(result) else result
        if request.clear:
            await self.note(ask, request.clear)
        body: dict[str, Any] = {"data": finished.data}
        if finished.errors:
            for error in finished.errors:
                await explain_refusal(request, origin(error))
            body["errors"] = [formatted(error, ask.request_id) for error in finished.errors]
        return orjson.dumps(body)

    def parsed(self, text: str) -> DocumentNode:
        """A document within the guard's bounds. Raises what the guard or the parser says."""
        found = self._documents.get(text)
        if found is None:
            found = parse_document(text, self.limits)
            if len(self._documents) >= 512:
                self._documents.clear()
            self._documents[text] = found
        return found


def _standing(kept: Kept, operation_name: str | None) -> Answer:
    return Answer(
        body=kept.value,
        operation_name=operation_name,
        read_path="kept",
        kept="hit",
        standing=kept,
    )


def _only_reads(ask: Ask, kind: OperationType) -> Answer | None:
    """The refusal of what is more than a query, where only queries may run."""
    if ask.access.preview and kind is not OperationType.QUERY:
        return request_error([located(only_reads())])
    if ask.only_queries and kind is OperationType.MUTATION:
        refused = Refused("GET 只能查询。", "GET may only query.", code="MUTATION_OVER_GET")
        return request_error([located(refused)], not_allowed=True)
    return None


def _free(_access: Access, _ip: str, _points: int) -> None:
    """No budget, until whoever owns the executor sets one."""
