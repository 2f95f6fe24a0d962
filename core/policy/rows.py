"""Strict reading of the policy files: every line parses and means something, or none does.

The CSV readers of other tools drop, repair or unquote what they do not understand. A deny row that
vanishes is a grant, so this reader repairs nothing: no quotes, no continued lines, no comments
behind a row.
"""

import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from core.policy.problems import Fault, located, refused

BYTE_ORDER_MARK = "\ufeff"
REFUSED_SIGNS = frozenset("\"'\\#,")


@dataclass(frozen=True, slots=True)
class Row:
    """One line's words, and where it stands (`file:line`)."""

    where: str
    words: tuple[str, ...]


def decode(data: bytes, origin: str) -> str:
    """The text of a policy file. Raises PolicyError unless it is UTF-8."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        fault = (
            "文件不是 UTF-8 编码，请另存为 UTF-8。",
            "The file is not UTF-8; save it as UTF-8.",
        )
        raise refused([located(f"{origin}:{line}", fault)]) from error


def read_rows(
    text: str, origin: str, columns: Sequence[str], prose: Collection[str] = ()
) -> tuple[list[Row], list[str]]:
    """The rows of a text, and its problems. `prose` columns hold sentences, others plain words."""
    rows: list[Row] = []
    problems: list[str] = []
    if text.startswith(BYTE_ORDER_MARK):
        fault = ("文件开头有字节顺序标记（BOM），请去掉。", "Byte order mark; save without one.")
        problems.append(located(f"{origin}:1", fault))
        text = text.removeprefix(BYTE_ORDER_MARK)
    headed = False
    for number, line in enumerate(text.split("\n"), 1):
        bare = line.removesuffix("\r")
        if not bare or bare.startswith("#"):
            continue
        row = Row(f"{origin}:{number}", tuple(bare.split(",")))
        faults = list(_faults(row, columns, prose) if headed else _header_faults(row, columns))
        problems += [located(row.where, fault) for fault in faults]
        if headed and not faults:
            rows.append(row)
        headed = True
    return rows, problems


def word_faults(column: str, word: str) -> Iterable[Fault]:
    """What is wrong with one plain word: emptiness, spaces, full-width or foreign characters."""
    if not word:
        yield f"“{column}”一栏为空。", f"{column} is empty."
    elif word != word.strip():
        yield f"“{column}”一栏 {word!r} 前后有空格。", f"{column} has spaces around it."
    elif word != unicodedata.normalize("NFKC", word):
        yield (
            f"“{column}”一栏 {word!r} 有全角或变体字符，请用半角。",
            f"{column} has full-width characters; use plain ones.",
        )
    elif not word.isascii() or not word.isprintable() or REFUSED_SIGNS & set(word):
        yield (
            f"“{column}”一栏 {word!r} 有不允许的字符（引号、逗号、注释、不可见或外文字符）。",
            f"{column} has signs that are not allowed (quotes, commas, comments, invisible ones).",
        )


def _faults(row: Row, columns: Sequence[str], prose: Collection[str]) -> Iterable[Fault]:
    wanted, found = len(columns), len(row.words)
    if found != wanted:
        yield (
            f"应有 {wanted} 栏，实为 {found} 栏：请用半角逗号分隔，注释独占一行。",
            f"{found} columns instead of {wanted}: use plain commas; a comment has its own line.",
        )
        return
    for column, word in zip(columns, row.words, strict=True):
        if column not in prose:
            yield from word_faults(column, word)
        elif not word or word != word.strip():
            yield f"“{column}”一栏为空或前后有空格。", f"{column} is empty or has spaces around it."


def _header_faults(row: Row, columns: Sequence[str]) -> Iterable[Fault]:
    if row.words != tuple(columns):
        heads = ",".join(columns)
        yield f"第一行应为表头：{heads}。", f"The first line must be the header: {heads}."
