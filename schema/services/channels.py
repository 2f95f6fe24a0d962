"""Deliveries and what was arranged for them, as records."""

import datetime as dt

import strawberry

from core.channels import arrangements as a
from core.channels import models as m
from core.extension import extend
from schema.enums import show_enum
from schema.fields import by_id, column, computed, connection, count, key, personal, to_many, to_one
from schema.ids import Node
from schema.roots import Query
from schema.services.inbox import Message
from schema.shared.identity_types import Account, Organisation

show_enum(
    m.DeliveryState,
    "投递状态\nWhere a delivery stands.",
    {
        "WAITING": "等待发送\nIt waits.",
        "HELD": "免打扰，延后发送\nHeld back until quiet time ends.",
        "FAILED": "发送失败，将自动重试\nAn attempt failed; the next one follows by itself.",
        "SENT": "已送达对方系统\nThe receiver has it.",
        "DEAD": "多次失败，须人工处理\nA dead letter: an operator may send it again.",
    },
)
show_enum(
    m.AttemptOutcome,
    "一次发送的结果\nHow one attempt ended.",
    {
        "SENT": "对方已接收\nThe receiver has it.",
        "FAILED": "暂时失败\nIt may go better later.",
        "REFUSED": "对方拒收\nIt will not get better by itself.",
        "WITHHELD": "收件人已无权查看，未发出\nThe receiver may no longer read it; not sent.",
    },
)
show_enum(
    a.Language,
    "语言\nLanguage of what is sent.",
    {"ZH": "中文\nChinese.", "EN": "英文\nEnglish."},
)


@strawberry.type(description="系统回调的接收端\nA system of another body that is told by HTTP.")
class WebhookEndpoint(Node):
    """Where another system is told; its secret is nowhere to be read."""

    id: strawberry.ID = key(a.WebhookEndpoint.id)
    url: str = column(a.WebhookEndpoint.url, "网址\nIts address.")
    role: str = column(
        a.WebhookEndpoint.role, "按哪个岗位的权限\nThe role whose rights decide what it gets."
    )
    kinds: list[str] = column(a.WebhookEndpoint.kinds, "消息类别\nKinds of message that it gets.")
    active: bool = column(a.WebhookEndpoint.active, "启用\nWhether it is told.", where=True)
    created_at: dt.datetime = column(a.WebhookEndpoint.created_at, "登记时间\nWhen it was added.")
    version: int = column(a.WebhookEndpoint.version, "版本\nFor `expectedVersion`.")
    organisation: Organisation | None = to_one(
        Organisation,
        "所属机构\nThe body that it belongs to.",
        by=a.WebhookEndpoint.organisation_id,
        where=True,
    )


@strawberry.type(description="一次发送的记录\nOne attempt at a delivery; never changed.")
class DeliveryAttempt(Node):
    """A line of the delivery log."""

    id: strawberry.ID = key(m.DeliveryAttempt.id)
    at: dt.datetime = column(m.DeliveryAttempt.at, "时间\nWhen it ended.")
    outcome: m.AttemptOutcome = column(m.DeliveryAttempt.outcome, "结果\nHow it ended.")
    code: int | None = column(m.DeliveryAttempt.code, "对方应答代码\nThe receiver's answer.")
    took_ms: int = column(m.DeliveryAttempt.took_ms, "耗时（毫秒）\nMilliseconds.")
    told: str = column(m.DeliveryAttempt.told, "说明\nWhy it failed; no address, no text.")


@strawberry.type(
    description="实际发出的内容，只有收件人可见\nWhat was really sent; for its addressee."
)
class SentText(Node):
    """The text of a delivery, fixed before its first attempt."""

    id: strawberry.ID = key(m.SentText.id)
    subject: str = column(m.SentText.subject, "标题\nSubject.")
    body: str = column(m.SentText.body, "内容\nText.")


@strawberry.type(
    description="投递：一条消息经一种方式发给一人或一个系统\n"
    "A message on its way to one person or system through one channel."
)
class Delivery(Node):
    """What became of one message on one way; not what it says."""

    id: strawberry.ID = key(m.Delivery.id)
    channel: str = column(m.Delivery.channel, "方式\nThe channel.", where=True)
    kind: str = column(m.Delivery.kind, "消息类别\nWhat sort of message.", where=True)
    state: m.DeliveryState = column(m.Delivery.state, "状态\nWhere it stands.", where=True)
    wire_id: str = column(
        m.Delivery.wire_id, "对外编号\nThe id that the receiver sees on every attempt.", where=True
    )
    due_at: dt.datetime = column(
        m.Delivery.due_at, "下次或最近一次发送\nThe next attempt; of what is settled, the last."
    )
    created_at: dt.datetime = column(m.Delivery.created_at, "登记时间\nWhen it was planned.")
    is_dead: bool = computed(
        m.Delivery.state == m.DeliveryState.DEAD, "须人工处理\nWhether it is a dead letter."
    )
    attempt_count: int = count(
        DeliveryAttempt, "已试次数\nHow many attempts.", by=m.DeliveryAttempt.delivery_id
    )
    account: Account | None = to_one(
        Account, "收件人\nWhom it goes to.", by=m.Delivery.account_id, where=True
    )
    endpoint: WebhookEndpoint | None = to_one(
        WebhookEndpoint, "接收端\nOr the system.", by=m.Delivery.endpoint_id, where=True
    )
    message: Message | None = to_one(
        Message, "所发消息\nThe message, for its addressee.", by=m.Delivery.message_id
    )
    attempts: list[DeliveryAttempt] = to_many(
        DeliveryAttempt,
        "发送记录\nIts attempts.",
        by=m.DeliveryAttempt.delivery_id,
        order_by=m.DeliveryAttempt.id,
    )
    texts: list[SentText] = to_many(
        SentText, "实际内容\nWhat was really sent: one at most.", by=m.SentText.delivery_id
    )


@strawberry.type(
    description="通知设置：哪些消息经哪些方式发给我，何时免打扰\n"
    "What a person wants by which channel, and when not."
)
class ChannelSettings(Node):
    """One person's own."""

    id: strawberry.ID = key(a.ChannelSettings.id)
    mail: str | None = personal(a.ChannelSettings.mail, "邮箱\nMail address.")
    language: a.Language = column(a.ChannelSettings.language, "语言\nLanguage.")
    choices: list[str] = column(
        a.ChannelSettings.choices, "方式与类别\nWhat to get: `<channel>:<kind>`."
    )
    quiet_from: str | None = column(a.ChannelSettings.quiet_from, "免打扰自\nQuiet from.")
    quiet_to: str | None = column(a.ChannelSettings.quiet_to, "免打扰至\nQuiet until.")
    urgent: list[str] = column(
        a.ChannelSettings.urgent, "免打扰时段内仍发送的类别\nKinds that come all the same."
    )


@strawberry.type(description="消息模板的一个版本\nHow messages read, from a day on.")
class MessageTemplate(Node):
    """One version."""

    id: strawberry.ID = key(a.MessageTemplate.id)
    kind: str = column(a.MessageTemplate.kind, "消息类别\nWhat sort of message.", where=True)
    channel: str = column(a.MessageTemplate.channel, "方式\nThe channel.", where=True)
    language: a.Language = column(a.MessageTemplate.language, "语言\nLanguage.", where=True)
    subject: str = column(a.MessageTemplate.subject, "标题模板\nSubject, with places.")
    body: str = column(a.MessageTemplate.body, "正文模板\nText, with places.")
    version: int = column(a.MessageTemplate.version, "版本\nThe latest that holds is used.")
    valid_from: dt.date = column(a.MessageTemplate.valid_from, "生效日\nFrom which day on.")


extensions = [
    extend(
        Message,
        deliveries=to_many(
            Delivery, "经其他方式的投递\nOn which other ways it goes.", by=m.Delivery.message_id
        ),
    ),
    extend(
        Query,
        delivery=by_id(Delivery, "一次投递\nOne delivery."),
        deliveries=connection(
            Delivery, "投递，最近的在前\nDeliveries, newest first.", order_by=m.Delivery.id.desc()
        ),
        webhook_endpoint=by_id(WebhookEndpoint, "一个接收端\nOne endpoint."),
        webhook_endpoints=connection(WebhookEndpoint, "系统回调的接收端\nEndpoints."),
        message_template=by_id(MessageTemplate, "一个模板版本\nOne version of a template."),
        message_templates=connection(
            MessageTemplate,
            "消息模板，最近的在前\nTemplates, newest versions first.",
            order_by=a.MessageTemplate.id.desc(),
        ),
        channel_settings=by_id(ChannelSettings, "通知设置\nOne person's settings."),
    ),
]
