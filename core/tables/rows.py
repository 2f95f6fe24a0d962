"""A row as it stands in a file, and what can be wrong with it before anybody reads its meaning."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class RowFault:
    """Why a row cannot be read: a stable code and a sentence in both languages."""

    code: str
    chinese: str
    english: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `line` is what an editor or spreadsheet shows; values stand as the header does."""

    line: int
    values: tuple[str, ...]
    fault: RowFault | None = None


HALF_LINE: Final = RowFault(
    "HALF_LINE", "该行的列数少于表头。", "The row has fewer columns than the header."
)
EXTRA_COLUMNS: Final = RowFault(
    "EXTRA_COLUMNS", "该行的列数多于表头。", "The row has more columns than the header."
)
UNCLOSED_QUOTE: Final = RowFault(
    "UNCLOSED_QUOTE", "引号不成对。", "A quotation mark is opened and never closed, or misplaced."
)
UNDECODABLE: Final = RowFault(
    "UNDECODABLE",
    "该行含有无法按文件编码识别的字节。",
    "The row holds bytes that are none in the file's encoding.",
)
CONTROL_CHARACTER: Final = RowFault(
    "CONTROL_CHARACTER", "该行含有不可见的控制字符。", "The row holds control characters."
)
FIELD_TOO_LONG: Final = RowFault(
    "FIELD_TOO_LONG", "该行或其中一格过长。", "The row, or one of its fields, is too long."
)
FORMULA: Final = RowFault(
    "FORMULA",
    "该行含有公式，请粘贴为数值后再导入。",
    "The row holds a formula; paste it as values, then import again.",
)
INEXACT_NUMBER: Final = RowFault(
    "INEXACT_NUMBER",
    "该行有超过15位的数字，电子表格已丢失末位；请把该列设为文本后重新填写。",
    "A number of more than 15 digits has lost its last ones; enter that column as text.",
)
