"""Operations on devices and declarations, and the board: thin, the rules are in `service`."""

import strawberry
from sqlalchemy import func, select
from strawberry.types.info import Info

from core.extension import extend
from core.policy.vocabulary import Action
from core.register.colours import WarningColour
from core.register.service import filled
from core.store.unit import UnitOfWork
from plugins.special_equipment import models as m
from plugins.special_equipment import service
from plugins.special_equipment import service_register as register
from plugins.special_equipment.models import DeclarationKind
from plugins.special_equipment.resolvers_inputs import (
    ConfirmDeclarationInput,
    DeclareChangeInput,
    DeclareNewEquipmentInput,
    DeclareRelocationInput,
    DeclareRestartInput,
    DeclareScrapInput,
    DeclareStopInput,
    InspectDeclarationInput,
    RecordEquipmentInspectionInput,
    RefuseDeclarationInput,
    ResubmitDeclarationInput,
    VerifyDeclarationInput,
)
from plugins.special_equipment.service_facts import Facts, key_by_number
from plugins.special_equipment.service_filing import declare
from plugins.special_equipment.types import Equipment, EquipmentDeclaration, EquipmentInspection
from plugins.special_equipment.types_law import EquipmentType
from schema.ids import key_of, key_or_none
from schema.operations import mutation, query
from schema.roots import Mutation, Query
from schema.services.files import photo_keys
from schema.shared.boards import OfTown
from schema.shared.register import Division, Enterprise, Site


@strawberry.type(
    description="看板格：某镇街某种设备某种颜色的台数\nHow many, by town, kind, colour."
)
class EquipmentBoardCell(OfTown):
    kind_id: strawberry.Private[int]
    colour: WarningColour = strawberry.field(description="检验预警颜色\nColour.")
    count: int = strawberry.field(description="台数\nHow many devices.")

    @strawberry.field(description="设备种类\nKind of equipment.")
    async def kind(self, info: Info) -> EquipmentType | None:
        found: EquipmentType | None = await info.context.loading.record(EquipmentType, self.kind_id)
        return found


@query(
    "设备看板：在用设备按镇街、种类、颜色计数，数量有限，不分页\n"
    "Devices in use, counted by town, kind and colour on the business date.",
    reads=Equipment,
)
async def equipment_board(info: Info) -> list[EquipmentBoardCell]:
    colour = m.COLOUR.label("colour")
    each = select(m.Equipment.town_id, m.Equipment.kind_id, colour).where(m.SUPERVISED).subquery()
    cell = (each.c.town_id, each.c.kind_id, each.c.colour)
    rows = await info.context.loading.rows(
        select(*cell, func.count()).group_by(*cell).order_by(*cell)
    )
    return [
        EquipmentBoardCell(town_id=town, kind_id=kind, colour=colour, count=count)
        for town, kind, colour, count in rows
    ]


@mutation("新增设备上报\nDeclare a new device.", on=EquipmentDeclaration, action=Action.SUBMIT)
async def declare_new_equipment(
    work: UnitOfWork, input: DeclareNewEquipmentInput
) -> m.EquipmentDeclaration:
    filing = input.filing(
        work,
        DeclarationKind.NEW,
        enterprise_id=key_of(Enterprise, input.enterprise_id),
        town_id=key_or_none(Division, input.town_id),
        site_id=key_or_none(Site, input.site_id),
        said=input.said(),
    )
    return await declare(work, filing)


@mutation("停用上报\nDeclare that it is out of use.", on=EquipmentDeclaration, action=Action.SUBMIT)
async def declare_stop(work: UnitOfWork, input: DeclareStopInput) -> m.EquipmentDeclaration:
    more = (("stop_reason", filled(work.reason, "reason")),)
    return await declare(work, input.of_device(work, DeclarationKind.STOP, more=more))


@mutation("启用上报\nDeclare that it is used again.", on=EquipmentDeclaration, action=Action.SUBMIT)
async def declare_restart(work: UnitOfWork, input: DeclareRestartInput) -> m.EquipmentDeclaration:
    return await declare(work, input.of_device(work, DeclarationKind.RESTART))


@mutation("报废上报\nDeclare that it is scrapped.", on=EquipmentDeclaration, action=Action.SUBMIT)
async def declare_scrap(work: UnitOfWork, input: DeclareScrapInput) -> m.EquipmentDeclaration:
    filled(work.reason, "reason")
    status = m.UseStatus.DISMANTLED if input.dismantled else m.UseStatus.SCRAPPED
    more = (("use_status", status.name),)
    return await declare(work, input.of_device(work, DeclarationKind.SCRAP, more=more))


@mutation("变更上报\nDeclare changed facts.", on=EquipmentDeclaration, action=Action.SUBMIT)
async def declare_change(work: UnitOfWork, input: DeclareChangeInput) -> m.EquipmentDeclaration:
    filing = input.of_device(work, DeclarationKind.CHANGE, said=input.said())
    return await declare(work, filing)


@mutation("移装上报\nDeclare that it is moved.", on=EquipmentDeclaration, action=Action.SUBMIT)
async def declare_relocation(
    work: UnitOfWork, input: DeclareRelocationInput
) -> m.EquipmentDeclaration:
    filing = input.of_device(
        work,
        DeclarationKind.RELOCATION,
        town_id=key_or_none(Division, input.town_id),
        site_id=key_or_none(Site, input.site_id),
        said=Facts(place=input.place),
    )
    return await declare(work, filing)


@mutation("补正后重报\nFile it once more.", on=EquipmentDeclaration, action=Action.SUBMIT)
async def resubmit_declaration(
    work: UnitOfWork, input: ResubmitDeclarationInput
) -> m.EquipmentDeclaration:
    step = input.step(photos=tuple(photo_keys(input.photos)))
    return await service.resubmit(work, step, input.said(), input.effective_on)


@mutation("现场核实\nVerify it on site.", on=EquipmentDeclaration, action=Action.VERIFY)
async def verify_declaration(
    work: UnitOfWork, input: VerifyDeclarationInput
) -> m.EquipmentDeclaration:
    photos = tuple(photo_keys(input.photos))
    step = input.step(findings=input.findings or "", to=input.result.value, photos=photos)
    return await service.verify(work, step)


@mutation("站所检查\nThe station looks at it.", on=EquipmentDeclaration, action=Action.REVIEW)
async def inspect_declaration(
    work: UnitOfWork, input: InspectDeclarationInput
) -> m.EquipmentDeclaration:
    to = "verified" if input.returned else "confirmed"
    photos = tuple(photo_keys(input.photos))
    step = input.step(findings=input.findings or "", to=to, photos=photos)
    return await service.inspect(work, step)


@mutation(
    "确认入库：设备档案随之改变\nConfirm; the register changes with it.",
    on=EquipmentDeclaration,
    action=Action.CONFIRM,
)
async def confirm_declaration(
    work: UnitOfWork, input: ConfirmDeclarationInput
) -> m.EquipmentDeclaration:
    return await service.confirm(work, input.step(equipment_version=input.equipment_version))


@mutation("不予确认\nRefuse it, with the reason.", on=EquipmentDeclaration, action=Action.CONFIRM)
async def refuse_declaration(
    work: UnitOfWork, input: RefuseDeclarationInput
) -> m.EquipmentDeclaration:
    return await service.refuse(work, input.step())


@mutation("录入检验报告\nRecord a report.", on=EquipmentInspection, action=Action.CREATE)
async def record_equipment_inspection(
    work: UnitOfWork, input: RecordEquipmentInspectionInput
) -> m.EquipmentInspection:
    given = {
        name: getattr(input, name)
        for name in register.Report.__dataclass_fields__
        if name != "equipment_id"
    }
    key = key_or_none(Equipment, input.equipment_id)
    if key is None:
        key = await key_by_number(work, input.use_registration_no or "")
    return await register.record_inspection(work, register.Report(equipment_id=key, **given))


extensions = [
    extend(Query, equipment_board),
    extend(
        Mutation,
        declare_new_equipment,
        declare_stop,
        declare_restart,
        declare_scrap,
        declare_change,
        declare_relocation,
        resubmit_declaration,
        verify_declaration,
        inspect_declaration,
        confirm_declaration,
        refuse_declaration,
        record_equipment_inspection,
    ),
]
