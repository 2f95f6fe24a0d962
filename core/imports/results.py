"""The result file: one reason for each refused row, beside the row as it was sent."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.imports.models import ImportRefusal, ImportRun
from core.imports.values import Refusal
from core.tables.reading import TableFile
from core.tables.writing import write_table

COLUMNS: Final = ("行号 line", "代码 code", "列 column", "原因", "reason")


async def refusals_of(session: AsyncSession, run: ImportRun) -> list[Refusal]:
    """What a run refused, by line."""
    wanted = (
        select(ImportRefusal).where(ImportRefusal.run_id == run.id).order_by(ImportRefusal.line)
    )
    return [
        Refusal(row.line, row.code, row.field, row.chinese, row.english)
        for row in await session.scalars(wanted)
    ]


def write_result(path: Path, file: TableFile, refusals: Iterable[Refusal]) -> int:
    """Write the refused rows, to be mended and sent again; says how many."""
    left = {refused.line: refused for refused in refusals}
    many = len(left)
    with write_table(path, (*COLUMNS, *file.header)) as result:
        rows = file.rows() if left else iter(())
        for row in rows:
            if (why := left.pop(row.line, None)) is None:
                continue
            reason = (why.line, why.code, why.field, why.chinese, why.english)
            result.write((*reason, *row.values))
            if not left:
                break
    return many
