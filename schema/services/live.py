"""What everybody may follow: changes of the records that they may read."""

import enum
from collections.abc import AsyncGenerator
from typing import Annotated, Any

import strawberry
from strawberry.types.info import Info

from core.audit.announcing import Changed
from core.errors import InvalidInput
from core.extension import extend
from schema.following import Listening, changes_of
from schema.ids import Node, global_id, key_of
from schema.operations import subscription
from schema.roots import Subscription
from schema.services.matters import Matter


@strawberry.enum(description="变更方式\nWhat happened to a record.")
class RecordOperation(enum.Enum):
    """What a subscriber hears of; a record that is gone is not heard of."""

    CREATED = strawberry.enum_value("created", description="新建\nIt is new.")
    UPDATED = strawberry.enum_value("updated", description="修改\nIt was changed.")


@strawberry.type(description="记录变更\nA record that has changed, as the subscriber may read it.")
class RecordChange:
    """One delivery."""

    type: str = strawberry.field(description="记录类型\nThe record's type.")
    id: strawberry.ID = strawberry.field(description="全局标识\nGlobal id.")
    operation: RecordOperation = strawberry.field(description="变更方式\nWhat happened.")
    node: Node = strawberry.field(description="当前内容\nThe record as it is now.")


@subscription(
    "记录变更\nChanges of the records of a type, or of one record, that the caller may read.",
    on="core:Subscription.recordChanged",
)
def record_changed(
    info: Info,
    type: Annotated[str, strawberry.argument(description="记录类型\nWhich type of record.")],
    id: Annotated[
        strawberry.ID | None, strawberry.argument(description="全局标识\nOnly this record.")
    ] = None,
) -> AsyncGenerator[RecordChange, None]:
    """Hidden and unknown types are refused alike; a row out of reach is silence."""
    listening: Listening = info.context
    definition = listening.view.get_type_by_name(type)
    origin: Any = getattr(definition, "origin", None)
    if origin is None or origin is Node or not issubclass(origin, Node):
        raise InvalidInput(
            "没有这种记录，或您无权查看。",
            "There is no such record type, or you may not read it.",
            field="type",
            code="UNKNOWN_TYPE",
        )
    return changes_of(info, origin, None if id is None else key_of(origin, id), show=_change)


def _change(changed: Changed, record: Any) -> RecordChange:
    return RecordChange(
        type=changed.type,
        id=strawberry.ID(global_id(changed.type, changed.key)),
        operation=RecordOperation(changed.operation),
        node=record,
    )


@subscription("事项进展\nA matter has moved on: all that the caller may read, or one.", on=Matter)
def matter_advanced(
    info: Info,
    matter_id: Annotated[
        strawberry.ID | None, strawberry.argument(description="事项\nOnly this matter.")
    ] = None,
) -> AsyncGenerator[Matter, None]:
    """Each delivery is the matter as it is now."""
    return changes_of(info, Matter, None if matter_id is None else key_of(Matter, matter_id))


extensions = [extend(Subscription, record_changed, matter_advanced)]
