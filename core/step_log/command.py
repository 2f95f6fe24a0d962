"""What `zhijian verify-steps` does and says."""

import asyncio
from pathlib import Path

import typer

from core.settings import Settings
from core.step_log.auditing import audit
from core.step_log.outside import FILE
from core.step_log.verify_steps import INTACT, TAMPERED, main, told
from core.store.roles import endpoints


def verify_installation(settings: Settings) -> int:
    """Verify this installation's log with the steps behind it; gives the exit code.

    Raises StoreError when the database cannot be reached as configured.
    """
    found = asyncio.run(audit(endpoints(settings).audit, settings.var_path / FILE))
    typer.echo(told(found.examination, found.findings))
    return TAMPERED if found.findings else INTACT


def verify_files(log: list[Path], anchors: Path, held: Path | None) -> int:
    """Verify files that were loaded from the public pages, as the stand-alone file does."""
    kept = ["--held", str(held)] if held else []
    return main([*map(str, log), "--anchors", str(anchors), *kept])
