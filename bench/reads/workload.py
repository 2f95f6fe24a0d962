"""Workload W: what is asked, by whom, how often. The same requests for every server.

Half list pages, a fifth one enterprise's file, 15 % nested pages, a tenth the warning board, the
rest a deep filter; beside W a town's phone screen and the public's look-up of a lift.
"""

import base64
import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

LIST = """query List($status: EnterpriseStatus!) {
  enterprises(first: 50, orderBy: NAME_ASC, where: {status: {eq: $status}}) {
    nodes { id name creditCode kind status address isKeyUnit town { name } }
    pageInfo { hasNextPage endCursor } } }"""
FILE = """query File($id: ID!) { enterprise(id: $id) {
  id name creditCode kind status address isKeyUnit licenceCount town { name }
  sites(first: 10) { name address }
  designations(first: 10) { kind designatedOn releasedOn }
  licences(first: 20) { number authority issuedOn validUntil type { name } } } }"""
NESTED = """query Nested($status: EnterpriseStatus!) {
  enterprises(first: 50, orderBy: NAME_ASC, where: {status: {eq: $status}}) { nodes {
    id name town { name } sites(first: 5) { name address }
    licences(first: 10) { number validUntil type { name }
      events(first: 5) { act happenedOn } } } } }"""
BOARD = """query Board($day: Date!) {
  watchCounts(first: 100) { nodes { ruleCode colour number town { name } } }
  licences(first: 100, orderBy: VALID_UNTIL_ASC, where: {validUntil: {gte: $day}}) {
    nodes { number validUntil enterprise { name } type { name } } } }"""
DEEP = """query Deep($day: Date!, $code: String!) {
  enterprises(first: 20, orderBy: NAME_ASC, where: {
    status: {eq: OPEN},
    licences: {some: {validUntil: {lt: $day}, type: {code: {eq: $code}}}},
    not: {designations: {some: {kind: {eq: FOOD}}}}}) {
    nodes { id name town { name } } } }"""
PHONE = """query Phone($day: Date!, $to: Date!) {
  enterprises(first: 1, where: {isKeyUnit: {eq: true}}) { totalCount }
  keyUnitDesignations(first: 10, orderBy: DESIGNATED_ON_DESC) {
    nodes { kind designatedOn enterprise { name } } }
  licences(first: 10, orderBy: VALID_UNTIL_ASC, where: {validUntil: {gte: $day, lt: $to}}) {
    totalCount nodes { number validUntil enterprise { name } } } }"""
LOOK_UP = """query LookUp($number: String!) {
  lookUp(number: $number) { kind number colour facts { title value } } }"""

DOCUMENTS: Final = {
    "list": LIST, "file": FILE, "nested": NESTED, "board": BOARD, "deep": DEEP,
    "phone": PHONE, "look_up": LOOK_UP,
}  # fmt: skip
SHARES: Final = {"list": 50, "file": 20, "nested": 15, "board": 10, "deep": 5}
"""Of W, in hundredths."""
BESIDE: Final = ("phone", "look_up")
REQUESTS: Final = 400
"""Different requests of W; they are sent over and over, in this order."""
STATUSES: Final = ("OPEN", "OPEN", "OPEN", "SUSPENDED", "CLOSED")


@dataclass(frozen=True, slots=True)
class Principal:
    """Somebody who reads. `kind`: everything, towns or own."""

    token: str
    role: str
    kind: str
    towns: tuple[int, ...] = ()
    enterprise: int | None = None
    account: int | None = None
    organisation: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: its query's name, who asks, and the variables."""

    query: str
    principal: int
    variables: dict[str, Any]

    def as_json(self) -> dict[str, Any]:
        """For the process that sends them."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Part:
    """Which queries are asked, in their shares of W, and by which kinds of people."""

    names: tuple[str, ...] = tuple(DOCUMENTS)
    kinds: tuple[str, ...] = ("everything", "towns", "own", "public")


WHOLE: Final = Part()


def workload(
    people: Sequence[Principal],
    files: dict[int, list[int]],
    codes: Sequence[str],
    lifts: Sequence[str],
    day: dt.date,
    part: Part = WHOLE,
) -> dict[str, list[Asked]]:
    """The requests of W, and of every query alone, by name. `files`: enterprises in reach."""
    draw = random.Random(20261123)
    asker = _Asker(people, files, codes, lifts, day, draw, part.kinds)
    shares = {name: share for name, share in SHARES.items() if name in part.names}
    mixed = [name for name, share in shares.items() for _ in range(share * REQUESTS // 100)]
    draw.shuffle(mixed)
    found = {"W": [asker.ask(name) for name in mixed]}
    for name in part.names:
        found[name] = [asker.ask(name) for _ in range(64)]
    return found


@dataclass(frozen=True, slots=True)
class _Asker:
    people: Sequence[Principal]
    files: dict[int, list[int]]
    codes: Sequence[str]
    lifts: Sequence[str]
    day: dt.date
    draw: random.Random
    kinds: Sequence[str]

    def ask(self, name: str) -> Asked:
        """One request by somebody who may."""
        may = [n for n, p in enumerate(self.people) if p.kind in self.kinds and _may(p, name)]
        who = self.draw.choice(may)
        return Asked(name, who, self._variables(name, who))

    def _variables(self, name: str, who: int) -> dict[str, Any]:
        today, later = self.day, self.day + dt.timedelta(days=90)
        match name:
            case "list" | "nested":
                return {"status": self.draw.choice(STATUSES)}
            case "file":
                key = self.draw.choice(self.files[who])
                return {"id": base64.b64encode(f"Enterprise:{key}".encode()).decode()}
            case "deep":
                return {"day": later.isoformat(), "code": self.draw.choice(self.codes)}
            case "phone":
                return {"day": today.isoformat(), "to": later.isoformat()}
            case "look_up":
                return {"number": self.draw.choice(self.lifts)}
        return {"day": today.isoformat()}


def _may(person: Principal, name: str) -> bool:
    """Everybody asks everything, but for the board (no enterprise), the phone and the look-up."""
    wanted = {"board": ("everything", "towns"), "phone": ("towns",), "look_up": ("public",)}
    return person.kind in wanted.get(name, ("everything", "towns", "own"))
