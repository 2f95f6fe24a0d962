"""Notifications: what should reach a person besides the inbox, and what became of it."""

from core.desk_declarations import Column, DeskForm, DeskPage, Facts, Field, Options, Table

CHOICES = Options(
    document="{ channelChoices { value title } }",
    rows="channelChoices",
    labels=("title",),
    value="value",
)
KINDS = Options(
    document="{ messageKinds { value title } }",
    rows="messageKinds",
    labels=("title",),
    value="value",
)
MINE = "myChannelSettings { id mail language choices quietFrom quietTo urgent }"
STATE = (
    Column("channel", "方式\nChannel"),
    Column("kind", "类别\nKind"),
    Column("state", "状态\nState"),
    Column("dueAt", "发送时间\nDue or sent"),
    Column("attemptCount", "已试\nAttempts"),
)

PAGES = [
    DeskPage(
        slug="my-notifications",
        title="我的通知设置\nMy notifications",
        document=f"""query ($after: String) {{ {MINE}
  deliveries(first: 20, after: $after) {{
    totalCount
    nodes {{ id channel kind state dueAt attemptCount }}
    pageInfo {{ hasNextPage endCursor }}
  }}
}}""",
        help="站内消息总会收到；这里决定还要通过哪些方式通知您。\n"
        "The inbox always gets everything; here you say what else should reach you.",
        layout=(
            Facts(
                of="myChannelSettings",
                columns=(
                    Column("mail", "邮箱\nMail"),
                    Column("choices", "通知内容\nWhat"),
                    Column("language", "语言\nLanguage"),
                    Column("quietFrom", "免打扰自\nQuiet from"),
                    Column("quietTo", "至\nUntil"),
                    Column("urgent", "紧急类别\nComes all the same"),
                ),
            ),
            Table(
                rows="deliveries.nodes", title="投递\nDeliveries", columns=STATE, page="delivery"
            ),
        ),
    ),
]

FORMS = [
    DeskForm(
        slug="set-notifications",
        title="修改通知设置\nChange my notifications",
        mutation="setChannelSettings",
        document=f"{{ {MINE} }}",
        on=("my-notifications",),
        fields=(
            Field("mail", "邮箱\nMail address", default="mail"),
            Field(
                "choices",
                "哪些消息、用什么方式\nWhat, and how",
                kind="records",
                options=CHOICES,
                default="choices",
            ),
            Field("language", "语言\nLanguage", default="language"),
            Field("quietFrom", "免打扰自\nQuiet from", default="quietFrom", help="如 22:00\nHH:MM"),
            Field("quietTo", "免打扰至\nQuiet until", default="quietTo", help="如 07:00\nHH:MM"),
            Field(
                "urgent",
                "免打扰时段内仍要发送\nComes in quiet time too",
                kind="records",
                options=KINDS,
                default="urgent",
            ),
        ),
        success="已保存\nSaved",
        next="my-notifications",
    ),
]
