"""What a mutation takes and gives: Relay's shape, with errors as data."""

from typing import Any

import strawberry
from strawberry.scalars import JSON

from core.errors import PolicyError, ZhijianError


@strawberry.input(description="办理的输入\nWhat every mutation takes.")
class MutationInput:
    """Base of every mutation's input."""

    client_mutation_id: str | None = strawberry.field(
        default=None,
        description="客户端编号：重复提交得到第一次的结果\nThe same id replays the first answer.",
    )
    reason: str | None = strawberry.field(
        default=None, description="理由，记入台账\nWhy; kept in the ledger."
    )


@strawberry.input(description="修改的输入\nWhat a change to a known record takes.")
class ChangeInput(MutationInput):
    """Base of inputs that change a record that the client has read before."""

    expected_version: int | None = strawberry.field(
        default=None,
        description="所依据的版本；已过时则返回冲突\nThe version read; a stale one is a conflict.",
    )


@strawberry.type(description="办理中的问题\nWhy a mutation did not happen, or what to mind.")
class UserError:
    """A failure that the person can understand and act upon."""

    code: str = strawberry.field(description="稳定代码\nA stable code, see docs/errors.md.")
    message: str = strawberry.field(description="说明\nChinese first, English second.")
    field: str | None = strawberry.field(description="输入项\nWhich part of the input.")
    explain: JSON | None = strawberry.field(description="解释\nDetails for explaining.")

    @classmethod
    def of(cls, error: ZhijianError) -> "list[UserError]":
        """The error as data; a refused policy is one for each of its problems."""
        explain = None if error.explain is None else JSON(dict(error.explain))
        texts = error.problems if isinstance(error, PolicyError) else [str(error)]
        return [
            cls(code=error.stable_code, message=text, field=error.field, explain=explain)
            for text in texts
        ]


@strawberry.type(description="办理结果\nWhat every mutation gives.")
class Payload:
    """Base of every mutation's payload; a subclass adds the result, nullable."""

    user_errors: list[UserError] = strawberry.field(
        default_factory=list, description="问题；为空表示成功\nEmpty means that it happened."
    )
    client_mutation_id: str | None = strawberry.field(
        default=None, description="客户端编号\nAs given."
    )
    row: strawberry.Private[Any] = None
    """The row acted upon, where a mutation fills in a payload of its own."""


def payload_type(operation: str, record: type[Any]) -> type[Payload]:
    """`<Operation>Payload` with the record under its own name."""
    name = "".join(part.title() for part in operation.split("_")) + "Payload"
    attribute = _snake(record.__name__)
    description = f"{operation} 的结果\nWhat `{operation}` gives."
    namespace = {
        "__annotations__": {attribute: record | None},
        "__module__": record.__module__,
        attribute: strawberry.field(default=None, description="记录\nThe record as it is now."),
    }
    made: type[Payload] = strawberry.type(
        type(name, (Payload,), namespace), description=description
    )
    return made


def record_field(record: type[Any]) -> str:
    """The payload's field that holds the record."""
    return _snake(record.__name__)


def _snake(name: str) -> str:
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")
