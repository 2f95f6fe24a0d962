"""From a partner's record to ours: codes, conversions, the natural key, the hash, the order."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from core.clock import BUSINESS_ZONE
from core.errors import ZhijianError
from core.exchange_declarations import ExchangeMapping
from core.store.personal import seal
from plugins.data_exchange.models import Json
from plugins.data_exchange.service_formats import FAULT

WITHDRAWN: Final = "D"
SEPARATOR: Final = "|"
LARGEST_REVISION: Final = 2**62


class Unreadable(Exception):
    """A record that is a dead letter: the partner's column, and why."""

    def __init__(self, column: str, why: str) -> None:
        super().__init__(why)
        self.column, self.why = column, why


@dataclass(frozen=True, slots=True)
class Understood:
    """A record in our terms."""

    values: Mapping[str, Any]
    """Converted, by our names; what the partner left empty is missing."""
    mapped: Json
    """The same as JSON."""
    natural_key: str
    hash: str
    revision: int
    changed_at: dt.datetime | None
    withdrawn: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Steering:
    """The columns of a contract that say something about the record, not of its subject."""

    revision_column: str = ""
    time_column: str = ""
    act_column: str = ""
    sealed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reader:
    """Reads records of one feed. `codes`: column, theirs -> ours, beside the declared ones."""

    mapping: ExchangeMapping
    steering: Steering
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def read(self, payload: Mapping[str, str], order: int) -> Understood:
        """`order`: of its arrival, where nothing else says which is newer. Raises Unreadable."""
        if FAULT in payload:
            raise Unreadable("", payload[FAULT])
        withdrawn = payload.get(self.steering.act_column, "").strip().upper() == WITHDRAWN
        values = self._values(payload, keys_only=withdrawn)
        mapped = {name: plain(value) for name, value in values.items()}
        changed_at = self._changed_at(payload)
        return Understood(
            values,
            mapped,
            SEPARATOR.join(told(mapped[name]) for name in self.mapping.natural_key),
            hash_of(mapped, withdrawn=withdrawn),
            self._revision(payload, changed_at, order),
            changed_at,
            withdrawn,
        )

    def key_of_dead(self, payload: Mapping[str, str], order: int) -> tuple[str, int]:
        """Of what cannot be read: its natural key and revision, where at least these can be."""
        try:
            mapped = {n: plain(v) for n, v in self._values(payload, keys_only=True).items()}
            key = SEPARATOR.join(told(mapped[name]) for name in self.mapping.natural_key)
            return key, self._revision(payload, self._changed_at(payload), order)
        except Unreadable:
            return "", 0

    def kept(self, payload: Mapping[str, str]) -> dict[str, str]:
        """The payload as it is stored: columns of persons by their index alone."""
        if not self.steering.sealed:
            return dict(payload)
        return {
            name: seal(value, "text").index if value and name in self.steering.sealed else value
            for name, value in payload.items()
        }

    def _values(self, payload: Mapping[str, str], *, keys_only: bool) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for each in self.mapping.fields:
            is_key = each.ours in self.mapping.natural_key
            text = payload.get(each.theirs, "").strip()
            if not text:
                if is_key:
                    raise Unreadable(each.theirs, "此项不能为空 must not be empty")
                continue
            try:
                values[each.ours] = each.convert(self._code(each.theirs, text))
            except Unreadable:
                if is_key or not keys_only:
                    raise
            except Exception as problem:
                if is_key or not keys_only:
                    raise Unreadable(each.theirs, f"{text[:60]}: {_why(problem)}") from problem
        if self.mapping.check is not None and not keys_only:
            try:
                self.mapping.check(values)
            except ZhijianError as problem:
                raise Unreadable(self._theirs(problem.field), str(problem)) from problem
        return values

    def _code(self, column: str, text: str) -> str:
        declared = self.mapping.codes.get(column)
        added = self.codes.get(column, {})
        if declared is None and not added:
            return text
        if (found := added.get(text) or (declared or {}).get(text)) is None:
            raise Unreadable(column, f"代码表中没有“{text[:60]}” not in the table of codes")
        return found

    def _theirs(self, ours: str | None) -> str:
        return next((f.theirs for f in self.mapping.fields if f.ours == ours), "")

    def _changed_at(self, payload: Mapping[str, str]) -> dt.datetime | None:
        text = payload.get(self.steering.time_column, "").strip()
        if not text:
            return None
        try:
            moment = dt.datetime.fromisoformat(text.replace("/", "-"))
        except ValueError as problem:
            raise Unreadable(self.steering.time_column, f"{text[:60]}: {problem}") from problem
        return moment if moment.tzinfo else moment.replace(tzinfo=BUSINESS_ZONE)

    def _revision(self, payload: Mapping[str, str], at: dt.datetime | None, order: int) -> int:
        column = self.steering.revision_column
        if column:
            text = payload.get(column, "").strip()
            if not text.isascii() or not text.isdigit() or int(text) > LARGEST_REVISION:
                raise Unreadable(column, f"{text[:60]}: 不是版本号 not a revision")
            return int(text)
        return order if at is None else int(at.timestamp() * 1000)


def plain(value: Any) -> Any:
    """A converted value as JSON, as PostgreSQL's `to_jsonb` writes ours."""
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return value if isinstance(value, int | float | bool | None) else str(value)


def told(value: Any) -> str:
    """A JSON value as a person reads it, and as it stands in a natural key."""
    if value is None:
        return ""
    if isinstance(value, list):
        return "；".join(map(told, value))
    return str(value).replace(SEPARATOR, "/")


def hash_of(mapped: Mapping[str, Any], *, withdrawn: bool) -> str:
    """Equal for equal content, whatever noise came along."""
    text = json.dumps(mapped, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{int(withdrawn)}{text}".encode()).hexdigest()[:32]


def outcome_of(lines: Sequence[tuple[str, int, str]]) -> str:
    """One hash over what a batch was understood to say: natural key, revision, hash."""
    digest = hashlib.sha256()
    for key, revision, each in lines:
        digest.update(f"{key}\n{revision}\n{each}\n".encode())
    return digest.hexdigest()


def _why(problem: Exception) -> str:
    return str(problem) if isinstance(problem, ZhijianError) else f"格式不对 {problem}"
