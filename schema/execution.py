"""How a GraphQL request is answered: guard, view, validation, then one statement or Python."""

import logging
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
from core.gateway.guard import check, parse_document
from core.gateway.verdict import Cost, Limits
from core.policy.access import Access
from core.store.engine import Store, only_reads
from schema.asking import Answer, Ask
from schema.database_errors import too_slow, typed
from schema.disclosing import Disclosures, Note
from schema.explaining.denials import explain_fault, explain_refusal
from schema.reading.plans import Compiled, read
from schema.request import Request
from schema.tiers.views import View, Views

log = logging.getLogger("zhijian.graphql")

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
        self._documents: dict[str, DocumentNode] = {}

    async def answer(self, ask: Ask) -> Answer:
        """The answer; never raises for anything that a client sent."""
        prepared = self.prepare(ask)
        if isinstance(prepared, Answer):
            return prepared
        if prepared.operation.operation is OperationType.SUBSCRIPTION:
            return _request_error([_located(_one_answer())])
        return await self.run(ask, prepared)

    def prepare(self, ask: Ask) -> Prepared | Answer:
        """Guard, budget and validation; an answer when one of them refuses."""
        try:
            view = self.views.of(ask.access, ask.plugin)
            document = self._document(ask.text)
            cost = check(document, ask.operation_name, ask.variables, self.limits)
            self.spend(ask.access, ask.ip, cost.objects)
        except GraphQLError as error:
            return _request_error([error])
        except ZhijianError as error:
            wait = (error.explain or {}).get("retryAfterSeconds")
            return replace(_request_error([_located(error)]), retry_after=wait)
        if faults := view.faults(ask.text, document):
            return _request_error([with_code(fault, "INVALID_DOCUMENT") for fault in faults])
        operation = get_operation_ast(document, ask.operation_name)
        if operation is None:
            return _request_error([_located(_unknown_operation())])
        if (answer := _only_reads(ask, operation.operation)) is not None:
            return answer
        return Prepared(view, document, operation, cost)

    async def run(self, ask: Ask, prepared: Prepared) -> Answer:
        """Answer a query or mutation that has been prepared."""
        view, document, operation = prepared.view, prepared.document, prepared.operation
        definitions = operation.variable_definitions or ()
        coerced = get_variable_values(view.core, definitions, ask.variables, max_errors=5)
        if isinstance(coerced, list):
            return _request_error([with_code(error, "BAD_VARIABLES") for error in coerced])
        name = operation.name.value if operation.name else None
        why = "switched off"
        if ask.compile:
            found = self.views.plans.find(
                view, ask.access, ask.text, document, operation, ask.variables
            )
            if isinstance(found, Compiled):
                if (text := await self._compiled(found, ask)) is not None:
                    return Answer(body=text, operation_name=name, read_path="compiled", sql_count=1)
                found = "the answer needs the executor"
            why = found
        return await self._ordinary(ask, view, document, name, why)

    async def _compiled(self, found: Compiled, ask: Ask) -> bytes | None:
        try:
            shown = await read(found, self.store.reads, ask.access)
        except asyncpg.QueryCanceledError:
            body = {"data": None, "errors": [_formatted(_located(too_slow()), ask.request_id)]}
            return orjson.dumps(body)
        except (InvalidInput, asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
            return None  # a bad id, cursor or text: the executor words the error at its place
        if shown is None:
            return None
        if shown.clear:
            await self.note(ask, shown.clear)
        return shown.text.encode()

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
                await explain_refusal(request, _origin(error))
            body["errors"] = [_formatted(error, ask.request_id) for error in finished.errors]
        return orjson.dumps(body)

    def _document(self, text: str) -> DocumentNode:
        found = self._documents.get(text)
        if found is None:
            found = parse_document(text, self.limits)
            if len(self._documents) >= 512:
                self._documents.clear()
            self._documents[text] = found
        return found


def _only_reads(ask: Ask, kind: OperationType) -> Answer | None:
    """The refusal of what is more than a query, where only queries may run."""
    if ask.access.preview and kind is not OperationType.QUERY:
        return _request_error([_located(only_reads())])
    if ask.only_queries and kind is OperationType.MUTATION:
        refused = Refused("GET 只能查询。", "GET may only query.", code="MUTATION_OVER_GET")
        return _request_error([_located(refused)], not_allowed=True)
    return None


def _free(_access: Access, _ip: str, _points: int) -> None:
    """No budget, until whoever owns the executor sets one."""


def _unknown_operation() -> InvalidInput:
    return InvalidInput(
        "文档中没有这个名称的操作。",
        "The document holds no operation of that name.",
        code="UNKNOWN_OPERATION",
    )


def _one_answer() -> Refused:
    return Refused(
        "订阅请通过 WebSocket（graphql-transport-ws）或 text/event-stream 进行。",
        "Subscribe over a WebSocket (graphql-transport-ws), or accept text/event-stream.",
        code="SUBSCRIPTION_NEEDS_STREAM",
    )


def _located(error: Exception) -> GraphQLError:
    return GraphQLError(str(error), original_error=error)


def with_code(error: GraphQLError, code: str) -> GraphQLError:
    """An error of graphql-core's own, which has no code."""
    error.extensions = {"code": code, **(error.extensions or {})}
    explain_fault(error)
    return error


def refusal(error: Exception, request_id: str = "") -> Answer:
    """The answer to a request that cannot be carried out at all."""
    located = error if isinstance(error, GraphQLError) else _located(error)
    return Answer(body=orjson.dumps({"errors": [_formatted(located, request_id)]}), valid=False)


def without_data(error: ZhijianError) -> Answer:
    """One of several answers of a stream, which says only that something went wrong."""
    body = {"data": None, "errors": [_formatted(_located(error), "")]}
    return Answer(body=orjson.dumps(body))


def _request_error(errors: list[GraphQLError], *, not_allowed: bool = False) -> Answer:
    body = {"errors": [_formatted(error, "") for error in errors]}
    return Answer(body=orjson.dumps(body), valid=False, not_allowed=not_allowed)


def _formatted(error: GraphQLError, request_id: str) -> dict[str, Any]:
    """What a client may know: our own errors in full, graphql-core's as they are, others masked."""
    shown: dict[str, Any] = dict(error.formatted)
    original = _origin(error)
    original = (original and typed(original)) or original
    if isinstance(original, ZhijianError):
        shown["message"] = str(original)
        extensions: dict[str, Any] = {"code": original.stable_code}
        if original.explain is not None:
            extensions["explain"] = dict(original.explain)
        shown["extensions"] = extensions
    elif original is not None:
        log.error("request %s failed", request_id, exc_info=original)
        shown["message"] = (
            f"系统内部错误，请联系管理员并提供编号 {request_id}。\n"
            f"Internal error; tell the administrator the number {request_id}."
        )
        shown["extensions"] = {"code": "INTERNAL_ERROR"}
    else:
        shown.setdefault("extensions", {"code": "INVALID_DOCUMENT"})
    return shown


def _origin(error: BaseException) -> BaseException | None:
    """The first cause that is not graphql-core's own wrapping."""
    original: BaseException | None = error
    while isinstance(original, GraphQLError):
        original = original.original_error
    return original
