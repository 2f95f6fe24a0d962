"""The desks of the officers: accounts and posts, added by one of them and ended by another."""

from core.desk_declarations import (
    Column,
    DeskForm,
    DeskHome,
    DeskPage,
    Facts,
    Field,
    Filter,
    Options,
    Table,
)
from core.house.matters import ORGANISATIONS, TOWNS
from core.policy.vocabulary import Tier

ROLES = Options(
    document="{ roles { name chinese english } }",
    rows="roles",
    labels=("chinese", "english", "name"),
    value="name",
)
REASON = Field("reason", "理由\nReason", kind="longtext", required=True)
ONE_ACCOUNT = "query ($id: ID!) { account(id: $id) { id version username name } }"

PAGES = [
    DeskPage(
        slug="accounts",
        title="账号\nAccounts",
        tiers=(Tier.OFFICER,),
        document="""query ($name: String, $after: String) {
  accounts(first: 20, after: $after, where: { username: { contains: $name } }) {
    totalCount
    nodes { id username name disabledAt organisation { name } }
    pageInfo { hasNextPage endCursor }
  }
}""",
        filters=(Filter(name="name", title="用户名\nUser name"),),
        layout=(
            Table(
                rows="accounts.nodes",
                columns=(
                    "username",
                    Column("name", "姓名\nName"),
                    Column("organisation.name", "机构\nOrganisation"),
                    Column("disabledAt", "停用时间\nClosed"),
                ),
                page="account",
            ),
        ),
    ),
    DeskPage(
        slug="account",
        title="账号\nAccount",
        document="""query ($id: ID!) {
  account(id: $id) {
    id version username name createdAt disabledAt organisation { name }
    posts { id role validFrom validTo endedReason organisation { name } }
  }
}""",
        layout=(
            Facts(
                of="account",
                columns=(
                    "username",
                    Column("name", "姓名\nName"),
                    Column("organisation.name", "机构\nOrganisation"),
                    "createdAt",
                    Column("disabledAt", "停用时间\nClosed"),
                ),
            ),
            Table(
                rows="account.posts",
                title="岗位\nPosts",
                columns=(
                    "role",
                    Column("organisation.name", "机构\nOrganisation"),
                    Column("validFrom", "自\nFrom"),
                    Column("validTo", "至\nUntil"),
                    Column("endedReason", "免职理由\nWhy ended"),
                ),
                page="post",
            ),
        ),
    ),
    DeskPage(
        slug="post",
        title="岗位\nPost",
        record="node",
        document="""query ($id: ID!) {
  node(id: $id) { id ... on Post { role validFrom validTo endedReason
    account { id username name } organisation { name } } }
}""",
        layout=(
            Facts(
                of="node",
                columns=(
                    Column("role", "角色\nRole"),
                    Column("account.username", "账号\nAccount", page="account"),
                    Column("organisation.name", "机构\nOrganisation"),
                    Column("validFrom", "自\nFrom"),
                    Column("validTo", "至\nUntil"),
                    Column("endedReason", "免职理由\nWhy ended"),
                ),
            ),
        ),
    ),
]

FORMS = [
    DeskForm(
        slug="create-account",
        title="开设账号\nOpen an account",
        mutation="createAccount",
        quick=True,
        fields=(
            Field("username", help="小写字母、数字和连字符\nSmall letters, digits and hyphens"),
            Field("name", "姓名\nThe person's name"),
            Field("organisationId", "所属机构\nOrganisation", options=ORGANISATIONS),
            Field("phone", "电话\nTelephone"),
        ),
        success="账号已开设，尚无任何权限\nThe account is open; it has no rights yet",
        shows=(
            Column("account.username", "用户名\nUser name"),
            Column("oneTimePassword", "一次性密码\nPassword for the first sign-in"),
        ),
    ),
    DeskForm(
        slug="assign-post",
        title="任职\nGive a post",
        mutation="assignPost",
        subject="accountId",
        document=ONE_ACCOUNT,
        facts=("username", Column("name", "姓名\nName")),
        fields=(
            Field("role", "角色\nRole", options=ROLES),
            Field("organisationId", "任职机构\nWhere", options=ORGANISATIONS),
            Field("divisionIds", "辖区\nDivisions", options=TOWNS),
            Field("validFrom", "自\nFrom", default="today"),
            Field("validTo", "至\nUntil"),
            REASON,
        ),
        on=("account",),
        success="已任职\nThe post was given",
    ),
    DeskForm(
        slug="end-post",
        title="免职\nEnd the post",
        mutation="endPost",
        subject="id",
        document="""query ($id: ID!) {
  node(id: $id) { id ... on Post { role validFrom validTo account { username } } }
}""",
        facts=(Column("account.username", "账号\nAccount"), Column("role", "角色\nRole")),
        fields=(
            Field("day", "自该日起不再任职\nThe first day without it", default="today"),
            REASON,
        ),
        on=("post",),
        success="岗位已终止\nThe post ends",
        next="post",
    ),
    DeskForm(
        slug="disable-account",
        title="停用账号\nClose the account",
        mutation="disableAccount",
        subject="id",
        document=ONE_ACCOUNT,
        facts=("username", Column("name", "姓名\nName")),
        fields=(REASON,),
        on=("account",),
        success="账号已停用\nThe account is closed",
    ),
]

HOMES = [
    DeskHome(
        tier=Tier.OFFICER,
        title="三员工作台\nDesk of the officers",
        parts=("reports", "pages", "queues", "cards"),
    ),
]
