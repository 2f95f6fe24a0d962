"""The desks of the officers: rules of the policy, why it answers so, and the ledger."""

from core.desk_declarations import (
    Column,
    DeskForm,
    DeskPage,
    Facts,
    Field,
    Filter,
    Options,
    Table,
)
from core.house.officers import ROLES
from core.policy.vocabulary import Action, Effect, Scope, Tier

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
ACTIONS = tuple((each.value, each.value) for each in Action)
SCOPES = tuple((each.value, each.value) for each in Scope)
EFFECTS = (
    (Effect.ALLOW.value, "允许 allow"),
    (Effect.MASK.value, "脱敏 mask"),
    (Effect.DENY.value, "禁止 deny"),
)

ANSWER = """decision rule origin ruleSince policyVersion
    told { about text } losing { rule why }"""
"""What the pages show of an explanation."""
ASKED = (
    Filter(name="resource", title="资源\nResource", options=RESOURCES),
    Filter(name="action", title="操作\nAction", choices=ACTIONS),
    Filter(name="field", title="字段\nField"),
    Filter(
        name="object", title="记录编号（其网页地址的末段）\nRecord: the end of its page's address"
    ),
)
TOLD = (
    Table(
        rows="explain.told",
        title="解释\nExplanation",
        columns=(Column("about", ""), Column("text", "", kind="longtext")),
    ),
    Facts(
        of="explain",
        title="依据的规则\nThe rule behind it",
        columns=(
            Column("decision", "结论\nDecision"),
            Column("rule", "规则\nRule"),
            Column("origin", "来源或修改人\nWhere it is from, or who wrote it"),
            Column("ruleSince", "自第几版起\nSince version"),
            Column("policyVersion", "现行策略版本\nPolicy version"),
        ),
    ),
    Table(
        rows="explain.losing",
        title="未起作用的规则\nRules that did not decide",
        columns=(Column("rule", "规则\nRule"), Column("why", "原因\nWhy")),
        empty="没有其他规则\nNo other rule spoke",
    ),
)
WHY = DeskPage(
    slug="why",
    title="为什么\nWhy may somebody do this, or not?",
    tiers=(Tier.OFFICER,),
    help="选择账号或角色、操作、资源、记录和字段；每次查询记入台账。只解释您自己看得到的记录。\n"
    "Choose whom and what; each question is kept in the ledger. Rows that you do not see yourself "
    "are not spoken of.",
    document=f"""query ($resource: String! = "core:Enterprise", $action: String! = "read",
  $field: String, $object: ID, $role: String, $account: ID) {{
  explain(input: {{
    resource: $resource, action: $action, field: $field, objectId: $object
    role: $role, accountId: $account
  }}) {{ {ANSWER} }}
}}""",
    filters=(
        Filter(name="account", title="账号\nAccount", options=ACCOUNTS),
        Filter(name="role", title="角色\nRole", options=ROLES),
        *ASKED,
    ),
    layout=TOLD,
)
WHY_ME = DeskPage(
    slug="why-me",
    title="为什么我可以或不可以\nWhy may I do this, or not?",
    menu=False,
    help="解释您自己的岗位；每次查询记入台账。\n"
    "Of your own posts; each question is kept in the ledger.",
    document=f"""query ($resource: String! = "core:Enterprise", $action: String! = "read",
  $field: String, $object: ID) {{
  explain(input: {{
    resource: $resource, action: $action, field: $field, objectId: $object
  }}) {{ {ANSWER} }}
}}""",
    filters=ASKED,
    layout=TOLD,
)

PAGES = [
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
    WHY,
    WHY_ME,
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

DRAFTS = Options(
    document="""{
  policyDrafts(first: 20, where: { state: { eq: DRAFT } }) { nodes { id reason proposer } }
}""",
    rows="policyDrafts.nodes",
    labels=("reason", "proposer"),
)
PROPOSED = "草案已提出，待另一名安全管理员签署\nProposed; another security officer has to sign"
INTO = Field(
    "draftId",
    "加入草案\nAdd to a draft",
    options=DRAFTS,
    help="自己尚未签署的草案；不选则另立一份\nOne of your own, not yet signed; none: a new draft",
)
REASONED = Field(
    "reason", "理由\nReason", kind="longtext", help="新草案必填\nNeeded for a new draft"
)

FORMS = [
    DeskForm(
        slug="add-rule",
        title="提议增加规则\nPropose a new rule",
        mutation="addPolicyRule",
        quick=True,
        fields=(
            Field("role", "角色\nRole", options=ROLES),
            Field("resource", "资源\nResource", options=RESOURCES),
            Field("action", "操作\nAction", choices=ACTIONS, default="=read"),
            Field("scope", "范围\nOn which rows", choices=SCOPES),
            Field("effect", "效力\nEffect", choices=EFFECTS, default="=allow"),
            INTO,
            REASONED,
        ),
        success=PROPOSED,
        next="draft",
    ),
    DeskForm(
        slug="remove-rule",
        title="提议移除规则\nPropose to remove the rule",
        mutation="removePolicyRule",
        subject="id",
        document="""query ($id: ID!) {
  node(id: $id) { id ... on PolicyRule { role resource action scope effect origin } }
}""",
        facts=("role", "resource", "action", "scope", "effect", "origin"),
        fields=(INTO, REASONED),
        on=("rules",),
        success=PROPOSED,
        next="draft",
    ),
]
