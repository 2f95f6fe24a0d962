"""The desk of the security officer: drafts with their checks, signatures, history."""

from core.desk_declarations import (
    Column,
    DeskForm,
    DeskPage,
    Facts,
    Field,
    Filter,
    Options,
    Table,
    WorkQueue,
)
from core.house.officers import REASON
from core.house.policy import PROPOSED
from core.policy.vocabulary import Tier

ONE_DRAFT = """query ($id: ID!) {
  node(id: $id) { id ... on PolicyDraft { version state reason proposer sound faults widened } }
}"""
DRAFT_FACTS = (
    Column("reason", "理由\nReason"),
    Column("proposer", "提出人\nProposed by"),
    Column("faults", "不合格项\nFaults"),
    Column("widened", "放宽的权限\nAccess given"),
)
UNSOUND = (
    "检查不合格，不能签署；不合格之处见“检查意见”，请提出人修正或撤回。\n"
    "A check forbids a signature, see what the checks say; its proposer corrects or withdraws it."
)
ROW = (
    Column("role", "角色\nRole"),
    Column("resource", "资源\nResource"),
    Column("action", "操作\nAction"),
    Column("scope", "范围\nScope"),
    Column("effect", "效力\nEffect"),
)
VERSIONS = Options(
    document="{ policyVersions(first: 30) { nodes { number reason } } }",
    rows="policyVersions.nodes",
    labels=("number", "reason"),
    value="number",
)

QUEUES = [
    WorkQueue(
        slug="unsigned-drafts",
        title="待签署的策略草案\nPolicy drafts to sign",
        document="""{
  policyDrafts(first: 30, where: { state: { eq: DRAFT }, sound: { eq: true } }) {
    totalCount nodes { id reason proposer proposedAt widened }
  }
}""",
        rows="policyDrafts.nodes",
        columns=(
            Column("reason", "理由\nReason"),
            Column("proposer", "提出人\nProposed by"),
            "proposedAt",
            Column("widened", "放宽的权限\nAccess given"),
        ),
        page="draft",
        tiers=(Tier.OFFICER,),
    ),
]

PAGES = [
    DeskPage(
        slug="drafts",
        title="策略草案\nPolicy drafts",
        tiers=(Tier.OFFICER,),
        document="""query ($state: PolicyDraftState, $after: String) {
  policyStatus { version signatures securityOfficers }
  policyDrafts(first: 20, after: $after, where: { state: { eq: $state } }) {
    totalCount
    nodes { id state reason proposer proposedAt faults widened lost }
    pageInfo { hasNextPage endCursor }
  }
}""",
        filters=(Filter(name="state", title="状态\nState"),),
        layout=(
            Facts(
                of="policyStatus",
                columns=(
                    Column("version", "现行版本\nVersion in force"),
                    Column("signatures", "改动须几人同意\nHow many must agree"),
                    Column("securityOfficers", "在任安全管理员\nSecurity officers"),
                ),
            ),
            Table(
                rows="policyDrafts.nodes",
                columns=(
                    Column("reason", "理由\nReason"),
                    "state",
                    Column("proposer", "提出人\nProposed by"),
                    "proposedAt",
                    Column("faults", "不合格项\nFaults"),
                    Column("widened", "放宽\nAccess given"),
                    Column("lost", "收回\nAccess taken"),
                ),
                page="draft",
            ),
        ),
    ),
    DeskPage(
        slug="draft",
        title="策略草案\nPolicy draft",
        record="node",
        document="""query ($id: ID!) {
  node(id: $id) { id ... on PolicyDraft {
    version state reason proposer proposedAt sound faults gained lost changed widened
    signer signedAt activateAt closedAt closingReason base { number } became { number }
    findings(first: 50) { id kind fault message }
    differences(first: 100) { id kind widens message }
    changes(first: 100) { id kind role resource action scope effect }
  } }
}""",
        layout=(
            Facts(
                of="node",
                columns=(
                    "state",
                    *DRAFT_FACTS,
                    Column("sound", "可签署\nMay be signed"),
                    Column("lost", "收回的权限\nAccess taken"),
                    "proposedAt",
                    Column("base.number", "基于版本\nMade for version"),
                    Column("signer", "签署人\nSigned by"),
                    "signedAt",
                    Column("activateAt", "定于何时生效\nComes into force at"),
                    Column("became.number", "生效为版本\nBecame version"),
                    Column("closingReason", "说明\nRemark"),
                ),
            ),
            Table(
                rows="node.differences",
                title="权限差异\nWho may do more, less, otherwise",
                columns=(
                    "kind",
                    Column("message", "说明\nWhat", "longtext"),
                    Column("widens", "放宽\nGives access"),
                ),
                empty="没有差异\nNo decision changes",
            ),
            Table(
                rows="node.findings",
                title="检查意见\nWhat the checks say",
                columns=(
                    "kind",
                    Column("message", "说明\nWhat", "longtext"),
                    Column("fault", "不得签署\nForbids a signature"),
                ),
                empty="没有意见\nNothing to remark",
            ),
            Table(
                rows="node.changes",
                title="改动的规则\nRows added and removed",
                columns=("kind", *ROW),
            ),
        ),
    ),
    DeskPage(
        slug="policy-versions",
        title="策略历史\nHistory of the policy",
        tiers=(Tier.OFFICER,),
        document="""query ($after: String) {
  policyVersions(first: 20, after: $after) {
    totalCount nodes { id number createdAt reason } pageInfo { hasNextPage endCursor }
  }
}""",
        layout=(
            Table(
                rows="policyVersions.nodes",
                columns=(
                    Column("number", "版本\nVersion"),
                    "createdAt",
                    Column("reason", "理由\nReason"),
                ),
                page="policy-version",
            ),
        ),
    ),
    DeskPage(
        slug="policy-version",
        title="策略版本\nVersion of the policy",
        record="node",
        document="""query ($id: ID!) {
  node(id: $id) { id ... on PolicyVersion {
    number createdAt reason
    drafts(first: 1) { id reason proposer signer signedAt }
    added(first: 100) { id role resource action scope effect }
    removed(first: 100) { id role resource action scope effect }
  } }
}""",
        layout=(
            Facts(
                of="node",
                columns=(
                    Column("number", "版本\nVersion"),
                    "createdAt",
                    Column("reason", "理由\nReason"),
                ),
            ),
            Table(
                rows="node.drafts",
                title="所据草案\nThe draft it came from",
                columns=(
                    Column("proposer", "提出人\nProposed by"),
                    Column("signer", "签署人\nSigned by"),
                    "signedAt",
                ),
                page="draft",
            ),
            Table(rows="node.added", title="加入的规则\nRows added", columns=ROW),
            Table(rows="node.removed", title="移除的规则\nRows removed", columns=ROW),
        ),
    ),
]

FORMS = [
    DeskForm(
        slug="sign-draft",
        title="签署\nSign",
        mutation="signPolicy",
        subject="id",
        document=ONE_DRAFT,
        facts=DRAFT_FACTS,
        fields=(
            Field(
                "at",
                "何时生效\nWhen it comes into force",
                help="不填则立即生效\nLeave empty for at once",
            ),
        ),
        only_if=("state", ("DRAFT",)),
        open_if=("sound", ("True",), UNSOUND),
        on=("draft",),
        success="已签署\nSigned",
        next="draft",
    ),
    DeskForm(
        slug="reject-draft",
        title="驳回\nReject",
        mutation="rejectPolicy",
        subject="id",
        document=ONE_DRAFT,
        facts=DRAFT_FACTS,
        fields=(REASON,),
        only_if=("state", ("DRAFT", "SCHEDULED", "OUTDATED")),
        on=("draft",),
        success="已驳回\nRejected",
        next="draft",
    ),
    DeskForm(
        slug="withdraw-draft",
        title="撤回\nWithdraw",
        mutation="withdrawPolicy",
        subject="id",
        document=ONE_DRAFT,
        facts=DRAFT_FACTS,
        fields=(REASON,),
        only_if=("state", ("DRAFT", "SCHEDULED", "OUTDATED")),
        on=("draft",),
        success="已撤回\nWithdrawn",
        next="draft",
    ),
    DeskForm(
        slug="rebase-draft",
        title="更新到现行版本\nBring up to date",
        mutation="rebasePolicy",
        subject="id",
        document=ONE_DRAFT,
        facts=DRAFT_FACTS,
        only_if=("state", ("OUTDATED",)),
        on=("draft",),
        success="已更新并重新检查\nBrought up to date, and checked anew",
        next="draft",
    ),
    DeskForm(
        slug="roll-back",
        title="提议恢复旧版策略\nPropose an earlier policy",
        mutation="rollBackPolicy",
        fields=(
            Field("number", "版本\nVersion", options=VERSIONS),
            REASON,
        ),
        success=PROPOSED,
        next="draft",
    ),
]
