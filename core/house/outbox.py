"""Deliveries, endpoints and templates, on the desk of the system officer."""

from core.desk_declarations import Column, DeskForm, DeskPage, Facts, Field, Filter, Table
from core.house.matters import ORGANISATIONS
from core.house.notifications import KINDS, STATE
from core.house.officers import ROLES
from core.policy.vocabulary import Tier

ENDPOINT = (
    Column("url", "网址\nAddress"),
    Column("organisation.name", "机构\nOrganisation"),
    Column("role", "按岗位\nFor the post"),
    Column("kinds", "类别\nKinds"),
    Column("active", "启用\nActive"),
)
ONE_ENDPOINT = """query ($id: ID!) {
  webhookEndpoint(id: $id) { id version url role kinds active createdAt organisation { name } }
}"""
TEMPLATE = (
    Column("kind", "类别\nKind"),
    Column("channel", "方式\nChannel"),
    Column("language", "语言\nLanguage"),
    Column("subject", "标题模板\nSubject"),
    Column("version", "版本\nVersion"),
    Column("validFrom", "生效日\nFrom"),
)
WANTED = (
    Field("url", "网址（https）\nAddress", default="url"),
    Field("kinds", "消息类别\nKinds of message", kind="records", options=KINDS, default="kinds"),
)

PAGES = [
    DeskPage(
        slug="deliveries",
        title="投递与死信\nDeliveries and dead letters",
        tiers=(Tier.OFFICER,),
        document="""query ($state: DeliveryState, $channel: String, $after: String) {
  deliveries(
    first: 20, after: $after, where: { state: { eq: $state }, channel: { eq: $channel } }
  ) {
    totalCount
    nodes {
      id channel kind state dueAt attemptCount account { username } endpoint { url }
    }
    pageInfo { hasNextPage endCursor }
  }
}""",
        filters=(
            Filter(name="state", title="状态\nState"),
            Filter(name="channel", title="方式\nChannel"),
        ),
        layout=(
            Table(
                rows="deliveries.nodes",
                columns=(
                    *STATE,
                    Column("account.username", "收件人\nTo"),
                    Column("endpoint.url", "接收端\nEndpoint"),
                ),
                page="delivery",
            ),
        ),
    ),
    DeskPage(
        slug="delivery",
        title="投递\nDelivery",
        document="""query ($id: ID!) {
  delivery(id: $id) {
    id channel kind state wireId createdAt dueAt attemptCount
    account { username } endpoint { id url } message { id title }
    texts { id subject body }
    attempts { id at outcome code tookMs told }
  }
}""",
        layout=(
            Facts(
                of="delivery",
                columns=(
                    *STATE,
                    Column("account.username", "收件人\nTo"),
                    Column("endpoint.url", "接收端\nEndpoint", page="webhook-endpoint"),
                    Column("message.title", "消息\nMessage", page="message"),
                    Column("wireId", "对外编号\nId for the receiver"),
                    Column("createdAt", "登记时间\nPlanned"),
                ),
            ),
            Table(
                rows="delivery.attempts",
                title="发送记录\nAttempts",
                columns=(
                    Column("at", "时间\nWhen"),
                    Column("outcome", "结果\nOutcome"),
                    Column("code", "应答\nAnswer"),
                    Column("tookMs", "毫秒\nms"),
                    Column("told", "说明\nWhy"),
                ),
            ),
            Table(
                rows="delivery.texts",
                title="实际发送的内容\nWhat was really sent",
                empty="尚未发送，或只有收件人可见\nNot sent yet, or for its addressee alone",
                columns=(Column("subject", "标题\nSubject"), Column("body", "内容\nText")),
            ),
        ),
    ),
    DeskPage(
        slug="webhook-endpoints",
        title="系统回调\nWebhooks",
        tiers=(Tier.OFFICER,),
        document="""query ($after: String) {
  webhookEndpoints(first: 20, after: $after) {
    totalCount
    nodes { id url role kinds active organisation { name } }
    pageInfo { hasNextPage endCursor }
  }
}""",
        layout=(Table(rows="webhookEndpoints.nodes", columns=ENDPOINT, page="webhook-endpoint"),),
    ),
    DeskPage(
        slug="webhook-endpoint",
        title="接收端\nEndpoint",
        tiers=(Tier.OFFICER,),
        document=ONE_ENDPOINT,
        layout=(Facts(of="webhookEndpoint", columns=(*ENDPOINT, "createdAt")),),
    ),
    DeskPage(
        slug="message-templates",
        title="消息模板\nMessage templates",
        tiers=(Tier.OFFICER,),
        document="""query ($channel: String, $after: String) {
  messageTemplates(first: 20, after: $after, where: { channel: { eq: $channel } }) {
    totalCount
    nodes { id kind channel language subject version validFrom }
    pageInfo { hasNextPage endCursor }
  }
}""",
        filters=(Filter(name="channel", title="方式\nChannel"),),
        layout=(Table(rows="messageTemplates.nodes", columns=TEMPLATE, page="message-template"),),
    ),
    DeskPage(
        slug="message-template",
        title="消息模板\nMessage template",
        tiers=(Tier.OFFICER,),
        document="""query ($id: ID!) {
  messageTemplate(id: $id) { id kind channel language subject body version validFrom }
  previewMessageTemplate(id: $id) { subject body }
}""",
        layout=(
            Facts(of="messageTemplate", columns=(*TEMPLATE, Column("body", "正文模板\nText"))),
            Facts(
                of="previewMessageTemplate",
                title="预览（示例内容）\nPreview, with invented values",
                columns=(Column("subject", "标题\nSubject"), Column("body", "正文\nText")),
            ),
        ),
    ),
]

FORMS = [
    DeskForm(
        slug="resend-delivery",
        title="重新投递\nSend again",
        mutation="resendDelivery",
        subject="id",
        document="query ($id: ID!) { delivery(id: $id) { id channel kind state } }",
        facts=STATE[:3],
        fields=(Field("reason", "理由\nReason", kind="longtext", required=True),),
        only_if=("state", ("DEAD",)),
        on=("delivery",),
        success="已重新排队\nIt waits again",
        next="delivery",
    ),
    DeskForm(
        slug="add-webhook-endpoint",
        title="登记接收端\nAdd an endpoint",
        mutation="addWebhookEndpoint",
        on=("webhook-endpoints",),
        fields=(
            Field("organisationId", "所属机构\nOrganisation", options=ORGANISATIONS),
            Field("role", "按哪个岗位的权限\nWhose rights decide", options=ROLES),
            *WANTED,
        ),
        success="已登记。密钥只显示这一次\nAdded. The secret is shown this once",
        shows=(
            Column("webhookEndpoint.url", "网址\nAddress"),
            Column("secret", "签名密钥\nSecret for signatures"),
        ),
    ),
    DeskForm(
        slug="change-webhook-endpoint",
        title="变更或停用\nChange or switch off",
        mutation="changeWebhookEndpoint",
        subject="id",
        document=ONE_ENDPOINT,
        facts=ENDPOINT[1:3],
        fields=(*WANTED, Field("active", "启用\nActive", default="active")),
        on=("webhook-endpoint",),
        success="已保存\nSaved",
        next="webhook-endpoint",
    ),
    DeskForm(
        slug="save-message-template",
        title="修改为新版本\nEdit into a new version",
        mutation="saveMessageTemplate",
        subject="id",
        document="""query ($id: ID!) {
  messageTemplate(id: $id) { id kind channel language subject body version validFrom }
}""",
        facts=(TEMPLATE[2],),
        fields=(
            Field("kind", "消息类别\nKind", default="kind"),
            Field("channel", "方式\nChannel", default="channel"),
            Field("subject", "标题模板\nSubject", default="subject"),
            Field("body", "正文模板\nText", kind="longtext", default="body"),
            Field("validFrom", "生效日\nFrom", default="today"),
        ),
        help="可用占位符：{title} {body} {why} {url} {time}；正文须含 {why}。保存后可看预览。\n"
        "Places: {title} {body} {why} {url} {time}; {why} is needed. The preview follows.",
        on=("message-template",),
        success="已保存新版本\nThe new version is saved",
        next="message-templates",
    ),
]
