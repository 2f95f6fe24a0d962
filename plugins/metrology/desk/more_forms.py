"""Markets, certificates, goods, standards and bodies: what the station and the section do."""

from core.desk_declarations import DeskForm, Field, Options
from plugins.metrology.desk.parts import BODIES, ENTERPRISES, MARKETS, PHOTOS, REASON, SECOND

CERTIFICATE = """query ($id: ID!) {
  unmatchedCertificate(id: $id) { id version serial userName certificateNo verifiedOn because }
}"""
SCALES = Options(
    document="""query ($q: String) {
  instruments(first: 100, where: { number: { contains: $q }, category: { code: { eq: "10.1" } } }) {
    nodes { number place }
  }
}""",
    rows="instruments.nodes",
    labels=("number", "place"),
    value="number",
)
NUMBERS = Options(
    document="""query ($q: String) {
  instruments(first: 20, where: { serial: { contains: $q } }) { nodes { id name serial number } }
}""",
    rows="instruments.nodes",
    labels=("name", "serial", "number"),
)

MORE_FORMS = [
    DeskForm(
        slug="scan",
        title="市场秤检查\nScan a market's scales",
        mutation="recordMarketCheck",
        quick=True,
        fields=(
            Field("marketId", "市场\nMarket", options=MARKETS),
            Field("scanned", "扫描到的秤\nScanned", "records", options=SCALES),
            Field("sealed", "其中贴停用标志的\nSealed", "records", required=False, options=SCALES),
            Field("notes", "情况或停用原因\nNotes", kind="longtext", required=False),
            SECOND,
            PHOTOS,
        ),
        next="visit",
    ),
    DeskForm(
        slug="register-market",
        title="登记市场\nEnter a market",
        mutation="registerMarket",
        on=("markets",),
        fields=(
            Field("enterpriseId", "举办者\nRun by", options=ENTERPRISES),
            Field("name", "名称\nName"),
            Field("address", "地址\nAddress"),
            Field("stalls", "摊位数\nStalls"),
            Field("unifiedScales", "统一配秤\nUnified"),
            Field("fairScales", "公平秤台数\nFair scales", default="=0"),
        ),
        next="market",
    ),
    DeskForm(
        slug="record-certificates",
        title="成批录入证书\nRecord certificates in bulk",
        mutation="recordCertificates",
        on=("deliveries",),
        fields=(
            Field("bodyId", "检定机构\nBody", options=BODIES),
            Field("csv", "CSV 内容\nThe lines", kind="longtext"),
        ),
    ),
    DeskForm(
        slug="match",
        title="对应器具\nMatch it",
        mutation="matchCertificate",
        subject="certificateId",
        document=CERTIFICATE,
        facts=("serial", "userName", "certificateNo", "because"),
        fields=(Field("instrumentId", "器具\nInstrument", options=NUMBERS),),
        on=("certificate",),
    ),
    DeskForm(
        slug="discard",
        title="不予录入\nDiscard it",
        mutation="discardCertificate",
        subject="certificateId",
        document=CERTIFICATE,
        facts=("serial", "userName", "certificateNo", "because"),
        fields=(REASON,),
        on=("certificate",),
    ),
    DeskForm(
        slug="weigh",
        title="净含量检查\nWeigh packages",
        mutation="checkPackagedGoods",
        on=("goods",),
        fields=(
            Field("enterpriseId", "生产单位\nMaker", options=ENTERPRISES),
            Field("product", "商品\nProduct"),
            Field("nominal", "标注净含量（克、毫升）\nNominal"),
            Field("batch", "批量\nBatch"),
            Field("actual", "逐件实际含量\nWhat each held"),
        ),
    ),
    DeskForm(
        slug="record-standard",
        title="登记计量标准\nEnter a standard",
        mutation="recordMeasurementStandard",
        on=("standards",),
        fields=(
            Field("enterpriseId", "建标单位\nWhose", options=ENTERPRISES),
            Field("name", "名称\nName"),
            Field("certificateNo", "考核证书编号\nNumber"),
            Field("examinedOn", "考核日期\nExamined on"),
            Field("validTo", "有效期止\nUntil"),
            Field("highest", "最高标准\nHighest"),
        ),
    ),
    DeskForm(
        slug="authorise",
        title="列入检定机构\nList a body",
        mutation="authoriseBody",
        on=("bodies",),
        fields=(
            Field("name", "名称\nName"),
            Field("authorisationNo", "授权证书编号\nNumber"),
            Field("validFrom", "授权起\nFrom", default="today"),
            Field("validTo", "失效日\nTo"),
        ),
    ),
]
