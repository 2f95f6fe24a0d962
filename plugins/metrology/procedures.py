"""The procedures of metrology as data: reports, verifications, stops. Limits with their law."""

import datetime as dt

from core.declarations import END, Limit, Procedure, Step
from core.policy.vocabulary import Action, Tier
from plugins.metrology.types import InstrumentReport, InstrumentStop, VerificationApplication

PROMISE = Limit(days=5, working=True, legal_basis="分局服务承诺")
OFFICERS = (Tier.STATION, Tier.BRANCH)
LATE_BODY = "M4"

REPORT = Procedure(
    code="instrument_report",
    version=1,
    record=InstrumentReport,
    chinese="计量器具上报",
    english="Report of an instrument",
    valid_from=dt.date(2013, 1, 1),
    legal_basis="《浙江省计量监督管理条例》第十八条",
    outcomes={"FILED": "已备案\nFiled", "REFUSED": "不予备案\nRefused"},
    steps=(
        Step(
            name="reported",
            chinese="上报",
            english="Reported",
            tier=Tier.ENTERPRISE,
            also=(Tier.TOWN, *OFFICERS),
            action=Action.SUBMIT,
            leads_to=("verified",),
            withdrawable=True,
            mutation="resubmitInstrumentReport",
        ),
        Step(
            name="verified",
            chinese="站所现场核实",
            english="Verified on the spot by the station",
            tier=Tier.STATION,
            action=Action.VERIFY,
            limit=PROMISE,
            leads_to=("filed", "reported"),
            not_same_person_as=("reported",),
            withdrawable=True,
            mutation="verifyInstrumentReport",
        ),
        Step(
            name="filed",
            chinese="分局备案",
            english="Filed by the branch",
            tier=Tier.BRANCH,
            action=Action.CONFIRM,
            limit=PROMISE,
            leads_to=(END, "verified", "reported"),
            not_same_person_as=("reported", "verified"),
            withdrawable=True,
            mutation="fileInstrumentReport",
        ),
    ),
)

APPLICATION = Procedure(
    code="instrument_verification",
    version=1,
    record=VerificationApplication,
    chinese="强制检定",
    english="Mandatory verification",
    valid_from=dt.date(2014, 1, 1),
    legal_basis="《浙江省计量监督管理条例》第十八条、第二十条",
    outcomes={"VERIFIED": "已检定\nVerified"},
    steps=(
        Step(
            name="applied",
            chinese="申请检定",
            english="Applied for",
            tier=Tier.ENTERPRISE,
            also=(Tier.TOWN, *OFFICERS),
            action=Action.SUBMIT,
            leads_to=("received",),
            withdrawable=True,
            mutation="applyForVerification",
        ),
        Step(
            name="received",
            chinese="机构受理",
            english="Taken in by the body",
            tier=Tier.BRANCH,
            action=Action.VERIFY,
            limit=Limit(days=2, working=True, legal_basis="分局服务承诺"),
            leads_to=("on_site", "in_laboratory", "applied"),
            withdrawable=True,
            mutation="receiveApplication",
        ),
        Step(
            name="on_site",
            chinese="现场检定",
            english="Verified on site",
            tier=Tier.BRANCH,
            action=Action.VERIFY,
            limit=Limit(
                days=10, working=True, legal_basis="《浙江省计量监督管理条例》第二十条第二款"
            ),
            leads_to=(END, "received"),
            mutation="recordVerification",
            warning=LATE_BODY,
        ),
        Step(
            name="in_laboratory",
            chinese="送检检定",
            english="Verified in the laboratory",
            tier=Tier.BRANCH,
            action=Action.VERIFY,
            limit=Limit(
                days=7,
                working=True,
                legal_basis="《浙江省计量监督管理条例》第二十条第三款",
                extendable_days=7,
            ),
            leads_to=(END, "received"),
            mutation="recordVerification",
            warning=LATE_BODY,
        ),
    ),
)

STOP = Procedure(
    code="instrument_stop",
    version=1,
    record=InstrumentStop,
    chinese="计量器具停用",
    english="An instrument that is stopped",
    valid_from=dt.date(1985, 9, 6),
    legal_basis="《计量法》第二十五条",
    outcomes={"LIFTED": "检定合格，解除停用\nLifted", "SCRAPPED": "已报废\nScrapped"},
    steps=(
        Step(
            name="stopped",
            chinese="贴停用标志",
            english="Stopped by a sticker",
            tier=Tier.STATION,
            also=(Tier.BRANCH,),
            action=Action.CREATE,
            leads_to=("repaired",),
            mutation="stopInstrument",
        ),
        Step(
            name="repaired",
            chinese="修理",
            english="Repaired by its user",
            tier=Tier.ENTERPRISE,
            also=OFFICERS,
            action=Action.SUBMIT,
            leads_to=("lifted",),
            mutation="reportRepair",
        ),
        Step(
            name="lifted",
            chinese="重新检定合格，解除停用",
            english="Lifted once it has passed again",
            tier=Tier.STATION,
            also=(Tier.BRANCH,),
            action=Action.REVIEW,
            limit=PROMISE,
            leads_to=(END, "repaired"),
            mutation="liftStop",
        ),
    ),
)

PROCEDURES = [REPORT, APPLICATION, STOP]
