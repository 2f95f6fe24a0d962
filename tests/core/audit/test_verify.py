"""The verifier finds what the owner of the database did, and where; and is tested itself.

`MUTANTS` are defects seeded into copies of the verifier. Each must be noticed by the cases of
tampering.py: a case whose finding no longer depends on a line of the verifier proves nothing.
"""

import datetime as dt
import shutil
import types
from pathlib import Path

import anyio.to_thread
import pytest

from core.audit import command, examination, ledger
from core.audit import verify as verifier
from core.audit.anchors import AnchorFile, Head, parse
from core.audit.findings import Finding, Kind, VerificationReport
from core.audit.hashes import ENTRY_COLUMNS, GENESIS, chain_hash
from core.audit.ledger import OperationRecord
from core.audit.models import LedgerEntry
from core.audit.sealer import Sealer
from core.audit.verify import verify
from core.errors import Denied
from core.settings import Settings
from core.store.engine import Store
from tests.core.audit.ground import NOBODY, anchors_in, owner_of
from tests.core.audit.tampering import CASES, FORGED, Tampering, at
from tests.fixtures.clock import TestClock

CLEAN = Tampering("nothing is done", lambda _owner, _anchors: _nothing())
TABLES = ("ledger_entry", "ledger_seal")


async def _nothing():
    return None


class Victim:
    """A sealed and anchored ledger that is tampered with, verified, and put back as it was."""

    def __init__(self, endpoints, owner, clock, anchors):
        self.endpoints, self.owner, self.clock, self.anchors = endpoints, owner, clock, anchors
        self._copy = anchors.with_suffix(".copy")

    async def prepare(self):
        """Write 24 entries over two days, seal them, keep copies."""
        store = Store(self.endpoints.app, self.clock)
        sealer = Sealer(self.endpoints.audit, self.clock, AnchorFile(self.anchors))
        for number, pause in (
            (10, {"days": 1}),
            (10, {"minutes": 1}),
            (4, {"days": 1, "hours": 1}),
        ):
            for index in range(number):
                record = OperationRecord(f"r{index}", f"op{index}", "read", "core:Thing", "s")
                await ledger.refused(store, NOBODY, record, Denied("", ""))
            await sealer.tick()
            self.clock.advance(**pause)
        await sealer.close()
        await store.close()
        for table in TABLES:
            await self.owner.execute(f"create table kept_{table} as table {table}")
        shutil.copy(self.anchors, self._copy)

    async def restore(self):
        """Undo every deed."""
        await self.owner.execute("truncate ledger_entry, ledger_seal")
        for table in TABLES:
            await self.owner.execute(
                f"insert into {table} overriding system value select * from kept_{table}"
            )
        broken = "select 1 from pg_constraint where conname = 'pk_ledger_seal'"
        if not await self.owner.fetchval(broken):
            await self.owner.execute(
                "alter table ledger_seal add constraint pk_ledger_seal primary key (sequence)"
            )
        shutil.copy(self._copy, self.anchors)

    async def report(self, verify=verify):
        """The report of a verifier."""
        return await verify(self.endpoints.audit, self.anchors, self.clock)


@pytest.fixture
async def victim(endpoints, clock, tmp_path):
    owner = await owner_of(endpoints)
    made = Victim(endpoints, owner, clock, anchors_in(tmp_path))
    await made.prepare()
    yield made
    await owner.close()


def missed(case, report):
    """What is wrong with a report: nothing may be found in a clean ledger, nothing overlooked."""
    if case is CLEAN:
        return not report.intact
    return not set(case.findings) <= set(report.findings)


async def test_an_untouched_ledger_is_intact(victim):
    report = await victim.report()
    assert report.intact
    assert (report.seals, report.anchors, report.last_anchor) == (24, 2, "2026-03-03")


@pytest.mark.parametrize("case", CASES, ids=str)
async def test_found_when(case, victim):
    await case.deed(victim.owner, victim.anchors)
    report = await victim.report()
    assert set(case.findings) <= set(report.findings)
    assert report.found == len(report.findings)


async def test_a_change_in_any_column_is_found(victim):
    columns = LedgerEntry.__table__.c.keys()
    assert tuple(columns) == ENTRY_COLUMNS
    for column in columns[1:]:
        value = FORGED.get(column, "forged")
        await victim.owner.execute(f"update ledger_entry set {column} = $1 where id = 7", value)
        assert (await victim.report()).findings == (at(Kind.EDITED, 7),), column
        await victim.restore()


async def test_a_fresh_entry_may_wait_for_its_seal(victim):
    store = Store(victim.endpoints.app, victim.clock)
    record = OperationRecord("r", "op", "read", "core:Thing")
    await ledger.refused(store, NOBODY, record, Denied("", ""))
    await store.close()
    assert (await victim.report()).intact
    victim.clock.advance(minutes=6)
    assert [found.kind for found in (await victim.report()).findings] == [Kind.UNSEALED]


EXAMINATION, VERIFIER = examination.__file__, verifier.__file__
MUTANTS = [
    (EXAMINATION, 'if not matches(row, row["entry_hash"]):', "if False:"),
    (EXAMINATION, 'return bool(expected == row["chain_hash"])', "return True"),
    (EXAMINATION, "chain_hash(previous, ", "chain_hash(GENESIS, "),
    (EXAMINATION, "self._report(Kind.DELETED, row)", "pass"),
    (EXAMINATION, "self._report(Kind.SEAL_LOST, row)", "pass"),
    (EXAMINATION, "self._report(Kind.BROKEN, row)", "pass"),
    (EXAMINATION, "            self._miss_anchors(sequence)", "            pass"),
    (EXAMINATION, "for anchor in self._anchors[self._next_anchor :]:", "for anchor in []:"),
    (EXAMINATION, "if anchor.chain_hash != self._head.chain_hash:", "if False:"),
    (EXAMINATION, "anchor is None or anchor.previous != previous", "anchor is None"),
    (EXAMINATION, "anchor is None or anchor.previous", "anchor is not None and anchor.previous"),
    (EXAMINATION, "abs(self._now - at) > GRACE", "self._now - at > GRACE"),
    (EXAMINATION, "abs(self._now - at) > GRACE", "at - self._now > GRACE"),
    (EXAMINATION, "at > sealed_at + GRACE or ", ""),
    (EXAMINATION, "at < anchored - GRACE", "False"),
    (EXAMINATION, "sealed_at < self._now - ANCHORED_WITHIN", "False"),
    (EXAMINATION, "if row is not other and", "if False and"),
    (EXAMINATION, "ArithmeticError, AttributeError, TypeError, ValueError", "ZeroDivisionError"),
    (EXAMINATION, "self._found += 1", "pass"),
    (VERIFIER, "from ledger_seal s left join", "from ledger_seal s join"),
    (VERIFIER, "order by s.sequence", "order by s.sequence desc"),
    (VERIFIER, "examination.unsealed(row)", "pass"),
    (VERIFIER, "Examination(lines,", "Examination([],"),
    (VERIFIER, "order by s.sequence", "order by s.sequence limit 20"),
]


def defective(path, sound, defect):
    """The function `verify` with one line of the verifier replaced."""
    space = {}
    for file in (EXAMINATION, VERIFIER):
        text = Path(file).read_text()
        if file == path:
            assert sound in text, f"the seeded defect no longer fits: {sound}"
            text = text.replace(sound, defect)
        module = types.ModuleType("defective")
        exec(compile(text, file, "exec"), module.__dict__)  # noqa: S102 (our own source)
        if file == VERIFIER:
            module.Examination = space["Examination"]
        space |= module.__dict__
    return space["verify"]


async def test_every_seeded_defect_of_the_verifier_is_noticed(victim):
    verifiers = [defective(*mutant) for mutant in MUTANTS]
    noticed = dict.fromkeys(range(len(MUTANTS)), False)
    for case in (CLEAN, *CASES):
        await case.deed(victim.owner, victim.anchors)
        assert not missed(case, await victim.report())
        for number, mutant in enumerate(verifiers):
            if not noticed[number]:
                noticed[number] = await _fails(victim, mutant, case)
        await victim.restore()
    assert [MUTANTS[number] for number, found in noticed.items() if not found] == []


async def _fails(victim, mutant, case):
    try:
        report = await victim.report(mutant)
    except (TypeError, ValueError, AttributeError):
        return True
    return missed(case, report) or report.found != len(report.findings)


def test_findings_beyond_the_limit_are_counted_not_kept():
    now = dt.datetime(2026, 3, 2, tzinfo=dt.UTC)
    judge = examination.Examination([], now)
    for sequence in range(1, 2_001):
        link = {"chain_hash": "", "entry_hash": "", "sealed_at": now, "at": now}
        judge.seal({"sequence": sequence, "entry_id": sequence, "id": sequence} | link)
    report = judge.finish()
    assert report.found == 4_000
    assert len(report.findings) == examination.MOST_FINDINGS
    assert len(judge._edited) == examination.MOST_COMPARED


def test_a_long_chain_is_examined_in_constant_memory():
    now, previous = dt.datetime(2026, 3, 2, tzinfo=dt.UTC), GENESIS
    judge = examination.Examination([], now)
    for sequence in range(1, 3_001):
        previous = chain_hash(previous, "sha256:", now)
        link = {"chain_hash": previous, "entry_hash": "sha256:", "sealed_at": now}
        judge.seal({"sequence": sequence, "entry_id": sequence, "id": None} | link)
    report = judge.finish()
    assert (report.seals, {found.kind for found in report.findings}) == (3_000, {Kind.DELETED})
    assert judge._edited == []


async def test_the_command_prints_the_report_and_says_so_by_its_code(victim, tmp_path, capsys):
    urls = victim.endpoints
    settings = Settings(
        var=tmp_path,
        database_url=urls.app,
        owner_url=urls.owner,
        worker_url=urls.worker,
        audit_url=urls.audit,
    )
    assert await _in_a_thread(command.audit_verify, settings, victim.clock) == command.INTACT
    assert "账本完好" in capsys.readouterr().out
    await victim.owner.execute("delete from ledger_entry where id = 6")
    assert await _in_a_thread(command.audit_verify, settings, victim.clock) == command.TAMPERED
    assert "DELETED" in capsys.readouterr().out


async def _in_a_thread(function, *arguments):
    return await anyio.to_thread.run_sync(function, *arguments)


def test_the_report_says_how_much_it_does_not_list():
    findings = (Finding(Kind.EDITED, 1, 1),)
    text = command.report_text(VerificationReport(9, Head(9, "h"), 0, None, findings, 3))
    assert "3 finding(s)" in text
    assert "2 more are not listed" in text


def test_a_half_written_anchor_does_not_stop_the_next(tmp_path):
    file = AnchorFile(anchors_in(tmp_path))
    clock = TestClock()
    for day in (1, 2):
        file.append(dt.date(2026, 3, day), clock.now(), Head(day, "h"))
    file.path.write_bytes(file.path.read_bytes()[:-20])
    again = AnchorFile(file.path)
    assert not again.has(dt.date(2026, 3, 2))
    again.append(dt.date(2026, 3, 3), clock.now(), Head(3, "h"))
    lines = again.lines()
    assert len(lines) == 3
    assert parse(lines[2]).sequence == 3
    assert again.append(dt.date(2026, 3, 3), clock.now(), Head(4, "h")) is None
