"""Desks of the officers: stand-ins and extra duties, from the appointment to the early end."""

from core.desk_declarations import Column, DeskForm, DeskPage, Facts, Field, Filter, Table
from core.house.officers import REASON, ROLES
from core.house.policy import ACCOUNTS
from core.policy.vocabulary import Tier

ONE_POST = """query ($id: ID!) {
  node(id: $id) { id ... on Post { role validFrom validTo account { username name } } }
}"""
ONE_DUTY = """query ($id: ID!) {
  node(id: $id) { id ... on TemporaryDuty {
    version kind role validFrom validTo reason confirmed appointedAt confirmedAt endedReason
    account { id username name } post { id role account { id username name } }
  } }
}"""
POST_FACTS = (
    Column("account.username", "任职账号\nHolder"),
    Column("account.name", "姓名\nThe person's name"),
    Column("role", "角色\nRole"),
)
DUTY_FACTS = (
    Column("kind", "种类\nWhat it is"),
    Column("account.username", "履职的账号\nWho acts", page="account"),
    Column("post.account.username", "岗位任职人\nHolder of the post", page="account"),
    Column("role", "角色\nRole"),
    Column("validFrom", "自\nFrom"),
    Column("validTo", "至（自该日起失效）\nUntil"),
    Column("confirmed", "已确认\nConfirmed"),
    Column("reason", "理由\nReason"),
    Column("endedReason", "提前终止的理由\nWhy ended early"),
)
DAYS = (
    Field("validFrom", "自\nFrom", default="today"),
    Field("validTo", "至（自该日起失效）\nUntil: the first day without it"),
)

STATES = (("true", "已确认 Confirmed"), ("false", "待确认 Waits"))

PAGES = [
    DeskPage(
        slug="stand-ins",
        title="代理与临时授权\nStand-ins and extra duties",
        tiers=(Tier.OFFICER,),
        document="""query ($confirmed: Boolean, $after: String) {
  temporaryDuties(first: 30, after: $after, where: { confirmed: { eq: $confirmed } }) {
    totalCount
    nodes { id kind role validFrom validTo confirmed account { username }
      post { account { username } } }
    pageInfo { hasNextPage endCursor }
  }
}""",
        filters=(Filter(name="confirmed", title="状态\nState", choices=STATES),),
        layout=(
            Table(
                rows="temporaryDuties.nodes",
                columns=(
                    Column("account.username", "履职的账号\nWho acts"),
                    Column("post.account.username", "岗位任职人\nHolder of the post"),
                    *DUTY_FACTS[:1],
                    *DUTY_FACTS[3:7],
                ),
                page="stand-in",
            ),
        ),
    ),
    DeskPage(
        slug="stand-in",
        title="代理或临时授权\nStand-in or extra duty",
        record="node",
        document=ONE_DUTY,
        layout=(Facts(of="node", columns=DUTY_FACTS),),
    ),
]

FORMS = [
    DeskForm(
        slug="appoint-stand-in",
        title="指定代理人\nAppoint a stand-in",
        mutation="appointStandIn",
        subject="postId",
        document=ONE_POST,
        facts=POST_FACTS,
        fields=(Field("accountId", "代理人\nWho stands in", options=ACCOUNTS), *DAYS, REASON),
        on=("post",),
        success="已提出，待安全管理员确认\nAppointed; the security officer confirms it",
        next="stand-ins",
    ),
    DeskForm(
        slug="grant-duty",
        title="临时另加职责\nGrant an extra duty for a time",
        mutation="grantDuty",
        subject="postId",
        document=ONE_POST,
        facts=POST_FACTS,
        fields=(Field("role", "另加的角色\nThe extra role", options=ROLES), *DAYS, REASON),
        on=("post",),
        success="已提出，待安全管理员确认\nGranted; the security officer confirms it",
        next="stand-ins",
    ),
    DeskForm(
        slug="confirm-stand-in",
        title="确认\nConfirm",
        mutation="confirmTemporaryDuty",
        subject="id",
        document=ONE_DUTY,
        facts=DUTY_FACTS,
        on=("stand-in",),
        only_if=("confirmed", ("False",)),
        success="已确认，按日期生效\nConfirmed; in force by its dates",
        next="stand-in",
    ),
    DeskForm(
        slug="end-stand-in",
        title="提前终止或不予确认\nEnd early or decline",
        mutation="endTemporaryDuty",
        subject="id",
        document=ONE_DUTY,
        facts=DUTY_FACTS,
        fields=(
            Field("day", "自该日起终止\nThe first day without it", default="today"),
            REASON,
        ),
        on=("stand-in",),
        success="已终止\nIt ends",
        next="stand-in",
    ),
]
