"""Certificates in bulk, standards, packaged goods, bodies and intervals."""

from core.desk_declarations import Column, DeskPage, Facts, Filter, Table
from plugins.metrology.desk.more_pages import listed
from plugins.metrology.desk.parts import TOWN, USER

PAPERS = [
    listed(
        ("deliveries", "成批证书\nCertificates in bulk"),
        "certificateBatches",
        "receivedOn received recorded repeated unmatched body { name }",
        "receivedOn",
        Column("body.name", "机构\nBody"),
        "received",
        "recorded",
        "repeated",
        "unmatched",
    ),
    DeskPage(
        slug="unmatched",
        title="对不上的证书\nCertificates for a person",
        document="""query ($open: Boolean, $after: String) {
  unmatchedCertificates(first: 20, after: $after, where: { settledOn: { isNull: $open } }) {
    totalCount nodes { id version serial userName certificateNo result because settledOn }
    pageInfo { hasNextPage endCursor }
  }
}""",
        filters=(Filter(name="open", title="待处理\nOpen"),),
        layout=(
            Table(
                rows="unmatchedCertificates.nodes",
                columns=(
                    "serial",
                    "userName",
                    "certificateNo",
                    "result",
                    "because",
                    "settledOn",
                ),
                page="certificate",
            ),
        ),
    ),
    DeskPage(
        slug="certificate",
        title="一份对不上的证书\nOne of them",
        document="""query ($id: ID!) {
  unmatchedCertificate(id: $id) {
    id version serial userName certificateNo result verifiedOn validTo because why settledOn
    instrument { id number }
  }
}""",
        layout=(
            Facts(
                of="unmatchedCertificate",
                columns=(
                    "serial",
                    "userName",
                    "certificateNo",
                    "result",
                    "verifiedOn",
                    "validTo",
                    "because",
                    "why",
                    "settledOn",
                    Column("instrument.number", "对应器具\nMatched to", page="instrument"),
                ),
            ),
        ),
    ),
    listed(
        ("standards", "计量标准\nMeasurement standards"),
        "measurementStandards",
        "name certificateNo highest examinedOn validTo enterprise { name } town { name }",
        "name",
        "certificateNo",
        "highest",
        "examinedOn",
        "validTo",
        Column("validTo", "剩余\nLeft", "days"),
        USER,
        TOWN,
    ),
    listed(
        ("goods", "净含量检查\nChecks of net content"),
        "packagedGoodsChecks",
        "checkedOn product nominal batch mean short farShort conforming enterprise { name }",
        "checkedOn",
        "product",
        USER,
        "nominal",
        "batch",
        "mean",
        "short",
        "farShort",
        "conforming",
    ),
    listed(
        ("bodies", "检定机构名录\nBodies that may verify"),
        "authorisedBodies",
        "name authorisationNo scopeCodes validFrom validTo",
        "name",
        "authorisationNo",
        "scopeCodes",
        "validFrom",
        "validTo",
    ),
    listed(
        ("rules", "检定周期\nIntervals of verification"),
        "verificationRules",
        "categoryPrefix months rotationMonths regulation legalBasis compared validFrom validTo",
        "categoryPrefix",
        "months",
        "rotationMonths",
        "regulation",
        "legalBasis",
        "compared",
        "validFrom",
        "validTo",
    ),
]
