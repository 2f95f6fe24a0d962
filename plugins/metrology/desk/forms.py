"""What may be reported and done with instruments, each as a form."""

from core.desk_declarations import Column, DeskForm, Field
from plugins.metrology.desk.parts import (
    BACK,
    BODIES,
    CATEGORIES,
    DUE,
    ENTERPRISES,
    MARKETS,
    OF_INSTRUMENT,
    PHOTOS,
    REASON,
    SECOND,
    STEP,
    USER,
)

INSTRUMENT = """query ($id: ID!) {
  instrument(id: $id) {
    id version name number status validTo enterprise { name }
  }
}"""
REPORT = """query ($id: ID!) {
  instrumentReport(id: $id) {
    id version kind name because findings enterprise { name }
    matter { stepTitle availableActions { name mutation allowed reason } }
  }
}"""
APPLICATION = """query ($id: ID!) {
  verificationApplication(id: $id) {
    id version place wantedOn enterprise { name } body { name }
    matter { stepTitle availableActions { name mutation allowed reason } }
  }
}"""
STOP = """query ($id: ID!) {
  instrumentStop(id: $id) {
    id version because repair instrument { number } enterprise { name }
    matter { stepTitle availableActions { name mutation allowed reason } }
  }
}"""
OF_REPORT = ("kind", "name", "because", USER, STEP)


def _about(slug: str, title: str, mutation: str, *fields: Field, use: str) -> DeskForm:
    return DeskForm(
        slug=slug,
        title=title,
        mutation=mutation,
        subject="instrumentId",
        document=INSTRUMENT,
        facts=OF_INSTRUMENT,
        fields=fields,
        only_if=("status", tuple(use.split())),
        on=("instrument",),
    )


def _step(slug: str, title: str, mutation: str, at: str, *fields: Field) -> DeskForm:
    return DeskForm(
        slug=slug,
        title=title,
        mutation=mutation,
        subject="reportId",
        document=REPORT,
        facts=OF_REPORT,
        fields=fields,
        action=at,
        on=("report", "core/matter"),
        next="report",
    )


FORMS = [
    DeskForm(
        slug="report-instrument",
        title="新增计量器具上报\nReport an instrument",
        mutation="reportInstrument",
        quick=True,
        fields=(
            Field("enterpriseId", "使用单位\nUser", options=ENTERPRISES),
            Field("marketId", "所在市场（如有）\nIts market", options=MARKETS),
            Field("categoryCode", "类别\nCategory", options=CATEGORIES, required=True),
            Field("name", "名称\nName", required=True),
            Field("serial", "出厂编号\nSerial", required=True),
            Field("place", "使用地点\nPlace", required=True),
            Field("purpose", "用途\nPurpose", required=True),
            Field("installedOn", "安装启用\nInstalled", default="today"),
            Field("model", "型号\nModel"),
            Field("maker", "制造单位\nMaker"),
            PHOTOS,
        ),
        success="已上报，等待站所核实\nReported; the station looks at it",
        next="report",
    ),
    _about("report-idle", "封存上报\nOut of use", "reportIdle", REASON, PHOTOS, use="IN_USE"),
    _about("report-resume", "启封上报\nUsed again", "reportResume", PHOTOS, use="IDLE"),
    _about(
        "report-scrapped",
        "报废上报\nScrapped",
        "reportScrapped",
        REASON,
        PHOTOS,
        use="IN_USE STOPPED IDLE",
    ),
    _about(
        "stick", "贴停用标志\nStop it", "stopInstrument", REASON, SECOND, PHOTOS, use="IN_USE IDLE"
    ),
    _about(
        "record",
        "录入检定结果\nRecord a result",
        "recordVerification",
        Field("bodyId", "检定机构\nBody", options=BODIES),
        Field("certificateNo", "证书编号\nNumber"),
        Field("verifiedOn", "检定日期\nVerified on", default="today"),
        Field("result", "结果\nResult"),
        Field("validTo", "有效期止（空为按规程）\nUntil; by the regulation if empty"),
        Field("findings", "不合格项目\nWhat failed", kind="longtext", required=False),
        Field("exemptedYuan", "免收费用（元）\nNot charged", default="=0"),
        use="IN_USE STOPPED IDLE",
    ),
    DeskForm(
        slug="apply",
        title="申请检定（可多台件）\nApply for verification",
        mutation="applyForVerification",
        quick=True,
        fields=(
            Field("instrumentIds", "器具，按到期先后\nInstruments", "records", options=DUE),
            Field("bodyId", "检定机构\nBody", options=BODIES),
            Field("place", "现场或送检\nWhere"),
            Field("wantedOn", "希望日期\nWanted on"),
            PHOTOS,
        ),
        success="已申请，等待机构受理\nApplied; the body takes it in",
        next="application",
    ),
    DeskForm(
        slug="receive",
        title="机构受理\nTake it in",
        mutation="receiveApplication",
        subject="applicationId",
        document=APPLICATION,
        facts=("place", "wantedOn", USER, Column("body.name", "机构\nBody"), STEP),
        fields=(
            Field("place", "现场或送检\nWhere", default="place"),
            Field("visitOn", "上门日期\nVisit on"),
            Field("returned", "退回\nBack to its user"),
            BACK,
        ),
        action="received",
        on=("application", "core/matter"),
        next="application",
    ),
    _step(
        "verify",
        "现场核实\nVerify on the spot",
        "verifyInstrumentReport",
        "verified",
        Field("findings", "核实情况\nFindings", kind="longtext", required=False),
        PHOTOS,
        Field("returned", "退回\nBack to its reporter"),
        BACK,
    ),
    _step("file", "备案\nFile it", "fileInstrumentReport", "filed"),
    _step("refuse", "不予备案\nRefuse", "refuseInstrumentReport", "filed", REASON),
    _step(
        "resubmit",
        "补正重报\nReport again",
        "resubmitInstrumentReport",
        "reported",
        Field("serial", "出厂编号\nSerial", required=False),
        Field("place", "使用地点\nPlace", required=False),
        PHOTOS,
    ),
    DeskForm(
        slug="repair",
        title="报告修理\nReport the repair",
        mutation="reportRepair",
        subject="stopId",
        document=STOP,
        facts=(Column("instrument.number", "器具\nInstrument"), "because", STEP),
        fields=(Field("repair", "修理情况\nWhat was repaired", kind="longtext"), PHOTOS),
        action="repaired",
        on=("stop", "core/matter"),
        next="stop",
    ),
    DeskForm(
        slug="lift",
        title="解除停用\nLift the stop",
        mutation="liftStop",
        subject="stopId",
        document=STOP,
        facts=(Column("instrument.number", "器具\nInstrument"), "repair", STEP),
        fields=(Field("returned", "退回修理\nBack to be repaired"), BACK),
        action="lifted",
        on=("stop", "core/matter"),
        next="stop",
    ),
]
