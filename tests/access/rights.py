"""Who may do what on which rows: the oracle's half that reads the policy's text and the tables.

Written apart from the system: it imports nothing of core.policy, core.store or schema, and shares
no line with them. It is slow and plain on purpose.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from tests.access import facts

ROOT = Path(__file__).parents[2]
Tables = Mapping[str, Mapping[int, Mapping[str, Any]]]


@dataclass(frozen=True)
class Duty:
    """A post in force."""

    role: str
    divisions: frozenset[int] = frozenset()
    enterprise: int | None = None
    organisation: int = 0


@dataclass(frozen=True)
class Caller:
    """Who asks, as the tables say; `token` is what the request carries."""

    name: str
    token: str | None
    account: int | None
    duties: tuple[Duty, ...]
    actions: frozenset[str] = frozenset()
    plugins: frozenset[str] = frozenset()


def policy_rows() -> list[tuple[str, ...]]:
    """(role, resource, action, scope, effect) of every default row in the tree."""
    files = [ROOT / "policies" / "core.csv", *sorted(ROOT.glob("plugins/*/policy.csv"))]
    lines = [line for file in files for line in file.read_text("utf-8").splitlines()]
    rows = [tuple(line.split(",")) for line in lines if line and not line.startswith("#")]
    return [row for row in rows if row[0] != "role"]


def snake(name: str) -> str:
    """The column that a field is named after: `creditCode` gives `credit_code`."""
    return re.sub(r"(?<!^)([A-Z])", r"_\1", name).lower()


@dataclass
class Rights:
    """Decides from rows and rules."""

    tables: Tables
    rules: Sequence[tuple[str, ...]]
    today: dt.date
    _memo: dict[Any, Any] = field(default_factory=dict, kw_only=True)

    def table(self, type_: str) -> Mapping[int, Mapping[str, Any]]:
        """All rows of a type by key."""
        return self.tables[facts.TABLES.get(type_, snake(type_))]

    # ------------------------------------------------------------------ who

    def account(self, username: str, token: str) -> Caller:
        """An account with the posts that are in force today."""
        (row,) = (a for a in self.tables["account"].values() if a["username"] == username)
        posts = [p for p in self.tables["post"].values() if p["account_id"] == row["id"]]
        duties = tuple(self._duty(post) for post in posts if self._in_force(post))
        duties += tuple(self._lent(row["id"]))
        return Caller(username, token, row["id"], duties)

    def _lent(self, account: int) -> Iterator[Duty]:
        """Seats of others, and extra roles: confirmed, within their days, of a post in force."""
        for row in self.tables["temporary_duty"].values():
            post = self.tables["post"][row["post_id"]]
            given = row["account_id"] == account and row["confirmed_at"] is not None
            if given and self._in_force(row) and self._in_force(post):
                yield replace(self._duty(post), role=row["role"])

    def _in_force(self, dated: Mapping[str, Any]) -> bool:
        begun = dated["valid_from"] <= self.today
        return begun and (dated["valid_to"] is None or dated["valid_to"] > self.today)

    def _duty(self, post: Mapping[str, Any]) -> Duty:
        attached = {
            a["division_id"]
            for a in self.tables["post_division"].values()
            if a["post_id"] == post["id"] and self._in_force(a)
        }
        for _ in range(5):  # what was merged into a town is the town's
            attached |= {
                d["id"]
                for d in self.tables["division"].values()
                if d["successor_id"] in attached and d["valid_to"] and d["valid_to"] <= self.today
            }
        where = post["enterprise_id"], post["organisation_id"]
        return Duty(post["role"], frozenset(attached), *where)

    # ------------------------------------------------------------------ rules

    def _cell(self, role: str, name: str, action: str) -> tuple[str, frozenset[str]] | None:
        """What one role's rows say of a type or field: effect and scopes."""
        owner = name.partition(".")[0]
        plugin = _plugin_of(name)
        wild = f"{plugin}:*" if name not in facts.PERSONAL else ""
        is_field = "." in name and owner != "Query"
        said = [
            r
            for r in self.rules
            if r[0] == role
            and r[2] == action
            and (r[1].partition(":")[2] == name or (r[1] == wild and not is_field))
        ]
        effects = {r[4] for r in said}
        if "deny" in effects:
            return "deny", frozenset()
        scopes = frozenset(r[3] for r in said) - {"none"}
        if not scopes:
            return None
        return ("mask" if "mask" in effects else "allow"), scopes

    def _cells(self, caller: Caller, name: str, action: str) -> list[tuple[Duty, str, Any]]:
        key = (caller, name, action)
        if key not in self._memo:
            plugin = _plugin_of(name)
            shut = caller.actions and action not in caller.actions
            shut = shut or (caller.plugins and plugin not in caller.plugins and plugin != "core")
            met = [] if shut else [(d, self._cell(d.role, name, action)) for d in caller.duties]
            self._memo[key] = [(duty, *cell) for duty, cell in met if cell is not None]
        return self._memo[key]

    def effect(self, caller: Caller, name: str, action: str = "read") -> str | None:
        """All roles together: deny beats mask beats allow."""
        effects = {effect for _, effect, _ in self._cells(caller, name, action)}
        return next((e for e in ("deny", "mask", "allow") if e in effects), None)

    def may(self, caller: Caller, name: str, action: str = "read") -> bool:
        """Whether the operation is allowed on anything at all."""
        return self.effect(caller, name, action) in ("allow", "mask")

    def reach(self, caller: Caller, type_: str, action: str = "read") -> frozenset[int]:
        """The rows of a type that an action may touch."""
        key = (caller, type_, action, "rows")
        if key not in self._memo:
            rows = self.table(type_)
            self._memo[key] = frozenset(
                i for i, row in rows.items() if self._reaches(caller, type_, action, row)
            )
        return self._memo[key]

    def _reaches(self, caller: Caller, type_: str, action: str, row: Mapping[str, Any]) -> bool:
        if not self.may(caller, type_, action):
            return False
        mine = self._named_by(caller, type_, action, row, facts.SCOPES[type_])
        if type_ not in facts.ABOUT:
            return bool(mine)
        record = row[facts.ABOUT[type_]].partition(":")[2]
        if record not in facts.SCOPES or not self.may(caller, record):
            return False
        theirs = self._named_by(caller, record, "read", row, facts.SCOPES[type_])
        if "all" in mine or "all" in theirs:
            return bool(mine and theirs)
        return bool(mine & theirs)

    def _named_by(
        self,
        caller: Caller,
        type_: str,
        action: str,
        row: Mapping[str, Any],
        columns: Mapping[str, str],
    ) -> set[str]:
        """The scopes by which the rules of a type name a row with these columns."""
        if not columns:
            return {"all"}
        return {
            scope
            for duty, _, scopes in self._cells(caller, type_, action)
            for scope in scopes
            if scope == "all"
            or (scope in columns and self._is_theirs(caller, duty, scope, row[columns[scope]]))
        }

    def _is_theirs(self, caller: Caller, duty: Duty, scope: str, value: Any) -> bool:
        if value is None:
            return False
        if scope == "divisions":
            return value in duty.divisions
        if scope == "own":
            return bool(value == duty.enterprise)
        if scope == "assigned":
            return bool(value == caller.account)
        if scope == "participant":
            return duty.organisation in value
        if scope == "published":
            return is_shown(value, self.today)
        raise AssertionError(f"teach the oracle the scope {scope!r}")


def _plugin_of(name: str) -> str:
    """Whose a type is; of an operation that belongs to no type, its own."""
    return facts.PLUGINS.get(name) or facts.PLUGINS.get(name.partition(".")[0], "core")


def is_shown(during: Any, day: dt.date) -> bool:
    """Whether a range of days holds the day; its last day is the first one without."""
    begun = during.lower is None or during.lower <= day
    return begun and (during.upper is None or day < during.upper)
