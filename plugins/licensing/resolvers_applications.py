"""Operations on applications, yearly duties, imports and contested numbers: thin."""

import datetime as dt
import enum

import strawberry

from core.extension import extend
from core.policy.vocabulary import Action
from core.store.unit import UnitOfWork
from plugins.licensing import models as m
from plugins.licensing import models_applications as ma
from plugins.licensing import service_applications as service
from plugins.licensing import service_hearings, service_upkeep
from plugins.licensing.service_intake import Asked, NewApplication
from plugins.licensing.types import Licence, LicenceType
from plugins.licensing.types_applications import Application, LicenceClaim
from schema.enums import show_enum
from schema.ids import key_of, key_or_none
from schema.operations import mutation
from schema.payloads import ChangeInput, MutationInput
from schema.roots import Mutation
from schema.services.files import photo_keys
from schema.shared.register import Enterprise, Site

Id = strawberry.ID
PAPERS = "申请材料：先上传得到的附件\nUploads to bind."


class Acceptance(enum.Enum):
    """What the looking through of an application came to."""

    ACCEPTED = "ACCEPTED"
    RETURNED = "RETURNED"
    NOT_ACCEPTED = "NOT_ACCEPTED"


show_enum(
    Acceptance,
    "受理结果\nWhat the looking through came to.",
    {
        "ACCEPTED": "受理\nComplete, accepted.",
        "RETURNED": "退回补正\nReturned, to be supplemented.",
        "NOT_ACCEPTED": "不予受理\nNot for this authority.",
    },
)


@strawberry.input(description="申请许可的输入\nWhat `fileApplication` takes.")
class FileApplicationInput(MutationInput):
    kind: ma.ApplicationKind = strawberry.field(description="事项\nWhat for.")
    enterprise_id: Id | None = strawberry.field(
        default=None, description="企业；企业自己申请可不填\nLeft out by an enterprise itself."
    )
    type_id: Id | None = strawberry.field(default=None, description="首次申请的种类\nOf a new one.")
    licence_id: Id | None = strawberry.field(
        default=None, description="有关许可；首次申请不填\nThe licence; none for a new one."
    )
    site_id: Id | None = strawberry.field(default=None, description="生产场所\nWhere.")
    covers: list[str] = strawberry.field(default_factory=list, description="范围\nProducts.")
    statement: str = strawberry.field(default="", description="说明\nWhat is stated.")
    papers: list[Id] = strawberry.field(default_factory=list, description=PAPERS)


@strawberry.input(description="办理申请的输入\nWhich application.")
class ApplicationInput(ChangeInput):
    application_id: Id = strawberry.field(description="申请\nThe application.")

    def asked(self) -> Asked:
        """For the service."""
        key = key_of(Application, self.application_id)
        return Asked(key=key, expected_version=self.expected_version)


@strawberry.input(description="补正的输入\nWhat `resubmitApplication` takes.")
class ResubmitApplicationInput(ApplicationInput):
    statement: str = strawberry.field(description="补正说明\nWhat was supplemented.")
    papers: list[Id] = strawberry.field(default_factory=list, description=PAPERS)


@strawberry.input(description="受理审查的输入；退回须写明理由\nWhat `acceptApplication` takes.")
class AcceptApplicationInput(ApplicationInput):
    outcome: Acceptance = strawberry.field(description="结果\nWhat it came to.")


@strawberry.input(description="现场核查的输入\nWhat `recordSiteReview` takes.")
class RecordSiteReviewInput(ApplicationInput):
    reviewers: list[str] = strawberry.field(description="核查人员，二至四名\nTwo to four names.")
    items: list[str] = strawberry.field(description="核查项目\nWhat was looked at.")
    passed: bool = strawberry.field(description="是否合格\nWhether it passed.")
    findings: str = strawberry.field(default="", description="情况；不合格必填\nIf it failed.")
    reviewed_on: dt.date | None = strawberry.field(default=None, description="日期\nOn which day.")
    photos: list[Id] = strawberry.field(default_factory=list, description="照片\nPhotos to bind.")


@strawberry.input(description="告知听证权利的输入\nWhat `tellOfHearing` takes.")
class TellOfHearingInput(ApplicationInput): ...


@strawberry.input(description="申请听证的输入\nWhat `askForHearing` takes.")
class AskForHearingInput(ApplicationInput): ...


@strawberry.input(description="听证已举行的输入\nWhat `holdHearing` takes.")
class HoldHearingInput(ApplicationInput): ...


@strawberry.input(description="决定申请的输入；不予许可须写明理由\nWhat `decideApplication` takes.")
class DecideApplicationInput(ApplicationInput):
    granted: bool = strawberry.field(description="是否准予\nWhether it is granted.")
    valid_until: dt.date | None = strawberry.field(
        default=None, description="延续后的有效期止，默认依法\nOf a renewal; by law if left out."
    )


@strawberry.input(description="颁发送达的输入\nWhat `issueApplication` takes.")
class IssueApplicationInput(ApplicationInput):
    number: str | None = strawberry.field(default=None, description="新证证号\nOf a new licence.")
    authority: str | None = strawberry.field(default=None, description="发证机关\nWho grants it.")


@strawberry.input(description="年度报告的输入\nWhat `reportYearly` takes.")
class ReportYearlyInput(ChangeInput):
    licence_id: Id = strawberry.field(description="许可证\nThe licence.")
    text: str = strawberry.field(description="内容\nWhat it says.")


@strawberry.input(description="导入外部许可的输入\nWhat `importLicence` takes.")
class ImportLicenceInput(MutationInput):
    enterprise_id: Id = strawberry.field(description="企业\nThe enterprise.")
    type_id: Id = strawberry.field(description="种类\nKind of licence.")
    number: str = strawberry.field(description="证号\nIts number.")
    authority: str = strawberry.field(description="发证机关\nWho granted it.")
    issued_on: dt.date = strawberry.field(description="发证日期\nGranted on.")
    valid_until: dt.date = strawberry.field(description="有效期止\nThe last valid day.")
    source: str = strawberry.field(description="来源\nWhich file or feed.")
    covers: list[str] = strawberry.field(default_factory=list, description="范围\nProducts.")


@strawberry.input(description="处理证号冲突的输入，须写明理由\nWhat `settleLicenceClaim` takes.")
class SettleLicenceClaimInput(ChangeInput):
    claim_id: Id = strawberry.field(description="冲突\nThe claim.")
    moved: bool = strawberry.field(description="更正持证人，或维持\nWhether it is reassigned.")


@mutation("申请许可\nApply for a licence, or about one.", on=Application, action=Action.SUBMIT)
async def file_application(work: UnitOfWork, input: FileApplicationInput) -> ma.Application:
    new = NewApplication(
        kind=input.kind,
        enterprise_id=key_or_none(Enterprise, input.enterprise_id),
        type_id=key_or_none(LicenceType, input.type_id),
        licence_id=key_or_none(Licence, input.licence_id),
        site_id=key_or_none(Site, input.site_id),
        covers=tuple(input.covers),
        statement=input.statement,
        papers=tuple(photo_keys(input.papers)),
    )
    return await service.file_application(work, new)


@mutation("补正\nSupplement it.", on=Application, action=Action.SUBMIT)
async def resubmit_application(work: UnitOfWork, input: ResubmitApplicationInput) -> ma.Application:
    papers = photo_keys(input.papers)
    return await service.resubmit_application(work, input.asked(), input.statement, papers)


@mutation("受理审查\nLook it through.", on=Application, action=Action.CONFIRM)
async def accept_application(work: UnitOfWork, input: AcceptApplicationInput) -> ma.Application:
    return await service.accept_application(work, input.asked(), input.outcome.name)


@mutation("记录现场核查\nRecord a site review.", on=Application, action=Action.VERIFY)
async def record_site_review(work: UnitOfWork, input: RecordSiteReviewInput) -> ma.Application:
    review = service_hearings.Review(
        reviewers=tuple(input.reviewers),
        items=tuple(input.items),
        passed=input.passed,
        findings=input.findings,
        reviewed_on=input.reviewed_on,
        photos=tuple(photo_keys(input.photos)),
    )
    return await service_hearings.record_site_review(work, input.asked(), review)


@mutation("告知听证权利\nTell of the right to a hearing.", on=Application, action=Action.CONFIRM)
async def tell_of_hearing(work: UnitOfWork, input: TellOfHearingInput) -> ma.Application:
    return await service_hearings.tell_of_hearing(work, input.asked())


@mutation("申请听证\nAsk for a hearing.", on=Application, action=Action.SUBMIT)
async def ask_for_hearing(work: UnitOfWork, input: AskForHearingInput) -> ma.Application:
    return await service_hearings.ask_for_hearing(work, input.asked())


@mutation("记录听证\nNote that the hearing was held.", on=Application, action=Action.CONFIRM)
async def hold_hearing(work: UnitOfWork, input: HoldHearingInput) -> ma.Application:
    return await service_hearings.hold_hearing(work, input.asked())


@mutation("决定申请\nGrant or refuse.", on=Application, action=Action.DECIDE)
async def decide_application(work: UnitOfWork, input: DecideApplicationInput) -> ma.Application:
    return await service.decide_application(
        work, input.asked(), granted=input.granted, valid_until=input.valid_until
    )


@mutation("颁发送达\nHand it over.", on=Application, action=Action.CONFIRM)
async def issue_application(work: UnitOfWork, input: IssueApplicationInput) -> ma.Application:
    return await service.issue_application(work, input.asked(), input.number, input.authority)


@mutation("年度报告或跟踪检查\nDo what is due this year.", on=Licence, action=Action.SUBMIT)
async def report_yearly(work: UnitOfWork, input: ReportYearlyInput) -> m.Licence:
    key = key_of(Licence, input.licence_id)
    return await service_upkeep.report_yearly(work, key, input.expected_version, input.text)


@mutation("导入外部许可\nTake in another authority's record.", on=Licence, action=Action.IMPORT)
async def import_licence(work: UnitOfWork, input: ImportLicenceInput) -> m.Licence:
    new = service_upkeep.Imported(
        enterprise_id=key_of(Enterprise, input.enterprise_id),
        type_id=key_of(LicenceType, input.type_id),
        number=input.number,
        authority=input.authority,
        issued_on=input.issued_on,
        valid_until=input.valid_until,
        source=input.source,
        covers=tuple(input.covers),
    )
    return await service_upkeep.import_licence(work, new)


@mutation("处理证号冲突\nSettle a contested number.", on=LicenceClaim, action=Action.DECIDE)
async def settle_licence_claim(work: UnitOfWork, input: SettleLicenceClaimInput) -> ma.LicenceClaim:
    key = key_of(LicenceClaim, input.claim_id)
    return await service_upkeep.settle_claim(work, key, input.expected_version, moved=input.moved)


extensions = [
    extend(
        Mutation,
        file_application,
        resubmit_application,
        accept_application,
        record_site_review,
        tell_of_hearing,
        ask_for_hearing,
        hold_hearing,
        decide_application,
        issue_application,
        report_yearly,
        import_licence,
        settle_licence_claim,
    ),
]
