"""How errors leave: our own in full, graphql-core's as they are, all others masked."""

import logging
from typing import Any

import orjson
from graphql import GraphQLError

from core.errors import InvalidInput, Refused, ZhijianError
from schema.asking import Answer
from schema.database_errors import typed
from schema.explaining.denials import explain_fault

log = logging.getLogger("zhijian.graphql")


def unknown_operation() -> InvalidInput:
    """Why a request runs nothing: it names none of the document's operations."""
    return InvalidInput(
        "文档中没有这个名称的操作。",
        "The document holds no operation of that name.",
        code="UNKNOWN_OPERATION",
    )


def one_answer() -> Refused:
    """Why a subscription is not answered by one response."""
    return Refused(
        "订阅请通过 WebSocket（graphql-transport-ws）或 text/event-stream 进行。",
        "Subscribe over a WebSocket (graphql-transport-ws), or accept text/event-stream.",
        code="SUBSCRIPTION_NEEDS_STREAM",
    )


def located(error: Exception) -> GraphQLError:
    """An error of ours as GraphQL carries it."""
    return GraphQLError(str(error), original_error=error)


def with_code(error: GraphQLError, code: str) -> GraphQLError:
    """An error of graphql-core's own, which has no code."""
    error.extensions = {"code": code, **(error.extensions or {})}
    explain_fault(error)
    return error


def refusal(error: Exception, request_id: str = "") -> Answer:
    """The answer to a request that cannot be carried out at all."""
    carried = error if isinstance(error, GraphQLError) else located(error)
    return Answer(body=orjson.dumps({"errors": [formatted(carried, request_id)]}), valid=False)


def without_data(error: ZhijianError) -> Answer:
    """One of several answers of a stream, which says only that something went wrong."""
    body = {"data": None, "errors": [formatted(located(error), "")]}
    return Answer(body=orjson.dumps(body))


def request_error(errors: list[GraphQLError], *, not_allowed: bool = False) -> Answer:
    """The answer to a request of which nothing was executed."""
    body = {"errors": [formatted(error, "") for error in errors]}
    return Answer(body=orjson.dumps(body), valid=False, not_allowed=not_allowed)


def formatted(error: GraphQLError, request_id: str) -> dict[str, Any]:
    """What a client may know: our own errors in full, graphql-core's as they are, others masked."""
    shown: dict[str, Any] = dict(error.formatted)
    original = origin(error)
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


def origin(error: BaseException) -> BaseException | None:
    """The first cause that is not graphql-core's own wrapping."""
    original: BaseException | None = error
    while isinstance(original, GraphQLError):
        original = original.original_error
    return original
