"""Licences on the desks: what is about to expire, the list, one licence, and its renewal."""

from sqlalchemy import select

from core.desk_declarations import (
    Column,
    DeskCard,
    DeskForm,
    DeskPage,
    DueList,
    Facts,
    Field,
    Filter,
    Options,
    PublicFact,
    PublicView,
    Table,
    Timeline,
    WorkQueue,
)
from core.policy.vocabulary import Tier
from core.register.models import EnterpriseCard
from plugins.licensing import models as m
from plugins.licensing.desk.applications import APPLICATION_FORMS, APPLICATION_PAGES, MORE_QUEUES
from plugins.licensing.desk.reports import REPORT_PAGES
from plugins.licensing.types import STATES

TOWNS = Options(
    document="{ divisions(first: 100) { nodes { id name } } }",
    rows="divisions.nodes",
)
ONE = """query ($id: ID!) {
  licence(id: $id) {
    id version number state colour validUntil renewBy renewalAppliedOn
    type { name } enterprise { name }
  }
}"""

CARDS = [
    DeskCard(
        slug="licences",
        title="许可证\nLicences",
        document="{ licenceBoard { colour count } }",
        counts="licenceBoard",
        page="licences",
    ),
]

QUEUES = [
    WorkQueue(
        slug="renewals-to-decide",
        title="延续申请待决定\nRenewals to decide",
        roles=("branch.licensing_chief",),
        document="""query ($after: String) {
  licences(
    first: 20, after: $after
    where: { colour: { eq: RENEWAL_PENDING } }, orderBy: VALID_UNTIL_ASC
  ) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { id version number validUntil renewalAppliedOn enterprise { name } }
  }
}""",
        rows="licences.nodes",
        columns=("number", Column("enterprise.name", "企业\nEnterprise")),
        due="validUntil",
        page="licence",
        forms=("decide-renewal",),
    ),
]

DUE = [
    DueList(
        slug="licences",
        title="许可证到期\nLicence expires",
        tiers=(Tier.STATION, Tier.TOWN),
        document="""query {
  licences(first: 40, where: { colour: { in: [URGENT, RED] } }, orderBy: VALID_UNTIL_ASC) {
    nodes { id number validUntil colour enterprise { name } town { name } }
  }
}""",
        rows="licences.nodes",
        what="enterprise.name",
        place="number",
        town="town.name",
        due="validUntil",
        colour="colour",
        page="licence",
    ),
]

PAGES = [
    DeskPage(
        slug="licences",
        title="许可证\nLicences",
        document="""query ($colour: [WarningColour!], $town: ID, $number: String, $after: String) {
  licences(
    first: 20, after: $after, orderBy: VALID_UNTIL_ASC
    where: { colour: { in: $colour }, town: { id: { eq: $town } }, number: { contains: $number } }
  ) {
    totalCount
    nodes { id version number colour validUntil type { name } enterprise { name } town { name } }
    pageInfo { hasNextPage endCursor }
  }
}""",
        filters=(
            Filter(name="colour", title="颜色\nColour"),
            Filter(name="town", title="镇街\nTown", options=TOWNS),
            Filter(name="number", title="证号\nNumber"),
        ),
        layout=(
            Table(
                rows="licences.nodes",
                columns=(
                    Column("number", "证号\nNumber"),
                    Column("colour", "颜色\nColour"),
                    Column("validUntil", "有效期止\nValid until"),
                    Column("validUntil", "剩余\nLeft", "days"),
                    Column("type.name", "种类\nKind"),
                    Column("enterprise.name", "企业\nEnterprise"),
                    Column("town.name", "镇街\nTown"),
                ),
                page="licence",
            ),
        ),
    ),
    DeskPage(
        slug="licence",
        title="许可证\nLicence",
        document="""query ($id: ID!) {
  licence(id: $id) {
    id number state colour covers authority issuedOn validFrom validUntil renewBy renewalAppliedOn
    yearlyDueOn origin remarks type { name legalBasis } enterprise { id name } town { name }
    events { act happenedOn reason legalBasis }
  }
}""",
        layout=(
            Facts(
                of="licence",
                columns=(
                    Column("number", "证号\nNumber"),
                    Column("colour", "颜色\nColour"),
                    Column("state", "状态\nState"),
                    Column("validUntil", "有效期止\nValid until"),
                    Column("validUntil", "剩余\nLeft", "days"),
                    Column("renewBy", "最迟申请延续\nRenew by"),
                    Column("renewalAppliedOn", "已申请延续\nRenewal filed"),
                    Column("yearlyDueOn", "年度事项应办\nYearly duty due"),
                    Column("type.name", "种类\nKind"),
                    Column("covers", "许可范围\nCovers"),
                    Column("enterprise.name", "企业\nEnterprise", page="core/enterprise"),
                    Column("town.name", "镇街\nTown"),
                    "authority",
                    "issuedOn",
                    Column("origin", "来源\nOrigin"),
                    "remarks",
                ),
            ),
            Timeline(
                rows="licence.events",
                when="happenedOn",
                what="act",
                columns=("reason", Column("legalBasis", "依据\nBasis")),
                title="办理记录\nHistory",
            ),
        ),
    ),
]

PAGES.append(
    DeskPage(
        slug="of-enterprise",
        title="许可证\nLicences",
        part_of="core/enterprise",
        document="""query ($id: ID!) {
  enterprise(id: $id) { id licences { id number colour validUntil type { name } } }
}""",
        layout=(
            Table(
                rows="enterprise.licences",
                title="许可证\nLicences",
                columns=(
                    Column("number", "证号\nNumber"),
                    Column("colour", "颜色\nColour"),
                    Column("validUntil", "有效期止\nValid until"),
                    Column("type.name", "种类\nKind"),
                ),
                page="licence",
            ),
        ),
    )
)

PAGES += [*APPLICATION_PAGES, *REPORT_PAGES]
QUEUES += MORE_QUEUES

FORMS = [
    *APPLICATION_FORMS,
    DeskForm(
        slug="file-renewal",
        title="申请延续\nApply for renewal",
        mutation="fileRenewal",
        subject="licenceId",
        document=ONE,
        facts=(
            "number",
            Column("type.name", "种类\nKind"),
            "colour",
            Column("validUntil", "有效期止\nValid until"),
            Column("renewBy", "最迟申请\nRenew by"),
        ),
        only_if=("state", ("VALID", "SUSPENDED")),
        on=("licence",),
        success="延续申请已提交，等待决定\nRenewal applied for; a decision follows",
        next="licence",
    ),
    DeskForm(
        slug="decide-renewal",
        title="决定延续\nDecide the renewal",
        mutation="decideRenewal",
        subject="licenceId",
        document=ONE,
        facts=(
            "number",
            Column("enterprise.name", "企业\nEnterprise"),
            "state",
            "colour",
            "validUntil",
            "renewalAppliedOn",
        ),
        only_if=("state", ("RENEWAL_PENDING", "DEEMED_RENEWED")),
        on=("licence",),
        bulk=True,
        fields=(
            Field(
                "granted",
                "决定\nDecision",
                kind="choice",
                choices=(("true", "准予延续 Renewed"), ("false", "不予延续 Refused")),
            ),
            Field("reason", "理由\nReason", kind="longtext", required=True),
        ),
        success="延续已决定\nRenewal decided",
        next="licence",
    ),
    DeskForm(
        slug="remark",
        title="填写备注\nKeep a remark",
        mutation="remarkLicence",
        subject="licenceId",
        document="query ($id: ID!) { licence(id: $id) { id version number remarks } }",
        facts=("number",),
        fields=(Field("remarks", kind="longtext", default="remarks", required=False),),
        on=("licence",),
        next="licence",
    ),
]

HOLDER = (
    select(EnterpriseCard.name)
    .where(EnterpriseCard.id == m.Licence.enterprise_id)
    .scalar_subquery()
)
KIND = select(m.LicenceType.name).where(m.LicenceType.id == m.Licence.type_id).scalar_subquery()
PUBLIC = [
    PublicView(
        slug="licence",
        title="许可证\nLicence",
        by=m.Licence.number,
        facts=(
            PublicFact("种类\nKind", KIND),
            PublicFact("持证单位\nHolder", HOLDER),
            PublicFact("许可范围\nCovers", m.Licence.covers),
            PublicFact("状态\nState", m.state_of(), STATES),
            PublicFact("有效期止\nValid until", m.Licence.valid_until),
            PublicFact("发证机关\nGranted by", m.Licence.authority),
        ),
        colour=m.licence_colour(),
    ),
]
