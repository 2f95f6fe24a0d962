"""Imports as clients see them: runs, their counts, and the one reason of each refused row."""

import datetime as dt

import strawberry

from core.extension import extend
from core.imports import models as m
from core.imports import service
from core.policy.vocabulary import Action
from core.store.unit import UnitOfWork
from schema.enums import show_enum
from schema.fields import by_id, column, connection, key, to_one
from schema.ids import Node, key_of
from schema.operations import mutation
from schema.payloads import ChangeInput, MutationInput
from schema.roots import Mutation, Query
from schema.services.files import Attachment
from schema.shared.register import VERSION

show_enum(
    m.RunState,
    "导入的状态\nHow far an import is.",
    {
        "EXAMINING": "检查中\nIts rows are being examined; nothing is stored.",
        "EXAMINED": "已检查，待数据员确认\nExamined; a data clerk has to confirm it.",
        "CONFIRMED": "已确认，入库中\nConfirmed; its rows are being stored.",
        "DONE": "已完成\nEvery row is stored or refused.",
        "REFUSED": "未通过，文件与映射不符\nThe file as a whole could not be read.",
    },
)


@strawberry.type(
    description="数据导入：一个文件的逐行检查与入库\nA file whose rows are checked and stored."
)
class ImportRun(Node):
    """A run; its rows name it through their change sets."""

    id: strawberry.ID = key(m.ImportRun.id)
    plugin: str = column(m.ImportRun.plugin, "子系统\nThe subsystem.", where=True)
    slug: str = column(m.ImportRun.slug, "导入内容\nWhat is imported.")
    source: str = column(m.ImportRun.source, "来源代码\nThe name of the source.")
    label: str = column(m.ImportRun.label, "来源\nWhere the data is from.")
    file_name: str = column(m.ImportRun.file_name, "文件名\nThe name of the file.")
    file_sha256: str = column(m.ImportRun.file_sha256, "文件摘要\nSHA-256 of the file.")
    stated: str = column(m.ImportRun.stated, "格式与编码\nFormat and encoding that were found.")
    today: dt.date = column(m.ImportRun.today, "业务日期\nThe day by which rows are judged.")
    state: m.RunState = column(m.ImportRun.state, "状态\nHow far it is.", where=True)
    rows_done: int = column(m.ImportRun.rows_done, "已处理行数\nRows dealt with.")
    stored: int = column(m.ImportRun.stored, "新增\nNew records.")
    changed: int = column(m.ImportRun.changed, "变更\nRecords that changed.")
    unchanged: int = column(m.ImportRun.unchanged, "未变\nRows that were known as they are.")
    repeated: int = column(m.ImportRun.repeated, "文件内重复\nRows that the file holds twice.")
    refused: int = column(m.ImportRun.refused, "拒绝\nRows that were refused, each with a reason.")
    started_at: dt.datetime = column(m.ImportRun.started_at, "开始时间\nWhen it was begun.")
    confirmed_at: dt.datetime | None = column(
        m.ImportRun.confirmed_at, "确认时间\nWhen a data clerk confirmed it."
    )
    ended_at: dt.datetime | None = column(m.ImportRun.ended_at, "结束时间\nWhen it was done.")
    version: int = column(m.ImportRun.version, VERSION)


@strawberry.type(description="被拒绝的行\nA row that was refused, and why.")
class ImportRefusal(Node):
    """One row, one reason."""

    id: strawberry.ID = key(m.ImportRefusal.id)
    line: int = column(m.ImportRefusal.line, "行号\nThe line of the file.")
    code: str = column(m.ImportRefusal.code, "原因代码\nThe stable code of the reason.", where=True)
    field: str = column(m.ImportRefusal.field, "列\nThe column at fault; may be empty.")
    chinese: str = column(m.ImportRefusal.chinese, "原因\nThe reason in Chinese.")
    english: str = column(m.ImportRefusal.english, "原因（英文）\nThe reason in English.")
    run: ImportRun | None = to_one(
        ImportRun, "所属导入\nIts import.", by=m.ImportRefusal.run_id, where=True
    )


@strawberry.input(description="开始导入的输入\nWhat it takes to begin an import.")
class StartImportInput(MutationInput):
    """The file was uploaded to `/files` before."""

    plugin: str = strawberry.field(description="子系统，或 register\nThe subsystem, or `register`.")
    mapping: str = strawberry.field(description="映射，TOML\nThe mapping, in TOML.")
    file_id: strawberry.ID = strawberry.field(description="已上传的表格\nThe uploaded table.")


@strawberry.input(description="确认导入的输入\nWhat it takes to confirm an import.")
class ConfirmImportInput(ChangeInput):
    """After its rows were examined."""

    id: strawberry.ID = strawberry.field(description="导入\nWhich import.")


@mutation(
    "开始导入：先逐行检查，不入库\nBegin an import: its rows are examined, none is stored.",
    on=ImportRun,
    action=Action.CREATE,
)
async def start_import(work: UnitOfWork, input: StartImportInput) -> m.ImportRun:
    """A job examines it."""
    return await service.start(work, input.plugin, input.mapping, key_of(Attachment, input.file_id))


@mutation(
    "确认导入：检查过的行入库\nConfirm an import that was examined: its rows are stored.",
    on=ImportRun,
    action=Action.CONFIRM,
)
async def confirm_import(work: UnitOfWork, input: ConfirmImportInput) -> m.ImportRun:
    """A job stores it."""
    key = key_of(ImportRun, input.id)
    return await service.confirm_and_store(work, key, input.expected_version)


extensions = [
    extend(Mutation, start_import, confirm_import),
    extend(
        Query,
        import_run=by_id(ImportRun, "一次导入\nOne import."),
        import_runs=connection(
            ImportRun,
            "数据导入，最近的在前\nImports, latest first.",
            order_by=m.ImportRun.id.desc(),
        ),
        import_refusals=connection(
            ImportRefusal,
            "被拒绝的行，按登记先后\nRefused rows, in the order of the file.",
            order_by=m.ImportRefusal.id,
        ),
    ),
]
