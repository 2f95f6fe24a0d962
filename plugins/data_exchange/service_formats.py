"""Files of partners as lists of records: CSV, XLSX, JSON and XML, in any encoding, safely."""

import base64
import json
import tempfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final
from xml.parsers import expat

from core.errors import InvalidInput
from core.store.personal import Sealed, seal
from core.tables.reading import open_table
from plugins.data_exchange.models import FeedFormat

Record = dict[str, str]
MOST_BYTES: Final = 400_000_000
FAULT: Final = "!"
"""The only column of a record that cannot be read."""
RECORD_DEPTH: Final = 2
"""In XML a record is a child of the root, and a column a child of a record."""


def read_records(content: bytes, form: FeedFormat) -> list[Record]:
    """The records of a file, every value as text. Raises InvalidInput for a broken file."""
    if len(content) > MOST_BYTES:
        raise _broken("文件过大", "the file is too large")
    try:
        return READERS[form](content)
    except (ValueError, expat.ExpatError) as problem:
        raise _broken(
            f"文件无法读取：{problem}", f"the file cannot be read: {problem}"
        ) from problem


def decoded(content: bytes) -> str:
    """The text of UTF-8 with or without a mark, else of GB 18030. Raises InvalidInput."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _broken("字符编码不是 UTF-8 或 GB18030", "the encoding is neither UTF-8 nor GB 18030")


def _table(content: bytes) -> list[Record]:
    """CSV or XLSX; a row that cannot be read becomes a record that says why."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "feed"
        path.write_bytes(content)
        table = open_table(path)
        return [
            dict(zip(table.header, row.values, strict=False))
            if row.fault is None
            else {FAULT: f"{row.line}: {row.fault.chinese} {row.fault.english}"}
            for row in table.rows()
        ]


def _json(content: bytes) -> list[Record]:
    given = json.loads(decoded(content))
    rows = given.get("records") if isinstance(given, dict) else given
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ValueError("neither a list of records nor an object with `records`")
    return [{str(name): _text(value) for name, value in row.items()} for row in rows]


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return ";".join(map(_text, value))
    return json.dumps(value, ensure_ascii=False)


class _XmlReader:
    """Root, records, columns; a document type is refused, and with it every entity of one."""

    def __init__(self) -> None:
        self.records: list[Record] = []
        self._depth = 0
        self._column, self._parts = "", list[str]()
        self._parser = expat.ParserCreate()
        self._parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        self._parser.StartDoctypeDeclHandler = _refuse
        self._parser.EntityDeclHandler = _refuse
        self._parser.ExternalEntityRefHandler = _refuse
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._parts_append

    def read(self, content: bytes) -> list[Record]:
        head = content[:200].lower()
        if b'encoding="gb' in head or b"encoding='gb" in head:
            text = content.decode("gb18030")
            content = text[text.index("?>") + 2 :].encode()
        self._parser.Parse(content, True)
        return self.records

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        if self._depth == RECORD_DEPTH:
            self.records.append(dict(attributes))
        elif self._depth == RECORD_DEPTH + 1:
            self._column, self._parts = name, []
        elif self._depth > RECORD_DEPTH + 1:
            raise ValueError(f"{name} lies too deep")

    def _end(self, _name: str) -> None:
        if self._depth == RECORD_DEPTH + 1:
            self.records[-1][self._column] = "".join(self._parts)
        self._depth -= 1

    def _parts_append(self, text: str) -> None:
        if self._depth == RECORD_DEPTH + 1:
            self._parts.append(text)


def _refuse(*_: Any) -> Any:
    raise ValueError("a document type or an entity, which is never taken")


def _xml(content: bytes) -> list[Record]:
    return _XmlReader().read(content)


READERS: Final[Mapping[FeedFormat, Callable[[bytes], list[Record]]]] = {
    FeedFormat.CSV: _table,
    FeedFormat.JSON: _json,
    FeedFormat.XML: _xml,
    FeedFormat.XLSX: _table,
}


def closed(content: bytes) -> str:
    """The bytes for keeping: compressed and encrypted."""
    return seal(base64.b64encode(zlib.compress(content, 6)).decode(), "text").cipher


def opened(kept: str) -> bytes:
    """The bytes again."""
    return zlib.decompress(base64.b64decode(Sealed(kept, "", "").clear()))


def _broken(chinese: str, english: str) -> InvalidInput:
    """FILE_BROKEN: nothing of it can be trusted."""
    return InvalidInput(
        f"{chinese}。", f"{english[0].upper()}{english[1:]}.", field="content", code="FILE_BROKEN"
    )
