"""Operations: root fields with Python behind them. Each names its action; the core checks it."""

import inspect as python_inspect
from collections.abc import Callable
from typing import Annotated, Any, get_type_hints

import strawberry
from strawberry.types.field import StrawberryField
from strawberry.types.info import Info

from core.policy.vocabulary import Action
from core.store.base import Base
from schema.guards import MARKER, Guard
from schema.payloads import Payload, payload_type, record_field
from schema.running import Mutating, run

Resolver = Callable[..., Any]


def query(
    description: str, *, reads: type[Any] | str | None, open_because: str = ""
) -> Callable[[Resolver], StrawberryField]:
    """A field whose value Python finds: at the root, or on a type that somebody else owns.

    `reads` names the record (or `<plugin>:<Type>`) that the caller must be allowed to read.
    """
    _require_reason(reads, open_because)

    def decorate(function: Resolver) -> StrawberryField:
        setattr(function, MARKER, Guard(reads, Action.READ, "query", open_because))
        made: StrawberryField = strawberry.field(resolver=function, description=description)
        return made

    return decorate


def mutation(
    description: str,
    *,
    on: type[Any] | str | None,
    action: Action,
    open_because: str = "",
) -> Callable[[Resolver], StrawberryField]:
    """A write. The function takes `work: UnitOfWork`, `input: <Input>` and, where it needs the
    platform's services, `request: Request`; it returns the row of the model that it acted upon.

    Everything it does is one transaction: rows, change record, ledger entry and the client's
    mutation id. Errors of core.errors become `userErrors`, and nothing of the work remains. To show
    more than the row, it returns a `Payload` of its own with `row` set; what a replay must not show
    again is then missing there. Without `work` it manages its transactions itself, by
    `request.writing()`: for the core's own operations. Sent again, such a one answers with an empty
    payload, which says no more than that it happened.
    """
    _require_reason(on, open_because)

    def decorate(function: Resolver) -> StrawberryField:
        hints = get_type_hints(function)
        takes = frozenset(python_inspect.signature(function).parameters)
        own_payload = _returns_payload(hints)
        payload = hints["return"] if own_payload else payload_type(function.__name__, on)  # type: ignore[arg-type]
        guard = Guard(on, action, "mutation", open_because)
        one_row = "work" in takes
        step = Mutating(
            name=function.__name__,
            guard=guard,
            function=function,
            payload=payload,
            record=on,
            field=record_field(on) if one_row else "",  # type: ignore[arg-type]
            takes=takes,
        )

        async def resolve(info: Info, input: Any) -> Any:
            return await run(step, info.context, input)

        about = strawberry.argument(description="输入\nWhat it takes.")
        told: Any = Annotated[hints["input"], about]
        resolve.__name__ = function.__name__
        resolve.__module__ = function.__module__
        resolve.__annotations__ = {"info": Info, "input": told, "return": payload}
        setattr(resolve, MARKER, guard)
        made: StrawberryField = strawberry.mutation(resolver=resolve, description=description)
        return made

    return decorate


def subscription(
    description: str,
    *,
    on: type[Any] | str | None,
    action: Action = Action.READ,
    open_because: str = "",
) -> Callable[[Resolver], StrawberryField]:
    """Something that can be followed. The function says what: it returns `changes_of(...)`.

    It is annotated `-> AsyncGenerator[X, None]`, where X is the record, or what `show=` makes of
    it. What is delivered is read anew each time, under the subscriber's rights of that moment.
    """
    _require_reason(on, open_because)

    def decorate(function: Resolver) -> StrawberryField:
        setattr(function, MARKER, Guard(on, action, "subscription", open_because))
        made: StrawberryField = strawberry.subscription(resolver=function, description=description)
        return made

    return decorate


def _returns_payload(hints: dict[str, Any]) -> bool:
    returned = hints.get("return")
    if isinstance(returned, type) and issubclass(returned, Payload):
        return True
    if isinstance(returned, type) and issubclass(returned, Base):
        return False
    raise TypeError(f"a mutation returns a row of a model, or a Payload, not {returned!r}")


def _require_reason(on: Any, open_because: str) -> None:
    if on is None and not open_because:
        raise TypeError("an operation without a resource is open to all; say why")
