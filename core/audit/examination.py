"""The judgement of the verifier, row by row, in constant memory. It knows no database.

Every link is checked against the stored hash before it, so that each break is found at its own
place and one edit does not discredit all that follows.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

from core.audit.anchors import FIRST, Anchor, Head, line_hash, parse
from core.audit.findings import Finding, Kind, VerificationReport
from core.audit.hashes import GENESIS, algorithm_of, chain_hash, entry_hash

GRACE: Final = dt.timedelta(minutes=5)
"""How long an entry may wait for its commit and its seal."""
ANCHORED_WITHIN: Final = dt.timedelta(days=2)
MOST_FINDINGS: Final = 1_000
MOST_COMPARED: Final = 64
"""Edited entries kept to tell a swap from two edits."""

Row = Mapping[str, Any]


class Examination:
    """Give it the anchors' lines, every seal with its entry, in order, and what has no seal."""

    def __init__(self, anchor_lines: Sequence[bytes], now: dt.datetime) -> None:
        self._now = now
        self._findings: list[Finding] = []
        self._found = 0
        self._seals = 0
        self._head = Head(0, GENESIS)
        self._edited: list[Row] = []
        self._unanchored: int | None = None
        self._anchors = self._sound(anchor_lines)
        self._next_anchor = 0
        self._anchored_at: dt.datetime | None = None
        self._compare_anchors()

    def seal(self, row: Row) -> None:
        """The next seal, with the columns of its entry, or None in all of them."""
        self._seals += 1
        try:
            self._judge(row)
        except (ArithmeticError, AttributeError, TypeError, ValueError):
            # Times without end and missing values: the sealer wrote no such thing.
            self._report(Kind.BROKEN, row)
        if row["sequence"] is not None:
            self._head = Head(row["sequence"], str(row["chain_hash"]))
        self._compare_anchors()
        if self._next_anchor == len(self._anchors) and self._unanchored is None:
            self._note_unanchored(row)

    def unsealed(self, row: Row) -> None:
        """An entry without a seal: `id` and `at`. A fresh one is waiting for the sealer."""
        at = row["at"]
        if at is None or abs(self._now - at) > GRACE:
            self._add(Finding(Kind.UNSEALED, entry_id=row["id"]))

    def finish(self) -> VerificationReport:
        """The report, once every row has been given."""
        for anchor in self._anchors[self._next_anchor :]:
            self._add(Finding(Kind.CUT_TAIL, sequence=anchor.sequence))
        if self._unanchored is not None:
            self._add(Finding(Kind.UNANCHORED, sequence=self._unanchored))
        last = self._anchors[-1].date if self._anchors else None
        findings = tuple(told_apart(self._findings, self._edited))
        return VerificationReport(
            self._seals, self._head, len(self._anchors), last, findings, self._found
        )

    def _sound(self, lines: Sequence[bytes]) -> list[Anchor]:
        anchors: list[Anchor] = []
        previous = FIRST
        for number, line in enumerate(lines, 1):
            try:
                anchor = parse(line)
            except ValueError:
                anchor = None
            newest = anchors[-1] if anchors else None
            if anchor is None or anchor.previous != previous or _goes_back(newest, anchor):
                self._add(Finding(Kind.ANCHORS_DAMAGED, line=number))
            if anchor is not None and not _goes_back(newest, anchor):
                anchors.append(anchor)
            previous = line_hash(line)
        return anchors

    def _judge(self, row: Row) -> None:
        sequence, expected = row["sequence"], self._head.sequence + 1
        if sequence > expected:
            self._report(Kind.SEAL_LOST, row)
            self._miss_anchors(sequence)
        elif sequence < expected or not self._links(row):
            self._report(Kind.BROKEN, row)
        self._examine_entry(row)

    def _links(self, row: Row) -> bool:
        algorithm = algorithm_of(row["chain_hash"])
        if algorithm is None:
            return False
        previous = self._head.chain_hash
        expected = chain_hash(previous, row["entry_hash"], row["sealed_at"], algorithm)
        return bool(expected == row["chain_hash"])

    def _examine_entry(self, row: Row) -> None:
        if row["id"] is None:
            self._report(Kind.DELETED, row)
            return
        if not matches(row, row["entry_hash"]):
            self._report(Kind.EDITED, row)
            if len(self._edited) < MOST_COMPARED:
                self._edited.append(row)
        elif self._contradicts(row["at"], row["sealed_at"]):
            self._report(Kind.MISDATED, row)

    def _contradicts(self, at: dt.datetime, sealed_at: dt.datetime) -> bool:
        anchored = self._anchored_at
        return at > sealed_at + GRACE or (anchored is not None and at < anchored - GRACE)

    def _compare_anchors(self) -> None:
        """Check the anchors that were taken at the present head."""
        while (anchor := self._pending()) and anchor.sequence == self._head.sequence:
            if anchor.chain_hash != self._head.chain_hash:
                self._add(Finding(Kind.REWRITTEN, sequence=anchor.sequence))
            self._anchored_at = anchor.instant
            self._next_anchor += 1

    def _miss_anchors(self, sequence: int) -> None:
        """The chain jumps to `sequence`: anchors in between have lost their seals."""
        while (anchor := self._pending()) and anchor.sequence < sequence:
            self._add(Finding(Kind.REWRITTEN, sequence=anchor.sequence))
            self._next_anchor += 1

    def _pending(self) -> Anchor | None:
        more = self._next_anchor < len(self._anchors)
        return self._anchors[self._next_anchor] if more else None

    def _note_unanchored(self, row: Row) -> None:
        anchored = bool(self._anchors) and self._anchors[-1].sequence >= self._head.sequence
        sealed_at = row["sealed_at"]
        if not anchored and sealed_at and sealed_at < self._now - ANCHORED_WITHIN:
            self._unanchored = self._head.sequence

    def _report(self, kind: Kind, row: Row) -> None:
        self._add(Finding(kind, row["sequence"], row["entry_id"]))

    def _add(self, finding: Finding) -> None:
        self._found += 1
        if len(self._findings) < MOST_FINDINGS:
            self._findings.append(finding)


def matches(entry: Row, sealed: str) -> bool:
    """Whether an entry is the one that was sealed as `sealed`."""
    algorithm = algorithm_of(sealed)
    return algorithm is not None and entry_hash(entry, algorithm) == sealed


def told_apart(findings: Sequence[Finding], edited: Sequence[Row]) -> list[Finding]:
    """The findings, where two edits that are one swap are called so."""
    swapped = {
        row["id"]
        for row in edited
        for other in edited
        if row is not other and matches({**row, "id": other["id"]}, other["entry_hash"])
    }
    return [
        Finding(Kind.SWAPPED, found.sequence, found.entry_id)
        if found.kind is Kind.EDITED and found.entry_id in swapped
        else found
        for found in findings
    ]


def _goes_back(newest: Anchor | None, anchor: Anchor) -> bool:
    return newest is not None and (anchor.sequence < newest.sequence or anchor.date <= newest.date)
