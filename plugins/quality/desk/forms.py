"""What may be done: every step of a spot check its form, sampling first on a phone."""

from core.desk_declarations import Column, DeskForm, Field, Options
from core.policy.vocabulary import Tier
from plugins.quality.desk.pages import PRODUCTS, TOWNS

OFFICERS = (Tier.TOWN, Tier.STATION, Tier.BRANCH)
UNITS = Options(
    document="""query ($q: String) {
  enterprises(first: 20, where: { name: { contains: $q } }) { nodes { id name address } }
}""",
    rows="enterprises.nodes",
    labels=("name", "address"),
)
ONE = """query ($id: ID!) {
  spotCheckTask(id: $id) {
    id version laboratory product { name } unit { name address } town { name }
    matter { step stepTitle dueOn availableActions { name mutation allowed reason } }
    samples { id nominalMaker checkQuantity reserveQuantity quantityUnit batch }
    reports { id kind laboratory verdict } orders { items dueOn }
  }
}"""
FACTS = (
    Column("product.name", "产品\nProduct"),
    Column("unit.name", "企业\nEnterprise"),
    Column("matter.dueOn", "剩余\nLeft", "days"),
)
PHOTOS = Field("photos", "照片\nPhotos", "photo", required=False)
FILES = Field("photos", "文件\nFiles", "photo", required=False)
REASON = Field("reason", "理由\nReason", "longtext", required=True)
BOTH = ("task", "core/matter")


def _step(slug: str, title: str, mutation: str, step: str, *fields: Field, **more: str) -> DeskForm:
    """The form of a step of the spot check."""
    return DeskForm(
        slug=slug,
        title=title,
        mutation=mutation,
        subject="taskId",
        action=step,
        document=ONE,
        facts=FACTS,
        on=BOTH,
        fields=fields,
        next="task",
        success=more.get("success", "已提交\nDone"),
        quick=slug in ("take-sample", "report-correction"),
    )


STEPS = [
    _step(
        "take-sample",
        "抽样\nTake the sample",
        "takeSample",
        "sampled",
        Field("photos", "样品和备样封条照片\nPhotos, the sealed reserve too", "photo",
              required=False),
        Field("placeKind", "场所\nWhere", default="=STOCK"),
        Field("nominalMaker", "标称生产企业\nMaker on the label", default="unit.name"),
        Field("nominalMakerAddress", "生产企业地址\nIts address", required=False),
        Field("productName", "产品名称\nProduct", default="product.name"),
        Field("specification", "规格型号\nSpecification", required=False),
        Field("brand", "商标\nBrand", required=False),
        Field("batch", "批号\nBatch", required=False),
        Field("producedOn", "生产日期\nMade on", "date", required=False),
        Field("baseQuantity", "抽样基数\nThere was"),
        Field("checkQuantity", "检样\nTested"),
        Field("reserveQuantity", "备样\nReserve"),
        Field("quantityUnit", "单位\nUnit"),
        Field("takenAt", "现场时间\nTime on site", "datetime", required=False),
        success="抽样单已填写，请第二人封样\nFilled in; a second officer seals it",
    ),
    _step("seal-sample", "封样（第二人）\nSeal it second", "sealSample", "sampled", PHOTOS,
          success="已封样\nSealed"),
    _step("no-sample", "无样可抽\nNothing to sample", "reportNoSample", "sampled", REASON),
    _step("send-sample", "送检\nSend it", "sendSample", "sent",
          Field("sentBy", "送检方式\nHow")),
    _step("notify-result", "告知结果\nNotify", "notifyResult", "notified",
          success="已告知，十五日内可申请复检\nNotified; 15 days to object"),
    _step("object-to-result", "申请复检\nAsk for a re-test", "objectToResult", "objected",
          Field("grounds", "理由\nGrounds", "longtext"), FILES,
          success="已受理，等待复检\nFiled; it is tested again"),
    _step("accept-result", "确认结果／异议期满\nAccept, or the term is over", "acceptResult",
          "objected"),
    _step("order-correction", "责令改正：拟稿\nOrder: draft", "orderProductCorrection", "ordered",
          Field("items", "改正事项（每行一项）\nWhat to correct, one a line", "longtext"),
          Field("dueOn", "改正期限\nTerm", "date"),
          success="已拟稿并签名，待会签\nDrafted and signed; a second signs next"),
    _step("sign-order", "责令改正：会签\nOrder: sign second", "signCorrectionOrder", "ordered",
          success="已签发\nIssued"),
    _step("report-correction", "报告整改\nReport the correction", "reportCorrection", "corrected",
          Field("causes", "原因分析\nCauses", "longtext"),
          Field("measures", "整改措施\nMeasures", "longtext"), FILES),
    _step("recheck-unreported", "逾期未报，转复查\nRecheck without a report",
          "recheckUnreported", "corrected"),
    _step("recheck", "复查\nRecheck", "recheckProduct", "rechecked",
          Field("passed", "合格\nPassed", "boolean"),
          Field("notes", "情况\nFound", "longtext"), PHOTOS),
    _step("announce", "录入公告\nRecord the announcement", "recordAnnouncement", "announced",
          Field("announcement", "公告文号\nThe announcement")),
    *(
        DeskForm(
            slug=slug,
            title=title,
            mutation=mutation,
            subject="taskId",
            only_if=("matter.step", (step,)),
            document=ONE,
            facts=FACTS,
            on=("task",),
            fields=(REASON,),
            next="task",
            success="签名已撤回\nTaken back",
        )
        for slug, title, mutation, step in (
            ("retract-sampling", "撤回抽样签名\nTake my signature back", "retractSampling",
             "sampled"),
            ("retract-draft", "撤回拟稿签名\nTake my draft back", "retractCorrectionDraft",
             "ordered"),
        )
    ),
    DeskForm(
        slug="publish-result",
        title="公布结果\nPublish the result",
        mutation="publishResult",
        subject="taskId",
        document=ONE,
        facts=FACTS,
        on=("task",),
        fields=(
            Field("noticeNumber", "公告号\nNotice number"),
            Field("remark", "备注\nRemark", required=False),
        ),
        next="task",
        success="已公布\nPublished",
    ),
]  # fmt: skip


def _on(slug: str, title: str, mutation: str, page: str, step: str, *fields: Field) -> DeskForm:
    """A form for the record of another page, at a step of its matter."""
    record = {
        "plan": "spotCheckPlan",
        "class": "enterpriseClass",
        "override": "regimeOverride",
        "clue": "qualityClue",
    }[page]
    return DeskForm(
        slug=slug,
        title=title,
        mutation=mutation,
        subject="id",
        action=step,
        document=f"""query ($id: ID!) {{ {record}(id: $id) {{ id version
  matter {{ step availableActions {{ name mutation allowed reason }} }} }} }}""",
        on=(page, "core/matter"),
        fields=fields,
        next=page,
    )


ACCEPT = Field("accept", "同意\nAgree", "boolean", default="=true")
WHY = Field("reason", "理由（不同意或改变时）\nReason, unless as proposed", "longtext",
            required=False)  # fmt: skip

FORMS = [
    *STEPS,
    DeskForm(
        slug="report-clue",
        title="上报质量线索\nReport a clue",
        mutation="reportQualityClue",
        tiers=OFFICERS,
        quick=True,
        fields=(
            PHOTOS,
            Field("what", "看到了什么\nWhat was seen", "longtext"),
            Field("enterpriseId", "企业\nEnterprise", "record", required=False, options=UNITS),
            Field("productId", "产品\nProduct", "record", required=False, options=PRODUCTS),
            Field("townId", "镇街（无企业时）\nTown, without an enterprise", "record",
                  required=False, options=TOWNS),
            Field("place", "地点\nWhere", required=False),
        ),
        next="clue",
        success="线索已上报，五个工作日内答复\nReported; answered within 5 working days",
    ),
    _on("assess-clue", "研判线索\nAssess", "assessQualityClue", "clue", "assessed",
        Field("result", "处理\nResult"), Field("answer", "答复\nAnswer", "longtext")),
    DeskForm(
        slug="assign-check",
        title="指定抽查\nAssign a check",
        mutation="assignSpotCheck",
        tiers=(Tier.BRANCH,),
        fields=(
            Field("enterpriseId", "企业\nEnterprise", "record", options=UNITS),
            Field("productId", "产品\nProduct", "record", options=PRODUCTS),
            Field("laboratory", "检验机构\nLaboratory"),
            Field("sampleBy", "抽样截止\nSample by", "date"),
            Field("fromClue", "来自线索\nBecause of a clue", "boolean"),
            REASON,
        ),
        next="task",
    ),
    DeskForm(
        slug="draft-plan",
        title="拟订抽查计划\nDraft a plan",
        mutation="draftSpotCheckPlan",
        tiers=(Tier.BRANCH,),
        fields=(
            Field("name", "名称\nName"),
            Field("productId", "产品\nProduct", "record", options=PRODUCTS),
            Field("batches", "抽查批次\nBatches"),
            Field("laboratory", "检验机构\nLaboratory"),
            Field("seedSource", "种子来源（事先公布）\nSource of the seed"),
            Field("sampleBy", "抽样截止\nSample by", "date"),
            Field("cost", "经费（元）\nCost", required=False),
        ),
        next="plan",
    ),
    _on("publish-plan", "发布计划\nPublish", "publishSpotCheckPlan", "plan", "published"),
    _on("draw-plan", "抽取\nDraw", "drawSpotCheckPlan", "plan", "drawn",
        Field("seed", "种子\nSeed"),
        Field("witnesses", "监督人员（每行一人）\nWitnesses, one a line", "longtext",
              required=False)),
    _on("close-plan", "结束计划\nClose", "closeSpotCheckPlan", "plan", "closed"),
    DeskForm(
        slug="upper-level",
        title="录入上级抽查名单\nEnter a superior's list",
        mutation="recordUpperLevelChecks",
        tiers=(Tier.BRANCH,),
        fields=(
            Field("productId", "产品\nProduct", "record", options=PRODUCTS),
            Field("enterpriseIds", "企业\nEnterprises", "records", options=UNITS),
            Field("level", "级别\nLevel", default="=PROVINCIAL"),
            Field("notice", "文号\nNotice"),
        ),
        next="plans",
    ),
    DeskForm(
        slug="propose-class",
        title="提出企业类别\nPropose a class",
        mutation="proposeEnterpriseClass",
        tiers=(Tier.STATION, Tier.BRANCH),
        fields=(
            Field("enterpriseId", "企业\nEnterprise", "record", options=UNITS),
            Field("grade", "类别\nClass"),
            Field("reasons", "理由\nReasons", "longtext"),
        ),
        next="class",
    ),
    _on("decide-class", "评定类别\nDecide", "decideEnterpriseClass", "class", "decided",
        ACCEPT, Field("grade", "评定为另一类别\nAnother class", required=False), WHY),
    DeskForm(
        slug="propose-override",
        title="提出监管方式调整\nPropose an override",
        mutation="proposeRegimeOverride",
        tiers=(Tier.BRANCH,),
        fields=(
            Field("enterpriseId", "企业\nEnterprise", "record", options=UNITS),
            Field("regime", "监管方式\nRegime"),
            Field("monthsBetween", "检查间隔（月）\nMonths to a visit"),
            Field("until", "期限\nUntil", "date"),
            REASON,
        ),
        next="override",
    ),
    _on("sign-override", "会签调整\nSign second", "signRegimeOverride", "override", "signed",
        ACCEPT, WHY),
    DeskForm(
        slug="record-product",
        title="登记企业产品\nRecord a product of a firm",
        mutation="recordEnterpriseProduct",
        tiers=(Tier.BRANCH,),
        fields=(
            Field("enterpriseId", "企业\nEnterprise", "record", options=UNITS),
            Field("productId", "产品\nProduct", "record", options=PRODUCTS),
            Field("brand", "商标\nBrand", required=False),
            Field("model", "规格型号\nModel", required=False),
            Field("annualOutput", "年产量\nOutput", required=False),
            Field("declaredStandard", "声明的标准\nStandard", required=False),
        ),
        next="firm-products",
    ),
]  # fmt: skip
