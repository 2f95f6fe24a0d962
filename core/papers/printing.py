"""Printing: hands a paper to the press, a process of its own, and waits no longer than it may."""

import asyncio
import datetime as dt
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from core.errors import InvalidInput, SetupError, Unavailable
from core.gateway.assets import VENDOR, vendor_files

PRESS: Final = Path(__file__).parent / "press.py"
FONTS: Final = ("noto-serif-sc.ttf", "noto-serif-sc-bold.ttf")
SECONDS: Final = 8.0
"""Less than a request may take."""
MOST_DATA: Final = 512 * 1024
MOST_BYTES: Final = 16 * 1024 * 1024
AT_ONCE: Final = 2
"""Presses of one worker."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One paper to print: its template with those beside it, and what is to stand on it."""

    sources: Mapping[str, str]
    main: str
    data: Mapping[str, Any]
    today: dt.date


@dataclass
class Printer:
    """The presses of one worker."""

    fonts: Path = VENDOR
    seconds: float = SECONDS
    _free: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    async def pdf(self, sheet: Sheet) -> bytes:
        """The paper as PDF. Raises Unavailable, or InvalidInput where it cannot be set."""
        data = json.dumps({"data": sheet.data, "today": sheet.today.isoformat()})
        if len(data) > MOST_DATA:
            raise _unprintable("内容过长", "it is too long")
        self._check_fonts()
        given = {
            "fonts": str(self.fonts),
            "sources": dict(sheet.sources),
            "main": sheet.main,
            "data": data,
            "made": int(dt.datetime.combine(sheet.today, dt.time(), dt.UTC).timestamp()),
        }
        try:
            async with asyncio.timeout(self.seconds), self._free:
                status, made, said = await _pressed(json.dumps(given).encode())
        except TimeoutError as error:
            raise Unavailable(
                "打印超时，请稍后再试。", "Printing took too long. Try again later."
            ) from error
        if status:
            raise _unprintable(f"模板报错：{said}", said)
        if len(made) > MOST_BYTES:
            raise _unprintable("文件过大", "the file is too large")
        return made

    def _check_fonts(self) -> None:
        """Fonts come with the front-end files."""
        try:
            known = vendor_files(self.fonts)
        except SetupError:
            known = {}
        if not set(FONTS) <= known.keys():
            raise Unavailable(
                "本机尚未安装打印字体，请系统管理员运行 make setup。",
                "The fonts for printing are not installed; the administrator runs `make setup`.",
            )


async def _pressed(given: bytes) -> tuple[int, bytes, str]:
    """Exit status, PDF and complaint of a press, which is gone when this returns."""
    press = await asyncio.create_subprocess_exec(
        sys.executable,
        "-I",
        str(PRESS),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={},
    )
    try:
        made, said = await press.communicate(given)
    finally:
        if press.returncode is None:
            press.kill()
            await press.wait()
    return press.returncode or 0, made, said.decode(errors="replace").strip()[-300:]


def _unprintable(chinese: str, english: str) -> InvalidInput:
    return InvalidInput(
        f"这份文书无法打印：{chinese}。", f"This paper cannot be printed: {english}."
    )
