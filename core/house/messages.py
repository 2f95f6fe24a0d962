"""The inbox on every desk: how many are unread, each message with why one got it, receipts."""

from core.desk_declarations import Column, DeskCard, DeskForm, DeskPage, Facts, Filter, Table

ONE = "query ($id: ID!) { message(id: $id) { id title titleEn unread acknowledgedAt } }"
TITLE = Column("title", "消息\nMessage")

CARDS = [
    DeskCard(
        slug="unread",
        title="未读消息\nUnread messages",
        document="{ unreadCount }",
        number="unreadCount",
        page="messages",
    ),
]

PAGES = [
    DeskPage(
        slug="messages",
        title="消息\nMessages",
        document="""query ($unread: Boolean, $after: String) {
  messages(first: 20, after: $after, where: { unread: { eq: $unread } }) {
    totalCount
    nodes { id title titleEn createdAt unread acknowledgedAt }
    pageInfo { hasNextPage endCursor }
  }
}""",
        filters=(
            Filter(
                name="unread", title="未读\nUnread", choices=(("true", "只看未读 Unread only"),)
            ),
        ),
        layout=(
            Table(
                rows="messages.nodes",
                columns=(
                    TITLE,
                    Column("titleEn", "英文\nEnglish"),
                    Column("createdAt", "时间\nWhen"),
                    Column("unread", "未读\nUnread"),
                    Column("acknowledgedAt", "已签收\nReceipt"),
                ),
                page="message",
            ),
        ),
    ),
    DeskPage(
        slug="message",
        title="消息\nMessage",
        seen=("readMessage", "message"),
        document="""query ($id: ID!) {
  message(id: $id) {
    id title titleEn body bodyEn why whyEn subject createdAt unread readAt acknowledgedAt
  }
}""",
        layout=(
            Facts(
                of="message",
                columns=(
                    Column("title", "关于\nAbout", page="record", key="subject"),
                    Column("body", "内容\nText"),
                    Column("bodyEn", "英文\nIn English"),
                    Column("why", "为何收到\nWhy you got this"),
                    Column("createdAt", "时间\nWhen"),
                    Column("readAt", "阅读时间\nRead"),
                    Column("acknowledgedAt", "签收时间\nReceipt given"),
                ),
            ),
        ),
    ),
]

FORMS = [
    DeskForm(
        slug="read-message",
        title="标记已读\nMark as read",
        mutation="readMessage",
        subject="id",
        document=ONE,
        facts=(TITLE,),
        only_if=("unread", ("True",)),
        on=("message", "messages"),
        bulk=True,
        success="已标记为已读\nMarked as read",
        next="messages",
    ),
    DeskForm(
        slug="acknowledge",
        title="签收\nGive the receipt",
        mutation="acknowledgeMessage",
        subject="id",
        document=ONE,
        facts=(TITLE,),
        on=("message",),
        success="已签收\nThe receipt was given",
        next="messages",
    ),
]
