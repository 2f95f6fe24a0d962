"""What may be reported and done: a photo first, then where and what; every step its form."""

from core.desk_declarations import Column, DeskForm, Field, Options
from core.policy.vocabulary import Tier

OFFICERS = (Tier.TOWN, Tier.STATION, Tier.BRANCH)
UNITS = Options(
    document="""query ($q: String) {
  enterprises(first: 20, where: { name: { contains: $q } }) { nodes { id name address } }
}""",
    rows="enterprises.nodes",
    labels=("name", "address"),
)
TOWNS = Options(document="{ divisions(first: 100) { nodes { id name } } }", rows="divisions.nodes")
ONE = """query ($id: ID!) {
  hazard(id: $id) {
    id version what grade category place measures proposedTerm
    enterprise { name } town { name }
    matter { step stepTitle dueOn availableActions { name mutation allowed reason } }
    orders { number items dueOn term violated { act article } }
  }
}"""
FACTS = (
    "what",
    "grade",
    Column("enterprise.name", "企业\nEnterprise"),
    "place",
    Column("matter.dueOn", "剩余\nLeft", "days"),
)
PHOTOS = Field("photos", "照片\nPhotos", "photo", required=False)
WHO = Field("enterpriseId", "企业\nEnterprise", "record", required=False, options=UNITS)
REASON = Field("reason", "理由\nReason", "longtext", required=True)
WHERE = (
    WHO,
    Field("townId", "镇街（无企业时）\nTown, where there is no enterprise", "record",
          required=False, options=TOWNS),
    Field("place", "地点说明\nWhere exactly", required=False),
)  # fmt: skip
BOTH = ("hazard", "core/matter")


def _law(role: str) -> Options:
    return Options(
        document=f"""{{ legalBases(first: 100, where: {{
  role: {{ eq: {role} }}, validTo: {{ isNull: true }}
}}) {{ nodes {{ id act article }} }} }}""",
        rows="legalBases.nodes",
        labels=("act", "article"),
    )


def _items(code: str) -> Options:
    return Options(
        document=f"""{{ checklistItems(first: 60, where: {{
  checklist: {{ code: {{ eq: "{code}" }}, validTo: {{ isNull: true }} }}
}}) {{ nodes {{ id number text }} }} }}""",
        rows="checklistItems.nodes",
        labels=("number", "text"),
    )


def _patrol(code: str, title: str, *tiers: Tier) -> DeskForm:
    return DeskForm(
        slug=f"patrol-{code.lower()}",
        title=title,
        mutation="recordPatrol",
        tiers=tiers,
        fields=(
            Field("photos", "照片\nPhotos", "photo", required=False),
            *WHERE,
            Field(
                "failedItems",
                "不合格的项目（其余为合格）\nWhat failed; all else passed",
                "records",
                required=False,
                options=_items(code),
            ),
            Field("note", "不合格情况\nWhat is wrong", "longtext", required=False),
            Field("secondOfficer", "第二名检查人员\nSecond officer", required=False),
            Field("refusedToSign", "当事人拒绝签字\nThey refused to sign", "boolean"),
            Field("witness", "见证人（拒绝签字时）\nWitness of a refusal", required=False),
            Field("remarks", "备注\nRemarks", "longtext", required=False),
            Field("checklistCode", default=f"={code}", hidden=True),
        ),
        success="巡查已记录，不合格项已上报隐患\nRecorded; what failed is reported as hazards",
        next="patrol",
    )


FORMS = [
    DeskForm(
        slug="report-hazard",
        title="上报隐患\nReport a hazard",
        mutation="reportHazard",
        tiers=OFFICERS,
        quick=True,
        fields=(
            PHOTOS,
            Field("what", "发现了什么\nWhat is dangerous", "longtext", required=True),
            *WHERE,
            Field("grade", "等级\nGrade", default="=GENERAL"),
            Field("category", "类别\nCategory", default="=OTHER"),
        ),
        success="隐患已上报，站所将在五个工作日内核查\nReported; the station checks it in 5 days",
        next="hazard",
    ),
    DeskForm(
        slug="report-own-hazard",
        title="上报本单位隐患\nReport a hazard of our own",
        mutation="reportHazard",
        tiers=(Tier.ENTERPRISE,),
        fields=(
            PHOTOS,
            Field("what", "发现了什么\nWhat is dangerous", "longtext", required=True),
            Field("place", "地点说明\nWhere exactly", required=False),
            Field("category", "类别\nCategory", default="=OTHER"),
        ),
        success="隐患已上报\nReported",
        next="hazard",
    ),
    _patrol("TOWN", "镇街巡查\nRound of the town", Tier.TOWN),
    _patrol("C11", "特种设备使用单位检查\nCheck a user of equipment", Tier.STATION, Tier.BRANCH),
    _patrol("C01", "食品生产者检查\nCheck a food producer", Tier.STATION, Tier.BRANCH),
    _patrol("C12", "获证企业检查\nCheck a licensed maker", Tier.STATION, Tier.BRANCH),
    DeskForm(
        slug="resubmit-hazard",
        title="补充后重新上报\nReport it again",
        mutation="resubmitHazard",
        subject="hazardId",
        action="reported",
        document=ONE,
        facts=FACTS,
        on=BOTH,
        fields=(Field("what", "情况\nWhat", "longtext", default="what"), PHOTOS),
        next="hazard",
    ),
    DeskForm(
        slug="check-hazard",
        title="核查\nCheck",
        mutation="checkHazard",
        subject="hazardId",
        action="checked",
        document=ONE,
        facts=FACTS,
        on=BOTH,
        fields=(
            PHOTOS,
            Field("grade", "核定等级\nGrade", default="grade"),
            Field("category", "核定类别\nCategory", default="category"),
            Field("measures", "现场措施（严重隐患必填）\nDone on the spot; needed if serious",
                  "longtext", required=False, default="measures"),
            Field("enterpriseId", "责任企业（未明确时）\nWho answers for it, if unknown",
                  "record", required=False, options=UNITS),
        ),
        success="已核查，转分局\nChecked; the branch goes on",
        next="hazard",
    ),
    DeskForm(
        slug="dismiss-hazard",
        title="不予认定\nDismiss",
        mutation="dismissHazard",
        subject="hazardId",
        only_if=("matter.step", ("checked", "taken_in")),
        document=ONE,
        facts=FACTS,
        on=("hazard",),
        fields=(REASON,),
        success="已不予认定\nDismissed",
        next="hazard",
    ),
    DeskForm(
        slug="take-in-hazard",
        title="纳入监管库\nTake in",
        mutation="takeInHazard",
        subject="hazardId",
        action="taken_in",
        document=ONE,
        facts=FACTS,
        on=BOTH,
        fields=(
            Field("enterpriseId", "责任企业（未明确时）\nWho answers for it, if unknown",
                  "record", required=False, options=UNITS),
        ),
        success="已纳入监管库\nTaken in",
        next="hazard",
    ),
    DeskForm(
        slug="order-rectification",
        title="责令改正：拟稿\nOrder: draft and sign",
        mutation="orderRectification",
        subject="hazardId",
        action="ordered",
        document=ONE,
        facts=FACTS,
        on=BOTH,
        fields=(
            Field("items", "整改事项（每行一项）\nWhat to put right, one a line", "longtext"),
            Field("violatedId", "违反的规定\nWhat was violated", "record", options=_law("DUTY")),
            Field("basisId", "责令依据\nPower to order", "record", options=_law("POWER")),
            Field("dueOn", "整改期限\nTerm", "date", default="proposedTerm"),
        ),
        success="已拟稿并签名，待第二人会签\nDrafted and signed; a second officer signs next",
        next="hazard",
    ),
    DeskForm(
        slug="sign-order",
        title="责令改正：会签\nOrder: sign second",
        mutation="signRectificationOrder",
        subject="hazardId",
        action="ordered",
        document=ONE,
        facts=FACTS,
        on=BOTH,
        success="已签发\nIssued",
        next="hazard",
    ),
    DeskForm(
        slug="report-rectification",
        title="报告整改\nReport what was put right",
        mutation="reportRectification",
        subject="hazardId",
        action="rectified",
        document=ONE,
        facts=FACTS,
        on=BOTH,
        quick=True,
        fields=(
            Field("photos", "整改后照片\nPhotos of it now", "photo", required=True),
            Field("text", "整改情况\nWhat was done", "longtext"),
            Field("doneItems", "已完成的事项序号（每行一个）\nNumbers of items done, one a line",
                  "longtext"),
        ),
        success="整改报告已提交，将在十个工作日内复查\nReported; it is inspected within 10 days",
        next="hazard",
    ),
    DeskForm(
        slug="reinspect-hazard",
        title="复查\nInspect again",
        mutation="reinspectHazard",
        subject="hazardId",
        action="reinspected",
        document=ONE,
        facts=FACTS,
        on=BOTH,
        fields=(
            PHOTOS,
            Field("passedItems", "通过的事项序号（每行一个）\nNumbers that pass, one a line",
                  "longtext", required=False),
            Field("notes", "复查情况\nWhat was found", "longtext"),
            Field("reason", "未全部通过的理由\nReason, unless all pass", "longtext",
                  required=False),
        ),
        success="复查已记录\nRecorded",
        next="hazard",
    ),
    DeskForm(
        slug="extend-rectification",
        title="延长整改期限\nExtend the term",
        mutation="extendRectification",
        subject="hazardId",
        only_if=("matter.step", ("rectified",)),
        document=ONE,
        facts=FACTS,
        on=("hazard",),
        fields=(Field("dueOn", "新的期限\nNew last day", "date"), REASON),
        success="期限已延长\nExtended",
        next="hazard",
    ),
]  # fmt: skip
