"""Certificates of one delivery as institutes write them: lines of CSV, each checked."""

import csv
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from core.errors import InvalidInput
from plugins.metrology.models import VerificationOutcome
from plugins.metrology.service_verification import Certificate

SERIAL, NUMBER, DAY, RESULT = "出厂编号", "证书编号", "检定日期", "结论"
UNTIL, USER, FINDINGS, EXEMPTED = "有效期止", "使用单位", "不合格项目", "免收元"
RESULTS: Final = {"合格": VerificationOutcome.PASSED, "不合格": VerificationOutcome.FAILED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A certificate and how the institute names the instrument."""

    serial: str
    user_name: str
    certificate: Certificate


def named_in(text: str, body_id: int) -> list[Named]:
    """The certificates of a text. Raises InvalidInput that names the line."""
    lines = csv.DictReader(text.lstrip("\ufeff").strip().splitlines())
    if missing := {SERIAL, NUMBER, DAY, RESULT} - set(lines.fieldnames or ()):
        raise InvalidInput(
            f"首行缺少列：{'、'.join(sorted(missing))}。",
            "The first line must name these columns: serial, number, day, result.",
            field="csv",
        )
    return [_named(number, row, body_id) for number, row in enumerate(lines, 2)]


def _named(line: int, row: Mapping[str, str | None], body_id: int) -> Named:
    given = {name: (value or "").strip() for name, value in row.items() if name}
    try:
        certificate = Certificate(
            body_id=body_id,
            certificate_no=given[NUMBER],
            verified_on=dt.date.fromisoformat(given[DAY]),
            result=RESULTS[given[RESULT]],
            valid_to=dt.date.fromisoformat(given[UNTIL]) if given.get(UNTIL) else None,
            findings=given.get(FINDINGS, ""),
            exempted_yuan=int(given.get(EXEMPTED) or 0),
        )
    except (ValueError, KeyError) as problem:
        raise InvalidInput(
            f"第 {line} 行有误：日期写作 2026-01-31，结论写合格或不合格。",
            f"Line {line} cannot be read: days as 2026-01-31, results as 合格 or 不合格.",
            field="csv",
        ) from problem
    if not given[SERIAL] or not given[NUMBER]:
        raise InvalidInput(f"第 {line} 行缺少编号。", f"Line {line} lacks a number.", field="csv")
    return Named(serial=given[SERIAL], user_name=given.get(USER, ""), certificate=certificate)
