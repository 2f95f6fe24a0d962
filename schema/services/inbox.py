"""The inbox of the person who asks: messages, how many are unread, and receipts."""

import datetime as dt

import strawberry
from sqlalchemy import Text, cast, func, select
from strawberry.types.info import Info

from core.extension import extend
from core.inbox import models as m
from core.inbox import service
from core.policy.vocabulary import Action
from core.store.unit import UnitOfWork
from schema.fields import by_id, column, computed, connection, key
from schema.ids import Node, key_of
from schema.operations import mutation, query
from schema.payloads import MutationInput
from schema.roots import Mutation, Query

SUBJECT = func.translate(
    func.encode(
        func.convert_to(m.Message.subject_type + ":" + cast(m.Message.subject_key, Text), "UTF8"),
        "base64",
    ),
    "\n",
    "",
    type_=Text(),
)
"""The global id of the subject, as schema/ids.py writes it."""
WHICH = "消息\nThe message."


@strawberry.type(description="消息：发给本人的通知\nA message to the person who reads it.")
class Message(Node):
    """What one account was told."""

    id: strawberry.ID = key(m.Message.id)
    kind: str = column(m.Message.kind, "类别\nWhat sort of message.", where=True)
    title: str = column(m.Message.title, "标题\nTitle, in Chinese.")
    title_en: str = column(m.Message.title_en, "英文标题\nTitle.")
    body: str = column(m.Message.body, "内容\nText, in Chinese.")
    body_en: str = column(m.Message.body_en, "英文内容\nText.")
    why: str = column(m.Message.why, "为何收到\nWhy you got this, in Chinese.")
    why_en: str = column(m.Message.why_en, "为何收到（英文）\nWhy you got this.")
    subject: str = computed(
        SUBJECT, "所涉记录的全局标识\nGlobal id of what it is about.", where=True
    )
    created_at: dt.datetime = column(m.Message.created_at, "发送时间\nWhen.", where=True)
    unread: bool = computed(m.Message.read_at.is_(None), "未读\nNot read yet.", where=True)
    read_at: dt.datetime | None = column(m.Message.read_at, "阅读时间\nWhen it was read.")
    acknowledged_at: dt.datetime | None = column(
        m.Message.acknowledged_at, "签收时间\nWhen its receipt was given."
    )


@query("未读消息数\nHow many messages the caller has not read.", reads=Message)
async def unread_count(info: Info) -> int:
    """Over all of the caller's messages."""
    wanted = select(func.count(m.Message.id)).where(m.Message.read_at.is_(None))
    ((number,),) = await info.context.loading.rows(wanted)
    return int(number)


@strawberry.input(description="阅读消息的输入\nWhat `readMessage` takes.")
class ReadMessageInput(MutationInput):
    """Which message."""

    id: strawberry.ID = strawberry.field(description=WHICH)


@strawberry.input(description="签收消息的输入\nWhat `acknowledgeMessage` takes.")
class AcknowledgeMessageInput(MutationInput):
    """Which message."""

    id: strawberry.ID = strawberry.field(description=WHICH)


@mutation("标记已读\nNote that a message was read.", on=Message, action=Action.UPDATE)
async def read_message(work: UnitOfWork, input: ReadMessageInput) -> m.Message:
    """Note that a message was read; again changes nothing."""
    return await service.read_message(work, key_of(Message, input.id))


@mutation(
    "签收消息，作为送达凭证，只能一次\nGive the receipt for a message: evidence, given once.",
    on=Message,
    action=Action.UPDATE,
)
async def acknowledge_message(work: UnitOfWork, input: AcknowledgeMessageInput) -> m.Message:
    """Give the receipt for a message."""
    return await service.acknowledge_message(work, key_of(Message, input.id))


extensions = [
    extend(
        Query,
        unread_count,
        message=by_id(Message, "一条消息\nOne message."),
        messages=connection(
            Message,
            "本人的消息，最近的在前\nYour messages, newest first.",
            order_by=m.Message.id.desc(),
        ),
    ),
    extend(Mutation, read_message, acknowledge_message),
]
