"""What may be declared, filed and imported: each act its form."""

from core.desk_declarations import Column, DeskForm, Field, Options
from core.policy.vocabulary import Tier

FIRMS = Options(
    document="""query ($q: String) {
  enterprises(first: 20, where: { name: { contains: $q } }) { nodes { id name address } }
}""",
    rows="enterprises.nodes",
    labels=("name", "address"),
)
STANDARDS = Options(
    document="""query ($q: String) {
  standards(first: 20, where: { code: { contains: $q } }) { nodes { id code title status } }
}""",
    rows="standards.nodes",
    labels=("code", "title", "status"),
    value="code",
)
REASON = Field("reason", "理由\nReason", "longtext", required=True)
OWN = """query ($id: ID!) {
  enterpriseStandard(id: $id) {
    id version number title product state mode issuedOn enterprise { name }
    matter { step stepTitle availableActions { name mutation allowed reason } }
  }
}"""
OWN_FACTS = ("number", "title", "product", "mode", "state")
BOTH = ("own-standard", "core/matter")
PARTS = (
    Field("basis", "引用的标准编号（每行一个）\nIt rests on, one a line", "longtext",
          required=False),
    Field("indicatorLines", "指标（每行一项，如 抗拉强度 ≥ 12.5 MPa；试验方法；说明）\n"
          "Indicators, one a line: name ≥ value unit; method; statement", "longtext"),
)  # fmt: skip


def _own(slug: str, title: str, mutation: str, action: str, **more: object) -> DeskForm:
    """An act that is a step of an own standard's matter."""
    given: dict[str, object] = {"on": BOTH, "action": action, "next": "own-standard"} | more
    return DeskForm(
        slug=slug,
        title=title,
        mutation=mutation,
        subject="enterpriseStandardId",
        document=OWN,
        facts=OWN_FACTS,
        **given,  # type: ignore[arg-type]
    )


FORMS = [
    DeskForm(
        slug="declare-use",
        title="声明执行标准\nSay which standard a product names",
        mutation="declareStandardUse",
        tiers=(Tier.ENTERPRISE,),
        fields=(
            Field("product", "产品\nProduct"),
            Field("standard", "标准编号\nNumber of the standard", options=STANDARDS),
        ),
        success="已声明\nDeclared",
        next="use",
    ),
    DeskForm(
        slug="replace-use",
        title="更换执行标准\nName another standard",
        mutation="replaceStandardUse",
        subject="standardUseId",
        only_if=("open", ("true", "True")),
        document="""query ($id: ID!) {
  standardUse(id: $id) {
    id version open product replaceBy standard { code status replacedBy { code } }
  }
}""",
        facts=("product", Column("standard.code", "标准\nStandard"), "replaceBy"),
        fields=(
            Field(
                "standard",
                "改用的标准；停止执行时不填\nWhat takes its place, if anything",
                required=False,
                default="standard.replacedBy.code",
            ),
            Field("reason", "停止执行的理由\nReason, to name none", "longtext", required=False),
        ),
        on=("use",),
        success="已更换\nReplaced",
        next="use",
    ),
    DeskForm(
        slug="draft-own",
        title="起草企业标准\nDraft an own standard",
        mutation="draftEnterpriseStandard",
        tiers=(Tier.ENTERPRISE,),
        fields=(
            Field("number", "编号，如 Q/XYZ 001-2026\nNumber"),
            Field("title", "名称\nTitle"),
            Field("product", "产品\nProduct"),
            Field("issuedOn", "发布日期\nIssued on", "date", default="today"),
            *PARTS,
        ),
        success="草稿已保存\nSaved as a draft",
        next="own-standard",
    ),
    _own(
        "redraft-own",
        "修改草稿\nChange the draft",
        "redraftEnterpriseStandard",
        "",
        on=("own-standard",),
        only_if=("state", ("PENDING",)),
        fields=(
            Field("number", "编号\nNumber", default="number"),
            Field("title", "名称\nTitle", default="title"),
            Field("product", "产品\nProduct", default="product"),
            Field("issuedOn", "发布日期\nIssued on", "date", default="issuedOn"),
            *PARTS,
        ),
    ),
    _own(
        "declare-own",
        "声明公开\nDeclare it",
        "declareEnterpriseStandard",
        "declared",
        success="已声明公开，即日有效\nDeclared, from today on",
    ),
    _own("submit-own", "报送备案\nHand it in", "submitEnterpriseStandard", "submitted"),
    _own(
        "accept-own",
        "受理备案\nAccept or return",
        "acceptEnterpriseStandard",
        "accepted",
        fields=(
            Field("accepted", "受理\nAccepted", default="=true"),
            Field("reason", "退回的理由\nReason of a return", "longtext", required=False),
        ),
    ),
    _own("file-own", "备案\nFile it", "fileEnterpriseStandard", "filed"),
    _own(
        "abolish-own",
        "废止\nAbolish",
        "abolishEnterpriseStandard",
        "",
        on=("own-standard",),
        only_if=("state", ("IN_FORCE", "EXPIRED")),
        fields=(REASON,),
    ),
    _own(
        "strike-off",
        "注销备案\nStrike off",
        "strikeOffEnterpriseStandard",
        "",
        on=("own-standard",),
        only_if=("state", ("EXPIRED",)),
        fields=(REASON,),
    ),
    _own(
        "submit-review",
        "报送复审\nHand in a re-review",
        "submitStandardReview",
        "",
        on=("own-standard",),
        only_if=("mode", ("FILED",)),
        fields=(Field("conclusion", "复审结论\nConclusion", "longtext"),),
        next="review",
    ),
    DeskForm(
        slug="decide-review",
        title="复审备案\nDecide the re-review",
        mutation="decideStandardReview",
        subject="reviewId",
        action="decided",
        document="""query ($id: ID!) {
  standardReview(id: $id) {
    id version conclusion enterpriseStandard { number }
    matter { step availableActions { name mutation allowed reason } }
  }
}""",
        facts=(Column("enterpriseStandard.number", "企业标准\nOwn standard"), "conclusion"),
        fields=(
            Field("renewed", "延续\nRenewed", default="=true"),
            Field("reason", "不予延续的理由\nReason of a refusal", "longtext", required=False),
        ),
        on=("review", "core/matter"),
        next="review",
    ),
    DeskForm(
        slug="import-notice",
        title="录入代替通知\nImport a notice of replacement",
        mutation="importReplacementNotice",
        tiers=(Tier.BRANCH,),
        fields=(
            Field("replaced", "旧标准编号\nOld standard", options=STANDARDS),
            Field("endsOn", "旧标准废止日\nFirst day without it", "date"),
            Field("publishedOn", "通知公布日期\nPublished on", "date", default="today"),
            Field("source", "公告号或来源\nWhich notice"),
            Field("successor", "代替标准编号\nNew standard", required=False),
            Field("successorTitle", "代替标准名称\nIts title", required=False),
        ),
        success="已录入，相关企业均已提醒\nImported; every firm concerned is told",
        next="notices",
    ),
    DeskForm(
        slug="add-standard",
        title="录入标准\nAdd a standard",
        mutation="addStandard",
        tiers=(Tier.BRANCH,),
        fields=(
            Field("code", "编号\nNumber"),
            Field("title", "名称\nTitle"),
            Field("effectiveOn", "实施日期\nIn force from", "date"),
            Field("issuedOn", "发布日期\nIssued on", "date", required=False),
            Field("ics", required=False),
            Field("ccs", required=False),
        ),
        next="standard",
    ),
]  # fmt: skip
