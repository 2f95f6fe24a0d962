"""Mapping files: which column of a file means what. TOML, checked before any row is read."""

import hashlib
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from core.errors import InvalidInput
from core.import_declarations import ColumnKind, Importable, ImportColumn

TOP: Final = frozenset({"into", "source", "label", "key", "ordinal", "columns"})
PART: Final = frozenset({"from", "values", "otherwise", "constant", "format", "source", "key"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """Where one value comes from."""

    column: ImportColumn
    source: str = ""
    """The column of the file; empty: a constant or a reference."""
    values: Mapping[str, str] = field(default_factory=dict)
    """What the file writes, and what is meant."""
    otherwise: str | None = None
    """What everything else means, blanks too; None: as it stands."""
    constant: str | None = None
    format: str = ""
    """Of a day, as `strptime` takes it; empty: ISO."""
    key_source: str = ""
    """Of a reference: the source under which the other records were imported."""
    key: tuple[str, ...] = ()
    """Of a reference: the columns of this file that repeat their key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportMapping:
    """A mapping that fits what is imported; whether it fits a file, `missing` tells."""

    text: str
    into: str
    source: str
    label: str
    key: tuple[str, ...]
    """Columns of the file."""
    ordinal: bool
    taken: tuple[Taken, ...]

    @property
    def sha256(self) -> str:
        """Of its text."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def missing(self, header: Collection[str]) -> list[str]:
        """Columns that the mapping names and the file lacks."""
        named = {*self.key, *(t.source for t in self.taken if t.source)}
        named |= {name for t in self.taken for name in t.key}
        return sorted(named - set(header))


def into_of(text: str) -> str:
    """What a mapping is for, before it is known whether it fits. Raises InvalidInput."""
    return _word(_parsed(text), "into")


@dataclass(frozen=True, slots=True)
class Outline:
    """What a mapping says of itself, before it is known whether it fits."""

    into: str
    source: str
    label: str


def outline_of(text: str) -> Outline:
    """The head of a mapping. Raises InvalidInput (`MAPPING`)."""
    data = _parsed(text)
    source = _word(data, "source")
    return Outline(_word(data, "into"), source, str(data.get("label") or source))


def read_mapping(text: str, importable: Importable) -> ImportMapping:
    """A mapping from its TOML. Raises InvalidInput (`MAPPING`) at the part that is wrong."""
    data = _parsed(text)
    if unknown := sorted(data.keys() - TOP):
        raise wrong(f"未知项 {'、'.join(unknown)}", f"unknown: {', '.join(unknown)}")
    columns = data.get("columns")
    if not isinstance(columns, dict) or not columns:
        raise wrong("缺少 [columns]", "there is no [columns]")
    taken = tuple(_taken(importable, name, part) for name, part in columns.items())
    given = {each.column.name for each in taken}
    if lacking := [c.name for c in importable.columns if c.required and c.name not in given]:
        raise wrong(f"缺少必填项 {'、'.join(lacking)}", f"required: {', '.join(lacking)}")
    return ImportMapping(
        text=text,
        into=_word(data, "into"),
        source=_word(data, "source"),
        label=str(data.get("label") or data["source"]),
        key=_key(data, importable, taken),
        ordinal=bool(data.get("ordinal", importable.ordinal)),
        taken=taken,
    )


def plain_mapping(importable: Importable, source: str) -> str:
    """The mapping of our own templates: each column is called by its title."""
    lines = [f'into = "{importable.slug}"', f'source = "{source}"', "[columns]"]
    lines += [f'{c.name} = "{heading(c)}"' for c in importable.columns]
    return "\n".join(lines) + "\n"


def heading(column: ImportColumn) -> str:
    """What a column is called in files of ours."""
    return column.title.split("\n", maxsplit=1)[0]


def wrong(chinese: str, english: str) -> InvalidInput:
    """The refusal of a mapping."""
    return InvalidInput(
        f"映射文件有误：{chinese}。",
        f"The mapping is wrong: {english}.",
        field="mapping",
        code="MAPPING",
    )


def _parsed(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise wrong(f"不是 TOML（{fault}）", f"no TOML ({fault})") from fault


def _word(data: Mapping[str, Any], name: str) -> str:
    value = data.get(name)
    if not isinstance(value, str) or not value.strip() or len(value) > 100:
        raise wrong(f"缺少 {name}", f"{name} is missing")
    return value.strip()


def _key(
    data: Mapping[str, Any], importable: Importable, taken: tuple[Taken, ...]
) -> tuple[str, ...]:
    if "key" in data:
        return _names(data["key"], "key")
    sources = {each.column.name: each.source for each in taken}
    found = tuple(sources.get(name, "") for name in importable.natural_key)
    if not found or not all(found):
        raise wrong("缺少 key", "key is missing")
    return found


def _names(value: Any, where: str) -> tuple[str, ...]:
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not names or not all(isinstance(n, str) for n in names):
        raise wrong(f"{where} 应为列名", f"{where} must name columns")
    return tuple(names)


def _taken(importable: Importable, name: str, part: Any) -> Taken:
    column = importable.column(name)
    if column is None:
        raise wrong(f"没有可导入的 {name}", f"nothing is imported as {name}")
    if isinstance(part, str):
        return Taken(column=column, source=part)
    if not isinstance(part, dict) or part.keys() - PART:
        raise wrong(f"{name} 写法不对", f"{name} is not understood")
    if "constant" in part:
        return Taken(column=column, constant=str(part["constant"]))
    if "source" in part:
        if column.kind is not ColumnKind.REFERENCE:
            raise wrong(f"{name} 不是引用", f"{name} refers to nothing")
        key = _names(part.get("key"), f"{name}.key")
        return Taken(column=column, key_source=str(part["source"]), key=key)
    if not isinstance(part.get("from"), str):
        raise wrong(f"{name} 缺少 from", f"{name} has no `from`")
    otherwise = part.get("otherwise")
    return Taken(
        column=column,
        source=part["from"],
        values={str(k): str(v) for k, v in part.get("values", {}).items()},
        otherwise=None if otherwise is None else str(otherwise),
        format=str(part.get("format", "")),
    )
