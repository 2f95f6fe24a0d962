"""A simulated Golden Quality partner: it drops, repeats, reorders, delays, drifts, and its clock is
wrong. Standard library only; the same seed gives the same faults.
"""

import argparse
import csv
import datetime as dt
import io
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

COLUMNS = (
    "LICTYPE", "LICNO", "UNISCID", "LICSCOPE", "LICANTH", "ISSDATE", "VALTO", "LICSTATE", "REV",
    "UPDTIME", "OP",
)  # fmt: skip
START = dt.datetime(2026, 11, 1, 8, tzinfo=dt.timezone(dt.timedelta(hours=8)))
AUTHORITIES = ("浙江省市场监督管理局", "杭州市市场监督管理局")
SHARE = 0.1
"""Of the messages: so many are dropped, and as many repeated, reordered and delayed."""
DRIFTS = 0.01
"""Of the messages: so many bear a code that nobody has agreed upon; the next version is sound."""

Message = dict[str, str]


def licence_number(serial: int) -> str:
    """A food licence number with the check digit of GB/T 17710 (MOD 11,10)."""
    digits = f"101330109{serial:04}"
    product = 10
    for digit in digits:
        total = (int(digit) + product) % 10 or 10
        product = total * 2 % 11
    return f"SC{digits}{(11 - product) % 10}"


@dataclass
class Partner:
    """What the province knows, and how badly it tells it."""

    firms: Sequence[str]
    """Unified codes of the enterprises that hold licences."""
    seed: int = 1
    clock_off: dt.timedelta = dt.timedelta(hours=-7)
    """Its clock against the true one."""
    licences: int = 100
    share: float = SHARE
    drifts: float = DRIFTS
    _random: random.Random = field(init=False)
    _known: dict[str, Message] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)  # noqa: S311  the same faults again

    def messages(self, count: int) -> list[Message]:
        """The versions of its licences in the order in which it made them."""
        return [self._change(n) for n in range(count)]

    def truth(self) -> dict[str, Message]:
        """The newest version of each licence, by its number."""
        return dict(self._known)

    def journey(self, sent: Sequence[Message]) -> list[Message]:
        """What arrives, in the order in which it does: nothing is lost for ever."""
        places: list[tuple[float, Message]] = []
        for place, message in enumerate(sent):
            places.append((self._late(place, len(sent)), message))
            if self._random.random() < self.share:
                places.append((place + self._random.uniform(0, 40), message))
        return [message for _, message in sorted(places, key=lambda each: each[0])]

    def deliveries(self, arriving: Sequence[Message], size: int) -> Iterator[str]:
        """The files: CSV, of about so many records."""
        first = 0
        while first < len(arriving):
            count = max(1, round(size * self._random.uniform(0.5, 1.5)))
            yield written(arriving[first : first + count])
            first += count

    def _late(self, place: int, count: int) -> float:
        lot = self._random.random()
        if lot < self.share:  # dropped, and sent again when somebody has noticed
            return count + self._random.uniform(0, count / 4)
        if lot < 2 * self.share:  # out of order with its neighbours
            return place + self._random.uniform(-5, 5)
        if lot < 3 * self.share:
            return place + self._random.uniform(20, count / 3 + 20)
        return float(place)

    def _change(self, step: int) -> Message:
        number = licence_number(self._random.randrange(1, self.licences + 1))
        before = self._known.get(number)
        revision = 1 if before is None else int(before["REV"]) + 1
        at = START + dt.timedelta(minutes=step) + self.clock_off
        made = {
            "LICTYPE": "食品生产许可",
            "LICNO": number,
            "UNISCID": self._random.choice(self.firms) if before is None else before["UNISCID"],
            "LICSCOPE": self._random.choice(("糕点", "糕点;饮料", "茶叶")),
            "LICANTH": self._random.choice(AUTHORITIES),
            "ISSDATE": "2024-03-01",
            "VALTO": f"20{self._random.randrange(28, 31)}-02-28",
            "LICSTATE": "有效",
            "REV": str(revision),
            "UPDTIME": at.isoformat(),
            "OP": "D" if before is not None and self._random.random() < 0.02 else "U",
        }
        self._known[number] = made
        if made["OP"] == "U" and self._random.random() < self.drifts:
            made["LICSTATE"] = "有効"
        return made


def written(messages: Sequence[Message]) -> str:
    """A CSV file."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    writer.writerows(messages)
    return out.getvalue()


def main() -> None:
    """Write the deliveries into a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=300)
    parser.add_argument("--firm", action="append", required=True, help="unified code of a holder")
    parser.add_argument("--into", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    partner = Partner(given.firm, given.seed)
    arriving = partner.journey(partner.messages(given.messages))
    given.into.mkdir(parents=True, exist_ok=True)
    for number, text in enumerate(partner.deliveries(arriving, 30), 1):
        (given.into / f"licences_{number:05}.csv").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
