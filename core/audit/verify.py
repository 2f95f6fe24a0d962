"""The verifier: recomputes the whole ledger against its seals and the anchors outside.

It trusts neither the database nor whoever owns it, reads in one snapshot, and keeps only the
findings in memory, whatever the length of the ledger.
"""

from pathlib import Path
from typing import Final

from core.audit.anchors import AnchorFile
from core.audit.examination import Examination
from core.audit.findings import VerificationReport
from core.audit.hashes import ENTRY_COLUMNS
from core.audit.sealer import connect_to_ledger
from core.clock import Clock, SystemClock

ROWS_AT_A_TIME: Final = 2_000

_COLUMNS = ", ".join(f"e.{name}" for name in ENTRY_COLUMNS)
_SEALS = f"""
select s.sequence, s.entry_id, s.entry_hash, s.chain_hash, s.sealed_at, {_COLUMNS}
from ledger_seal s left join ledger_entry e on e.id = s.entry_id
order by s.sequence
"""  # noqa: S608 (column names of our own)
_UNSEALED = """
select e.id, e.at from ledger_entry e
where not exists (select from ledger_seal s where s.entry_id = e.id) order by e.id
"""


async def verify(url: str, anchors_path: Path, clock: Clock | None = None) -> VerificationReport:
    """Verify the ledger behind `url` (role `zhijian_audit`) against the file of anchors.

    Raises what asyncpg raises when the database cannot be read, and OSError for the file.
    """
    # Before the snapshot: every seal that was anchored by now must then be in it.
    lines = AnchorFile(anchors_path).lines()
    examination = Examination(lines, (clock or SystemClock()).now())
    connection = await connect_to_ledger(url)
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            async for row in connection.cursor(_SEALS, prefetch=ROWS_AT_A_TIME):
                examination.seal(row)
            async for row in connection.cursor(_UNSEALED, prefetch=ROWS_AT_A_TIME):
                examination.unsealed(row)
    finally:
        await connection.close()
    return examination.finish()
