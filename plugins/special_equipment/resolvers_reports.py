"""Counts over many devices, one statement each, and what stands near a place."""

import datetime as dt
from typing import Annotated

import strawberry
from sqlalchemy import and_, case, func, or_, select
from strawberry.types.info import Info

from core.errors import InvalidInput
from core.extension import extend
from core.register.colours import months_after
from core.store.scope import TODAY
from plugins.special_equipment import models as m
from plugins.special_equipment.models_people import OperatorNeed as Need
from plugins.special_equipment.models_safety import SafetyInstruction as Instruction
from plugins.special_equipment.types import Equipment
from plugins.special_equipment.types_law import EquipmentType
from plugins.special_equipment.types_people import OperatorNeed, OperatorProject
from plugins.special_equipment.types_safety import SafetyInstruction
from schema.operations import query
from schema.roots import Query
from schema.shared.boards import OfTown

METRES: float = 111_195.0
"""Of a degree of latitude."""
FARTHEST, MOST = 5_000, 100


@strawberry.type(description="登记率、定检率、清零\nOf the devices of a town.")
class EquipmentRate(OfTown):
    in_use: int = strawberry.field(description="在用\nIn use.")
    registered: int = strawberry.field(description="已登记\nRegistered.")
    inspected: int = strawberry.field(description="检验有效\nInspection holds.")
    overdue: int = strawberry.field(description="超期未检\nOverdue; zero is the aim.")
    stopped: int = strawberry.field(description="停用\nStopped.")
    registration_rate: float = strawberry.field(description="登记率\nFrom 0 to 1.")
    inspection_rate: float = strawberry.field(description="定检率\nFrom 0 to 1.")


@strawberry.type(description="持证覆盖率\nUnits that need such operators, and have one.")
class OperatorCoverage:
    project_id: strawberry.Private[int]
    units: int = strawberry.field(description="须配备的单位\nUnits that need one.")
    covered: int = strawberry.field(description="有人持证的单位\nUnits that have one.")
    rate: float = strawberry.field(description="覆盖率\nFrom 0 to 1.")

    @strawberry.field(description="作业项目\nThe project.")
    async def project(self, info: Info) -> OperatorProject | None:
        found: OperatorProject | None = await info.context.loading.record(
            OperatorProject, self.project_id
        )
        return found


@strawberry.type(description="指令书统计\nInstructions of a town.")
class InstructionCount(OfTown):
    issued: int = strawberry.field(description="签发\nIssued.")
    closed: int = strawberry.field(description="销案\nClosed.")
    overdue: int = strawberry.field(description="逾期未改\nOverdue and open.")
    to_case: int = strawberry.field(description="移送\nHanded over.")


@strawberry.type(description="月报：一类设备\nOne kind of device in the monthly return.")
class MonthlyReturn:
    kind_id: strawberry.Private[int]
    in_use: int = strawberry.field(description="期末在用\nIn use at present.")
    added: int = strawberry.field(description="本月新增\nTaken into use in the month.")
    ended: int = strawberry.field(description="本月退出\nEnded in the month.")
    inspected: int = strawberry.field(description="本月检验合格\nPassed in the month.")
    overdue: int = strawberry.field(description="超期未检\nOverdue at present.")

    @strawberry.field(description="设备种类\nKind of equipment.")
    async def kind(self, info: Info) -> EquipmentType | None:
        found: EquipmentType | None = await info.context.loading.record(EquipmentType, self.kind_id)
        return found


@strawberry.type(description="附近的设备\nA device near a place.")
class NearbyEquipment:
    key: strawberry.Private[int]
    metres: int = strawberry.field(description="距离（米）\nHow far.")

    @strawberry.field(description="设备\nThe device.")
    async def equipment(self, info: Info) -> Equipment | None:
        found: Equipment | None = await info.context.loading.record(Equipment, self.key)
        return found


@query("登记率、定检率和超期，按镇街\nRegistered, inspected, overdue, by town.", reads=Equipment)
async def equipment_rates(info: Info) -> list[EquipmentRate]:
    device, town = m.Equipment, m.Equipment.town_id
    registered = device.registration_state == m.RegistrationState.REGISTERED
    rows = await info.context.loading.rows(
        select(
            town,
            func.count(case((m.SUPERVISED, 1))),
            func.count(case((and_(m.SUPERVISED, registered), 1))),
            func.count(case((m.OVERDUE, 1))),
            func.count(case((device.use_status == m.UseStatus.STOPPED, 1))),
        )
        .group_by(town)
        .order_by(town)
    )
    return [
        EquipmentRate(
            town_id=key,
            in_use=in_use,
            registered=known,
            inspected=in_use - overdue,
            overdue=overdue,
            stopped=stopped,
            registration_rate=known / in_use if in_use else 1.0,
            inspection_rate=(in_use - overdue) / in_use if in_use else 1.0,
        )
        for key, in_use, known, overdue, stopped in rows
    ]


@query("持证覆盖率，按作业项目\nUnits with certified operators, by project.", reads=OperatorNeed)
async def operator_coverage(info: Info) -> list[OperatorCoverage]:
    rows = await info.context.loading.rows(
        select(Need.project_id, func.count(), func.count(case((Need.covered_until >= TODAY, 1))))
        .where(Need.devices > 0)
        .group_by(Need.project_id)
        .order_by(Need.project_id)
    )
    return [
        OperatorCoverage(project_id=key, units=units, covered=covered, rate=covered / units)
        for key, units, covered in rows
    ]


@query("指令书统计，按镇街\nInstructions issued in a period, by town.", reads=SafetyInstruction)
async def instruction_counts(
    info: Info,
    first: Annotated[dt.date, strawberry.argument(description="起始日\nFirst day.")],
    last: Annotated[dt.date, strawberry.argument(description="终止日\nLast day.")],
) -> list[InstructionCount]:
    town = Instruction.town_id
    is_open = and_(Instruction.closed_on.is_(None), Instruction.to_case_on.is_(None))
    rows = await info.context.loading.rows(
        select(
            town,
            func.count(),
            func.count(Instruction.closed_on),
            func.count(case((and_(is_open, Instruction.due_on < TODAY), 1))),
            func.count(Instruction.to_case_on),
        )
        .where(Instruction.issued_on.between(first, last))
        .group_by(town)
        .order_by(town)
    )
    return [
        InstructionCount(town_id=key, issued=n, closed=closed, overdue=late, to_case=cases)
        for key, n, closed, late, cases in rows
    ]


@query("报市局的月报，按设备种类\nThe monthly return to the city, by kind.", reads=Equipment)
async def monthly_return(
    info: Info,
    month: Annotated[dt.date, strawberry.argument(description="该月中的一天\nA day of it.")],
) -> list[MonthlyReturn]:
    first = month.replace(day=1)
    last = months_after(first, 1) - dt.timedelta(days=1)
    device, kind = m.Equipment, m.Equipment.kind_id
    rows = await info.context.loading.rows(
        select(
            kind,
            func.count(case((m.SUPERVISED, 1))),
            func.count(case((device.first_use_on.between(first, last), 1))),
            func.count(case((device.ended_on.between(first, last), 1))),
            func.count(case((device.last_inspection_on.between(first, last), 1))),
            func.count(case((m.OVERDUE, 1))),
        )
        .group_by(kind)
        .order_by(kind)
    )
    return [
        MonthlyReturn(
            kind_id=key, in_use=in_use, added=new, ended=gone, inspected=passed, overdue=late
        )
        for key, in_use, new, gone, passed, late in rows
    ]


@query("附近的在册设备，近的在前，至多100台\nDevices near a place, 100 at most.", reads=Equipment)
async def equipment_near(
    info: Info,
    latitude: Annotated[float, strawberry.argument(description="纬度\nLatitude.")],
    longitude: Annotated[float, strawberry.argument(description="经度\nLongitude.")],
    metres: Annotated[int, strawberry.argument(description="半径（米）\nRadius.")] = 500,
    kinds: Annotated[
        list[str] | None, strawberry.argument(description="种类代码，如2000\nKinds, 2000.")
    ] = None,
) -> list[NearbyEquipment]:
    if not 0 < metres <= FARTHEST:
        raise InvalidInput(
            f"半径至多 {FARTHEST} 米。", f"{FARTHEST} metres at most.", field="metres"
        )
    device = m.Equipment
    north = (device.latitude - latitude) * METRES
    east = (device.longitude - longitude) * METRES * func.cos(func.radians(latitude))
    away = func.sqrt(north * north + east * east)
    reach = metres / METRES
    wanted = select(device.id, away).where(
        device.latitude.between(latitude - reach, latitude + reach),
        away <= metres,
        or_(m.SUPERVISED, device.use_status == m.UseStatus.STOPPED),
    )
    if kinds:
        kind = m.EquipmentType
        wanted = wanted.join(kind, kind.id == device.kind_id).where(kind.code.in_(kinds))
    rows = await info.context.loading.rows(wanted.order_by(away).limit(MOST))
    return [NearbyEquipment(key=key, metres=round(far)) for key, far in rows]


extensions = [
    extend(
        Query,
        equipment_rates,
        operator_coverage,
        instruction_counts,
        monthly_return,
        equipment_near,
    ),
]
