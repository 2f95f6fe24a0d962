"""What may be done to the register itself: enter an enterprise, designate and release key units."""

import datetime as dt

import strawberry

from core.extension import extend
from core.policy.vocabulary import Action
from core.register import models as m
from core.register import service
from core.store.unit import UnitOfWork
from schema.ids import key_of
from schema.operations import mutation
from schema.payloads import ChangeInput, MutationInput
from schema.roots import Mutation
from schema.shared.register import Division, Enterprise, KeyUnitDesignation


@strawberry.input(description="登记企业的输入\nWhat is known of an enterprise to register.")
class RegisterEnterpriseInput(MutationInput):
    """What `registerEnterprise` takes; numbers as they were typed."""

    town_id: strawberry.ID = strawberry.field(description="所在镇街\nThe town that it lies in.")
    name: str = strawberry.field(description="名称\nRegistered name.")
    kind: m.EnterpriseKind = strawberry.field(description="主体类型\nKind of party.")
    address: str = strawberry.field(description="住所\nRegistered address.")
    credit_code: str | None = strawberry.field(
        default=None, description="统一社会信用代码\nUnified social credit code, checked."
    )
    organisation_code: str | None = strawberry.field(
        default=None, description="组织机构代码\nOrganisation code, checked."
    )
    registration_no: str | None = strawberry.field(
        default=None, description="注册号\nOld business registration number, checked."
    )
    industry_code: str | None = strawberry.field(
        default=None, description="行业代码\nIndustry, GB/T 4754."
    )
    legal_representative: str | None = strawberry.field(
        default=None, description="法定代表人\nLegal representative; stored encrypted."
    )
    phone: str | None = strawberry.field(
        default=None, description="联系电话\nTelephone; stored encrypted."
    )


@strawberry.input(description="认定重点监管单位的输入\nWhat `designateKeyUnit` takes.")
class DesignateKeyUnitInput(MutationInput):
    """What `designateKeyUnit` takes; `reason` must be given."""

    enterprise_id: strawberry.ID = strawberry.field(description="单位\nThe unit.")
    kind: m.KeyUnitKind = strawberry.field(description="类别\nWhy it is watched closely.")
    designated_on: dt.date | None = strawberry.field(
        default=None, description="认定日期，默认今天\nFirst day; today when left out."
    )


@strawberry.input(description="解除重点监管单位的输入\nWhat `releaseKeyUnit` takes.")
class ReleaseKeyUnitInput(ChangeInput):
    """What `releaseKeyUnit` takes; `reason` must be given."""

    designation_id: strawberry.ID = strawberry.field(description="认定\nThe designation.")
    released_on: dt.date | None = strawberry.field(
        default=None, description="解除日期，默认今天\nLast day; today when left out."
    )


@mutation("登记企业\nEnter an enterprise in the register.", on=Enterprise, action=Action.CREATE)
async def register_enterprise(work: UnitOfWork, input: RegisterEnterpriseInput) -> m.Enterprise:
    """Enter an enterprise in the register."""
    new = service.NewEnterprise(
        town_id=key_of(Division, input.town_id),
        name=input.name,
        kind=input.kind,
        address=input.address,
        credit_code=input.credit_code,
        organisation_code=input.organisation_code,
        registration_no=input.registration_no,
        industry_code=input.industry_code,
        legal_representative=input.legal_representative,
        phone=input.phone,
    )
    return await service.register_enterprise(work, new)


@mutation(
    "认定重点监管单位，须写明理由\nDesignate a key supervised unit; give the reason.",
    on=KeyUnitDesignation,
    action=Action.DECIDE,
)
async def designate_key_unit(
    work: UnitOfWork, input: DesignateKeyUnitInput
) -> m.KeyUnitDesignation:
    """Designate a key supervised unit."""
    enterprise_id = key_of(Enterprise, input.enterprise_id)
    return await service.designate_key_unit(work, enterprise_id, input.kind, on=input.designated_on)


@mutation(
    "解除重点监管单位，须写明理由\nRelease a key supervised unit; give the reason.",
    on=KeyUnitDesignation,
    action=Action.DECIDE,
)
async def release_key_unit(work: UnitOfWork, input: ReleaseKeyUnitInput) -> m.KeyUnitDesignation:
    """Release a key supervised unit."""
    return await service.release_key_unit(
        work,
        key_of(KeyUnitDesignation, input.designation_id),
        on=input.released_on,
        expected_version=input.expected_version,
    )


operations = [extend(Mutation, register_enterprise, designate_key_unit, release_key_unit)]
