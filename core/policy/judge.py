"""pycasbin as the judge of single decisions. The only module that imports it.

The judge reads the rows as they are written, wildcards included, and never sees the decision table:
it is a second opinion. It takes tenths of milliseconds, so nothing asks it per field or per row; it
answers "why", "as whom", and whether a newly compiled table is right.

Casbin knows allow and deny only. `mask` is two questions: may it be read (`read`), and may it be
read in clear (`read:clear`)?
"""

import hashlib
import logging
import threading
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

import casbin

from core.errors import SetupError
from core.policy.rules import Domain, Resource, Rule
from core.policy.vocabulary import Effect, Scope

MODEL_FILE: Final = Path(__file__).parents[2] / "policies" / "model.conf"
MODEL_DIGEST: Final = "9b38c211edcc5a92605c4b4efa57edc8714ffe8627093ae090920163fc25dd1c"
"""SHA-256 of the reviewed model file."""

CLEAR: Final = ":clear"
WILDCARD_KINDS: Final = ("record", "query")

_parsing = threading.Lock()
"""CPython before 3.11.9 takes syntax trees that two threads build at once for broken ones
(gh-106905), and pycasbin builds one for each question."""
_log = logging.getLogger(__name__)


def read_model(path: Path = MODEL_FILE) -> str:
    """The model's text. Raises SetupError when it is not the reviewed one."""
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != MODEL_DIGEST:
        raise SetupError(f"{path.name} is not the reviewed policy model", "策略模型文件被改动。")
    return data.decode()


class Judge:
    """One policy's rows, before pycasbin. Not for use by several threads at once."""

    def __init__(self, rules: Iterable[Rule], domain: Domain, *, whole: bool = False) -> None:
        """`whole` shows every row to every question: slower, and what the partition must equal."""
        self.domain = domain
        self._whole = whole
        self._rows: dict[tuple[str, str, str], list[list[str]]] = defaultdict(list)
        for rule in rules:
            for row in _casbin_rows(rule):
                self._rows[rule.role, row[2], rule.resource].append(row)
        self._model: Any = casbin.Enforcer.new_model(text=read_model())
        self._enforcer = casbin.Enforcer(self._model)
        if whole:
            self._show([row for rows in self._rows.values() for row in rows])

    def allows(self, role: str, resource: str, action: str, scope: str) -> bool:
        """Whether a role may do it to rows within a scope, masked or in clear."""
        return self._ask(role, resource, action, scope)

    def shows_clear(self, role: str, resource: str, action: str, scope: str) -> bool:
        """Whether a role may do it without a mask."""
        return self._ask(role, resource, action + CLEAR, scope)

    def _ask(self, role: str, resource: str, action: str, scope: str) -> bool:
        found = self.domain.resources.get(resource)
        if found is None or not all((role, resource, action, scope)):
            return False
        family = family_of(found)
        if not self._whole:
            self._show(self._partition(role, action, (resource, family)))
        try:
            with _parsing:
                answer: Any = self._enforcer.enforce(
                    role, resource, family, action, scope, Scope.ALL.value
                )
        except Exception:  # noqa: BLE001 whatever breaks inside pycasbin is a denial
            _log.exception("pycasbin failed on %s %s %s %s", role, resource, action, scope)
            return False
        return answer is True

    def _partition(self, role: str, action: str, names: tuple[str, str]) -> list[list[str]]:
        """The rows whose words can equal the question's; the model still compares every word."""
        rows = self._rows
        return [row for name in dict.fromkeys(names) for row in rows.get((role, action, name), ())]

    def _show(self, rows: Sequence[Sequence[str]]) -> None:
        # An empty policy makes pycasbin evaluate the matcher against empty strings. No request has
        # an empty word, and this row, which no request can meet, keeps that path closed as well.
        unmatched = ["-", "-", "-", "-", "deny"]
        self._model["p"]["p"].policy = [list(row) for row in rows] or [unmatched]


def family_of(resource: Resource) -> str:
    """The wildcard that covers a resource; the resource itself where none may."""
    if resource.kind in WILDCARD_KINDS and not resource.personal:
        return resource.name.partition(":")[0] + ":*"
    return resource.name


def _casbin_rows(rule: Rule) -> list[list[str]]:
    seen = Effect.ALLOW if rule.effect == Effect.MASK else rule.effect
    clear = Effect.DENY if rule.effect == Effect.MASK else rule.effect
    common = [rule.role, rule.resource]
    return [
        [*common, rule.action, rule.scope, str(seen)],
        [*common, rule.action + CLEAR, rule.scope, str(clear)],
    ]
