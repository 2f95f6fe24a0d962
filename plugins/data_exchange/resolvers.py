"""Operations on batches, conflicts and what waits: thin, the rules are in the services."""

import base64
import datetime as dt

import strawberry

from core.errors import InvalidInput
from core.extension import extend
from core.policy.vocabulary import Action
from core.store.unit import UnitOfWork
from plugins.data_exchange import models as m
from plugins.data_exchange import models_staging as ms
from plugins.data_exchange import service, service_confirming, service_feeds
from plugins.data_exchange.types import CodeMap, ExchangeBatch, ExchangeFeed
from plugins.data_exchange.types_staging import ExchangeConflict, StagedRecord
from schema.ids import key_of
from schema.operations import mutation
from schema.payloads import ChangeInput, MutationInput
from schema.request import Request
from schema.roots import Mutation
from schema.shared.register import Enterprise

CONFLICT = "冲突\nWhich conflict."
RECORD = "暂存记录\nWhich record."


def _mappings(request: Request) -> service_feeds.Mappings:
    found: service_feeds.Mappings = request.services.plugins.contributions("exchange_mappings")
    return found


@strawberry.input(description="接收批次的输入\nWhat `receiveBatch` takes.")
class ReceiveBatchInput(MutationInput):
    feed_id: strawberry.ID = strawberry.field(description="通道\nWhich feed.")
    content: str = strawberry.field(description="文件内容\nThe file, as text or base64.")
    is_base64: bool = strawberry.field(default=False, description="内容为 base64\nIn base64.")
    name: str = strawberry.field(description="文件名\nName of the file.")
    number: int | None = strawberry.field(default=None, description="对方编号\nTheir number.")
    sent_at: dt.datetime | None = strawberry.field(
        default=None, description="发出时间\nWhen it was sent, by their clock."
    )
    declared: int | None = strawberry.field(
        default=None, description="清单条数\nHow many records there should be."
    )
    signature: str = strawberry.field(
        default="", description="签名：HMAC-SHA256，十六进制\nHMAC-SHA256 of the bytes, in hex."
    )


@mutation(
    "接收一个批次；同一文件再来不产生任何变化\nTake a batch in; once.",
    on=ExchangeBatch,
    action=Action.CREATE,
)
async def receive_batch(work: UnitOfWork, input: ReceiveBatchInput) -> m.ExchangeBatch:
    given = service_feeds.Delivery(
        content=_bytes(input),
        name=input.name,
        number=input.number,
        sent_at=input.sent_at,
        declared=input.declared,
        signature=input.signature,
    )
    return await service_feeds.receive(work, key_of(ExchangeFeed, input.feed_id), given)


def _bytes(input: ReceiveBatchInput) -> bytes:
    if not input.is_base64:
        return input.content.encode()
    try:
        return base64.b64decode(input.content, validate=True)
    except ValueError as problem:
        raise InvalidInput("内容不是 base64。", "Not base64.", field="content") from problem


@strawberry.input(description="确认入库的输入\nWhat `confirmBatch` takes.")
class ConfirmBatchInput(ChangeInput):
    batch_id: strawberry.ID = strawberry.field(description="批次\nWhich batch.")
    most: int = strawberry.field(
        default=100, description="一次最多几条，至多 200\nRecords at once, 200 at most."
    )


@mutation(
    "确认入库：由各业务子系统写入，一次一个事务\n"
    "Confirm what waits for nothing else: its owner writes it, all or none. Repeat for the rest.",
    on=ExchangeBatch,
    action=Action.CONFIRM,
)
async def confirm_batch(
    work: UnitOfWork, input: ConfirmBatchInput, request: Request
) -> m.ExchangeBatch:
    key = key_of(ExchangeBatch, input.batch_id)
    return await service_confirming.confirm(
        work, key, _mappings(request), input.most, input.expected_version
    )


@strawberry.input(description="领取冲突的输入\nWhat `takeConflict` takes.")
class TakeConflictInput(ChangeInput):
    conflict_id: strawberry.ID = strawberry.field(description=CONFLICT)


@mutation(
    "领取冲突：他人会看到由谁处理\nTake a conflict in hand; others see who has it.",
    on=ExchangeConflict,
    action=Action.DECIDE,
)
async def take_conflict(work: UnitOfWork, input: TakeConflictInput) -> ms.ExchangeConflict:
    key = key_of(ExchangeConflict, input.conflict_id)
    return await service.take(work, key, input.expected_version)


@strawberry.input(description="放回冲突的输入\nWhat `releaseConflict` takes.")
class ReleaseConflictInput(ChangeInput):
    conflict_id: strawberry.ID = strawberry.field(description=CONFLICT)


@mutation("放回冲突\nGive a conflict back.", on=ExchangeConflict, action=Action.DECIDE)
async def release_conflict(work: UnitOfWork, input: ReleaseConflictInput) -> ms.ExchangeConflict:
    key = key_of(ExchangeConflict, input.conflict_id)
    return await service.release(work, key, input.expected_version)


@strawberry.input(description="裁决冲突的输入，须写明理由\nWhat `decideConflict` takes; say why.")
class DecideConflictInput(ChangeInput):
    conflict_id: strawberry.ID = strawberry.field(description=CONFLICT)
    side: ms.Side = strawberry.field(description="以谁为准\nWhose value stands.")


@mutation(
    "裁决冲突；最后一个裁决后该记录待确认\nDecide whose value stands.",
    on=ExchangeConflict,
    action=Action.DECIDE,
)
async def decide_conflict(work: UnitOfWork, input: DecideConflictInput) -> ms.ExchangeConflict:
    key = key_of(ExchangeConflict, input.conflict_id)
    return await service.decide(work, key, input.side, input.expected_version)


@strawberry.input(description="修复记录的输入，须写明理由\nWhat `repairRecord` takes; say why.")
class RepairRecordInput(ChangeInput):
    staged_id: strawberry.ID = strawberry.field(description=RECORD)
    column: str = strawberry.field(description="列\nWhich column.")
    value: str = strawberry.field(description="应读作\nHow it should be read.")


@mutation(
    "修复不可读的记录；来文原样保留\nRepair a dead letter; what came is kept.",
    on=StagedRecord,
    action=Action.UPDATE,
)
async def repair_record(
    work: UnitOfWork, input: RepairRecordInput, request: Request
) -> ms.StagedRecord:
    key = key_of(StagedRecord, input.staged_id)
    return await service.repair(work, key, {input.column: input.value}, _mappings(request))


@strawberry.input(description="指明企业的输入\nWhat `pickEnterprise` takes.")
class PickEnterpriseInput(ChangeInput):
    staged_id: strawberry.ID = strawberry.field(description=RECORD)
    enterprise_id: strawberry.ID = strawberry.field(description="企业\nWhich enterprise is meant.")


@mutation("指明记录所属企业\nSay which enterprise is meant.", on=StagedRecord, action=Action.UPDATE)
async def pick_enterprise(work: UnitOfWork, input: PickEnterpriseInput) -> ms.StagedRecord:
    key, firm = key_of(StagedRecord, input.staged_id), key_of(Enterprise, input.enterprise_id)
    return await service.pick(work, key, firm, input.expected_version)


@strawberry.input(description="搁置记录的输入，须写明理由\nWhat `setRecordAside` takes; say why.")
class SetRecordAsideInput(ChangeInput):
    staged_id: strawberry.ID = strawberry.field(description=RECORD)


@mutation("搁置记录\nSet a record aside.", on=StagedRecord, action=Action.UPDATE)
async def set_record_aside(work: UnitOfWork, input: SetRecordAsideInput) -> ms.StagedRecord:
    key = key_of(StagedRecord, input.staged_id)
    return await service.set_aside(work, key, input.expected_version)


@strawberry.input(description="代码对照的输入\nWhat `mapCode` takes.")
class MapCodeInput(MutationInput):
    feed_id: strawberry.ID = strawberry.field(description="通道\nWhich feed.")
    column_name: str = strawberry.field(description="列\nWhich column.")
    theirs: str = strawberry.field(description="对方代码\nTheir code.")
    ours: str = strawberry.field(description="我方代码\nOurs.")


@mutation(
    "登记代码对照；因此不可读的记录将重新读取\nSay what a code means; dead letters are read again.",
    on=CodeMap,
    action=Action.UPDATE,
)
async def map_code(work: UnitOfWork, input: MapCodeInput) -> m.CodeMap:
    feed = key_of(ExchangeFeed, input.feed_id)
    return await service.map_code(work, feed, input.column_name, input.theirs, input.ours)


extensions = [
    extend(
        Mutation,
        receive_batch,
        confirm_batch,
        take_conflict,
        release_conflict,
        decide_conflict,
        repair_record,
        pick_enterprise,
        set_record_aside,
        map_code,
    )
]
