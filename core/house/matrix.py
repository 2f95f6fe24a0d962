"""The officers' page of the policy matrix, and who has looked at a subject's personal data."""

from core.desk_declarations import Column, DeskPage, Filter, Table
from core.house.officers import ROLES
from core.house.policy import ACTIONS
from core.policy.vocabulary import Tier

PAGES = [
    DeskPage(
        slug="policy-matrix",
        title="策略矩阵\nPolicy matrix",
        tiers=(Tier.OFFICER,),
        document="""query ($tier: Tier, $role: String, $plugin: String, $resource: String,
  $action: String, $version: Int, $against: Int, $after: String) {
  policyMatrix(input: {
    tier: $tier, role: $role, plugin: $plugin, resource: $resource, action: $action
    version: $version, compareTo: $against, after: $after, first: 60
  }) {
    version comparedTo totalCount endCursor
    roles { name chinese english }
    lines { resource action cells { role effect scopes former { effect scopes } } }
  }
}""",
        filters=(
            Filter(name="tier", title="层级\nTier"),
            Filter(name="role", title="角色\nRole", options=ROLES),
            Filter(name="plugin", title="子系统\nSubsystem"),
            Filter(name="resource", title="资源（开头）\nResource begins with"),
            Filter(name="action", title="操作\nAction", choices=ACTIONS),
            Filter(name="version", title="版本\nVersion"),
            Filter(name="against", title="与此版本对比\nAgainst version"),
        ),
        template="policy_matrix.html",
        help="空格即禁止。\nAn empty cell is a denial.",
    ),
    DeskPage(
        slug="protected-reads",
        title="个人信息查阅记录\nWho looked at personal data",
        tiers=(Tier.OFFICER,),
        roles=("officer.audit",),
        document="""query ($subject: String, $username: String, $after: String) {
  ledgerEntries(
    first: 30, after: $after
    where: {
      outcome: { eq: READ_PROTECTED }
      subject: { eq: $subject }, username: { eq: $username }
    }
  ) {
    nodes { id at username operation resource reason subject }
    pageInfo { hasNextPage endCursor }
  }
}""",
        filters=(
            Filter(name="subject", title="对象标识\nThe subject's id"),
            Filter(name="username", title="用户名\nUser name"),
        ),
        layout=(
            Table(
                rows="ledgerEntries.nodes",
                columns=(
                    Column("resource", "内容\nWhat"),
                    "at",
                    Column("username", "用户名\nWho"),
                    Column("operation", "事项\nOperation"),
                    Column("reason", "目的、范围\nPurpose, extent"),
                    Column("subject", "对象标识\nThe subject's id"),
                ),
            ),
        ),
    ),
]
