"""The desk of the security officer: what every policy must keep, and defaults of newer software."""

from core.desk_declarations import Column, DeskForm, DeskPage, Facts, Field, Filter, Table
from core.house.officers import REASON, ROLES
from core.house.policy import ACTIONS, PROPOSED, RESOURCES
from core.policy.vocabulary import Tier

PAGES = [
    DeskPage(
        slug="policy-cases",
        title="必须成立的情形\nWhat every policy must keep",
        tiers=(Tier.OFFICER,),
        document="""query ($after: String) {
  regressionCases(first: 30, after: $after, where: { held: { eq: true } }) {
    totalCount
    nodes { id chinese who resource action expected }
    pageInfo { hasNextPage endCursor }
  }
}""",
        layout=(
            Table(
                rows="regressionCases.nodes",
                columns=(
                    Column("chinese", "说明\nWhat"),
                    Column("who", "谁\nWho"),
                    Column("resource", "资源\nResource"),
                    Column("action", "操作\nAction"),
                    "expected",
                ),
                page="policy-case",
            ),
        ),
    ),
    DeskPage(
        slug="policy-case",
        title="必须成立的情形\nWhat every policy must keep",
        record="node",
        document="""query ($id: ID!) {
  node(id: $id) { id ... on RegressionCase {
    held chinese english who resource action expected origin retiredAt } }
}""",
        layout=(
            Facts(
                of="node",
                columns=(
                    Column("chinese", "说明\nWhat"),
                    Column("english", "英文\nIn English"),
                    Column("who", "谁\nWho"),
                    Column("resource", "资源\nResource"),
                    Column("action", "操作\nAction"),
                    "expected",
                    Column("origin", "来源\nOrigin"),
                    Column("retiredAt", "停用时间\nRetired"),
                ),
            ),
        ),
    ),
    DeskPage(
        slug="policy-defaults",
        title="新版默认规则\nNew default rules",
        tiers=(Tier.OFFICER,),
        document="""query ($conflict: Boolean, $after: String) {
  policyProposals(
    first: 30, after: $after, where: { state: { eq: OPEN }, conflict: { eq: $conflict } }
  ) {
    totalCount
    nodes { id role resource action oldDefault inForce newDefault conflict }
    pageInfo { hasNextPage endCursor }
  }
}""",
        filters=(Filter(name="conflict", title="冲突\nConflict"),),
        layout=(
            Table(
                rows="policyProposals.nodes",
                columns=(
                    Column("role", "角色\nRole"),
                    Column("resource", "资源\nResource"),
                    Column("action", "操作\nAction"),
                    Column("oldDefault", "原默认\nOld default"),
                    Column("inForce", "本局现行\nIn force here"),
                    Column("newDefault", "新默认\nNew default"),
                    Column("conflict", "冲突\nConflict"),
                ),
                page="policy-default",
                empty="没有新的默认规则\nNo new defaults",
            ),
        ),
    ),
    DeskPage(
        slug="policy-default",
        title="新版默认规则\nNew default rule",
        record="node",
        document="""query ($id: ID!) {
  node(id: $id) { id ... on PolicyProposal {
    role resource action oldDefault inForce newDefault conflict state origin
    draft { id reason } } }
}""",
        layout=(
            Facts(
                of="node",
                columns=(
                    Column("role", "角色\nRole"),
                    Column("resource", "资源\nResource"),
                    Column("action", "操作\nAction"),
                    Column("oldDefault", "原默认\nOld default"),
                    Column("inForce", "本局现行\nIn force here"),
                    Column("newDefault", "新默认\nNew default"),
                    Column("conflict", "冲突\nConflict"),
                    "state",
                    Column("draft.reason", "所在草案\nDraft", page="draft"),
                ),
            ),
        ),
    ),
]

FORMS = [
    DeskForm(
        slug="add-case",
        title="增补必须成立的情形\nAdd what every policy must keep",
        mutation="addRegressionCase",
        fields=(
            Field("who", "谁\nWhich role", options=ROLES),
            Field("resource", "资源\nResource", options=RESOURCES),
            Field("action", "操作\nAction", choices=ACTIONS, default="=read"),
            Field("expected", "应有的结论\nWhat must be answered"),
            Field("chinese", "说明\nIn a sentence"),
            Field("english", "英文说明\nIn English"),
        ),
        success="今后每份策略都须遵守\nEvery policy must keep it from now on",
        next="policy-case",
    ),
    DeskForm(
        slug="retire-case",
        title="停用\nRetire",
        mutation="retireRegressionCase",
        subject="id",
        document="query ($id: ID!) { node(id: $id) { id ... on RegressionCase { held chinese } } }",
        facts=(Column("chinese", "说明\nWhat"),),
        fields=(REASON,),
        on=("policy-case",),
        success="已停用\nRetired",
        next="policy-case",
    ),
    DeskForm(
        slug="adopt-default",
        title="采纳新默认\nTake the new default",
        mutation="adoptPolicyDefaults",
        subject="ids",
        document="""query ($id: ID!) {
  node(id: $id) { id ... on PolicyProposal { state role resource oldDefault inForce newDefault } }
}""",
        facts=(
            Column("resource", "资源\nResource"),
            Column("oldDefault", "原默认\nOld default"),
            Column("inForce", "本局现行\nIn force here"),
            Column("newDefault", "新默认\nNew default"),
        ),
        fields=(REASON,),
        only_if=("state", ("OPEN",)),
        on=("policy-default",),
        success=PROPOSED,
    ),
    DeskForm(
        slug="adopt-defaults",
        title="采纳一个子系统的新默认\nTake the new defaults of a plugin",
        mutation="adoptPolicyDefaults",
        fields=(
            Field(
                "plugin",
                "子系统\nPlugin",
                required=True,
                help="无冲突的全部采纳；有冲突的请逐条选择\n"
                "All without a conflict; decide on conflicts one by one",
            ),
            REASON,
        ),
        success=PROPOSED,
        next="draft",
    ),
    DeskForm(
        slug="keep-ours",
        title="不采纳，保留本局规则\nKeep ours",
        mutation="dismissPolicyProposal",
        subject="id",
        document="""query ($id: ID!) {
  node(id: $id) { id ... on PolicyProposal { state role resource } }
}""",
        only_if=("state", ("OPEN",)),
        on=("policy-default",),
        success="已保留本局规则\nOurs is kept",
        next="policy-defaults",
    ),
]
