"""What may be done about samples, disposals and recalls: every step its form."""

from core.desk_declarations import Column, DeskForm, Field
from core.policy.vocabulary import Tier
from plugins.food_safety.desk.forms import MAKER, PHOTOS, REASON, WHY
from plugins.food_safety.desk.parts import ACTIONS, OFFICIAL, OWN, STEP

DOCUMENTS = {
    "sample": f"""query ($id: ID!) {{ foodSample(id: $id) {{
  id version number productName batch laboratory verdict enterprise {{ name }} {ACTIONS} }} }}""",
    "disposal": f"""query ($id: ID!) {{ disposal(id: $id) {{
  id version dueOn quantityUnit sample {{ productName number }} enterprise {{ name }}
  {ACTIONS} }} }}""",
    "recall": f"""query ($id: ID!) {{ foodRecall(id: $id) {{
  id version food recallClass batches startBy finishBy quantityUnit enterprise {{ name }}
  {ACTIONS} }} }}""",
}
ENTERPRISE = Column("enterprise.name", "企业\nEnterprise")
FACTS = {
    "sample": (ENTERPRISE, "number", "productName", "batch", "laboratory", "verdict", STEP),
    "disposal": (ENTERPRISE, Column("sample.productName", "食品\nFood"), "dueOn", STEP),
    "recall": (ENTERPRISE, "food", "recallClass", "batches", "startBy", "finishBy", STEP),
}
LINES = Field(
    "lines",
    "检验项目，每行一项：项目；标准值；实测值；单位；合格或不合格\n"
    "One line for each item: item; limit; measured; unit; 合格 or 不合格",
    "longtext",
)
QUANTITIES = (
    Field("made", "生产量\nMade", "number"),
    Field("sold", "销售量\nSold", "number"),
)


def _step(
    slug: str, title: str, mutation: str, action: str, kind: str, *fields: Field, **more: object
) -> DeskForm:
    given = {"on": (kind, "core/matter"), "action": action, "next": kind, **more}
    return DeskForm(
        slug=slug,
        title=title,
        mutation=mutation,
        subject="id",
        document=DOCUMENTS[kind],
        facts=FACTS[kind],
        fields=fields,
        **given,  # type: ignore[arg-type]  # fields of the form, by name
    )


FORMS = [
    DeskForm(
        slug="take-sample",
        title="食品抽样\nTake a sample of food",
        mutation="takeFoodSample",
        tiers=OFFICIAL,
        fields=(
            PHOTOS,
            MAKER,
            Field("productName", "食品名称\nWhat food"),
            Field("batch", "批号\nBatch", required=False),
            Field("producedOn", "生产日期\nMade on", "date", required=False),
            Field("baseQuantity", "抽样基数\nOf how much", "number"),
            Field("checkQuantity", "检样\nFor the test", "number"),
            Field("reserveQuantity", "备样\nIn reserve", "number"),
            Field("quantityUnit", "单位\nUnit"),
            Field("paid", "购样费（元）\nPaid, in yuan", "number"),
        ),
        success="已抽样，待第二人会签封样\nTaken; the second officer seals it",
        next="sample",
    ),
    _step("seal-sample", "会签封样\nSeal second", "sealFoodSample", "sealed", "sample", PHOTOS),
    _step(
        "send-sample", "送检\nSend to a laboratory", "sendFoodSample", "sent", "sample",
        Field("laboratory", "检验机构\nLaboratory"),
    ),
    _step(
        "record-test", "录入检验报告\nRecord the report", "recordFoodTest", "tested", "sample",
        Field("reportNo", "报告编号\nNumber of the report"), LINES, PHOTOS,
        success="已录入\nRecorded",
    ),
    _step(
        "record-retest", "录入复检报告\nRecord the re-test", "recordFoodRetest", "retested",
        "sample",
        Field("laboratory", "复检机构\nThe other laboratory"),
        Field("reportNo", "报告编号\nNumber of the report"), LINES, PHOTOS,
        success="已录入，结论为最终结论\nRecorded; it is final",
    ),
    _step(
        "tell-sample", "告知不合格结果\nTell the maker", "tellFoodSample", "told", "sample",
        Field("recallClass", "责令召回的级别\nClass of a recall, if ordered", required=False),
        success="已告知，复检申请期开始\nTold; the time for a re-test runs",
    ),
    _step(
        "request-retest", "申请复检\nAsk for a re-test", "requestFoodRetest", "objected", "sample",
        REASON, PHOTOS, tiers=(Tier.ENTERPRISE,), success="已申请复检\nAsked for",
    ),
    _step(
        "conclude-sample", "作出最终结论\nThe result is final", "concludeFoodSample", "objected",
        "sample",
        Field("waived", "企业书面放弃复检\nThey waived a re-test in writing", "boolean"), WHY,
        tiers=(Tier.BRANCH,),
    ),
    _step(
        "stop-and-seal", "停产封存\nStop and seal", "reportStopAndSeal", "stopped", "disposal",
        Field("sealed", "封存量\nSealed", "number"), PHOTOS,
    ),
    _step(
        "trace", "追查流向\nTrace", "reportTrace", "traced", "disposal", *QUANTITIES,
        Field("soldTo", "流向\nTo whom", "longtext"), PHOTOS,
    ),
    _step(
        "recalled", "召回处理\nWhat was recalled", "reportRecalled", "recalled", "disposal",
        Field("recalled", "召回情况\nWhat was recalled, or why nothing", "longtext"), PHOTOS,
    ),
    _step(
        "cause", "原因和整改\nCause and correction", "reportCause", "caused", "disposal",
        Field("cause", "原因\nCause", "longtext"),
        Field("correction", "整改措施\nWhat was changed", "longtext"), PHOTOS,
    ),
    _step(
        "close-disposal", "验收\nClose, or return", "closeDisposal", "closed", "disposal",
        Field("accepted", "通过\nAccepted", "boolean", default="=true"), WHY, PHOTOS,
    ),
    DeskForm(
        slug="open-own-recall",
        title="发起召回\nBegin a recall",
        mutation="openFoodRecall",
        tiers=(Tier.ENTERPRISE,),
        fields=(
            Field("producerId", "本企业\nOur file", "record", options=OWN),
            Field("recallClass", "级别\nClass"),
            Field("food", "食品\nFood"),
            Field("batches", "批次（每行一个）\nBatches, one a line", "longtext"),
            Field("why", "原因\nWhy", "longtext"),
            Field("quantityUnit", "单位\nUnit"),
        ),
        success="召回已启动，请提交召回计划\nBegun; file the plan",
        next="recall",
    ),
    DeskForm(
        slug="order-recall",
        title="责令召回\nOrder a recall",
        mutation="openFoodRecall",
        tiers=(Tier.BRANCH,),
        fields=(
            MAKER,
            Field("recallClass", "级别\nClass"),
            Field("food", "食品\nFood"),
            Field("batches", "批次（每行一个）\nBatches, one a line", "longtext"),
            Field("why", "原因\nWhy", "longtext"),
            Field("quantityUnit", "单位\nUnit"),
        ),
        next="recall",
    ),
    _step("start-recall", "启动召回\nBegin the recall", "startFoodRecall", "started", "recall",
          quick=True),
    _step(
        "plan-recall", "提交召回计划\nFile the plan", "planFoodRecall", "planned", "recall",
        Field("plan", "召回计划\nThe plan", "longtext"), PHOTOS,
    ),
    _step(
        "report-recall", "报告召回\nReport what came back", "reportFoodRecall", "reported",
        "recall", *QUANTITIES, Field("recalled", "召回量\nCame back", "number"),
        Field("handling", "处理\nWhat became of it", "longtext"), PHOTOS,
    ),
    _step(
        "assess-recall", "评估召回\nAssess the recall", "assessFoodRecall", "assessed", "recall",
        Field("effective", "有效\nEffective", "boolean", default="=true"), WHY,
    ),
]  # fmt: skip
