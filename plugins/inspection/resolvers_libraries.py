"""Operations on libraries, officers, upper inspections and campaigns: thin."""

import datetime as dt

import strawberry

from core.extension import extend
from core.policy.vocabulary import Action
from core.store.unit import UnitOfWork
from plugins.inspection import models_plans as m
from plugins.inspection import service_libraries as service
from plugins.inspection.models import HazardCategory
from plugins.inspection.types_libraries import (
    Campaign,
    ObjectLibrary,
    OfficerCard,
    UpperInspection,
)
from schema.ids import key_of, key_or_none
from schema.operations import mutation
from schema.payloads import ChangeInput, MutationInput
from schema.roots import Mutation
from schema.shared.identity_types import Account, Organisation
from schema.shared.register import Division, Enterprise

Id = strawberry.ID


@strawberry.input(description="一个对象库\nWhich library.")
class LibraryInput(MutationInput):
    library_id: Id = strawberry.field(description="对象库\nThe library.")


@strawberry.input(description="列入对象库的输入\nWhat `putIntoLibrary` takes.")
class PutIntoLibraryInput(LibraryInput):
    enterprise_ids: list[Id] = strawberry.field(description="企业\nWhich units.")
    weight: int = strawberry.field(default=1, description="权重1-10\nTickets, from 1 to 10.")


@strawberry.input(description="移出对象库的输入\nWhat `takeOutOfLibrary` takes.")
class TakeOutOfLibraryInput(LibraryInput):
    enterprise_ids: list[Id] = strawberry.field(description="企业\nWhich units.")


@strawberry.input(description="按重点单位补充的输入\nWhat `fillLibrary` takes.")
class FillLibraryInput(LibraryInput): ...


@strawberry.input(description="登记执法人员的输入\nWhat `addOfficer` takes.")
class AddOfficerInput(MutationInput):
    account_id: Id | None = strawberry.field(default=None, description="账号\nTheir account.")
    organisation_id: Id = strawberry.field(description="单位\nWhere they work.")
    name: str = strawberry.field(description="姓名\nName.")
    card_no: str = strawberry.field(description="执法证号\nCard number.")
    valid_to: dt.date = strawberry.field(description="有效期至\nThe card's last day.")
    qualifications: list[str] = strawberry.field(
        default_factory=list, description="资格\nQualifications."
    )


@strawberry.input(description="变更执法人员的输入\nWhat `changeOfficer` takes.")
class ChangeOfficerInput(ChangeInput):
    officer_id: Id = strawberry.field(description="执法人员\nWho.")
    valid_to: dt.date | None = strawberry.field(
        default=None, description="新的有效期\nThe new last day."
    )
    status: m.OfficerStatus | None = strawberry.field(
        default=None, description="状态\nWhether available."
    )
    qualifications: list[str] | None = strawberry.field(
        default=None, description="资格\nAll qualifications."
    )


@strawberry.input(description="登记上级检查的输入\nWhat `noteUpperInspection` takes.")
class NoteUpperInspectionInput(MutationInput):
    enterprise_id: Id = strawberry.field(description="企业\nThe unit.")
    level: m.UpperLevel = strawberry.field(description="级别\nWhich level.")
    inspected_on: dt.date = strawberry.field(description="检查日期\nWhen.")
    what: str = strawberry.field(description="内容\nAbout what.")


@strawberry.input(description="镇街应查数\nA town's share.")
class TownTargetInput:
    town_id: Id = strawberry.field(description="镇街\nThe town.")
    target: int = strawberry.field(description="应查数\nHow many units.")


@strawberry.input(description="部署专项整治的输入\nWhat `startCampaign` takes.")
class StartCampaignInput(MutationInput):
    title: str = strawberry.field(description="名称\nIts title.")
    aim: str = strawberry.field(description="目标和范围\nIts aim.")
    legal_basis: str = strawberry.field(description="依据\nLegal basis.")
    category: HazardCategory = strawberry.field(description="类别\nWhat kind.")
    starts_on: dt.date = strawberry.field(description="开始\nFirst day.")
    ends_on: dt.date = strawberry.field(description="结束\nLast day.")
    targets: list[TownTargetInput] | None = strawberry.field(
        default=None, description="各镇街应查数\nThe shares of towns."
    )
    town_ids: list[Id] = strawberry.field(
        default_factory=list, description="镇街，应查数相同时\nTowns, where all have one share."
    )
    each: int = strawberry.field(default=0, description="每镇街应查数\nThe share of each.")

    def effort(self) -> service.Effort:
        """For the service."""
        named = {key_of(Division, each.town_id): each.target for each in self.targets or ()}
        alike = {key_of(Division, town): self.each for town in self.town_ids}
        return service.Effort(
            title=self.title,
            aim=self.aim,
            legal_basis=self.legal_basis,
            category=self.category,
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            targets=alike | named,
        )


@mutation("列入对象库\nPut units into a library.", on=ObjectLibrary, action=Action.UPDATE)
async def put_into_library(work: UnitOfWork, input: PutIntoLibraryInput) -> m.ObjectLibrary:
    units = [key_of(Enterprise, each) for each in input.enterprise_ids]
    library = key_of(ObjectLibrary, input.library_id)
    return await service.put_in(work, library, units, input.weight)


@mutation("移出对象库\nTake units out.", on=ObjectLibrary, action=Action.UPDATE)
async def take_out_of_library(work: UnitOfWork, input: TakeOutOfLibraryInput) -> m.ObjectLibrary:
    units = [key_of(Enterprise, each) for each in input.enterprise_ids]
    return await service.take_out(work, key_of(ObjectLibrary, input.library_id), units)


@mutation("按重点单位补充\nTake in key units.", on=ObjectLibrary, action=Action.UPDATE)
async def fill_library(work: UnitOfWork, input: FillLibraryInput) -> m.ObjectLibrary:
    return await service.fill(work, key_of(ObjectLibrary, input.library_id))


@mutation("登记执法人员\nEnter an officer.", on=OfficerCard, action=Action.CREATE)
async def add_officer(work: UnitOfWork, input: AddOfficerInput) -> m.OfficerCard:
    officer = service.Officer(
        account_id=key_or_none(Account, input.account_id),
        organisation_id=key_of(Organisation, input.organisation_id),
        name=input.name,
        card_no=input.card_no,
        valid_to=input.valid_to,
        qualifications=tuple(input.qualifications),
    )
    return await service.add_officer(work, officer)


@mutation("变更执法人员\nChange an officer.", on=OfficerCard, action=Action.UPDATE)
async def change_officer(work: UnitOfWork, input: ChangeOfficerInput) -> m.OfficerCard:
    return await service.change_officer(
        work,
        key_of(OfficerCard, input.officer_id),
        input.expected_version,
        valid_to=input.valid_to,
        status=input.status,
        qualifications=input.qualifications,
    )


@mutation("登记上级检查\nNote an upper inspection.", on=UpperInspection, action=Action.CREATE)
async def note_upper_inspection(
    work: UnitOfWork, input: NoteUpperInspectionInput
) -> m.UpperInspection:
    unit = key_of(Enterprise, input.enterprise_id)
    return await service.note_upper(work, unit, input.level, input.inspected_on, input.what)


@mutation("部署专项整治\nStart a campaign.", on=Campaign, action=Action.CREATE)
async def start_campaign(work: UnitOfWork, input: StartCampaignInput) -> m.Campaign:
    return await service.start_campaign(work, input.effort())


extensions = [
    extend(
        Mutation,
        put_into_library,
        take_out_of_library,
        fill_library,
        add_officer,
        change_officer,
        note_upper_inspection,
        start_campaign,
    )
]
