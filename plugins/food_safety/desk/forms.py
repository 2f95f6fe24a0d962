"""What may be done about makers, grades and inspections: every step its form."""

from core.desk_declarations import Column, DeskForm, Field
from core.policy.vocabulary import Tier
from plugins.food_safety.desk.parts import (
    ACTIONS,
    CLASSES,
    ITEMS,
    MAKERS,
    OFFICIAL,
    STEP,
    UNITS,
)

PRODUCER = """query ($id: ID!) {
  foodProducer(id: $id) {
    id version number grade nextInspectionBy enterprise { name } category { name }
  }
}"""
GRADE = f"""query ($id: ID!) {{
  riskGrade(id: $id) {{
    id version year grade previous total dynamicPoints findings enterprise {{ name }} {ACTIONS}
  }}
}}"""
INSPECTION = f"""query ($id: ID!) {{
  foodInspection(id: $id) {{
    id version kind result proposal failedItems producer {{ enterprise {{ name }} }} {ACTIONS}
  }}
}}"""
OF_PRODUCER = (Column("enterprise.name", "企业\nEnterprise"), "grade", "nextInspectionBy")
OF_GRADE = (
    Column("enterprise.name", "企业\nEnterprise"), "year", "grade", "total", "findings",
)  # fmt: skip
OF_INSPECTION = (
    Column("producer.enterprise.name", "企业\nEnterprise"), "kind", "result", "proposal",
    "failedItems", STEP,
)  # fmt: skip
PHOTOS = Field("photos", "照片和附件\nPhotos", "photo", required=False)
REASON = Field("reason", "理由\nReason", "longtext", required=True)
WHY = Field("reason", "说明\nReason, where one is needed", "longtext", required=False)
MAKER = Field("producerId", "食品生产者\nThe maker", "record", options=MAKERS)
CLASS_FIELD = Field("categoryIds", "食品类别\nClasses of food", "records", options=CLASSES)


def step(
    slug: str, title: str, mutation: str, action: str, kind: str, *fields: Field, **more: object
) -> DeskForm:
    """The form of one step of a matter. `kind` names the record."""
    documents = {"grade": (GRADE, OF_GRADE), "inspection": (INSPECTION, OF_INSPECTION)}
    document, shown = documents[kind]
    given = {"on": (kind, "core/matter"), "action": action, "next": kind, **more}
    return DeskForm(
        slug=slug,
        title=title,
        mutation=mutation,
        subject="id",
        document=document,
        facts=shown,
        fields=fields,
        **given,  # type: ignore[arg-type]  # fields of the form, by name
    )


FORMS = [
    DeskForm(
        slug="register-maker",
        title="食品生产者建档\nOpen a maker's file",
        mutation="registerFoodProducer",
        tiers=(Tier.BRANCH,),
        fields=(
            Field("enterpriseId", "企业\nEnterprise", "record", options=UNITS),
            Field("kind", default="=ENTERPRISE"),
            Field("scale", default="=SMALL"),
            CLASS_FIELD,
            Field("number", "许可证或登记证编号\nIts number", required=False),
        ),
        success="已建档\nThe file is open",
        next="maker",
    ),
    DeskForm(
        slug="amend-maker",
        title="变更档案\nAmend the file",
        mutation="amendFoodProducer",
        subject="id",
        document=PRODUCER,
        facts=OF_PRODUCER,
        on=("maker",),
        fields=(
            Field("kind", required=False),
            Field("scale", required=False),
            Field("number", default="number", required=False),
        ),
        next="maker",
    ),
    DeskForm(
        slug="propose-grade",
        title="提出年度定级\nPropose its grade",
        mutation="proposeRiskGrade",
        subject="producerId",
        document=PRODUCER,
        facts=OF_PRODUCER,
        on=("maker",),
        fields=(Field("year", "年度\nYear", "number"),),
        success="已按评分标准提出，待站所核对\nProposed; the station compares it",
        next="grade",
    ),
    DeskForm(
        slug="raise-grade",
        title="即时调高等级\nRaise the grade at once",
        mutation="raiseRiskGrade",
        subject="producerId",
        document=PRODUCER,
        facts=OF_PRODUCER,
        on=("maker",),
        fields=(REASON,),
        success="已提出，待科长决定\nProposed; the chief decides",
        next="grade",
    ),
    step(
        "check-grade", "核对评分\nCompare the points", "checkRiskGrade", "checked", "grade",
        Field("dynamicPoints", "动态分\nDynamic points", "number", default="dynamicPoints",
              required=False),
        WHY, success="已核对，待分局定级\nCompared; the branch fixes it",
    ),
    step(
        "fix-grade", "定级\nFix the grade", "fixRiskGrade", "fixed", "grade",
        Field("grade", "定为\nGrade", default="grade", required=False), WHY,
        success="已定级，检查计划已调整\nFixed; the visits are planned anew",
    ),
    step(
        "acknowledge-grade", "知悉等级\nI have read the grade", "acknowledgeRiskGrade", "told",
        "grade", success="已知悉\nNoted",
    ),
    DeskForm(
        slug="assign-inspection",
        title="指派监督检查\nAssign an inspection",
        mutation="assignFoodInspection",
        tiers=OFFICIAL,
        subject="producerId",
        document=PRODUCER,
        facts=OF_PRODUCER,
        on=("maker",),
        fields=(Field("kind", default="=DAILY"),),
        success="已指派，请两人前往\nAssigned; two inspectors go there",
        next="inspection",
    ),
    step(
        "record-inspection", "填写检查表\nFill in the checklist", "recordFoodInspection", "done",
        "inspection",
        PHOTOS,
        Field("failedItems", "不合格的项目（其余为合格）\nWhat failed; all else passed", "records",
              required=False, options=ITEMS),
        Field("note", "不合格情况\nWhat is wrong", "longtext", required=False),
        Field("secondOfficer", "第二名检查人员\nSecond inspector"),
        Field("refusedToSign", "当事人拒绝签字\nThey refused to sign", "boolean"),
        Field("witness", "见证人（拒绝签字时）\nWitness of a refusal", required=False),
        Field("remarks", "备注\nRemarks", "longtext", required=False),
        success="已填写，待第二人会签\nFilled in; the second inspector signs", quick=True,
    ),
    step(
        "sign-inspection", "会签检查结果\nSign second", "signFoodInspection", "done", "inspection",
        success="已会签，结果已当场告知\nSigned; the result is handed over",
    ),
    step(
        "publish-inspection", "公示结果\nPublish the result", "publishFoodInspection", "published",
        "inspection", success="已公示\nPublished",
    ),
    step(
        "close-inspection", "整改完成，办结\nAll is put right", "closeFoodInspection", "followed",
        "inspection", WHY, success="已办结\nClosed",
    ),
    step(
        "hand-over", "移送调查处理\nHand over for a case", "handOverFoodInspection", "followed",
        "inspection", REASON, success="已移送\nHanded over",
    ),
    DeskForm(
        slug="note-upper",
        title="登记上级检查\nNote an inspection by a higher level",
        mutation="recordUpperFoodInspection",
        tiers=(Tier.BRANCH,),
        fields=(
            MAKER,
            Field("level", "层级\nLevel"),
            Field("inspectedOn", "检查日期\nDay", "date", default="today"),
            Field("findings", "情况\nWhat was found", "longtext"),
        ),
        success="已登记，三个月内不重复检查\nNoted; not repeated for three months",
    ),
]  # fmt: skip
