"""Global ids: opaque to clients, a type's name and a primary key to us."""

import base64
from typing import Any

import strawberry

from core.errors import InvalidInput


@strawberry.interface(description="可按全局标识读取的记录\nA record that `node(id:)` can fetch.")
class Node:
    """Relay's Node. Every record implements it with `id: strawberry.ID = key(...)`."""

    id: strawberry.ID = strawberry.field(description="全局标识\nGlobal id.")


def global_id(record: str, key: int) -> str:
    """The global id of a record, given its GraphQL type name."""
    return base64.b64encode(f"{record}:{key}".encode()).decode()


def parse_id(given: str) -> tuple[str, int]:
    """Type name and key of a global id. Raises InvalidInput."""
    try:
        name, _, number = base64.b64decode(given, validate=True).decode().partition(":")
        if name and number.isascii() and number.isdigit() and len(number) < 10:
            return name, int(number)
    except ValueError:  # not base64, not ASCII, not UTF-8
        pass
    raise InvalidInput(
        "标识无效，请使用系统返回的 id。",
        f"Not an id of this system: {given[:40]!r}.",
        field="id",
        code="BAD_ID",
    )


def key_of(record: type[Any] | str, given: str) -> int:
    """The key of a record's global id. Raises InvalidInput for another type's id."""
    expected = record if isinstance(record, str) else record.__name__
    name, key = parse_id(given)
    if name != expected:
        raise InvalidInput(
            f"该标识不是 {expected} 的标识。",
            f"The id is one of {name}, not of {expected}.",
            field="id",
            code="BAD_ID",
        )
    return key


def key_or_none(record: type[Any] | str, given: str | None) -> int | None:
    """The key, where an id is given."""
    return None if given is None else key_of(record, given)
