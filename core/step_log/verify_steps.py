"""Check the published step log. One file, no installation: python3 verify_steps.py --help.

校验环节日志：单文件，无须安装。

A log has one line for each step: its hash, a space, and the step as JSON. The hash is the SHA-256
of the hash before it, a line feed, and the JSON. An anchor says which hash stood last on a day.
Whoever owns the database can write the whole log anew; it then differs from every anchor that
somebody else has kept. Keep the anchors that you load today: they prove tomorrow's log.
"""

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

GENESIS = "zhijian steps"
"""Stands in for the hash before the first line."""
FIRST_ANCHOR = "zhijian step anchors"
"""Stands in for the hash of the anchor before the first."""
MOST_LISTED = 100
INTACT, TAMPERED, UNREADABLE = 0, 1, 2
LINE = re.compile(
    r'([0-9a-f]{64}) (\{"n":([1-9][0-9]*),"day":"([0-9]{4}-[0-9]{2}-[0-9]{2})",'
    r'"seal":"([0-9a-f]*)","step":.*\})'
)
"""Hash, content, number, day, seal: the keys always stand in this order."""

KINDS = {
    "EDITED": "内容与哈希不符 the step is not what was sealed",
    "BROKEN": "行序错乱或缺行 lines are missing, doubled or out of order",
    "MALFORMED": "不是日志行 this is no line of a log",
    "MISDATED": "日期与锚定矛盾 the day contradicts the anchors",
    "CUT_TAIL": "日志末尾被截断 the log ends before what was anchored",
    "REWRITTEN": "日志与锚定不符 the log differs from what was anchored",
    "UNANCHORED": "锚定之外还有日志 lines after the last anchor",
    "UNPROVEN": "开头没有锚定可依 nothing proves where this log begins",
    "ANCHORS_DAMAGED": "锚定序列受损 the list of anchors was edited, or is damaged",
    "ANCHORS_DISAGREE": "与自行保存的锚定不同 published anchors differ from those kept elsewhere",
    "SEAL": "封存与原始记录不符 the step behind the line was edited",
    "NO_EVENT": "原始记录已不存在 the step behind the line is gone",
    "NOT_LOGGED": "原始记录未入日志 a step of an anchored day is in no log",
    "SHOWN": "查询表与日志不符 what is shown is not what was sealed",
}


Sealed = tuple[int, str]
"""A line's number, and the seal of the step behind it."""


@dataclass(frozen=True)
class Finding:
    """One finding, and where: a line's number, a day, or what is known."""

    kind: str
    where: str

    def __str__(self) -> str:
        return f"{self.kind}: {KINDS[self.kind]} ({self.where})"


@dataclass(frozen=True)
class Anchor:
    """The head of the chain at the end of a day."""

    day: str
    sequence: int
    chain_hash: str


def digest(text: str) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def chained(previous: str, content: str) -> str:
    """The hash of a line."""
    return digest(f"{previous}\n{content}")


def sealed(salt: str, event: Sequence[Any]) -> str:
    """The seal of a step: what a line says of it even where it must not be told."""
    return digest(f"{salt}\n{json.dumps(event, ensure_ascii=False, separators=(',', ':'))}")


def read_anchors(lines: Iterable[str], *, whole: bool = True) -> tuple[list[Anchor], list[Finding]]:
    """The anchors of a file, and what is wrong with them; not `whole`: some days of somebody's."""
    anchors: list[Anchor] = []
    findings: list[Finding] = []
    previous = FIRST_ANCHOR
    for number, line in enumerate(lines, 1):
        anchor, follows = _anchor_of(line)
        last = anchors[-1] if anchors else None
        backwards = _goes_back(last, anchor)
        if anchor is None or backwards or (whole and follows != previous):
            findings.append(Finding("ANCHORS_DAMAGED", f"line {number}"))
        if anchor is not None and not backwards:
            anchors.append(anchor)
        previous = digest(line)
    return anchors, findings


def _anchor_of(line: str) -> tuple[Anchor | None, str]:
    try:
        given = json.loads(line)
        anchor = Anchor(str(given["day"]), int(given["sequence"]), str(given["chain_hash"]))
        return anchor, str(given["previous"])
    except (KeyError, TypeError, ValueError):
        return None, ""


def _goes_back(last: Anchor | None, anchor: Anchor | None) -> bool:
    if last is None or anchor is None:
        return False
    return anchor.day <= last.day or anchor.sequence < last.sequence


def compare_anchors(published: Sequence[Anchor], held: Sequence[Anchor]) -> list[Finding]:
    """Where published anchors are not those that somebody has kept."""
    known = {anchor.day: anchor for anchor in published}
    return [Finding("ANCHORS_DISAGREE", each.day) for each in held if known.get(each.day) != each]


@dataclass
class Examination:
    """Give it the anchors, then every line in order, then `finish`."""

    anchors: Sequence[Anchor]
    findings: list[Finding] = field(default_factory=list)
    number: int = 0
    """Of the last line."""
    lines: int = 0
    _previous: str = ""
    _day: str = ""
    _next: int = 0

    def line(self, text: str) -> Sealed | None:
        """The next line; gives its number and seal where it is a line."""
        parts = LINE.fullmatch(text)
        if parts is None:
            self._add("MALFORMED", f"after line {self.number}")
            return None
        found, content, digits, day, seal = parts.groups()
        number = int(digits)
        if self.lines == 0:
            self._begin(number)
        self.lines += 1
        if number != self.number + 1:
            self._add("BROKEN", f"line {number} after line {self.number}")
        elif chained(self._previous, content) != found:
            self._add("EDITED", f"line {number}")
        self._place(number, found, day)
        self.number, self._previous, self._day = number, found, max(self._day, day)
        return number, seal

    def finish(self) -> list[Finding]:
        """Everything that was found."""
        for anchor in self.anchors[self._next :]:
            if anchor.sequence > self.number:
                self._add("CUT_TAIL", f"anchor of {anchor.day} names line {anchor.sequence}")
        last = self.anchors[-1].sequence if self.anchors else 0
        if self.number > last:
            self._add("UNANCHORED", f"from line {last + 1}")
        return self.findings

    def _begin(self, number: int) -> None:
        """A log may begin after any day that is anchored."""
        self._previous = GENESIS
        proven = number == 1
        while self._next < len(self.anchors) and self.anchors[self._next].sequence < number:
            anchor = self.anchors[self._next]
            if anchor.sequence == 0 and anchor.chain_hash != GENESIS:
                self._add("REWRITTEN", f"anchor of {anchor.day}")
            if anchor.sequence == number - 1 and number > 1:
                self.number, self._previous, proven = number - 1, anchor.chain_hash, True
            self._day = _after(anchor.day)
            self._next += 1
        if not proven:
            self._add("UNPROVEN", f"line {number}")

    def _place(self, number: int, found: str, day: str) -> None:
        """Compare with the anchors: the hash at each, and days that only grow."""
        if day < self._day:
            self._add("MISDATED", f"line {number}, {day}")
        while self._next < len(self.anchors) and self.anchors[self._next].sequence <= number:
            anchor = self.anchors[self._next]
            if anchor.sequence < number or anchor.chain_hash != found:
                self._add("REWRITTEN", f"line {anchor.sequence}, anchor of {anchor.day}")
            if anchor.sequence == number and day > anchor.day:
                self._add("MISDATED", f"line {number}, {day}, anchored on {anchor.day}")
            self._next += 1
            self._day = max(self._day, _after(anchor.day))

    def _add(self, kind: str, where: str) -> None:
        self.findings.append(Finding(kind, where))


def _after(day: str) -> str:
    """What sorts after a day and before the next: later lines are of later days."""
    return f"{day}~"


def open_seals(lines: Iterable[Sealed], secrets: Iterable[dict[str, Any]]) -> Iterator[Finding]:
    """Compare lines with the steps behind them, as an auditor has them: `{n, salt, event}`."""
    known = {secret["n"]: secret for secret in secrets}
    for number, seal in lines:
        secret = known.get(number)
        if secret is None or secret["event"] is None:
            yield Finding("NO_EVENT", f"line {number}")
        elif sealed(secret["salt"], secret["event"]) != seal:
            yield Finding("SEAL", f"line {number}")


def text_lines(paths: Sequence[Path]) -> Iterator[str]:
    """The lines of files, one after the other; empty ones are skipped."""
    for path in paths:
        with path.open(encoding="utf-8") as file:
            yield from (line.rstrip("\r\n") for line in file if line.strip())


def verify(
    log: Iterable[str],
    anchors: Iterable[str],
    held: Iterable[str] = (),
    secrets: Iterable[str] | None = None,
) -> tuple[Examination, list[Finding]]:
    """Everything at once: the examination for its numbers, and all findings."""
    published, findings = read_anchors(anchors)
    kept, damage = read_anchors(held, whole=False)
    findings += [*damage, *compare_anchors(published, kept)]
    examination = Examination(published or kept)
    seals: list[Sealed] = []
    for text in log:
        line = examination.line(text)
        if secrets is not None and line is not None:
            seals.append(line)
    findings += examination.finish()
    if secrets is not None:
        findings += open_seals(seals, map(json.loads, secrets))
    return examination, findings


def told(examination: Examination, findings: Sequence[Finding]) -> str:
    """The report in Chinese and English."""
    verdict = "日志完好。 The log is intact."
    if findings:
        verdict = f"发现 {len(findings)} 处问题。 {len(findings)} finding(s)."
    days = len(examination.anchors)
    counts = f"{examination.lines} 行，{days} 个锚定。 {examination.lines} lines, {days} anchors."
    listed = [f"  {finding}" for finding in findings[:MOST_LISTED]]
    return "\n".join([counts, verdict, *listed])


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line: 0 intact, 1 tampered with, 2 not to be read."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("log", nargs="+", type=Path, help="日志文件，按日期先后 files of the log")
    parser.add_argument("--anchors", type=Path, required=True, help="公布的锚定 as published")
    parser.add_argument("--held", type=Path, help="自行保存的锚定 anchors that you have kept")
    parser.add_argument("--secrets", type=Path, help="审计用 for auditors: salts and steps")
    given = parser.parse_args(arguments)
    try:
        examination, findings = verify(
            text_lines(given.log),
            list(text_lines([given.anchors])),
            list(text_lines([given.held])) if given.held else (),
            text_lines([given.secrets]) if given.secrets else None,
        )
    except (OSError, ValueError) as problem:
        sys.stderr.write(f"{problem}\n")
        return UNREADABLE
    sys.stdout.write(told(examination, findings) + "\n")
    return TAMPERED if findings else INTACT


if __name__ == "__main__":
    sys.exit(main())
