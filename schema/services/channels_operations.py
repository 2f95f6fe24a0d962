"""What is done about channels: own settings, endpoints, templates, and dead letters."""

import datetime as dt
from typing import Annotated

import strawberry
from sqlalchemy import select
from strawberry.types.info import Info

from core.channels import arrangements as a
from core.channels import editing, endpoints, models, own, resending, templates
from core.channels.built_in import of_persons
from core.channels.kinds import OFFERED
from core.errors import NotFound, Unauthenticated
from core.extension import extend
from core.policy.vocabulary import Action
from core.store.unit import UnitOfWork
from schema.ids import key_of
from schema.operations import mutation, query
from schema.payloads import ChangeInput, MutationInput, Payload
from schema.request import Request
from schema.roots import Mutation, Query
from schema.services.channels import (
    ChannelSettings,
    Delivery,
    MessageTemplate,
    WebhookEndpoint,
)
from schema.shared.identity_types import Organisation

KINDS = "消息类别，* 为全部\nKinds of message; * for all."


@strawberry.type(description="可选项\nSomething to choose.")
class NotificationChoice:
    """A value with its title."""

    value: str = strawberry.field(description="取值\nWhat to send.")
    title: str = strawberry.field(description="名称\nChinese, then English.")


@strawberry.type(description="模板预览\nHow a template would read, with invented values.")
class TemplatePreview:
    """A filled template."""

    subject: str = strawberry.field(description="标题\nSubject.")
    body: str = strawberry.field(description="正文\nText.")


@query("我的通知设置；未设置为空\nThe caller's own settings, if any.", reads=ChannelSettings)
async def my_channel_settings(info: Info) -> ChannelSettings | None:
    """The one row of the caller."""
    request: Request = info.context
    if (account := request.access.actor.account_id) is None:
        raise Unauthenticated
    wanted = select(a.ChannelSettings.id).where(a.ChannelSettings.account_id == account)
    rows = await request.loading.rows(wanted)
    found: ChannelSettings | None = (
        await request.shown(ChannelSettings, rows[0][0]) if rows else None
    )
    return found


@query("可选的方式与类别\nWhat one may choose to get.", reads=ChannelSettings)
def channel_choices(info: Info) -> list[NotificationChoice]:
    """Every channel for persons with every kind that is offered."""
    return [
        NotificationChoice(
            value=f"{name}:{kind}",
            title=f"{channel.chinese}：{chinese} {channel.english}: {english}",
        )
        for name, channel in of_persons(info.context.services.channels).items()
        for kind, (chinese, english) in OFFERED.items()
    ]


@query("可选的消息类别\nKinds of message to choose from.", reads=ChannelSettings)
def message_kinds() -> list[NotificationChoice]:
    """What is offered; every kind may be written out."""
    return [
        NotificationChoice(value=kind, title=f"{chinese} {english}")
        for kind, (chinese, english) in OFFERED.items()
    ]


@query("预览模板\nCheck a template and show it with invented values.", reads=MessageTemplate)
async def preview_message_template(
    info: Info,
    id: Annotated[strawberry.ID, strawberry.argument(description="模板\nA stored version.")],
    subject: Annotated[
        str | None, strawberry.argument(description="改用的标题\nAnother subject.")
    ] = None,
    body: Annotated[
        str | None, strawberry.argument(description="改用的正文\nAnother text.")
    ] = None,
) -> TemplatePreview:
    """Nothing is stored; a faulty template is an error that says what is wrong."""
    stored = select(a.MessageTemplate.subject, a.MessageTemplate.body, a.MessageTemplate.language)
    wanted = stored.where(a.MessageTemplate.id == key_of(MessageTemplate, id))
    if not (rows := await info.context.loading.rows(wanted)):
        raise NotFound(field="id")
    kept_subject, kept_body, language = rows[0]
    shown, text = str(subject or kept_subject), str(body or kept_body)
    templates.check(shown, text)
    values = templates.example(language.value)
    return TemplatePreview(
        subject=templates.fill_line(shown, values), body=templates.fill(text, values)
    )


@strawberry.input(
    description="通知设置的输入：未填的项即取消\nAll of it; what is left out is taken away."
)
class SetChannelSettingsInput(MutationInput):
    """Everything at once."""

    mail: str | None = strawberry.field(default=None, description="邮箱\nMail address.")
    language: a.Language = strawberry.field(description="语言\nLanguage.")
    choices: list[str] = strawberry.field(
        default_factory=list, description="方式与类别\nWhat to get: `<channel>:<kind>`."
    )
    quiet_from: str | None = strawberry.field(
        default=None, description="免打扰自，如 22:00\nQuiet from, such as 22:00, in Hangzhou."
    )
    quiet_to: str | None = strawberry.field(
        default=None, description="免打扰至，如 07:00\nQuiet until."
    )
    urgent: list[str] = strawberry.field(
        default_factory=list,
        description="免打扰时段内仍发送的类别\nKinds that come in quiet time.",
    )


@strawberry.input(description="重新投递的输入\nWhat `resendDelivery` takes.")
class ResendDeliveryInput(MutationInput):
    """Which dead letter."""

    id: strawberry.ID = strawberry.field(description="投递\nThe delivery.")


@strawberry.input(description="登记接收端的输入\nWhat `addWebhookEndpoint` takes.")
class AddWebhookEndpointInput(MutationInput):
    """Whose, where, and what of."""

    organisation_id: strawberry.ID = strawberry.field(description="所属机构\nIts body.")
    role: str = strawberry.field(description="按哪个岗位的权限\nWhose rights decide.")
    url: str = strawberry.field(description="网址\nIts address.")
    kinds: list[str] = strawberry.field(description=KINDS)


@strawberry.type(description="登记接收端的结果\nWhat `addWebhookEndpoint` gives.")
class AddWebhookEndpointPayload(Payload):
    """The endpoint, and its secret this once."""

    webhook_endpoint: WebhookEndpoint | None = strawberry.field(
        default=None, description="接收端\nThe endpoint."
    )
    secret: str | None = strawberry.field(
        default=None,
        description="签名密钥，只显示一次\nThe key of its signatures; shown this once.",
    )


@strawberry.input(description="变更接收端的输入\nWhat `changeWebhookEndpoint` takes.")
class ChangeWebhookEndpointInput(ChangeInput):
    """All that may change; the secret does not."""

    id: strawberry.ID = strawberry.field(description="接收端\nThe endpoint.")
    url: str = strawberry.field(description="网址\nIts address.")
    kinds: list[str] = strawberry.field(description=KINDS)
    active: bool = strawberry.field(description="启用\nWhether it is told.")


@strawberry.input(description="保存模板的输入\nWhat `saveMessageTemplate` takes.")
class SaveMessageTemplateInput(MutationInput):
    """A version based on another one; what is left out stays as there."""

    id: strawberry.ID = strawberry.field(description="所依据的模板\nThe version to start from.")
    kind: str | None = strawberry.field(
        default=None, description="消息类别，* 为全部\nA kind; * for all."
    )
    channel: str | None = strawberry.field(
        default=None, description="方式，* 为其余全部\nA channel; * for the rest."
    )
    language: a.Language | None = strawberry.field(default=None, description="语言\nLanguage.")
    subject: str = strawberry.field(description="标题模板\nSubject, with places.")
    body: str = strawberry.field(description="正文模板，须含 {why}\nText, with {why} in it.")
    valid_from: dt.date | None = strawberry.field(
        default=None, description="生效日，空为今天\nFrom which day on; empty: today."
    )


@mutation(
    "设置我的通知\nSay what to get by which channel, and when not.",
    on=ChannelSettings,
    action=Action.UPDATE,
)
async def set_channel_settings(
    work: UnitOfWork, request: Request, input: SetChannelSettingsInput
) -> a.ChannelSettings:
    """Replace the caller's own settings."""
    wishes = own.Wishes(
        mail=input.mail,
        language=input.language,
        choices=input.choices,
        quiet_from=input.quiet_from,
        quiet_to=input.quiet_to,
        urgent=input.urgent,
    )
    return await own.set_channel_settings(work, wishes, of_persons(request.services.channels))


@mutation(
    "重新投递\nLet a dead letter go out again, with all its attempts.",
    on=Delivery,
    action=Action.UPDATE,
)
async def resend_delivery(work: UnitOfWork, input: ResendDeliveryInput) -> models.Delivery:
    """Let a dead letter wait again."""
    return await resending.resend_delivery(work, key_of(Delivery, input.id))


@mutation(
    "登记系统回调的接收端\nAdd an endpoint; its secret is shown once.",
    on=WebhookEndpoint,
    action=Action.CREATE,
)
async def add_webhook_endpoint(
    work: UnitOfWork, request: Request, input: AddWebhookEndpointInput
) -> AddWebhookEndpointPayload:
    """Add an endpoint."""
    added = await endpoints.add_endpoint(
        work,
        key_of(Organisation, input.organisation_id),
        input.role,
        endpoints.Wanted(url=input.url, kinds=input.kinds),
        intranet=request.services.settings.webhook_intranet,
    )
    return AddWebhookEndpointPayload(row=added.endpoint, secret=added.secret)


@mutation(
    "变更或停用接收端\nChange an endpoint, or switch it off.",
    on=WebhookEndpoint,
    action=Action.UPDATE,
)
async def change_webhook_endpoint(
    work: UnitOfWork, request: Request, input: ChangeWebhookEndpointInput
) -> a.WebhookEndpoint:
    """Change an endpoint."""
    return await endpoints.change_endpoint(
        work,
        key_of(WebhookEndpoint, input.id),
        endpoints.Wanted(url=input.url, kinds=input.kinds),
        active=input.active,
        intranet=request.services.settings.webhook_intranet,
        version=input.expected_version,
    )


@mutation(
    "保存模板的新版本\nAdd the next version of a template.",
    on=MessageTemplate,
    action=Action.UPDATE,
)
async def save_message_template(
    work: UnitOfWork, request: Request, input: SaveMessageTemplateInput
) -> a.MessageTemplate:
    """Add the next version."""
    draft = editing.Draft(
        kind=input.kind,
        channel=input.channel,
        language=input.language,
        subject=input.subject,
        body=input.body,
        valid_from=input.valid_from,
    )
    return await editing.save_template(
        work, key_of(MessageTemplate, input.id), draft, request.services.channels
    )


extensions = [
    extend(Query, my_channel_settings, channel_choices, message_kinds, preview_message_template),
    extend(
        Mutation,
        set_channel_settings,
        resend_delivery,
        add_webhook_endpoint,
        change_webhook_endpoint,
        save_message_template,
    ),
]
