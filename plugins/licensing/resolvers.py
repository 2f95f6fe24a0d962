"""Operations on licences, and the board: thin, the rules are in `service`."""

import datetime as dt

import strawberry
from sqlalchemy import func, select
from strawberry.types.info import Info

from core.extension import extend
from core.policy.vocabulary import Action
from core.register.colours import WarningColour
from core.store.unit import UnitOfWork
from plugins.licensing import models as m
from plugins.licensing import service, service_applications
from plugins.licensing.types import Licence, LicenceType
from schema.ids import key_of
from schema.operations import mutation, query
from schema.payloads import ChangeInput, MutationInput
from schema.roots import Mutation, Query
from schema.shared.boards import OfTown
from schema.shared.register import Enterprise, Site

LAST_DAY = "有效期止\nThe last valid day"


@strawberry.type(
    description="看板格：某镇街某种许可某种颜色的张数\nHow many, by town, kind, colour."
)
class LicenceBoardCell(OfTown):
    type_id: strawberry.Private[int]
    colour: WarningColour = strawberry.field(description="预警颜色\nColour.")
    count: int = strawberry.field(description="张数\nHow many licences.")

    @strawberry.field(description="许可种类\nKind of licence.")
    async def licence_type(self, info: Info) -> LicenceType | None:
        found: LicenceType | None = await info.context.loading.record(LicenceType, self.type_id)
        return found


@query(
    "许可看板：未终止的许可按镇街、种类、颜色计数，数量有限，不分页\n"
    "Licences that nobody has ended, counted by town, kind and colour on the business date.",
    reads=Licence,
)
async def licence_board(info: Info) -> list[LicenceBoardCell]:
    each = select(m.Licence.town_id, m.Licence.type_id, m.licence_colour().label("colour")).where(
        m.IN_FORCE
    )
    board = each.subquery()
    cell = (board.c.town_id, board.c.type_id, board.c.colour)
    rows = await info.context.loading.rows(
        select(*cell, func.count()).group_by(*cell).order_by(*cell)
    )
    return [
        LicenceBoardCell(town_id=town, type_id=kind, colour=colour, count=count)
        for town, kind, colour, count in rows
    ]


@strawberry.input(description="登记许可证的输入\nWhat `registerLicence` takes.")
class RegisterLicenceInput(MutationInput):
    enterprise_id: strawberry.ID = strawberry.field(description="持证企业\nThe holder.")
    type_id: strawberry.ID = strawberry.field(description="种类\nKind of licence.")
    number: str = strawberry.field(description="证号，按种类校验\nThe number, checked by its kind.")
    authority: str = strawberry.field(description="发证机关\nWho granted it.")
    issued_on: dt.date = strawberry.field(description="发证日期\nGranted on.")
    valid_until: dt.date | None = strawberry.field(
        default=None, description=f"{LAST_DAY}; by the kind's law when left out."
    )
    covers: list[str] = strawberry.field(
        default_factory=list, description="许可范围\nProducts or classes that it allows."
    )
    site_id: strawberry.ID | None = strawberry.field(
        default=None, description="生产场所\nWhere it applies."
    )


@strawberry.input(
    description="决定许可的输入，须写明理由\nWhat a decision takes; state the reason."
)
class LicenceDecisionInput(ChangeInput):
    licence_id: strawberry.ID = strawberry.field(description="许可证\nThe licence.")
    legal_basis: str | None = strawberry.field(
        default=None, description="法律依据，有通用条款的可不填\nLegal basis; some acts have one."
    )
    decided_on: dt.date | None = strawberry.field(
        default=None, description="决定日期，默认今天\nDay of the decision; today when left out."
    )

    def asked(self) -> service.Decision:
        """For the service."""
        return service.Decision(
            licence_id=key_of(Licence, self.licence_id),
            legal_basis=self.legal_basis,
            on=self.decided_on,
            expected_version=self.expected_version,
        )


@strawberry.input(description="暂停许可的输入，须写明理由\nWhat `suspendLicence` takes.")
class SuspendLicenceInput(LicenceDecisionInput): ...


@strawberry.input(description="恢复许可的输入，须写明理由\nWhat `restoreLicence` takes.")
class RestoreLicenceInput(LicenceDecisionInput): ...


@strawberry.input(description="撤销许可的输入，须写明理由\nWhat `annulLicence` takes.")
class AnnulLicenceInput(LicenceDecisionInput): ...


@strawberry.input(description="撤回许可的输入，须写明理由\nWhat `withdrawLicence` takes.")
class WithdrawLicenceInput(LicenceDecisionInput): ...


@strawberry.input(description="吊销许可的输入，须写明理由\nWhat `revokeLicence` takes.")
class RevokeLicenceInput(LicenceDecisionInput): ...


@strawberry.input(description="注销许可的输入，须写明理由\nWhat `cancelLicence` takes.")
class CancelLicenceInput(LicenceDecisionInput): ...


@strawberry.input(description="决定延续的输入\nWhat `decideRenewal` takes.")
class DecideRenewalInput(LicenceDecisionInput):
    granted: bool = strawberry.field(description="是否准予延续\nWhether it is renewed.")
    valid_until: dt.date | None = strawberry.field(
        default=None, description=f"新的{LAST_DAY} from now on; by law when left out."
    )


@strawberry.input(description="申请延续的输入\nWhat `fileRenewal` takes.")
class FileRenewalInput(ChangeInput):
    licence_id: strawberry.ID = strawberry.field(description="许可证\nThe licence.")
    filed_on: dt.date | None = strawberry.field(
        default=None, description="申请日期，补录限许可科\nToday; only a clerk enters earlier ones."
    )


@strawberry.input(description="填写备注的输入\nWhat `remarkLicence` takes.")
class RemarkLicenceInput(ChangeInput):
    licence_id: strawberry.ID = strawberry.field(description="许可证\nThe licence.")
    remarks: str = strawberry.field(description="备注\nThe remark; empty removes it.")


@mutation("登记许可证\nRegister a licence.", on=Licence, action=Action.CONFIRM)
async def register_licence(work: UnitOfWork, input: RegisterLicenceInput) -> m.Licence:
    new = service.NewLicence(
        enterprise_id=key_of(Enterprise, input.enterprise_id),
        type_id=key_of(LicenceType, input.type_id),
        number=input.number,
        authority=input.authority,
        issued_on=input.issued_on,
        valid_until=input.valid_until,
        covers=tuple(input.covers),
        site_id=None if input.site_id is None else key_of(Site, input.site_id),
    )
    return await service.register_licence(work, new)


@mutation("申请延续\nApply for renewal.", on=Licence, action=Action.SUBMIT)
async def file_renewal(work: UnitOfWork, input: FileRenewalInput) -> m.Licence:
    asked = service.Decision(
        licence_id=key_of(Licence, input.licence_id),
        on=input.filed_on,
        expected_version=input.expected_version,
    )
    return await service.file_renewal(work, asked)


@mutation("决定延续\nGrant or refuse renewal.", on=Licence, action=Action.DECIDE)
async def decide_renewal(work: UnitOfWork, input: DecideRenewalInput) -> m.Licence:
    return await service_applications.decide_renewal_alone(
        work, input.asked(), granted=input.granted, valid_until=input.valid_until
    )


@mutation("填写备注\nKeep a remark.", on=Licence, action=Action.UPDATE)
async def remark_licence(work: UnitOfWork, input: RemarkLicenceInput) -> m.Licence:
    asked = service.Decision(
        licence_id=key_of(Licence, input.licence_id), expected_version=input.expected_version
    )
    return await service.remark(work, asked, input.remarks)


@mutation("暂停许可\nSuspend.", on=Licence, action=Action.DECIDE)
async def suspend_licence(work: UnitOfWork, input: SuspendLicenceInput) -> m.Licence:
    return await service.decide(work, service.SUSPEND, input.asked())


@mutation("恢复许可\nLift a suspension.", on=Licence, action=Action.DECIDE)
async def restore_licence(work: UnitOfWork, input: RestoreLicenceInput) -> m.Licence:
    return await service.decide(work, service.RESTORE, input.asked())


@mutation(
    "撤销许可：本不应准予\nAnnul: it should not have been granted.",
    on=Licence,
    action=Action.DECIDE,
)
async def annul_licence(work: UnitOfWork, input: AnnulLicenceInput) -> m.Licence:
    return await service.decide(work, service.ANNUL, input.asked())


@mutation(
    "撤回许可：法律或情况变化\nWithdraw: law or facts changed.", on=Licence, action=Action.DECIDE
)
async def withdraw_licence(work: UnitOfWork, input: WithdrawLicenceInput) -> m.Licence:
    return await service.decide(work, service.WITHDRAW, input.asked())


@mutation("吊销许可：行政处罚\nRevoke: a penalty.", on=Licence, action=Action.DECIDE)
async def revoke_licence(work: UnitOfWork, input: RevokeLicenceInput) -> m.Licence:
    return await service.decide(work, service.REVOKE, input.asked())


@mutation("注销许可：办理手续\nCancel: a formality.", on=Licence, action=Action.DECIDE)
async def cancel_licence(work: UnitOfWork, input: CancelLicenceInput) -> m.Licence:
    return await service.decide(work, service.CANCEL, input.asked())


extensions = [
    extend(Query, licence_board),
    extend(
        Mutation,
        register_licence,
        file_renewal,
        decide_renewal,
        remark_licence,
        suspend_licence,
        restore_licence,
        annul_licence,
        withdraw_licence,
        revoke_licence,
        cancel_licence,
    ),
]
