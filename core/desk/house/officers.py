"""The desks of the three officers: accounts, posts, rules, and why the policy answers so."""

from core.desk.house.matters import ORGANISATIONS, TOWNS
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
from core.policy.vocabulary import Action, Effect, Scope, Tier

ROLES = Options(
    document="{ roles { name chinese english } }",
    rows="roles",
    labels=("chinese", "english", "name"),
    value="name",
)
RESOURCES = Options(
    document="""query ($q: String) {
  policyDomain(prefix: $q, first: 60) { resources { name } }
}""",
    rows="policyDomain.resources",
    value="name",
)
ACCOUNTS = Options(
    document="""query ($q: String) {
  accounts(first: 30, where: { username: { startsWith: $q } }) { nodes { id name username } }
}""",
    rows="accounts.nodes",
    labels=("name", "username"),
)
REASON = Field("reason", "理由\nReason", kind="longtext", required=True)
ONE_ACCOUNT = "query ($id: ID!) { account(id: $id) { id version username name } }"
ACTIONS = tuple((each.value, each.value) for each in Action)
SCOPES = tuple((each.value, each.value) for each in Scope)
EFFECTS = (
    (Effect.ALLOW.value, "允许 allow"),
    (Effect.MASK.value, "脱敏 mask"),
    (Effect.DENY.value, "禁止 deny"),
)

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
    DeskPage(
        slug="rules",
        title="规则\nRules of the policy",
        document="""query ($role: String, $resource: String, $after: String) {
  policyRules(
    first: 30, after: $after
    where: { inForce: { eq: true }, role: { eq: $role }, resource: { contains: $resource } }
  ) {
    totalCount
    nodes { id role resource action scope effect origin }
    pageInfo { hasNextPage endCursor }
  }
}""",
        filters=(
            Filter(name="role", title="角色\nRole", options=ROLES),
            Filter(name="resource", title="资源\nResource"),
        ),
        layout=(
            Table(
                rows="policyRules.nodes",
                columns=(
                    Column("resource", "资源\nResource"),
                    Column("role", "角色\nRole"),
                    Column("action", "操作\nAction"),
                    Column("scope", "范围\nScope"),
                    Column("effect", "效力\nEffect"),
                    Column("origin", "来源\nOrigin"),
                ),
                page="remove-rule",
            ),
        ),
    ),
    DeskPage(
        slug="why",
        title="为什么\nWhy may somebody do this, or not?",
        tiers=(Tier.OFFICER,),
        document="""query ($resource: String! = "core:Enterprise", $action: String! = "read",
  $field: String, $role: String, $account: ID) {
  explain(input: {
    resource: $resource, action: $action, field: $field, role: $role, accountId: $account
  }) { decision why scope ask rule origin policyVersion near losing { rule why } }
}""",
        filters=(
            Filter(name="resource", title="资源\nResource", options=RESOURCES),
            Filter(name="action", title="操作\nAction", choices=ACTIONS),
            Filter(name="field", title="字段\nField"),
            Filter(name="role", title="角色\nRole", options=ROLES),
            Filter(name="account", title="账号\nAccount", options=ACCOUNTS),
        ),
        layout=(
            Facts(
                of="explain",
                columns=(
                    Column("decision", "结论\nDecision"),
                    Column("why", "原因\nWhy"),
                    Column("scope", "范围\nOn which rows"),
                    Column("rule", "起作用的规则\nThe rule that decided"),
                    Column("origin", "规则来源\nWhere it is from"),
                    Column("ask", "如何办理\nWhom to ask"),
                    Column("near", "相近情形\nNear misses"),
                    Column("policyVersion", "策略版本\nPolicy version"),
                ),
            ),
            Table(
                rows="explain.losing",
                title="未起作用的规则\nRules that did not decide",
                columns=(Column("rule", "规则\nRule"), Column("why", "原因\nWhy")),
            ),
        ),
    ),
    DeskPage(
        slug="ledger",
        title="台账\nThe ledger",
        tiers=(Tier.OFFICER,),
        document="""query ($username: String, $operation: String, $after: String) {
  ledgerEntries(
    first: 30, after: $after
    where: { username: { eq: $username }, operation: { eq: $operation } }
  ) {
    nodes { id at username operation outcome code resource reason }
    pageInfo { hasNextPage endCursor }
  }
}""",
        filters=(
            Filter(name="username", title="用户名\nUser name"),
            Filter(name="operation", title="事项\nOperation"),
        ),
        layout=(
            Table(
                rows="ledgerEntries.nodes",
                columns=(
                    Column("operation", "事项\nOperation"),
                    "at",
                    Column("username", "用户名\nWho"),
                    Column("outcome", "结果\nOutcome"),
                    Column("code", "拒绝代码\nCode"),
                    Column("resource", "资源\nResource"),
                    Column("reason", "理由\nReason"),
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
    DeskForm(
        slug="add-rule",
        title="增加规则\nAdd a rule",
        mutation="addPolicyRule",
        quick=True,
        fields=(
            Field("role", "角色\nRole", options=ROLES),
            Field("resource", "资源\nResource", options=RESOURCES),
            Field("action", "操作\nAction", choices=ACTIONS, default="=read"),
            Field("scope", "范围\nOn which rows", choices=SCOPES),
            Field("effect", "效力\nEffect", choices=EFFECTS, default="=allow"),
            REASON,
        ),
        success="规则已生效\nThe rule is in force",
        next="rules",
    ),
    DeskForm(
        slug="remove-rule",
        title="移除规则\nRemove a rule",
        mutation="removePolicyRule",
        subject="id",
        document="""query ($id: ID!) {
  node(id: $id) { id ... on PolicyRule { role resource action scope effect origin } }
}""",
        facts=("role", "resource", "action", "scope", "effect", "origin"),
        fields=(REASON,),
        on=("rules",),
        success="规则已移除\nThe rule is removed",
        next="rules",
    ),
]

HOMES = [
    DeskHome(
        tier=Tier.OFFICER,
        title="三员工作台\nDesk of the officers",
        parts=("reports", "pages", "queues", "cards"),
    ),
]
