"""What somebody who owns the database may do to the ledger, and what must be found then.

The ledger of these cases: 24 entries over two days, all sealed in the order of their ids, anchored
after the 10th and after the 20th.
"""

import datetime as dt
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from core.audit.anchors import AnchorFile
from core.audit.findings import Finding, Kind
from core.audit.hashes import ENTRY_COLUMNS, GENESIS, chain_hash, entry_hash

Deed = Callable[[Any, Path], Awaitable[Any]]
K = Kind


@dataclass(frozen=True)
class Tampering:
    """One deed of the owner, and findings that the report must hold."""

    name: str
    deed: Deed
    findings: Iterable[Finding] = field(default_factory=list)

    def __str__(self) -> str:
        return self.name


def sql(*statements: str) -> Deed:
    """A deed that is plain SQL."""

    async def deed(owner: Any, _anchors: Path) -> None:
        for statement in statements:
            await owner.execute(statement)

    return deed


def at(kind: Kind, place: int) -> Finding:
    """A finding where the seal's sequence and the entry's id are the same number."""
    return Finding(kind, place, place)


async def rewrite(owner: Any, _anchors: Path, since: int = 0) -> None:
    """Recompute the chain after seal `since`, over the entries in order of id, without a gap."""
    kept = "select chain_hash from ledger_seal where sequence = $1"
    previous = await owner.fetchval(kept, since) or GENESIS
    known = "select entry_id from ledger_seal where sequence <= $1"
    times = dict(await owner.fetch("select entry_id, sealed_at from ledger_seal"))
    await owner.execute("delete from ledger_seal where sequence > $1", since)
    columns = ", ".join(ENTRY_COLUMNS)
    rest = await owner.fetch(
        f"select {columns} from ledger_entry where id not in ({known}) order by id", since
    )
    for place, entry in enumerate(rest, since + 1):
        sealed, when = entry_hash(entry), times.get(entry["id"], max(times.values()))
        previous = chain_hash(previous, sealed, when)
        await owner.execute(
            "insert into ledger_seal values ($1, $2, $3, $4, $5)",
            *(place, entry["id"], sealed, previous, when),
        )


def then_rewritten(*statements: str, since: int = 0) -> Deed:
    """A deed in SQL, after which the whole chain is made to fit."""

    async def deed(owner: Any, anchors: Path) -> None:
        await sql(*statements)(owner, anchors)
        await rewrite(owner, anchors, since)

    return deed


def replace(anchors: Path, *lines: bytes) -> None:
    """Write other lines into the file of anchors."""
    anchors.write_bytes(b"".join(line + b"\n" for line in lines))


async def rewrite_with_anchors(owner: Any, anchors: Path) -> None:
    """Rewrite the chain, and put its new hash into the first anchor as well."""
    await then_rewritten("update ledger_entry set reason = 'x' where id = 5")(owner, anchors)
    first, *rest = AnchorFile(anchors).lines()
    head = await owner.fetchval("select chain_hash from ledger_seal where sequence = 10")
    forged = orjson.dumps(orjson.loads(first) | {"chain_hash": head})
    replace(anchors, forged, *rest)


async def remove_anchors(_owner: Any, anchors: Path) -> None:
    """Empty the file of anchors: as good as removed."""
    replace(anchors)


async def garble_anchor(_owner: Any, anchors: Path) -> None:
    """Cut the first line of the anchors in half."""
    first, *rest = AnchorFile(anchors).lines()
    replace(anchors, first[:40], *rest)


def forge(number: int, moment: str) -> str:
    """SQL that copies entry 3 as a new entry with the given id and time."""
    copied = ", ".join(c for c in ENTRY_COLUMNS if c not in {"id", "at"})
    return (
        f"insert into ledger_entry (id, at, {copied}) overriding system value "
        f"select {number}, '{moment}', {copied} from ledger_entry where id = 3"
    )


REHASH = "update ledger_seal set chain_hash = 'crc32:0', entry_hash = 'crc32:0' where sequence = 4"
CUT = "delete from ledger_entry where id > 18", "delete from ledger_seal where sequence > 18"
FREE = "alter table ledger_seal drop constraint pk_ledger_seal"
NULLS = """
alter table ledger_seal alter sequence drop not null, alter entry_hash drop not null;
update ledger_seal set sequence = null where sequence = 6
"""
SHIFT = f"{FREE}; update ledger_seal set sequence = sequence + 1 where sequence > 12"
SWAP_CONTENTS = """
update ledger_entry a set reason = b.reason, operation = b.operation, request_id = b.request_id
from ledger_entry b where a.id in (8, 9) and b.id in (8, 9) and a.id <> b.id
"""
SWAP_SEALS = f"{FREE}; update ledger_seal set sequence = 17 - sequence where sequence in (8, 9)"
OLD, NEW, LATER = "2026-03-02 02:00+00", "2026-03-03 02:00+00", "2026-03-05 02:00+00"
INSERT_SEAL = "insert into ledger_seal select 13, 25, entry_hash, chain_hash, sealed_at from "

CASES = [
    Tampering(
        "an entry is edited",
        sql("update ledger_entry set reason = 'x' where id = 5"),
        [at(K.EDITED, 5)],
    ),
    Tampering(
        "a recorded change is edited",
        sql("""update ledger_entry set changes = '[{"table": "t"}]' where id = 6"""),
        [at(K.EDITED, 6)],
    ),
    Tampering(
        "an entry is damaged beyond reading",
        sql(f"update ledger_entry set changes = '{'[' * 2000}{']' * 2000}' where id = 6"),
        [at(K.EDITED, 6)],
    ),
    Tampering(
        "the contents of two entries are swapped",
        sql(SWAP_CONTENTS),
        [at(K.SWAPPED, 8), at(K.SWAPPED, 9)],
    ),
    Tampering("two seals are swapped", sql(SWAP_SEALS), [Finding(K.BROKEN, 8, 9)]),
    Tampering(
        "an entry is deleted",
        sql("delete from ledger_entry where id = 6"),
        [at(K.DELETED, 6)],
    ),
    Tampering(
        "an entry is deleted with its seal",
        sql("delete from ledger_entry where id = 6", "delete from ledger_seal where sequence = 6"),
        [at(K.SEAL_LOST, 7)],
    ),
    Tampering(
        "a seal is deleted",
        sql("delete from ledger_seal where sequence = 6"),
        [at(K.SEAL_LOST, 7), Finding(K.UNSEALED, entry_id=6)],
    ),
    Tampering(
        "an anchored seal is deleted",
        sql("delete from ledger_seal where sequence = 10"),
        [at(K.SEAL_LOST, 11), Finding(K.REWRITTEN, 10)],
    ),
    Tampering("an entry is inserted", sql(forge(25, OLD)), [Finding(K.UNSEALED, entry_id=25)]),
    Tampering(
        "an entry is inserted for a day to come",
        sql(forge(25, LATER)),
        [Finding(K.UNSEALED, entry_id=25)],
    ),
    Tampering(
        "an entry is inserted with a copied seal",
        sql(forge(25, NEW), SHIFT, f"{INSERT_SEAL} ledger_seal where sequence = 12"),
        [Finding(K.BROKEN, 13, 25), Finding(K.EDITED, 13, 25)],
    ),
    Tampering(
        "an entry is dated back and properly sealed",
        then_rewritten(forge(25, OLD), since=24),
        [at(K.MISDATED, 25)],
    ),
    Tampering(
        "an entry is dated ahead and properly sealed",
        then_rewritten(forge(25, LATER), since=24),
        [at(K.MISDATED, 25)],
    ),
    Tampering(
        "an entry of no time is properly sealed",
        then_rewritten(
            "alter table ledger_entry alter at drop not null",
            "update ledger_entry set at = null where id = 23",
            "update ledger_entry set at = 'infinity' where id = 24",
            since=22,
        ),
        [at(K.BROKEN, 23), at(K.BROKEN, 24)],
    ),
    Tampering(
        "a seal is emptied",
        sql(f"{FREE}; {NULLS}", "update ledger_seal set entry_hash = null where sequence = 4"),
        [at(K.BROKEN, 4), at(K.SEAL_LOST, 7), Finding(K.BROKEN, None, 6)],
    ),
    Tampering(
        "the time of a seal is changed",
        sql("update ledger_seal set sealed_at = sealed_at + interval '1 s' where sequence = 4"),
        [at(K.BROKEN, 4)],
    ),
    Tampering(
        "a seal is put under an unknown hash function",
        sql(REHASH),
        [at(K.BROKEN, 4), at(K.EDITED, 4)],
    ),
    Tampering(
        "the tail is cut",
        sql(*CUT),
        [Finding(K.CUT_TAIL, 20)],
    ),
    Tampering(
        "the tail is cut and grown again",
        then_rewritten(
            *CUT,
            *(forge(number, NEW) for number in range(25, 31)),
            since=18,
        ),
        [Finding(K.REWRITTEN, 20)],
    ),
    Tampering(
        "everything is emptied",
        sql("truncate ledger_entry, ledger_seal"),
        [Finding(K.CUT_TAIL, 10), Finding(K.CUT_TAIL, 20)],
    ),
    Tampering(
        "an entry is edited and the chain rewritten",
        then_rewritten("update ledger_entry set reason = 'x' where id = 5"),
        [Finding(K.REWRITTEN, 10), Finding(K.REWRITTEN, 20)],
    ),
    Tampering(
        "an entry is deleted and the chain rewritten",
        then_rewritten("delete from ledger_entry where id = 12"),
        [Finding(K.REWRITTEN, 20)],
    ),
    Tampering(
        "the chain is rewritten, and an anchor with it",
        rewrite_with_anchors,
        [Finding(K.ANCHORS_DAMAGED, line=2), Finding(K.REWRITTEN, 20)],
    ),
    Tampering("an anchor is garbled", garble_anchor, [Finding(K.ANCHORS_DAMAGED, line=1)]),
    Tampering("the anchors are removed", remove_anchors, [Finding(K.UNANCHORED, 1)]),
]

FORGED: dict[str, Any] = {
    "at": dt.datetime(2026, 3, 2, 1, 59, tzinfo=dt.UTC),
    "account_id": 999,
    "roles": ["x"],
    "policy_version": 999,
    "outcome": "ACCEPTED",
    "changes": '[{"a": 1}]',
}
"""Another value for each column that is no text."""
