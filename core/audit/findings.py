"""What a verification of the ledger may find, and its report."""

import enum
from dataclasses import dataclass

from core.audit.anchors import Head


class Kind(enum.Enum):
    """One sort of tampering or damage, in the words of the report."""

    EDITED = "内容与封存时不符 the entry is not what was sealed"
    SWAPPED = "两条记录的内容被互换 the contents of two entries were swapped"
    DELETED = "封存的记录已不存在 the sealed entry is gone"
    SEAL_LOST = "封存序号中断 seals are missing before this one"
    BROKEN = "封存链断开 the seal does not follow from the one before it"
    UNSEALED = "记录未封存 an entry without a seal: put in by hand, or the sealer does not run"
    MISDATED = "时间与封存顺序矛盾 the entry's time contradicts its place in the chain"
    CUT_TAIL = "链尾被截断 the chain ends before a seal that was anchored"
    REWRITTEN = "链与锚定值不符 the chain differs from what was anchored"
    ANCHORS_DAMAGED = "锚定文件受损 the file of anchors was edited, or is damaged"
    UNANCHORED = "多日未锚定 seals of days ago are not anchored: the file is gone, or was cut"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding and where: the seal's sequence, the entry's id, or the line of the anchors."""

    kind: Kind
    sequence: int | None = None
    entry_id: int | None = None
    line: int | None = None

    def __str__(self) -> str:
        places = {"sequence": self.sequence, "entry": self.entry_id, "anchor line": self.line}
        where = ", ".join(f"{name} {at}" for name, at in places.items() if at is not None)
        return f"{self.kind.name}: {self.kind.value} ({where})"


@dataclass(frozen=True, slots=True)
class VerificationReport:
    """What was looked at, and what was found."""

    seals: int
    head: Head
    anchors: int
    last_anchor: str | None
    """The business date of the last anchor."""
    findings: tuple[Finding, ...]
    """The first ones, in order of place."""
    found: int
    """All of them, also those that are not listed."""

    @property
    def intact(self) -> bool:
        """Whether nothing at all was found."""
        return self.found == 0
